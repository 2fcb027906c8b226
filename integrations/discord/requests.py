"""Kept payloads as requests, pure: whatever its shape, a payload gives a request or None and never raises."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.chat.requests import (
    BotJoined,
    BotLeft,
    ChannelSeen,
    CutOff,
    Deleted,
    Edited,
    PersonChanged,
    Reacted,
    Request,
    Said,
)
from bot.domain.people import GroupKey
from bot.domain.words import Channel, Place
from integrations.discord.emoji import gesture
from integrations.discord.interactions import acted
from integrations.discord.payloads import DIRECT, PLATFORM
from integrations.discord.text import call_of, heard
from integrations.discord.told import Told, files_of, told_of, words_of
from integrations.wire.shapes import dict_at, flag_at, number_at, text_at

_POSTS = frozenset({0, 19})  # https://docs.discord.com/developers/resources/message#message-object-message-types


def understand(payload: Mapping[str, Any], workspace: str) -> Request | None:
    """The request in a kept payload; None for what does not concern us or is malformed."""
    told = told_of(payload, workspace)
    reader = _EVENTS.get(told.event) if told else None
    return reader(told) if told and reader else None


def by_machine(message: Mapping[str, Any], me: str) -> bool:
    """Whether a message is our own, another bot's, a web hook's or Discord's: no loop starts from it."""
    author = dict_at(message, "author")
    return bool(
        flag_at(author, "bot")
        or flag_at(author, "system")
        or text_at(message, "webhook_id")
        or text_at(message, "application_id")
        or text_at(author, "id") in ("", me)
        or number_at(message, "type", default=-1) not in _POSTS
    )


def _is_direct(data: Mapping[str, Any]) -> bool:
    return not text_at(data, "guild_id") or number_at(data, "channel_type", default=-1) in DIRECT


def _said(told: Told) -> Request | None:
    message = told.data
    if by_machine(message, told.me) or not text_at(message, "channel_id"):
        return None
    number, text = text_at(message, "id"), words_of(message)
    return Said(
        **told.common(text_at(message, "author", "id"), told.place(number)),
        source=told.source(number),
        text=heard(text),
        files=files_of(message),
        call=call_of(text, told.me, told.role),
        direct=_is_direct(message),
    )


def _edited(told: Told) -> Request | None:
    message = told.data
    if by_machine(message, told.me) or not text_at(message, "channel_id"):
        return None
    number = text_at(message, "id")
    return Edited(
        **told.common(text_at(message, "author", "id"), told.place(number)),
        source=told.source(number),
        text=heard(words_of(message)),
        files=files_of(message),
    )


def _deleted(told: Told) -> Request | None:
    """A deletion never tells who did it."""
    number = text_at(told.data, "id")
    if not number or not text_at(told.data, "channel_id"):
        return None
    return Deleted(**told.common("", told.place(number)), source=told.source(number))


def _reacted(told: Told) -> Request | None:
    user, number = text_at(told.data, "user_id"), text_at(told.data, "message_id")
    emoji = text_at(told.data, "emoji", "name")
    if user in ("", told.me) or flag_at(told.data, "member", "user", "bot") or not number or not emoji:
        return None
    return Reacted(
        **told.common(user, told.place(number)),
        source=told.source(number),
        gesture=gesture(emoji),
        added=told.event == "MESSAGE_REACTION_ADD",
    )


def _changed(told: Told) -> Request | None:
    """Somebody has another name or other roles, came to the server or left it."""
    user = text_at(told.data, "user", "id")
    if user in ("", told.me) or flag_at(told.data, "user", "bot"):
        return None
    return PersonChanged(**told.common(user, Place(Channel(PLATFORM, told.workspace, ""))))


def _sight(told: Told) -> Request | None:
    channel, why = text_at(told.data, "channel_id"), text_at(told.data, "why")
    place = Place(Channel(PLATFORM, told.workspace, channel))
    if not channel:
        return None
    if "viewers" in told.data:
        roles = text_at(told.data, "viewers").split()
        groups = tuple(GroupKey(PLATFORM, told.workspace, role) for role in roles)
        return ChannelSeen(**told.common("", place), groups=groups)
    return BotLeft(**told.common("", place), why=why) if why else BotJoined(**told.common("", place))


def _cut_off(told: Told) -> Request | None:
    why = text_at(told.data, "why")
    place = Place(Channel(PLATFORM, told.workspace, ""))
    return CutOff(**told.common("", place), why=why) if why else None


_EVENTS: dict[str, Callable[[Told], Request | None]] = {
    "MESSAGE_CREATE": _said,
    "MESSAGE_UPDATE": _edited,
    "MESSAGE_DELETE": _deleted,
    "MESSAGE_REACTION_ADD": _reacted,
    "MESSAGE_REACTION_REMOVE": _reacted,
    "INTERACTION_CREATE": acted,
    "GUILD_MEMBER_ADD": _changed,
    "GUILD_MEMBER_UPDATE": _changed,
    "GUILD_MEMBER_REMOVE": _changed,
    "SIGHT": _sight,
    "CUT_OFF": _cut_off,
}
