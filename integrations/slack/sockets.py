"""Socket Mode: one connection that is watched, because the vendor's client may retry a dead address for ever."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import monotonic
from bot.telemetry import log
from integrations.slack.web import quiet_logger

DEAF_SECONDS = 30.0
_GRACE_SECONDS = 5.0  # a refreshed socket is away for a moment
_LOOK_SECONDS = 0.5
_PING_SECONDS = 5.0

_log = log(__name__)

Answering = Callable[[dict[str, Any]], Awaitable[tuple[BoltResponse, Callable[[], None]]]]


class Sockets:
    """Keeps one socket open, and a new one with a new address whenever it was deaf for `deaf` seconds."""

    def __init__(self, app_token: str, client: AsyncWebClient, answer: Answering, deaf: float = DEAF_SECONDS) -> None:
        self._app_token = app_token
        self._client = client
        self._answer = answer
        self._deaf = deaf
        self._socket: SocketModeClient | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._why = "not connected yet"
        self._heard = float("-inf")
        self._greetings = 0

    @property
    def greeting(self) -> str:
        """Another one for every socket that Slack has welcomed; empty before the first."""
        return f"socket {self._greetings}" if self._greetings else ""

    def start(self) -> None:
        """Connect, and stay connected until `stop`."""
        self._keeper = asyncio.create_task(self._keep(), name="slack socket")

    async def stop(self) -> None:
        """Close the socket; what was not acknowledged comes again to another one."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper

    def ready(self) -> str | None:
        """Why nothing is heard; None while connected, or for a moment after."""
        if self._connected() or monotonic() - self._heard < _GRACE_SECONDS:
            return None
        if self._keeper is not None and self._keeper.done():
            return "the socket's keeper has ended"
        return self._why

    async def _keep(self) -> None:
        first = pause = self._deaf / 30
        while True:
            begun = monotonic()
            try:
                await self._one_client()
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError) as error:
                self._why = f"Slack gives no socket: {_word(error)}"
            _log.warning("slack socket lost", why=self._why)
            if monotonic() - begun > 2 * self._deaf:
                pause = first
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._deaf)

    async def _one_client(self) -> None:
        """Run one client of the vendor's until it has been deaf for too long; raises what it could not connect for."""
        self._socket = SocketModeClient(
            app_token=self._app_token,
            logger=quiet_logger("slack_sdk.socket"),
            web_client=self._client,
            ping_interval=_PING_SECONDS,
        )
        self._socket.socket_mode_request_listeners.append(self._hear)
        self._socket.message_listeners.append(self._count)
        connecting = asyncio.create_task(self._socket.connect_to_new_endpoint(), name="slack connect")
        try:
            await self._until_deaf(connecting)
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            socket, self._socket = self._socket, None
            with contextlib.suppress(asyncio.CancelledError, aiohttp.ClientError, OSError, SlackApiError):
                await socket.close()  # type: ignore[no-untyped-call]  # the vendor left it untyped

    async def _until_deaf(self, connecting: asyncio.Task[None]) -> None:
        since = monotonic()
        while monotonic() - since < self._deaf:
            if self._connected():
                since = self._heard = monotonic()
            elif connecting.done():
                connecting.result()
            await asyncio.sleep(_LOOK_SECONDS)
        self._why = f"no socket for {self._deaf:.0f} seconds"

    def _connected(self) -> bool:
        socket = self._socket
        if socket is None or socket.closed or socket.stale:
            return False
        return socket.current_session is not None and not socket.current_session.closed

    async def _count(self, client: AsyncBaseSocketModeClient, message: dict[str, Any], raw: str | None = None) -> None:
        """A new socket says hello: what was told to the one before may have been lost with it."""
        self._greetings += message.get("type") == "hello"

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """One delivery: acknowledged over the same socket, or not at all."""
        payload = request.payload if isinstance(request.payload, dict) else {}
        response, follow = await self._answer(payload)
        try:
            await send_async_response(client, request, response, 0.0)
        except (aiohttp.ClientError, ConnectionError) as error:
            _log.warning("socket cut before the acknowledgement; Slack delivers again", kind=type(error).__name__)
        finally:
            follow()  # what is kept is worked off, whether or not Slack hears of it


def _word(error: BaseException) -> str:
    if isinstance(error, SlackApiError) and not isinstance(error.response, aiohttp.ClientResponse):
        return str(error.response.get("error", "refused"))
    return type(error).__name__
