"""Envelopes, pure: which lane an event takes, the key of what happened, and where it is ordered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat.platform import Envelope, Lane
from integrations.discord.payloads import PLATFORM, instant, place_of, stamp
from integrations.discord.requests import understand
from integrations.wire.shapes import dict_at, number_at, storable, text_at

SIGHT = "SIGHT"
"""Our own word for a channel that we see from now on, or no longer: Discord tells it by many events."""
CUT_OFF = "CUT_OFF"
"""Our own word for a server that we lost: Discord tells it by GUILD_DELETE, or by refusing the token."""
_LANES = {2: Lane.DONE, 3: Lane.DONE, 4: Lane.ASKED, 5: Lane.ASKED}
_SPARE = {"referenced_message", "embeds", "guild", "entitlements", "authorizing_integration_owners", "app_permissions"}
"""Parts of an event that nobody reads, and that would only make the inbox large."""


@dataclass(frozen=True)
class Ears:
    """Who we are on a server: its id, our user there, and the role that Discord manages for us."""

    workspace: str
    server: str
    me: str = ""
    role: str = ""


@dataclass(frozen=True)
class Heard:
    """An event of the gateway: `parent` is the channel of the thread that it happened in, `mark` its own number."""

    event: str
    data: Mapping[str, Any]
    parent: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Happening:
    """What an event tells: its key without prefix, the room and message that it is about, and when it happened."""

    key: str
    room: str
    message: str
    at: datetime | None


def concerns(data: Mapping[str, Any], server: str) -> bool:
    """Whether an event is of that server, or of a direct conversation."""
    return text_at(data, "guild_id") in ("", server)


def envelope_of(heard: Heard, ears: Ears, wall: datetime) -> Envelope | None:
    """The envelope of an event; None when it does not concern us or has no shape of Discord's."""
    tell = _EVENTS.get(heard.event)
    found = tell(heard.data, heard.mark) if tell and concerns(heard.data, ears.server) else None
    if found is None:
        return None
    try:
        data = storable(slim(heard.data))
    except RecursionError:
        return None
    at = found.at or wall
    payload = {
        "event": heard.event,
        "key": f"{PLATFORM}:{ears.workspace}:{found.key}",
        "at": at.isoformat(),
        "server": ears.server,
        "me": ears.me,
        "role": ears.role,
        "parent": heard.parent,
        "data": data,
    }
    return _wrapped(payload, found, ears, at)


def _wrapped(payload: dict[str, Any], found: Happening, ears: Ears, at: datetime) -> Envelope | None:
    if understand(payload, ears.workspace) is None:
        return None
    place = place_of(ears.workspace, found.room, payload["parent"], found.message)
    channel = place.channel.id
    return Envelope(
        key=payload["key"],
        platform=PLATFORM,
        workspace=ears.workspace,
        lane=_lane(payload),
        channel=channel,
        thread=f"{channel}:{place.thread or found.message or found.key}",
        payload=payload,
        at=at,
    )


def _lane(payload: Mapping[str, Any]) -> Lane:
    if payload["event"] != "INTERACTION_CREATE":
        return Lane.TOLD
    return _LANES.get(number_at(payload, "data", "type"), Lane.DONE)


def slim(data: Mapping[str, Any]) -> dict[str, Any]:
    """An event without what nobody reads; of the message that a button stands on only what names it."""
    kept = {name: value for name, value in data.items() if name not in _SPARE}
    message = dict_at(data, "message")
    if message:
        kept["message"] = {name: message[name] for name in ("id", "channel_id", "flags") if name in message}
    channel = dict_at(data, "channel")
    if channel:
        kept["channel"] = {name: channel[name] for name in ("id", "type", "parent_id", "name") if name in channel}
    return kept


def deletions(data: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """A deletion of many as so many single ones."""
    ids = data.get("ids")
    rest = {name: value for name, value in data.items() if name != "ids"}
    return tuple({**rest, "id": each} for each in ids if isinstance(each, str)) if isinstance(ids, list) else ()


def _message(data: Mapping[str, Any], _mark: str) -> Happening | None:
    room, message = text_at(data, "channel_id"), text_at(data, "id")
    at = stamp(text_at(data, "timestamp")) or instant(message)
    return Happening(f"m:{room}:{message}", room, message, at) if room and at and instant(message) else None


def _edit(data: Mapping[str, Any], _mark: str) -> Happening | None:
    room, message, edited = text_at(data, "channel_id"), text_at(data, "id"), stamp(text_at(data, "edited_timestamp"))
    if not room or edited is None or instant(message) is None:
        return None
    return Happening(f"e:{room}:{message}:{edited.timestamp():.6f}", room, message, edited)


def _deletion(data: Mapping[str, Any], _mark: str) -> Happening | None:
    room, message = text_at(data, "channel_id"), text_at(data, "id")
    return Happening(f"d:{room}:{message}", room, message, None) if room and instant(message) else None


def _reaction(data: Mapping[str, Any], mark: str) -> Happening | None:
    room, message, user = (text_at(data, name) for name in ("channel_id", "message_id", "user_id"))
    emoji = text_at(data, "emoji", "id") or text_at(data, "emoji", "name")
    if not all((room, user, emoji, mark)) or instant(message) is None:
        return None
    return Happening(f"r:{room}:{message}:{user}:{emoji}:{mark}", room, message, None)


def _interaction(data: Mapping[str, Any], _mark: str) -> Happening | None:
    number, room = text_at(data, "id"), text_at(data, "channel_id")
    at = instant(number)
    if at is None or not room:
        return None
    named = text_at(data, "message", "id") or text_at(data, "data", "target_id")
    return Happening(f"i:{number}", room, named or number, at)


def _person(data: Mapping[str, Any], mark: str) -> Happening | None:
    user = text_at(data, "user", "id")
    return Happening(f"p:{user}:{mark}", "", "", None) if user and mark else None


def _sight(data: Mapping[str, Any], mark: str) -> Happening | None:
    room = text_at(data, "channel_id")
    kind = "v" if "viewers" in data else "s"
    return Happening(f"{kind}:{room}:{mark}", room, "", None) if room and mark else None


def _cut_off(data: Mapping[str, Any], mark: str) -> Happening | None:
    return Happening(f"x:{mark}", "", "", None) if text_at(data, "why") and mark else None


_EVENTS: dict[str, Callable[[Mapping[str, Any], str], Happening | None]] = {
    "MESSAGE_CREATE": _message,
    "MESSAGE_UPDATE": _edit,
    "MESSAGE_DELETE": _deletion,
    "MESSAGE_REACTION_ADD": _reaction,
    "MESSAGE_REACTION_REMOVE": _reaction,
    "INTERACTION_CREATE": _interaction,
    "GUILD_MEMBER_ADD": _person,
    "GUILD_MEMBER_UPDATE": _person,
    "GUILD_MEMBER_REMOVE": _person,
    SIGHT: _sight,
    CUT_OFF: _cut_off,
}
