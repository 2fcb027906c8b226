"""A sandboxed Slack as a process, a fake desk, and the platform between them."""

import asyncio
import contextlib
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Route

from bot.chat.platform import Envelope, Receipt
from bot.chat.replies import Done, Reply
from bot.clock import Clock
from bot.settings import SlackMode, SlackWorkspace
from integrations.slack import SlackPlatform
from tests.integrations.slack.samples import SEAL

ROOT = Path(__file__).parents[3]
SECRET = "sandbox-signing"


@pytest.fixture(scope="session")
def sandbox_address() -> Iterator[str]:
    arguments = [sys.executable, "-m", "sandbox", "--port", "0", "--rate-limits", "off", "--time-scale", "0.05"]
    arguments += ["--ack-seconds", "1"]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


class Sandbox:
    """The people and the levers of the sandboxed Slack."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self._session = session

    async def do(self, act: str, **body: Any) -> dict[str, Any]:
        async with self._session.post(f"{self.address}/control/{act}", json=body) as response:
            found: dict[str, Any] = await response.json()
            assert found["ok"], found
            return found

    async def look(self, what: str, **query: str) -> dict[str, Any]:
        async with self._session.get(f"{self.address}/control/{what}", params=query) as response:
            found: dict[str, Any] = await response.json()
            return found

    async def says(self, text: str, who: str = "U0RITA", channel: str = "C0ACME", **more: Any) -> str:
        ts: str = (await self.do("say", **{"as": who}, channel=channel, text=text, **more))["ts"]
        return ts

    async def sees(self, who: str = "U0RITA", channel: str = "C0ACME") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.look("sees", **{"as": who}, channel=channel))["messages"]
        return found

    async def whispers(self, who: str = "U0RITA", channel: str = "C0ACME") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.look("sees", **{"as": who}, channel=channel))["ephemeral"]
        return found

    async def breaks(self, action: str, **more: Any) -> None:
        match = {name: more.pop(name) for name in ("method", "event", "path") if name in more}
        await self.do("faults", rules=[{"match": match, "action": action, "times": 1, **more}])

    async def calls(self, method: str) -> list[dict[str, Any]]:
        entries = (await self.look("ledger"))["entries"]
        return [entry for entry in entries if entry.get("method") == method]


class FakeDesk:
    """Keeps what it receives, once, and answers as a test says."""

    def __init__(self) -> None:
        self.kept: dict[str, Envelope] = {}
        self.order: list[str] = []
        self.reply: Callable[[Envelope], Reply] = lambda envelope: Done()
        self.broken = 0
        self.deliveries = 0

    async def receive(self, envelope: Envelope) -> Receipt:
        self.deliveries += 1
        if self.broken:
            self.broken -= 1
            raise RuntimeError("no database")
        seen = envelope.key in self.kept
        self.kept[envelope.key] = envelope
        return Receipt.SEEN if seen else Receipt.NEW

    async def work(self, key: str) -> Reply:
        self.order.append(key)
        return self.reply(self.kept[key])

    async def answered(self, key: str, told: bool) -> None:
        self.kept[key] = self.kept[key]

    async def ask(self, envelope: Envelope) -> Reply:
        self.kept[envelope.key] = envelope
        return self.reply(envelope)

    async def has(self, count: int = 1, kind: str = "") -> list[Envelope]:
        """The envelopes of a kind, waited for."""

        async def found() -> list[Envelope]:
            return [envelope for envelope in self.kept.values() if kind in ("", envelope.payload["type"])]

        await until(lambda: _at_least(found, count))
        return await found()


async def _at_least(found: Callable[[], Awaitable[list[Any]]], count: int) -> bool:
    return len(await found()) >= count


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 8.0) -> None:
    """Wait until something is so, or fail."""
    async with asyncio.timeout(seconds):
        while not await true():
            await asyncio.sleep(0.02)


@pytest.fixture
async def sandbox(sandbox_address: str) -> AsyncIterator[Sandbox]:
    async with aiohttp.ClientSession() as session:
        found = Sandbox(sandbox_address, session)
        await found.do("faults", rules=[])
        await found.do("reset")
        yield found


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


def make(address: str, mode: SlackMode = SlackMode.SOCKET, **more: Any) -> SlackPlatform:
    """A platform for the sandbox's one workspace."""
    settings = SlackWorkspace(
        bot_token=SecretStr(more.pop("bot_token", "xoxb-sandbox-pit")),
        app_token=SecretStr(more.pop("app_token", "xapp-sandbox-pit")),
        signing_secret=SecretStr(SECRET),
        mode=mode,
    )
    return SlackPlatform("main", settings, f"{address}/api/", SEAL, Clock(), **more)


@pytest.fixture
async def speaking(sandbox: Sandbox) -> AsyncIterator[SlackPlatform]:
    """A platform that only speaks."""
    platform = make(sandbox.address, patience=2.0)
    yield platform
    await platform.stop()


@contextlib.asynccontextmanager
async def listening(sandbox: Sandbox, desk: FakeDesk, mode: SlackMode, **more: Any) -> AsyncIterator[SlackPlatform]:
    """A platform that listens, over a socket or behind a real web server."""
    platform = make(sandbox.address, mode, patience=2.0, deaf=1.0, **more)
    async with served(platform.routes()) as address:
        if mode is SlackMode.HTTP:
            await platform.start(desk)
            await sandbox.do("app", action="mode", app="A0PIT", mode="http", events_url=f"{address}/slack/main")
        else:
            await platform.start(desk)

        async def ready() -> bool:
            return platform.ready() is None

        await until(ready)
        yield platform
        await platform.stop()


@contextlib.asynccontextmanager
async def served(routes: list[Route]) -> AsyncIterator[str]:
    """The routes behind uvicorn, on a free port."""
    config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        serving = asyncio.create_task(server.serve([listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


@pytest.fixture(params=list(SlackMode))
async def slack(sandbox: Sandbox, desk: FakeDesk, request: pytest.FixtureRequest) -> AsyncIterator[SlackPlatform]:
    """A platform that listens, once over a socket and once over HTTP."""
    async with listening(sandbox, desk, request.param) as platform:
        yield platform


def earlier(seconds: float) -> datetime:
    """An instant so long ago."""
    return datetime.fromtimestamp(Clock().wall().timestamp() - seconds, Clock().wall().tzinfo)
