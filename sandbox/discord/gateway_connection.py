"""One WebSocket of the gateway: what is sent goes through one queue, in order, compressed as asked."""

import asyncio
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import TypeAlias

from aiohttp import web

from sandbox.clock import now
from sandbox.kinds import Json

SENDS_MAX = 120  # https://docs.discord.com/developers/events/gateway#rate-limiting
SENDS_SECONDS = 60.0
COMPRESSED_FROM = 8192


@dataclass(frozen=True)
class Close:
    """Close with this code."""

    code: int
    reason: str


@dataclass(frozen=True)
class Freeze:
    """Send nothing for so many seconds, as a dead network does."""

    seconds: float


@dataclass(frozen=True)
class Cut:
    """End the connection without a closing frame."""


Item: TypeAlias = str | Close | Freeze | Cut


@dataclass(eq=False)
class Connection:
    """One open socket; with `transport` all is one zlib stream, with `payload` big payloads are packed."""

    number: int
    socket: web.WebSocketResponse
    request: web.Request
    transport: bool = False
    payload: bool = False
    closed_by_us: bool = False
    heard_at: float = field(default_factory=now)
    _sends: deque[float] = field(default_factory=deque)
    _queue: "asyncio.Queue[Item]" = field(default_factory=asyncio.Queue)
    _zlib: "zlib._Compress" = field(default_factory=zlib.compressobj)

    def put(self, item: Item) -> None:
        """Send, close, freeze or cut, after all that was put before."""
        self._queue.put_nowait(item)

    def say(self, op: int, data: object = None) -> None:
        """Send a payload that is no event."""
        self.put(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def event(self, name: str, data: Json, seq: int) -> str:
        """Send an event and return its text."""
        text = json.dumps({"t": name, "s": seq, "op": 0, "d": data})
        self.put(text)
        return text

    def close(self, code: int, reason: str = "") -> None:
        """Close with a code, after all that was put before."""
        self.put(Close(code, reason))

    def cut(self) -> None:
        """End the connection at once without a closing frame."""
        if self.request.transport is not None:
            self.request.transport.abort()

    def is_over_limit(self) -> bool:
        """Count something that the client sent; true when it sends too much."""
        moment = now()
        self._sends.append(moment)
        while self._sends[0] < moment - SENDS_SECONDS:
            self._sends.popleft()
        return len(self._sends) > SENDS_MAX

    async def write(self) -> None:
        """Send what is put until the connection ends."""
        while not self.socket.closed:
            item = await self._queue.get()
            try:
                if not await self._act(item):
                    return
            except (ConnectionError, RuntimeError):
                return

    async def _act(self, item: Item) -> bool:
        match item:
            case Close(code, reason):
                self.closed_by_us = True
                await self.socket.close(code=code, message=reason.encode())
                return False
            case Cut():
                self.cut()
                return False
            case Freeze(seconds):
                await asyncio.sleep(seconds)
            case str(text):
                await self._send(text)
        return True

    async def _send(self, text: str) -> None:
        if self.transport:
            raw = text.encode()
            await self.socket.send_bytes(self._zlib.compress(raw) + self._zlib.flush(zlib.Z_SYNC_FLUSH))
        elif self.payload and len(text) > COMPRESSED_FROM:
            await self.socket.send_bytes(zlib.compress(text.encode()))
        else:
            await self.socket.send_str(text)
