"""What we ask Discord: people, roles, channels, links and what was said while we were away."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from bot.chat.platform import Envelope, Profile, Room
from bot.chat.requests import AccountRef
from bot.clock import Clock, monotonic
from bot.domain.people import GroupKey
from bot.domain.words import Channel, Place, Source
from bot.errors import Rejected
from integrations.discord.intake import Ears, Heard, envelope_of
from integrations.discord.outcomes import NO_ACCESS, UNKNOWN_CHANNEL, UNKNOWN_MEMBER
from integrations.discord.payloads import PLATFORM, instant, parent_of, room_of, snowflake
from integrations.discord.rooms import Rooms
from integrations.discord.web import Web
from integrations.wire.shapes import dict_at, dicts_at, flag_at, list_at, text_at, texts_at

_PAGE = 100  # https://docs.discord.com/developers/resources/message#get-channel-messages
_PAGES = 100  # 10,000 messages of one channel are more than any outage brings
_MEMBERS = 1_000  # https://docs.discord.com/developers/resources/guild#list-guild-members
_FRESH_SECONDS = 15.0  # several of one person's messages at once are one question
_MEMBERS_FRESH_SECONDS = 20.0  # several roles are read one after the other from one list
_PROFILES = 2_000
_ADDRESS = "https://discord.com/channels"


class Reader:
    """Questions about one server."""

    def __init__(self, web: Web, rooms: Rooms, workspace: str, clock: Clock) -> None:
        self._web = web
        self._rooms = rooms
        self._workspace = workspace
        self._clock = clock
        self._profiles: dict[str, tuple[float, Profile]] = {}
        self._locales: dict[str, str] = {}
        self._seen: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        self._members: tuple[float, dict[str, tuple[str, ...]]] = (0.0, {})

    async def survey(self) -> None:
        """Learn what the gateway has not told yet; raises Unavailable or Rejected."""
        guild = await self.look_around()
        if not self._rooms.known:
            self._rooms.learn("GUILD_CREATE", guild)

    async def look_around(self) -> dict[str, Any]:
        """Ask what the gateway would tell: who we are, the roles, the channels, the threads that are awake.

        For a replica that sends while another one listens, or goes on with the session of another. Raises Unavailable
        or Rejected.
        """
        server = self._rooms.server
        self._rooms.me = me = text_at((await self._web.ask("/users/@me")).data, "id")
        paths = (f"members/{me}", "roles", "channels", "threads/active")
        member, roles, channels, threads = await asyncio.gather(
            *(self._web.ask(f"/guilds/{server}/{path}") for path in paths)
        )
        row = {"user": {"id": me}, "roles": list(texts_at(member.data, "roles"))}
        rest = {"roles": list(roles.items), "channels": list(channels.items), "members": [row]}
        return {"id": server, "threads": list_at(threads.data, "threads"), **rest}

    def known_ears(self) -> Ears:
        """Who we are on the server, as far as anybody told us."""
        return Ears(self._workspace, self._rooms.server, self._rooms.me, self._rooms.role)

    async def ears(self) -> Ears:
        """Who we are on the server; raises Unavailable or Rejected."""
        if not self._rooms.me:
            await self.survey()
        return self.known_ears()

    async def parent(self, room: str) -> str:
        """The channel of a thread, empty for a channel; asked where nobody told it. Raises Unavailable."""
        known = self._rooms.parent(room)
        if known is not None:
            return known
        try:
            return self._rooms.keep((await self._web.ask(f"/channels/{room}")).data)
        except Rejected:
            return ""

    def speaks(self, user: str, locale: str) -> None:
        """Somebody's language, which Discord tells only when they use us."""
        if locale and self._locales.get(user) != locale:
            if len(self._locales) >= _PROFILES:
                self._locales.clear()
            self._locales[user] = locale
            self._profiles.pop(user, None)

    def changes(self, member: Mapping[str, Any]) -> bool:
        """Whether an event of a member says anything new of their name or roles."""
        user = text_at(member, "user", "id")
        said = (
            text_at(member, "nick"),
            text_at(member, "user", "global_name"),
            tuple(sorted(texts_at(member, "roles"))),
        )
        if not user or self._seen.get(user) == said:
            return False
        if len(self._seen) >= _PROFILES:
            self._seen.clear()
        self._seen[user] = said
        self._profiles.pop(user, None)
        self._members = (0.0, {})
        return True

    async def profile(self, account: AccountRef) -> Profile:
        """Who somebody is, remembered for a moment; who has left the server is told as not active."""
        known = self._profiles.get(account.user)
        if known and known[0] > monotonic():
            return known[1]
        result = await self._web.ask_code(f"/guilds/{self._rooms.server}/members/{account.user}", UNKNOWN_MEMBER)
        member = result.data if result else {}
        user = dict_at(member, "user") if member else (await self._web.ask(f"/users/{account.user}")).data
        found = self._profile(user, member, account.user)
        if len(self._profiles) >= _PROFILES:
            self._profiles.clear()
        self._profiles[account.user] = (monotonic() + _FRESH_SECONDS, found)
        return found

    def _profile(self, user: Mapping[str, Any], member: Mapping[str, Any], number: str) -> Profile:
        names = (text_at(member, "nick"), text_at(user, "global_name"), text_at(user, "username"))
        return Profile(
            account=AccountRef(PLATFORM, self._rooms.server, number),
            name=next((name.strip() for name in names if name.strip()), number),
            locale=self._locales.get(number),
            bot=flag_at(user, "bot"),
            active=bool(member),
            groups=tuple(GroupKey(PLATFORM, self._workspace, role) for role in texts_at(member, "roles")),
        )

    async def group(self, group: str) -> tuple[AccountRef, ...]:
        """Who has a role; raises Unavailable or Rejected."""
        roles = (await self._web.ask(f"/guilds/{self._rooms.server}/roles")).items
        if group not in {text_at(role, "id") for role in roles}:
            raise Rejected("unknown role")
        if self._members[0] < monotonic():
            self._members = (monotonic() + _MEMBERS_FRESH_SECONDS, await self._everybody())
        found = self._members[1].items()
        return tuple(AccountRef(PLATFORM, self._rooms.server, user) for user, held in found if group in held)

    async def _everybody(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        after = "0"
        while True:
            path = f"/guilds/{self._rooms.server}/members"
            page = (await self._web.ask(path, limit=str(_MEMBERS), after=after)).items
            for member in page:
                if (user := text_at(member, "user", "id")) and not flag_at(member, "user", "bot"):
                    found[user] = texts_at(member, "roles")
            after = text_at(page[-1], "user", "id") if page else ""
            if len(page) < _MEMBERS or not after:
                return found

    async def room(self, channel: Channel) -> Room:
        """What a channel is; one that we may not see is told as one that we are not in."""
        result = await self._web.ask_code(f"/channels/{channel.id}", NO_ACCESS)
        if result is None:
            return Room(channel, "", member=False, archived=False)
        archived = flag_at(result.data, "thread_metadata", "archived")
        roles = sorted(self._rooms.viewers(channel.id))
        groups = tuple(GroupKey(channel.platform, channel.workspace, role) for role in roles)
        return Room(channel, text_at(result.data, "name"), member=True, archived=archived, groups=groups)

    def link(self, source: Source) -> str:
        """The address of a message."""
        room, message = self._rooms.address(source)
        return f"{_ADDRESS}/{self._rooms.server}/{room}/{message}"

    async def message(self, source: Source) -> Envelope | None:
        """One message read back as its posting; None when it is not there."""
        room, number = self._rooms.address(source)
        if instant(number) is None:
            return None
        try:
            message = (await self._web.ask(f"/channels/{room}/messages/{number}")).data
        except Rejected:
            return None
        parent = source.channel.id if room != source.channel.id else ""
        return self._posting(message, parent, await self.ears())

    async def history(self, place: Place, since: datetime) -> tuple[Envelope, ...]:
        """What was said or edited after that instant, oldest first, under the keys that live events have.

        Discord keeps no past reactions, clicks, commands and deletions.
        """
        ears = await self.ears()
        found: list[Envelope | None] = []
        parent = place.channel.id if place.thread else ""
        if place.thread and await self._web.ask_code(f"/channels/{place.thread}", UNKNOWN_CHANNEL) is None:
            return ()  # a thread that has not grown yet: nothing was said in it
        if not place.thread and self._rooms.is_forum(place.channel.id):
            messages, parent = self._beginnings(place.channel.id, since), place.channel.id
        else:
            messages = self._messages(room_of(place), since)
        async for message in messages:
            found += [self._posting(message, parent, ears), self._editing(message, parent, ears)]
        return tuple(sorted((each for each in found if each and each.at > since), key=lambda each: each.at))

    async def _messages(self, room: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        after = snowflake(since)
        for _ in range(_PAGES):
            page = (await self._web.ask(f"/channels/{room}/messages", after=after, limit=str(_PAGE))).items
            for message in page:
                yield dict_at({"it": message}, "it")
            after = str(max((int(text_at(each, "id") or "0") for each in page), default=0))
            if len(page) < _PAGE:
                return

    async def _beginnings(self, forum: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """The first messages of a forum's posts."""
        awake = (await self._web.ask(f"/guilds/{self._rooms.server}/threads/active")).data
        asleep = (await self._web.ask(f"/channels/{forum}/threads/archived/public", limit=str(_PAGE))).data
        for thread in (*dicts_at(awake, "threads"), *dicts_at(asleep, "threads")):
            number = text_at(thread, "id")
            at = instant(number)
            if parent_of(thread) != forum or at is None or at <= since:
                continue
            self._rooms.keep(thread)
            first = await self._web.ask_code(f"/channels/{number}/messages/{number}")
            if first is not None:
                yield first.data

    def _posting(self, message: Mapping[str, Any], parent: str, ears: Ears) -> Envelope | None:
        return envelope_of(Heard("MESSAGE_CREATE", self._told(message), parent), ears, self._clock.wall())

    def _editing(self, message: Mapping[str, Any], parent: str, ears: Ears) -> Envelope | None:
        return envelope_of(Heard("MESSAGE_UPDATE", self._told(message), parent), ears, self._clock.wall())

    def _told(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """A message as the gateway tells it: of which server it is stands in no answer."""
        return {**message, "guild_id": self._rooms.server}
