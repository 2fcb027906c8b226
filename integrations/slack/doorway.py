"""HTTP mode: signature on the raw bytes, then one parser, then the same way as a socket's delivery."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.response import BoltResponse
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.clock import Clock
from integrations.slack.signatures import genuine
from integrations.wire.body import TooLarge, read_at_most
from integrations.wire.shapes import text_at

LARGEST_BODY = 1024 * 1024
_FIELDS = 100

Answering = Callable[[dict[str, Any]], Awaitable[tuple[BoltResponse, Callable[[], None]]]]


class Doorway:
    """The one address that Slack calls for a workspace."""

    def __init__(self, signing_secret: str, clock: Clock, answer: Callable[[], Answering | None]) -> None:
        self._secret = signing_secret
        self._clock = clock
        self._answer = answer

    async def serve(self, request: Request) -> Response:
        """413 beyond 1 MiB, 401 unless signed, 400 unless Slack's shape, else the desk's answer."""
        try:
            raw = await read_at_most(request.stream(), LARGEST_BODY)
        except (TooLarge, ClientDisconnect):
            return PlainTextResponse("too large", 413)
        stamp = request.headers.get("x-slack-request-timestamp")
        signature = request.headers.get("x-slack-signature")
        if not genuine(self._secret, stamp, signature, raw, self._clock.wall()):
            return PlainTextResponse("not signed", 401)
        body = parsed(raw, request.headers.get("content-type", ""))
        if body is None:
            return PlainTextResponse("not understood", 400)
        if text_at(body, "type") == "url_verification":
            return PlainTextResponse(text_at(body, "challenge"))
        answer = self._answer()
        if answer is None or "ssl_check" in body:
            return PlainTextResponse("", 200 if "ssl_check" in body else 503)
        return _response(*await answer(body))


def parsed(raw: bytes, content_type: str) -> dict[str, Any] | None:
    """The object in a body: JSON, a form whose `payload` is JSON, or a plain form; None when it is none of them."""
    try:
        text = raw.decode()
        if content_type.partition(";")[0].strip().lower() == "application/json":
            return _object(text)
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS))
        return _object(form["payload"]) if "payload" in form else {**form}
    except (ValueError, RecursionError):
        return None


def _object(text: str) -> dict[str, Any] | None:
    found = json.loads(text, parse_constant=_no_number)
    return found if isinstance(found, dict) else None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _response(answer: BoltResponse, follow: Callable[[], None]) -> Response:
    """Bolt's answer as a response; what follows starts when the last byte is out."""
    headers = {name: values[0] for name, values in answer.headers.items() if values}
    return Response(answer.body, answer.status, headers, background=BackgroundTask(_later, follow))


async def _later(follow: Callable[[], None]) -> None:
    follow()
