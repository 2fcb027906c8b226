"""What we ask Slack: people, groups, channels, links and what was said while we were away."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from bot.chat.platform import Envelope, Profile, Room
from bot.chat.requests import AccountRef
from bot.clock import Clock, monotonic
from bot.domain.words import Channel, Place, Source
from bot.errors import Rejected, Unavailable
from integrations.slack.intake import PLATFORM, envelope_of
from integrations.slack.payloads import instant, timestamp
from integrations.slack.web import Web
from integrations.wire.shapes import dict_at, flag_at, list_at, text_at

_PAGE = 200  # https://docs.slack.dev/apis/web-api/pagination
_PAGES = 50  # 10,000 messages of one channel are more than any outage brings
_PROFILE_SECONDS = 300.0
_PROFILES = 2_000


class Reader:
    """Questions about one workspace."""

    def __init__(self, web: Web, workspace: str, clock: Clock) -> None:
        self._web = web
        self._workspace = workspace
        self._clock = clock
        self._me: Mapping[str, Any] = {}
        self._profiles: dict[str, tuple[float, Profile]] = {}

    async def me(self) -> Mapping[str, Any]:
        """What auth.test tells of us (`user_id`, `team_id`, `bot_id`), asked once."""
        if not self._me:
            self._me = await self._web.ask("auth.test")
        return self._me

    async def profile(self, account: AccountRef) -> Profile:
        """Who somebody is, remembered for five minutes."""
        known = self._profiles.get(account.user)
        if known and known[0] > monotonic():
            return known[1]
        data = await self._web.ask("users.info", user=account.user, include_locale=True)
        found = _profile(dict_at(data, "user"), account)
        if len(self._profiles) >= _PROFILES:
            self._profiles.clear()
        self._profiles[account.user] = (monotonic() + _PROFILE_SECONDS, found)
        return found

    async def group(self, group: str) -> tuple[AccountRef, ...]:
        """Who is in a user group; its members are of our own workspace."""
        data = await self._web.ask("usergroups.users.list", usergroup=group)
        team = text_at(await self.me(), "team_id")
        users = (user for user in list_at(data, "users") if isinstance(user, str) and user)
        return tuple(AccountRef(PLATFORM, team, user) for user in users)

    async def room(self, channel: Channel) -> Room:
        """What a channel is, and which other companies share it."""
        data = dict_at(await self._web.ask("conversations.info", channel=channel.id), "channel")
        own = text_at(await self.me(), "team_id")
        names = ("shared_team_ids", "connected_team_ids", "pending_connected_team_ids")
        teams = {team for name in names for team in list_at(data, name) if isinstance(team, str)}
        return Room(
            channel=channel,
            name=text_at(data, "name"),
            member=flag_at(data, "is_member") or flag_at(data, "is_im"),
            archived=flag_at(data, "is_archived"),
            teams=tuple(sorted(teams - {own, ""})),
        )

    async def link(self, source: Source, thread: str | None = None) -> str:
        """The permalink of a message: made here where our own address is known, else asked for; or nothing."""
        try:
            if url := text_at(await self.me(), "url"):
                return _permalink(url, source, thread)
            data = await self._web.ask("chat.getPermalink", channel=source.channel.id, message_ts=source.id)
        except (Rejected, Unavailable):
            return ""
        return text_at(data, "permalink")

    async def message(self, source: Source) -> Envelope | None:
        """One message read back, at the top of a channel or in a thread; None when it is not there."""
        at = {"oldest": source.id, "latest": source.id, "inclusive": True, "limit": 1}
        for method, thread in (("conversations.history", None), ("conversations.replies", source.id)):
            try:
                data = await self._web.ask(method, channel=source.channel.id, ts=thread, **at)
            except Rejected:
                continue
            for message in list_at(data, "messages"):
                found = dict_at({"it": message}, "it")
                if text_at(found, "ts") == source.id:
                    event = _events(found, source.channel.id)[0]
                    return envelope_of(_wrapped(event, await self.me()), self._workspace, self._clock.wall())
        return None

    async def history(self, place: Place, since: datetime) -> tuple[Envelope, ...]:
        """What was said or edited after that instant, oldest first, under the keys that live events have.

        Slack keeps no past reactions, clicks and commands; a deleted message is seen only where its thread survives.
        """
        me = await self.me()
        found: list[Envelope] = []
        async for message in self._messages(place, since):
            for event in _events(message, place.channel.id):
                envelope = envelope_of(_wrapped(event, me), self._workspace, self._clock.wall())
                if envelope and envelope.at > since:
                    found.append(envelope)
        return tuple(sorted(found, key=lambda envelope: envelope.at))

    async def _messages(self, place: Place, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        cursor = ""
        for _ in range(_PAGES):
            data = await self._web.ask(
                "conversations.replies" if place.thread else "conversations.history",
                channel=place.channel.id,
                ts=place.thread,
                oldest=timestamp(since),
                limit=_PAGE,
                cursor=cursor or None,
            )
            for message in list_at(data, "messages"):
                yield dict_at({"it": message}, "it")
            cursor = text_at(data, "response_metadata", "next_cursor")
            if not cursor:
                return


def _permalink(url: str, source: Source, thread: str | None) -> str:
    """https://docs.slack.dev/reference/methods/chat.getPermalink shows both forms, with a thread and without."""
    address = f"{url.rstrip('/')}/archives/{source.channel.id}/p{source.id.replace('.', '')}"
    if not thread or thread == source.id:
        return address
    return f"{address}?thread_ts={thread}&cid={source.channel.id}"


def _events(message: Mapping[str, Any], channel: str) -> list[dict[str, Any]]:
    """The events that a message in the history stands for: its posting, its last edit, or its deletion."""
    ts, edited = text_at(message, "ts"), text_at(message, "edited", "ts")
    if text_at(message, "subtype") == "tombstone":
        return [{"type": "message", "subtype": "message_changed", "channel": channel, "message": dict(message)}]
    events = [{**message, "type": "message", "channel": channel, "event_ts": ts}]
    if instant(edited):
        change = {"subtype": "message_changed", "message": dict(message), "event_ts": edited, "ts": edited}
        events.append({"type": "message", "channel": channel, **change})
    return events


def _wrapped(event: dict[str, Any], me: Mapping[str, Any]) -> dict[str, Any]:
    """The event as a delivery; only a message's own words tell its team, since the channel may be shared."""
    ours = {"team_id": text_at(me, "team_id"), "user_id": text_at(me, "user_id"), "is_bot": True}
    return {
        "type": "event_callback",
        "team_id": ours["team_id"],
        "authorizations": [ours],
        "is_ext_shared_channel": True,
        "event": event,
    }


def _profile(user: Mapping[str, Any], asked: AccountRef) -> Profile:
    profile = dict_at(user, "profile")
    names = (
        text_at(profile, "display_name"),
        text_at(profile, "real_name"),
        text_at(user, "real_name"),
        text_at(user, "name"),
    )
    return Profile(
        account=AccountRef(PLATFORM, text_at(user, "team_id") or text_at(profile, "team") or asked.team, asked.user),
        name=next((name.strip() for name in names if name.strip()), asked.user),
        locale=text_at(user, "locale") or None,
        zone=text_at(user, "tz") or None,
        bot=flag_at(user, "is_bot") or asked.user == "USLACKBOT",
        active=not flag_at(user, "deleted"),
    )
