"""Replies to commands, clicks and forms: private, quick and not durable."""

from collections.abc import Mapping
from typing import Any, assert_never

import aiohttp

from bot.chat.buttons import Seal
from bot.chat.cards import Card
from bot.chat.forms import Form
from bot.chat.platform import Sent
from bot.chat.replies import Done, FieldErrors, OpenForm, Options, Private, Refused, Reply
from bot.chat.requests import AccountRef
from bot.domain.words import Channel, Place
from bot.errors import Unavailable
from bot.telemetry import FAILPOINTS, log
from integrations.slack.cards import draw, plain_text
from integrations.slack.forms import Bound, draw_form, errors_for
from integrations.slack.intake import PLATFORM
from integrations.slack.limits import OPTION_TEXT, OPTION_VALUE, OPTIONS
from integrations.slack.outcomes import Answer
from integrations.slack.sender import Sender
from integrations.slack.web import Web
from integrations.wire.hosts import Hosts
from integrations.wire.shapes import dict_at, flag_at, text_at

_log = log(__name__)


class Answers:
    """Gives replies by whatever handle a payload carries: response_url, trigger_id, or the person's own channel."""

    def __init__(self, web: Web, sender: Sender, workspace: str, seal: Seal, hosts: Hosts) -> None:
        self._web = web
        self._sender = sender
        self._workspace = workspace
        self._seal = seal
        self._hosts = hosts

    async def give(self, body: Mapping[str, Any], reply: Reply) -> bool:
        """Answer a command or click whose trigger is fresh; False when no way led to the person."""
        match reply:
            case Done() | FieldErrors() | Options():
                return True
            case Private(card) | Refused(card):
                return await self._tell(body, card)
            case OpenForm():
                return await self._open(body, reply)
            case _:
                assert_never(reply)

    async def give_late(self, body: Mapping[str, Any], reply: Reply) -> None:
        """Answer one whose trigger is dead: a form becomes a button; raises Unavailable when nobody could be told."""
        match reply:
            case Private(card) | Refused(card):
                told = await self._tell(body, card)
            case OpenForm(_, instead):
                told = await self._tell(body, instead)
            case Done() | FieldErrors() | Options():
                return
            case _:
                assert_never(reply)
        if not told:
            raise Unavailable("the person could not be told")

    def acknowledgement(self, body: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
        """The answer to a submit that is its acknowledgement."""
        view = dict_at(body, "view")
        match reply:
            case FieldErrors(errors) if told := errors_for(view, errors):
                return {"response_action": "errors", "errors": told}
            case OpenForm(form):
                return {"response_action": "update", "view": self._view(body, form)}
            case Options(choices):
                options = [
                    {"text": plain_text(choice.label, OPTION_TEXT), "value": choice.value[:OPTION_VALUE]}
                    for choice in choices[:OPTIONS]
                ]
                return {"options": options}
            case Done() | Private() | Refused() | FieldErrors():
                return {"response_action": "clear"}
            case _:
                assert_never(reply)

    async def _open(self, body: Mapping[str, Any], reply: OpenForm) -> bool:
        """Show the form while the trigger lives, else offer a button that opens it."""
        stacked = text_at(body, "view", "type") == "modal"
        FAILPOINTS.reach("form.before_open")
        result = await self._web.call(
            "views.push" if stacked else "views.open",
            trigger_id=text_at(body, "trigger_id"),
            view=self._view(body, reply.form),
        )
        if isinstance(result, Answer):
            return True
        _log.warning("form not opened", word=result.word)
        return await self._tell(body, reply.instead)

    def _view(self, body: Mapping[str, Any], form: Form) -> dict[str, Any]:
        place = self._place(body)
        return draw_form(form, place.channel.id, place.thread or "")

    async def _tell(self, body: Mapping[str, Any], card: Card) -> bool:
        """Tell the person privately; False when no way led there."""
        url = text_at(body, "response_url")
        if url and self._hosts.allows(url) and await self._respond(url, body, card):
            return True
        outcome = await self._sender.whisper(self._place(body), _person(body), card)
        if not isinstance(outcome, Sent):
            _log.warning("private answer not given", kind=type(outcome).__name__)
        return isinstance(outcome, Sent)

    async def _respond(self, url: str, body: Mapping[str, Any], card: Card) -> bool:
        message = draw(card, {}, self._seal) | {"response_type": "ephemeral", "replace_original": False}
        if thread := self._place(body).thread:
            message["thread_ts"] = thread
        try:
            async with self._web.session.post(url, json=message, allow_redirects=False) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    def _place(self, body: Mapping[str, Any]) -> Place:
        bound = Bound.load(text_at(body, "view", "private_metadata"))
        if bound:
            return bound.place(self._workspace)
        channel = text_at(body, "channel_id") or text_at(body, "channel", "id")
        thread = text_at(body, "container", "thread_ts") or text_at(body, "message", "thread_ts")
        if flag_at(body, "container", "is_ephemeral"):
            thread = text_at(body, "container", "thread_ts")
        return Place(Channel(PLATFORM, self._workspace, channel), thread or None)


def _person(body: Mapping[str, Any]) -> AccountRef:
    team = text_at(body, "user", "team_id") or text_at(body, "team_id")
    return AccountRef(PLATFORM, team, text_at(body, "user", "id") or text_at(body, "user_id"))
