"""A client of the gateway that is only a WebSocket: it shows what is really on the wire."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.sandbox.discord.people import ALL_INTENTS, TOKEN


@dataclass
class Wire:
    """One connection and the events that came on it."""

    socket: aiohttp.ClientWebSocketResponse
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    seq: int | None = None
    session: str = ""
    _unpack: Any = field(default_factory=zlib.decompressobj)

    async def next(self, seconds: float = 4.0) -> dict[str, Any]:
        """The next payload, unpacked; a close is `{"closed": code}`."""
        frame = await self.socket.receive(timeout=seconds)
        if frame.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED}:
            return {"closed": self.socket.close_code}
        text = frame.data if frame.type is aiohttp.WSMsgType.TEXT else self._unpack.decompress(frame.data).decode()
        payload: dict[str, Any] = json.loads(text)
        if payload["op"] == 0:
            self.seq = payload["s"]
            self.events.append((payload["t"], payload["d"]))
            self.session = payload["d"].get("session_id", self.session) if payload["t"] == "READY" else self.session
        return payload

    async def until(self, name: str) -> dict[str, Any]:
        """Read until an event of this name and return its data."""
        async with asyncio.timeout(5):
            while True:
                payload = await self.next()
                assert "closed" not in payload, payload
                if payload["t"] == name:
                    data: dict[str, Any] = payload["d"]
                    return data

    async def op(self, number: int) -> dict[str, Any]:
        """Read until a payload with this opcode."""
        async with asyncio.timeout(5):
            while True:
                payload = await self.next()
                if payload.get("op") == number:
                    return payload

    async def closed(self) -> int:
        """Read until the server closes; its code."""
        async with asyncio.timeout(5):
            while "closed" not in (payload := await self.next()):
                pass
        code: int = payload["closed"]
        return code

    async def send(self, op: int, data: Any = None) -> None:
        """Say something."""
        await self.socket.send_json({"op": op, "d": data})

    async def identify(self, intents: int = ALL_INTENTS, token: str = TOKEN, **more: Any) -> None:
        """Ask for a session."""
        await self.send(2, {"token": token, "intents": intents, "properties": {}, **more})

    async def resume(self, session: str, seq: int | None, token: str = TOKEN) -> None:
        """Ask for an old session."""
        await self.send(6, {"token": token, "session_id": session, "seq": seq})

    async def quiet(self, seconds: float = 0.15) -> list[str]:
        """The names of the events that still come in a while."""
        names = []
        try:
            while True:
                payload = await self.next(seconds)
                names.append(payload.get("t") or str(payload))
        except TimeoutError:
            return names


@asynccontextmanager
async def wired(hand: Any, query: str = "?v=10&encoding=json") -> AsyncIterator[Wire]:
    """A connection that was greeted."""
    url = hand.base.replace("http", "ws", 1) + "/discord/gateway" + query
    async with hand.session.ws_connect(url) as socket:
        yield Wire(socket)


@asynccontextmanager
async def identified(hand: Any, guilds: int = 1, **options: Any) -> AsyncIterator[Wire]:
    """A connection with a session whose guilds have come."""
    async with wired(hand) as wire:
        await wire.identify(**options)
        await wire.until("READY")
        for _ in range(guilds):
            await wire.until("GUILD_CREATE")
        yield wire
