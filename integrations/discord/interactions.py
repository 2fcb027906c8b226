"""Commands, clicks, menus, forms and what is being typed, as requests; pure."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.chat.requests import Clicked, Picked, Request, Submitted, Suggested, Typed
from integrations.discord.commands import spoken
from integrations.discord.components import pressed
from integrations.discord.forms import submitted
from integrations.discord.payloads import DIRECT, EPHEMERAL
from integrations.discord.text import heard
from integrations.discord.told import Told, files_of, remote_file, words_of
from integrations.wire.shapes import dict_at, flag_at, number_at, text_at

_ON_MESSAGE = 3
Common = dict[str, Any]


def user_of(data: Mapping[str, Any]) -> str:
    """Who acted: a member in a server, a user in a direct conversation."""
    return text_at(data, "member", "user", "id") or text_at(data, "user", "id")


def acted(told: Told) -> Request | None:
    """The request in an interaction; None for what does not concern us."""
    user, read = user_of(told.data), _KINDS.get(number_at(told.data, "type"))
    if not user or not text_at(told.data, "channel_id") or read is None:
        return None
    return read(told, told.common(user, told.place(text_at(told.data, "message", "id"))))


def _commanded(told: Told, common: Common) -> Request | None:
    data = dict_at(told.data, "data")
    if number_at(data, "type") == _ON_MESSAGE:
        return _picked(told, common)
    said = spoken(data)
    if said is None:
        return None
    words = " ".join((said.command, *said.values.values()))
    direct = not text_at(told.data, "guild_id") or number_at(told.data, "channel", "type", default=-1) in DIRECT
    return Typed(**common, words=words, command=said.command, values=said.values, direct=direct)


def _picked(told: Told, common: Common) -> Request | None:
    """A command on somebody's message, which comes along whole."""
    number, command = text_at(told.data, "data", "target_id"), text_at(told.data, "data", "name")
    message = dict_at(told.data, "data", "resolved", "messages", number)
    if not number or not command or not message:
        return None
    author, machine = text_at(message, "author", "id"), flag_at(message, "author", "bot")
    return Picked(
        **{**common, "place": told.place(number)},
        command=command,
        source=told.source(number),
        text=heard(words_of(message)),
        author=told.account(author) if author and not machine else None,
        files=files_of(message),
    )


def _clicked(told: Told, common: Common) -> Request | None:
    token, chosen = pressed(dict_at(told.data, "data"))
    number = text_at(told.data, "message", "id")
    if not token:
        return None
    private = number_at(told.data, "message", "flags") & EPHEMERAL
    source = told.source(number) if number and not private else None
    return Clicked(**common, token=token, source=source, chosen=chosen)


def _suggested(told: Told, common: Common) -> Request | None:
    said = spoken(dict_at(told.data, "data"))
    if said is None or not said.asked:
        return None
    return Suggested(**common, command=said.command, argument=said.asked, typed=said.typed, values=said.values)


def _submitted(told: Told, common: Common) -> Request | None:
    sent = submitted(dict_at(told.data, "data"), remote_file)
    if sent is None:
        return None
    return Submitted(**common, draft=sent.draft, step=sent.step, values=sent.values, files=sent.files)


# https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type
_KINDS: dict[int, Callable[[Told, Common], Request | None]] = {
    2: _commanded,
    3: _clicked,
    4: _suggested,
    5: _submitted,
}
