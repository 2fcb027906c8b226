"""Socket Mode: WebSockets of each app, one-of-N delivery, acknowledgements (https://docs.slack.dev/apis/events-api/using-socket-mode)."""

import asyncio
import json
import random
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox.clock import now
from sandbox.kinds import Json
from sandbox.world import App

MAX_CONNECTIONS = 10
CONNECTION_SECONDS = 18060
WARNING_SECONDS = 10.0
CLOSING_SECONDS = 1.0
HOST = "applink-sandbox"


class NotConnected(Exception):
    """No socket took the envelope, or it closed before the acknowledgement."""


@dataclass(eq=False)
class Connection:
    """One WebSocket; a retiring one gets no more envelopes."""

    number: int
    app: tuple[str, str]
    socket: web.WebSocketResponse
    request: web.Request
    retiring: bool = False
    pending: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)

    def cut(self) -> None:
        """End the connection without a closing frame, as a broken network does."""
        if self.request.transport is not None:
            self.request.transport.abort()


class Sockets:
    """All connections of all apps."""

    def __init__(self, time_scale: float) -> None:
        self._scale = time_scale
        self._connections: dict[tuple[str, str], list[Connection]] = {}
        self._count = 0

    def of(self, app: tuple[str, str]) -> list[Connection]:
        """The open connections of an app that still take envelopes."""
        return [c for c in self._connections.get(app, []) if not c.retiring and not c.socket.closed]

    def choose(self, app: App) -> Connection:
        """Any one of the app's connections; raises NotConnected when there is none."""
        if not (open_ones := self.of((app.id, app.team))):
            raise NotConnected
        return random.choice(open_ones)

    async def serve(self, request: web.Request, app: tuple[str, str]) -> web.WebSocketResponse:
        """Keep one connection: hello, then acknowledgements, until it closes."""
        socket = web.WebSocketResponse(heartbeat=30, max_msg_size=1 << 22)
        await socket.prepare(request)
        self._count += 1
        connection = Connection(self._count, app, socket, request)
        ours = self._connections.setdefault(app, [])
        ours.append(connection)
        try:
            await self._greet(connection, len(ours))
            await self._listen(connection)
        finally:
            ours.remove(connection)
            for waiting in connection.pending.values():
                if not waiting.done():
                    waiting.set_exception(NotConnected())
        return socket

    async def _greet(self, connection: Connection, count: int) -> None:
        if count > MAX_CONNECTIONS:
            await self.disconnect(connection, "too_many_websockets")
            return
        debug = {
            "host": HOST,
            "started": f"{now():.3f}",
            "build_number": 1,
            "approximate_connection_time": CONNECTION_SECONDS,
        }
        hello = {"type": "hello", "num_connections": count, "debug_info": debug}
        await connection.socket.send_str(json.dumps(hello | {"connection_info": {"app_id": connection.app[0]}}))

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            try:
                answer = json.loads(frame.data)
            except ValueError:
                continue  # Slack ignores what it cannot read, e.g. a client's own ping texts
            waiting = connection.pending.get(answer.get("envelope_id", "")) if isinstance(answer, dict) else None
            if waiting is not None and not waiting.done():
                waiting.set_result(answer)

    async def send(self, connection: Connection, envelope: Json, ack_seconds: float, cut: bool = False) -> Json:
        """Send an envelope and wait for its acknowledgement; raises TimeoutError or NotConnected."""
        envelope_id = str(uuid.uuid4())
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.pending[envelope_id] = waiting
        try:
            await connection.socket.send_str(json.dumps({"envelope_id": envelope_id, **envelope}))
            if cut:
                connection.cut()
            return await asyncio.wait_for(waiting, ack_seconds)
        except (ConnectionError, RuntimeError) as error:
            raise NotConnected from error
        finally:
            connection.pending.pop(envelope_id, None)

    async def disconnect(self, connection: Connection, reason: str) -> None:
        """Tell a client to go, as Slack does with each of its reasons, then close."""
        message = json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}})
        await connection.socket.send_str(message)
        if reason == "warning":
            await asyncio.sleep(WARNING_SECONDS * self._scale)
            if connection.socket.closed:
                return
            await connection.socket.send_str(message.replace("warning", "refresh_requested"))
        connection.retiring = True
        await asyncio.sleep(CLOSING_SECONDS if reason != "too_many_websockets" else 0)
        await connection.socket.close()

    def all(self, app_id: str = "") -> list[Connection]:
        """Every open connection, of one app when that is given."""
        return [c for key, ours in self._connections.items() for c in ours if app_id in {"", key[0]}]
