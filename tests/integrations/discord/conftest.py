"""A sandboxed Discord as a process, a fake desk, and the platform between them."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pydantic import SecretStr

from bot.chat.buttons import Seal
from bot.chat.platform import Envelope, Receipt
from bot.chat.replies import Done, Reply
from bot.clock import Clock
from bot.domain.words import Channel, Place
from bot.errors import Unavailable
from bot.offering import menu_of
from bot.settings import DiscordServer
from commands import COMMANDS
from integrations.discord import DiscordPlatform
from tests.fakes.house import words
from tests.stories.discord_floor import TOKEN, DiscordFloor
from tests.stories.processes import SandboxProcess

SEAL = Seal(b"tests")
PATIENCE = 8.0


@pytest.fixture(scope="session")
def sandbox_address() -> Iterator[str]:
    """A sandbox for the whole session, seeded before each test."""
    process = SandboxProcess("--rate-limits", "off", "--time-scale", "0.05", "--ack-seconds", "3")
    yield process.address
    process.stop()


class FakeDesk:
    """Keeps what it receives, once, and answers as a test says."""

    def __init__(self) -> None:
        self.kept: dict[str, Envelope] = {}
        self.reply: Callable[[Envelope], Reply] = lambda envelope: Done()
        self.takes = 0.0
        self.broken = False
        self.told: list[bool] = []
        self.leased = True
        self.asked: list[str] = []
        self.handover = ""

    async def receive(self, envelope: Envelope) -> Receipt:
        """Kept, unless the database is away."""
        if self.broken:
            raise Unavailable("no database")
        seen = envelope.key in self.kept
        self.kept[envelope.key] = envelope
        return Receipt.SEEN if seen else Receipt.NEW

    async def work(self, key: str) -> Reply:
        """As long as a test says."""
        await asyncio.sleep(self.takes)
        return self.reply(self.kept[key])

    async def answered(self, key: str, told: bool) -> None:
        """Whether a form was shown."""
        self.told.append(told)

    async def ask(self, envelope: Envelope) -> Reply:
        """Judged at once."""
        await asyncio.sleep(self.takes)
        if self.broken:
            raise Unavailable("no database")
        self.asked.append(envelope.key)
        return self.reply(envelope)

    async def holds(self, name: str, handover: str | None = None) -> bool:
        """As a test says."""
        if self.leased and handover is not None:
            self.handover = handover
        return self.leased

    async def handed_over(self, name: str) -> str:
        """What was left last."""
        return self.handover

    async def lets_go(self, name: str, handover: str | None = None) -> None:
        """Nobody else wants it."""
        self.handover = self.handover if handover is None else handover

    def texts(self) -> list[str]:
        """What was said, in the order in which it was kept."""
        return [str(each.payload["data"].get("content", "")) for each in self.kept.values()]


async def until(fine: Callable[[], Awaitable[bool]] | Callable[[], bool], what: str = "it") -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while True:
        found = fine()
        if found if isinstance(found, bool) else await found:
            return
        assert time.monotonic() < end, f"{what} did not come true"
        await asyncio.sleep(0.02)


@pytest.fixture
def desk() -> FakeDesk:
    """A desk that keeps everything."""
    return FakeDesk()


@pytest.fixture
async def floor(sandbox_address: str) -> AsyncIterator[DiscordFloor]:
    """Everybody of the demo's floor."""
    found = DiscordFloor(sandbox_address)
    await found.begin()
    await found.breaks()
    yield found
    await found.breaks()
    await found.end()


def platform_at(floor: DiscordFloor, token: str = TOKEN, **more: Any) -> DiscordPlatform:
    """The platform, quick to try again."""
    settings = DiscordServer(bot_token=SecretStr(token), server=floor.server)
    menu = more.pop("menu", None)
    urls = floor.api_url, floor.gateway_url
    return DiscordPlatform("pit", settings, *urls, SEAL, Clock(), patience=2.0, deaf=1.5, menu=menu, **more)


@asynccontextmanager
async def listening(floor: DiscordFloor, desk: FakeDesk, *, menu: bool = False) -> AsyncIterator[DiscordPlatform]:
    """The platform while it listens."""
    platform = platform_at(floor, menu=menu_of(COMMANDS, words()) if menu else None)
    await platform.start(desk)
    try:
        yield platform
    finally:
        await platform.stop()


@pytest.fixture
async def platform(floor: DiscordFloor, desk: FakeDesk) -> AsyncIterator[DiscordPlatform]:
    """The platform, connected."""
    async with listening(floor, desk) as found:
        await until(lambda: found.ready() is None, "the connection")
        yield found


def place(floor: DiscordFloor, channel: str, thread: str | None = None) -> Place:
    """A channel or thread as the desk calls it."""
    return Place(Channel("discord", "pit", floor.channel(channel)), thread)
