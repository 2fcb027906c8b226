"""Replies to commands, clicks and forms: private, quick and not durable.

The first answer has three seconds and may be a form; after it there are fifteen minutes for messages.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, assert_never

from bot.chat.buttons import Seal
from bot.chat.cards import Card
from bot.chat.forms import Choice
from bot.chat.platform import Sent
from bot.chat.replies import Done, FieldErrors, OpenForm, Options, Private, Refused, Reply
from bot.chat.requests import AccountRef
from bot.errors import Unavailable
from bot.telemetry import FAILPOINTS, log
from integrations.discord.cards import COMPONENTS_V2, EPHEMERAL, message_of
from integrations.discord.forms import modal_of
from integrations.discord.handles import Handles
from integrations.discord.interactions import user_of
from integrations.discord.limits import CHOICE_NAME, OPTIONS, line
from integrations.discord.outcomes import Answer
from integrations.discord.payloads import PLATFORM, parent_of, place_of
from integrations.discord.sender import Sender
from integrations.discord.web import Web
from integrations.wire.shapes import dict_at, number_at, text_at

_log = log(__name__)
_TICK = "✅"


class Kind(IntEnum):
    """What somebody did: https://docs.discord.com/developers/interactions/receiving-and-responding"""

    COMMAND = 2
    COMPONENT = 3
    TYPING = 4
    FORM = 5


class Callback(IntEnum):
    """How it may be answered at first."""

    MESSAGE = 4
    THINKING = 5
    NOTHING = 6
    CHANGE = 7
    CHOICES = 8
    FORM = 9


class Answers:
    """Gives replies by the interaction's own token, and by a direct message where that is dead."""

    def __init__(self, web: Web, sender: Sender, handles: Handles, workspace: str, seal: Seal) -> None:
        self._web = web
        self._sender = sender
        self._handles = handles
        self._workspace = workspace
        self._seal = seal

    async def at_once(self, data: Mapping[str, Any], reply: Reply) -> bool:
        """The first answer to an interaction; False when no way led to the person."""
        if isinstance(reply, OpenForm):
            FAILPOINTS.reach("form.before_open")
        kind, body = self._first(data, reply)
        if await self._call_back(data, kind, body):
            return True
        card = _card(reply)
        return card is None or await self._tell(data, card)

    async def defer(self, data: Mapping[str, Any]) -> bool:
        """Say that an answer follows; no form can be opened after that.

        A sent form is not deferred: that would close it, and it may not be kept yet. Left open it can be sent again.
        """
        if _kind(data) in (Kind.TYPING, Kind.FORM):
            return False
        if _stands_on(data):
            return await self._call_back(data, Callback.NOTHING, None)
        return await self._call_back(data, Callback.THINKING, {"flags": EPHEMERAL})

    async def after(self, data: Mapping[str, Any], reply: Reply) -> bool:
        """The answer to a deferred interaction; False when no way led to the person."""
        card = _card(reply)
        if not _stands_on(data):
            body = self._drawn(card) if card else _tick()
            return await self._follow(data, "PATCH", "/messages/@original", body) or (
                card is not None and await self._tell(data, card)
            )
        if card is None:
            return True
        return await self._follow(data, "POST", "", self._drawn(card)) or await self._tell(data, card)

    async def give_late(self, data: Mapping[str, Any], reply: Reply) -> None:
        """Answer one whose first three seconds are long gone; raises Unavailable when nobody could be told."""
        card = _card(reply)
        if card is None:
            return
        if not await self._follow(data, "POST", "", self._drawn(card)) and not await self._tell(data, card):
            raise Unavailable("the person could not be told")

    async def choices(self, data: Mapping[str, Any], choices: tuple[Choice, ...]) -> None:
        """What to choose from while typing."""
        rows = [{"name": line(each.label, CHOICE_NAME), "value": each.value[:CHOICE_NAME]} for each in choices]
        await self._call_back(data, Callback.CHOICES, {"choices": rows[:OPTIONS]})

    def _first(self, data: Mapping[str, Any], reply: Reply) -> tuple[Callback, dict[str, Any] | None]:
        match reply:
            case OpenForm(form) if _kind(data) is not Kind.FORM:
                return Callback.FORM, modal_of(form)
            case Done() | Options():
                return self._done(data)
            case Private(card) | Refused(card):
                return Callback.MESSAGE, self._drawn(card)
            case OpenForm(_, instead) | FieldErrors(_, instead):
                # what stands in place of a form replaces the one before, so that no old button is left
                return (Callback.CHANGE if _is_ours_alone(data) else Callback.MESSAGE), self._drawn(instead)
            case _:
                assert_never(reply)

    def _done(self, data: Mapping[str, Any]) -> tuple[Callback, dict[str, Any] | None]:
        """Nothing to say: a tick, where something has to be said or an offered form is done with."""
        if not _stands_on(data):
            return Callback.MESSAGE, _tick()
        if _kind(data) is Kind.FORM and _is_ours_alone(data):
            return Callback.CHANGE, _tick()
        return Callback.NOTHING, None

    def _drawn(self, card: Card) -> dict[str, Any]:
        return message_of(card, {}, self._seal, ephemeral=True)

    async def _call_back(self, data: Mapping[str, Any], kind: Callback, body: object) -> bool:
        answer = {"type": int(kind)} | ({"data": body} if body is not None else {})
        path = f"/interactions/{text_at(data, 'id')}/{text_at(data, 'token')}/callback"
        result = await self._web.call("POST", path, answer, bare=True)
        if isinstance(result, Answer):
            if kind is not Callback.CHOICES:
                self._handles.keep(user_of(data), text_at(data, "channel_id"), *_handle(data))
            return True
        _log.warning("an interaction was not answered", kind=kind.name, word=result.word)
        return False

    async def _follow(self, data: Mapping[str, Any], method: str, path: str, body: object) -> bool:
        application, token = _handle(data)
        result = await self._web.call(method, f"/webhooks/{application}/{token}{path}", body, bare=True)
        return isinstance(result, Answer)

    async def _tell(self, data: Mapping[str, Any], card: Card) -> bool:
        """Tell the person privately some other way."""
        room = text_at(data, "channel_id")
        place = place_of(self._workspace, room, parent_of(dict_at(data, "channel")))
        outcome = await self._sender.whisper(place, AccountRef(PLATFORM, "", user_of(data)), card)
        if not isinstance(outcome, Sent):
            _log.warning("private answer not given", kind=type(outcome).__name__)
        return isinstance(outcome, Sent)


def _handle(data: Mapping[str, Any]) -> tuple[str, str]:
    return text_at(data, "application_id"), text_at(data, "token")


def _kind(data: Mapping[str, Any]) -> Kind | None:
    number = number_at(data, "type")
    return Kind(number) if number in set(Kind) else None


def _stands_on(data: Mapping[str, Any]) -> bool:
    """Whether there is a message behind it that stays as it is, so that silence is an answer."""
    return bool(text_at(data, "message", "id"))


def _is_ours_alone(data: Mapping[str, Any]) -> bool:
    """Whether that message is a private answer of ours."""
    return bool(number_at(data, "message", "flags") & EPHEMERAL)


def _card(reply: Reply) -> Card | None:
    """What is said where no form can be shown; None where nothing needs saying."""
    match reply:
        case Private(card) | Refused(card) | OpenForm(_, card) | FieldErrors(_, card):
            return card
        case Done() | Options():
            return None
        case _:
            assert_never(reply)


def _tick() -> dict[str, Any]:
    return {"components": [{"type": 10, "content": _TICK}], "flags": COMPONENTS_V2 | EPHEMERAL}
