"""HTTP/1.1 as bare as it can be, so that measuring costs little: whole messages over connections that stay open."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"

Respond = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Message:
    """A request or a response: its first line and its body."""

    start: str
    body: bytes

    @property
    def path(self) -> str:
        """The path of a request, without its query."""
        return self.start.split(" ", 2)[1].partition("?")[0]

    @property
    def status(self) -> int:
        """The status of a response."""
        return int(self.start.split(" ", 2)[1])


class Cutter:
    """Cuts what arrives on a connection into messages."""

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are whole by now."""
        self._kept += data
        while (end := self._kept.find(_END)) >= 0:
            head = self._kept[:end]
            found = _LENGTH.search(head)
            whole = end + len(_END) + (int(found[1]) if found else 0)
            if len(self._kept) < whole:
                return
            body, self._kept = self._kept[end + len(_END) : whole], self._kept[whole:]
            yield Message(head.partition(b"\r\n")[0].decode("latin-1"), body)


class Answering(asyncio.Protocol):
    """One connection of somebody who asks us."""

    def __init__(self, answer: Callable[[Message, Respond], None]) -> None:
        self._answer = answer
        self._cutter = Cutter()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Hand over each whole request."""
        for message in self._cutter.feed(data):
            self._answer(message, self._respond)

    def _respond(self, raw: bytes) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.write(raw)


class Asking(asyncio.Protocol):
    """One connection of ours to the bot, for one request at a time."""

    def __init__(self) -> None:
        self._cutter = Cutter()
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Message] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready to ask."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """The answer that somebody waits for."""
        for message in self._cutter.feed(data):
            if self._waiting and not self._waiting.done():
                self._waiting.set_result(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits is told."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ConnectionError("the bot closed the connection"))

    async def ask(self, raw: bytes) -> Message:
        """Send a request and wait for its answer; raises ConnectionError."""
        if self._transport is None or self._transport.is_closing():
            raise ConnectionError("the bot closed the connection")
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(raw)
        return await self._waiting


class Caller:
    """Connections to the bot, as many as there are requests at once."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._idle: list[Asking] = []

    async def ask(self, raw: bytes) -> Message:
        """One request over a free connection; one that was closed while it was idle is replaced. Raises OSError."""
        while self._idle:
            connection = self._idle.pop()
            try:
                return await self._over(connection, raw)
            except ConnectionError:
                continue
        _, fresh = await asyncio.get_running_loop().create_connection(Asking, self._host, self._port)
        return await self._over(fresh, raw)

    async def _over(self, connection: Asking, raw: bytes) -> Message:
        answer = await connection.ask(raw)
        self._idle.append(connection)
        return answer


def response(body: bytes, status: str = "200 OK", extra: str = "") -> bytes:
    """A JSON response."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
    return head.encode() + body
