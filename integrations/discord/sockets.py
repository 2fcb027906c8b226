"""The library's socket of the gateway, from which every event comes to us raw; and where the library finds Discord.

discord.py speaks the protocol (compression, heartbeats, IDENTIFY and RESUME). Its `Client.connect` dies of a failed
first handshake and its parsers fill caches before anything is kept: both are left out.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from integrations.discord.manifest import intent_bits

Hear = Callable[[str, Mapping[str, Any], str], Awaitable[None]]
Unkept = Callable[[str], int | None]
"""The first event of a session that is heard and not kept yet; asked from the library's own thread."""


def _nothing_unkept(session: str) -> int | None:
    return None


class Socket(DiscordWebSocket):
    """The library's socket, which hands over every event in its order and keeps nothing of it.

    The sequence number that its heart tells, and from which it is resumed, is that of the last event that is kept.
    """

    hear: Hear
    unkept: Unkept = staticmethod(_nothing_unkept)
    text: str = ""
    latest: int | None = None

    @property
    def sequence(self) -> int | None:
        """The last event before the first that is not kept yet."""
        first = self.unkept(self.session_id or "")
        return self.latest if first is None else first - 1

    @sequence.setter
    def sequence(self, number: int | None) -> None:
        self.latest = number

    def log_receive(self, text: Any, /) -> None:
        """The library's own hook for what was received, decompressed."""
        self.text = text if isinstance(text, str) else bytes(text).decode()

    async def received_message(self, message: Any, /) -> None:
        """First the library's part, the sequence number included; then the event is ours."""
        self.text = ""
        await super().received_message(message)
        if self.text:
            frame = json.loads(self.text)
            if frame.get("op") == self.DISPATCH and isinstance(frame.get("d"), dict):
                await self.hear(str(frame.get("t")), frame["d"], f"{self.session_id}:{frame.get('s')}")


def intents() -> discord.Intents:
    """What we ask Discord to tell us, as the set-up lists it."""
    wanted = discord.Intents.none()
    wanted.value = intent_bits()
    return wanted


def point_at(api_url: str, gateway_url: str) -> None:
    """Where the library finds Discord: one place for the whole process, as the library has it."""
    Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    for name in ("discord.gateway", "discord.client", "discord.http", "discord.state"):
        logging.getLogger(name).setLevel(logging.ERROR)  # their lines hold payloads
