"""Kept payloads as requests, pure: whatever its shape, a payload gives a request or None and never raises."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat.requests import (
    AccountRef,
    BotJoined,
    BotLeft,
    ChannelBack,
    ChannelMoved,
    ChannelShared,
    ChannelUnshared,
    CutOff,
    Deleted,
    Edited,
    OpenedHome,
    Reacted,
    RemoteFile,
    Request,
    Said,
)
from bot.domain.words import Channel, Place, Source
from integrations.slack.emoji import gesture
from integrations.slack.interactions import INTERACTIONS, remote_file
from integrations.slack.text import call_of, heard
from integrations.wire.shapes import dict_at, flag_at, list_at, text_at

PLATFORM = "slack"
_NOBODY = {"", "USLACKBOT"}


@dataclass(frozen=True)
class Heard:
    """An event with all that its readers share."""

    id: str
    workspace: str
    at: datetime
    body: Mapping[str, Any]
    event: Mapping[str, Any]
    bot: str

    def common(self, actor: AccountRef, channel: str, thread: str | None = None) -> dict[str, Any]:
        """The fields that every request has."""
        place = Place(Channel(PLATFORM, self.workspace, channel), thread or None)
        return {"id": self.id, "workspace": self.workspace, "actor": actor, "place": place, "at": self.at}

    def source(self, channel: str, ts: str) -> Source:
        """A message of this workspace."""
        return Source(Channel(PLATFORM, self.workspace, channel), ts)

    def actor(self, user: str, *teams: str) -> AccountRef:
        """An account in the first team that is told; this workspace's own only where no other team takes part."""
        own = "" if flag_at(self.body, "is_ext_shared_channel") else text_at(self.body, "team_id")
        told = [team for team in (*teams, own) if team]
        return AccountRef(PLATFORM, next((team for team in told if team.startswith("T")), "".join(told[:1])), user)


def understand(payload: Mapping[str, Any], workspace: str) -> Request | None:
    """The request in a kept payload of ours; None for what does not concern us or is malformed."""
    kind, key, body = text_at(payload, "type"), text_at(payload, "key"), dict_at(payload, "body")
    try:
        at = datetime.fromisoformat(text_at(payload, "at"))
    except ValueError:
        return None
    if kind in INTERACTIONS:
        return INTERACTIONS[kind](key, workspace, at, body)
    if kind not in _EVENTS:
        return None
    return _EVENTS[kind](Heard(key, workspace, at, body, dict_at(body, "event"), bot_of(body)))


def bot_of(body: Mapping[str, Any]) -> str:
    """Our own user id in that workspace, as each event tells it; empty when it does not."""
    for entry in list_at(body, "authorizations"):
        if flag_at(entry, "is_bot") and (user := text_at(entry, "user_id")):
            return user
    users = [user for user in list_at(body, "authed_users") if isinstance(user, str)]
    return users[0] if users else ""


def files_of(message: Mapping[str, Any]) -> tuple[RemoteFile, ...]:
    """The files of a message; one that Slack only announces (Slack Connect) has an id and no address yet."""
    return tuple(file for item in list_at(message, "files") if (file := remote_file(item)))


def by_machine(message: Mapping[str, Any], heard: Heard) -> bool:
    """Whether a message is our own or another bot's: no loop starts from it."""
    ours, user = text_at(heard.body, "api_app_id"), text_at(message, "user")
    return bool(
        text_at(message, "bot_id")
        or dict_at(message, "bot_profile")
        or text_at(message, "subtype") == "bot_message"
        or (ours and text_at(message, "app_id") == ours)
        or user in _NOBODY
        or user == heard.bot
    )


def _author(message: Mapping[str, Any], heard: Heard) -> AccountRef:
    teams = (
        text_at(message, "user_team"),
        text_at(message, "source_team"),
        text_at(message, "user_profile", "team"),
        text_at(message, "team"),
    )
    return heard.actor(text_at(message, "user"), *teams)


def _thread(message: Mapping[str, Any]) -> str | None:
    thread = text_at(message, "thread_ts")
    return thread if thread and thread != text_at(message, "ts") else None


def _said(heard_: Heard) -> Request | None:
    event = heard_.event
    if by_machine(event, heard_):
        return None
    channel, text = text_at(event, "channel"), text_at(event, "text")
    return Said(
        **heard_.common(_author(event, heard_), channel, _thread(event)),
        source=heard_.source(channel, text_at(event, "ts")),
        text=heard(text),
        files=files_of(event),
        call=call_of(text, heard_.bot),
        direct=text_at(event, "channel_type") == "im" or channel.startswith("D"),
    )


def _edited(heard_: Heard) -> Request | None:
    message, channel = dict_at(heard_.event, "message"), text_at(heard_.event, "channel")
    if by_machine(message, heard_):
        return None
    return Edited(
        **heard_.common(_author(message, heard_), channel, _thread(message)),
        source=heard_.source(channel, text_at(message, "ts")),
        text=heard(text_at(message, "text")),
        files=files_of(message),
    )


def _deleted(heard_: Heard) -> Request | None:
    """A deletion tells its author only by the message before it; ours and other bots' are no concern."""
    event = heard_.event
    previous, channel = dict_at(event, "previous_message"), text_at(event, "channel")
    known = bool(text_at(previous, "user") or text_at(previous, "bot_id"))
    if known and by_machine(previous, heard_):
        return None
    ts = text_at(event, "deleted_ts") or text_at(event, "message", "ts")
    actor = _author(previous, heard_) if known else AccountRef(PLATFORM, "", "")
    return Deleted(**heard_.common(actor, channel, _thread(previous)), source=heard_.source(channel, ts))


def _reacted(heard_: Heard) -> Request | None:
    event = heard_.event
    user, channel = text_at(event, "user"), text_at(event, "item", "channel")
    if user in _NOBODY or user == heard_.bot or text_at(event, "item", "type") not in ("", "message"):
        return None
    return Reacted(
        **heard_.common(heard_.actor(user, text_at(event, "user_team")), channel),
        source=heard_.source(channel, text_at(event, "item", "ts")),
        gesture=gesture(text_at(event, "reaction")),
        added=text_at(event, "type") == "reaction_added",
    )


def _joined(heard_: Heard) -> Request | None:
    event = heard_.event
    if not heard_.bot or text_at(event, "user") != heard_.bot:
        return None
    actor = heard_.actor(text_at(event, "inviter"))
    return BotJoined(**heard_.common(actor, text_at(event, "channel")))


def _left(heard_: Heard) -> Request | None:
    event, kind = heard_.event, text_at(heard_.event, "type")
    if kind == "member_left_channel" and (not heard_.bot or text_at(event, "user") != heard_.bot):
        return None
    why = kind.partition("_")[2] if kind != "member_left_channel" else "left"
    actor = heard_.actor(text_at(event, "actor_id") or text_at(event, "user"))
    return BotLeft(**heard_.common(actor, text_at(event, "channel")), why=why)


def _cut_off(heard_: Heard) -> Request | None:
    kind = text_at(heard_.event, "type")
    if kind == "tokens_revoked" and not list_at(heard_.event, "tokens", "bot"):
        return None
    return CutOff(**heard_.common(heard_.actor(""), ""), why=kind)


def _moved(heard_: Heard) -> Request | None:
    old, new = text_at(heard_.event, "old_channel_id"), text_at(heard_.event, "new_channel_id")
    return ChannelMoved(**heard_.common(heard_.actor(""), new), old=old, new=new) if old and new else None


def _shared(heard_: Heard) -> Request | None:
    channel, team = text_at(heard_.event, "channel"), text_at(heard_.event, "connected_team_id")
    return ChannelShared(**heard_.common(heard_.actor(""), channel), teams=(team,)) if channel and team else None


def _unshared(heard_: Heard) -> Request | None:
    channel, team = text_at(heard_.event, "channel"), text_at(heard_.event, "previously_connected_team_id")
    return ChannelUnshared(**heard_.common(heard_.actor(""), channel), teams=(team,)) if channel and team else None


def _back(heard_: Heard) -> Request | None:
    channel = text_at(heard_.event, "channel")
    return ChannelBack(**heard_.common(heard_.actor(text_at(heard_.event, "user")), channel)) if channel else None


def _home(heard_: Heard) -> Request | None:
    user = text_at(heard_.event, "user")
    if user in _NOBODY or text_at(heard_.event, "tab") not in ("", "home"):
        return None
    return OpenedHome(**heard_.common(heard_.actor(user), text_at(heard_.event, "channel")))


_EVENTS: dict[str, Callable[[Heard], Request | None]] = {
    "message": _said,
    "edit": _edited,
    "deletion": _deleted,
    "reaction_added": _reacted,
    "reaction_removed": _reacted,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "channel_left": _left,
    "channel_archive": _left,
    "channel_deleted": _left,
    "group_left": _left,
    "group_archive": _left,
    "group_deleted": _left,
    "channel_id_changed": _moved,
    "channel_shared": _shared,
    "channel_unshared": _unshared,
    "channel_unarchive": _back,
    "group_unarchive": _back,
    "tokens_revoked": _cut_off,
    "app_uninstalled": _cut_off,
    "app_home_opened": _home,
}
