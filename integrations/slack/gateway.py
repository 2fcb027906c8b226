"""What comes from Slack: kept before it is acknowledged, worked off after; the same for sockets and HTTP."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.platform import Desk, Envelope, Lane, Receipt
from bot.chat.replies import OpenForm, Private, Refused, Reply
from bot.clock import Clock
from bot.telemetry import ENVELOPES, FAILPOINTS, log, reference
from integrations.slack.answers import Answers
from integrations.slack.intake import PLATFORM, envelope_of
from integrations.slack.web import quiet_logger
from integrations.wire.crew import Crew
from integrations.wire.shapes import text_at

_log = log(__name__)
_EVERYTHING = re.compile(".*", re.DOTALL)
_MISSHAPEN = (AttributeError, TypeError, ValueError, LookupError, RecursionError)
_ENVELOPE, _AFTER = "pitboss_envelope", "pitboss_after"

After = Callable[[], Awaitable[None]]


class Gateway:
    """One workspace's Bolt app around the desk."""

    def __init__(
        self, workspace: str, desk: Desk, answers: Answers, client: AsyncWebClient, clock: Clock, crew: Crew
    ) -> None:
        self._workspace = workspace
        self._desk = desk
        self._answers = answers
        self._clock = clock
        self._crew = crew
        self._app = self._bolt(client)

    async def answer(self, body: dict[str, Any]) -> tuple[BoltResponse, Callable[[], None]]:
        """The acknowledgement of a verified body, and what to start once it is on its way."""
        try:
            request = AsyncBoltRequest(body=body, mode="socket_mode")
        except _MISSHAPEN:
            _log.warning("payload without Slack's shape", type=text_at(body, "type")[:40])
            return BoltResponse(status=200), _nothing
        try:
            response = await self._app.async_dispatch(request)
        except _MISSHAPEN:  # Bolt's own reading of it; what we raise ourselves ends in `_failed`
            _log.warning("payload without Slack's shape", type=text_at(body, "type")[:40])
            return BoltResponse(status=400), _nothing
        after: After | None = request.context.get(_AFTER)
        if after is None or response.status != 200:
            return response, _nothing
        return response, lambda: self._crew.start(self._follow(after), "slack reply")

    def _bolt(self, client: AsyncWebClient) -> AsyncApp:
        app = AsyncApp(
            name="pitboss",
            logger=quiet_logger("slack_bolt.pitboss"),
            client=client,
            authorize=_authorize,
            before_authorize=self._keep,
            process_before_response=True,
            request_verification_enabled=False,  # done on the raw bytes before anything is parsed
            ignoring_self_events_enabled=False,
        )
        app.error(_failed)
        app.event(_EVERYTHING)(_acknowledge)
        app.command(_EVERYTHING)(_acknowledge)
        app.action(_EVERYTHING)(_acknowledge)
        app.shortcut(_EVERYTHING)(_acknowledge)
        app.view_submission(_EVERYTHING)(self._judge)
        return app

    async def _keep(
        self, body: dict[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[Any]]
    ) -> BoltResponse | None:
        """Before Bolt may acknowledge: the envelope is on disk, or this raises and Slack delivers again."""
        envelope = envelope_of(body, self._workspace, self._clock.wall())
        if envelope is None:
            return _passed_over(body)
        context[_ENVELOPE] = envelope
        if envelope.lane is not Lane.ASKED:
            receipt = await self._desk.receive(envelope)
            ENVELOPES.labels(PLATFORM, receipt.value).inc()
            FAILPOINTS.reach("ack.before")
            if envelope.lane is Lane.DONE and receipt is Receipt.NEW:
                context[_AFTER] = lambda: self._work(envelope)
        await next()
        return None

    async def _judge(self, ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        """A submit is answered by its acknowledgement; what is to be told besides follows it."""
        envelope: Envelope = context[_ENVELOPE]
        reply = await self._desk.ask(envelope)
        FAILPOINTS.reach("ack.before")
        if isinstance(reply, Private | Refused):
            context[_AFTER] = lambda: self._tell(body, reply)
        await ack(self._answers.acknowledgement(body, reply))

    async def _tell(self, body: dict[str, Any], reply: Reply) -> None:
        await self._answers.give(body, reply)

    async def _work(self, envelope: Envelope) -> None:
        reply = await self._desk.work(envelope.key)
        told = await self._answers.give(envelope.payload["body"], reply)
        if isinstance(reply, OpenForm):
            await self._desk.answered(envelope.key, told)

    async def _follow(self, after: After) -> None:
        FAILPOINTS.reach("work.before")
        await after()


def _nothing() -> None:
    """Nothing follows the acknowledgement."""


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _authorize(**_: Any) -> AuthorizeResult:
    """Whom a payload is for is known by its address and signature: no call that could fail and drop it."""
    return AuthorizeResult(enterprise_id=None, team_id=None)


async def _failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """Not kept: no acknowledgement, so that Slack delivers again; the log names the kind and no words."""
    _log.error("delivery not kept", kind=type(error).__name__, type=text_at(body, "type")[:40], reference=reference())
    return BoltResponse(status=500, body="")


def _passed_over(body: dict[str, Any]) -> BoltResponse:
    kind = text_at(body, "type")
    if kind == "app_rate_limited":
        _log.error("slack holds events back: more than 30,000 deliveries in an hour")
    if kind == "block_suggestion":
        return BoltResponse(status=200, body={"options": []})
    if kind == "view_submission":
        return BoltResponse(status=200, body={"response_action": "clear"})
    return BoltResponse(status=200, body="")
