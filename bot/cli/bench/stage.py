"""The bot and the load generator, each its own process, and what we see of the bot from outside."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from pydantic import SecretStr

from bot.cli.bench.floor import ROOT, WORKSPACE, Floor
from bot.cli.bench.floor_rows import known_on_postgresql, known_on_sqlite
from bot.cli.bench.ports import HOST, ask, free_port
from bot.cli.migrate import upgrade
from bot.clock import monotonic
from bot.errors import Unavailable
from bot.settings import Settings, SlackWorkspace

START_SECONDS = 60.0
TOKEN = "xoxb-" + "bench"
BOT = ["-m", "bot", "run"]
POLL_SECONDS = 0.005
SETTLE_SECONDS, SETTLE_TRIES = 2.0, 60


@dataclass(frozen=True)
class Stage:
    """A running bot with somebody who loads it."""

    bot: psutil.Process
    port: int
    load: int
    start_seconds: float
    log: Path

    async def api(self, delay_ms: int, paced: bool = False) -> None:
        """From now on the chat API answers after so long."""
        await asyncio.to_thread(ask, self.load, "/control/api", {"delay_ms": delay_ms, "paced": paced})

    async def run(self, shape: str, count: int, **more: Any) -> dict[str, Any]:
        """Send a load, and how it was taken; raises Unavailable when the bot has gone."""
        try:
            return await asyncio.to_thread(ask, self.load, "/control/run", {"shape": shape, "count": count, **more})
        except OSError as error:
            raise Unavailable(f"the load failed: {error}\n{self.tail()}") from error

    async def command(self, words: str, count: int) -> dict[str, Any]:
        """Type a slash command so many times."""
        return await asyncio.to_thread(ask, self.load, "/control/command", {"words": words, "count": count})

    async def settle(self) -> None:
        """Wait until the bot has asked the platform all that it asks after its start."""
        calls = -1
        await asyncio.sleep(SETTLE_SECONDS)
        for _ in range(SETTLE_TRIES):
            before, calls = calls, (await asyncio.to_thread(ask, self.load, "/control/progress"))["calls"]
            if before == calls:
                return
            await asyncio.sleep(1.0)

    @property
    def cpu_seconds(self) -> float:
        """What the bot's process has used of its CPU."""
        used = self.bot.cpu_times()
        return float(used.user + used.system)

    @property
    def pss_mb(self) -> float:
        """The bot's proportional set size in MB (10^6 bytes)."""
        return float(self.bot.memory_full_info().pss) / 1_000_000

    def tail(self) -> str:
        """The end of the bot's log."""
        return _tail(self.log)

    @property
    def errors(self) -> list[str]:
        """The errors in the bot's log; there should be none."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if '"level": "error"' in line or "Traceback" in line]


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8").splitlines()[-8:])


def settings_of(floor: Floor, url: str, port: int, api: str) -> Settings:
    """What the bot is told; nothing comes from the environment or a `.env` file."""
    workspace = SlackWorkspace(bot_token=SecretStr(TOKEN), signing_secret=SecretStr(floor.signing))
    return Settings.model_construct(
        database_url=SecretStr(url),
        desk=floor.desk,
        files=floor.folder / "files",
        secret=SecretStr(floor.sealing),
        host=HOST,
        port=port,
        slack={WORKSPACE: workspace},
        slack_api_url=api,
    )


def _environment(given: Settings) -> dict[str, str]:
    """The settings as the bot reads them."""
    named = {
        "DATABASE_URL": given.database_url.get_secret_value(),
        "DESK": str(given.desk),
        "FILES": str(given.files),
        "SECRET": given.secret.get_secret_value(),
        "HOST": given.host,
        "PORT": str(given.port),
        "SLACK_API_URL": given.slack_api_url,
        "DISCORD_API_URL": given.discord_api_url,
        "DISCORD_GATEWAY_URL": given.discord_gateway_url,
        "LOG_LEVEL": "WARNING",
    }
    for platform, rooms in (("SLACK", given.slack), ("DISCORD", given.discord)):
        for name, room in rooms.items():
            for key, text in room.model_dump(exclude_none=True).items():
                secret = text.get_secret_value() if isinstance(text, SecretStr) else str(text)
                named[f"{platform}__{name.upper()}__{key.upper()}"] = secret
    return _PLAIN | {f"PITBOSS_{name}": text for name, text in named.items()}


_PLAIN = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)}


async def prepare(floor: Floor, url: str) -> Settings:
    """A floor on a new database: files, tables, and people whom the bot knows."""
    floor.write()
    given = settings_of(floor, url, 0, "http://127.0.0.1:9/api/")
    await upgrade(given)
    if url.startswith("sqlite"):
        known_on_sqlite(Path(url.removeprefix("sqlite:///")), floor.clients)
    else:
        await known_on_postgresql(url, floor.clients)
    return given


@asynccontextmanager
async def staged(floor: Floor, url: str) -> AsyncIterator[Stage]:
    """The bot on a prepared database, ready, and somebody to load it; both end here."""

    def bot(port: int, load: int) -> tuple[list[str], dict[str, str]]:
        return BOT, _environment(settings_of(floor, url, port, f"http://{HOST}:{load}/api/"))

    async with _acted(floor, bot) as stage:
        yield stage


@asynccontextmanager
async def started(given: Settings, folder: Path) -> AsyncIterator[Stage]:
    """The bot with these settings, ready, and nobody who loads it."""
    with _started(folder, BOT, _environment(given)) as (process, log):
        begun = monotonic()
        await _until_ready(given.port, process, log)
        yield Stage(psutil.Process(process.pid), given.port, 0, monotonic() - begun, log)


@asynccontextmanager
async def bare(floor: Floor, url: str, keeps: bool) -> AsyncIterator[Stage]:
    """A bare durable job in the bot's place, or one that forgets what it is told."""

    def program(port: int, load: int) -> tuple[list[str], dict[str, str]]:
        words = ["-m", "bot.cli.bench.bare", "--port", str(port), "--database", url, "--secret", floor.signing]
        return [*words, "--api", f"http://{HOST}:{load}/api/", "--keeps" if keeps else "--forgets"], _PLAIN

    async with _acted(floor, program) as stage:
        yield stage


Program = Callable[[int, int], tuple[list[str], dict[str, str]]]


@asynccontextmanager
async def _acted(floor: Floor, program: Program) -> AsyncIterator[Stage]:
    port = free_port()
    with _load(floor, port) as load:
        words, environment = program(port, load)
        with _started(floor.folder, words, environment) as (process, log):
            begun = monotonic()
            await _until_ready(port, process, log)
            yield Stage(psutil.Process(process.pid), port, load, monotonic() - begun, log)


async def _until_ready(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = monotonic() + START_SECONDS
    while monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            if (await asyncio.to_thread(ask, port, "/readyz")).get("ready"):
                return
        await asyncio.sleep(POLL_SECONDS)
    raise Unavailable(f"the bot is not ready:\n{_tail(log)}")


@contextmanager
def _started(
    folder: Path, words: list[str], environment: dict[str, str]
) -> "Iterator[tuple[subprocess.Popen[bytes], Path]]":
    log = folder / "bot.log"
    with log.open("wb") as written:
        command = [sys.executable, *words]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=written, stderr=written)  # noqa: S603
    try:
        yield process, log
    finally:
        _end(process)


@contextmanager
def _load(floor: Floor, bot: int) -> Iterator[int]:
    words = ["-m", "sandbox.load", "--floor", str(floor.load), "--bot", f"{HOST}:{bot}"]
    with served(words, "load ready ") as address:
        yield int(address.rpartition(":")[2])


@contextmanager
def served(words: list[str], ready: str) -> Iterator[str]:
    """A program of ours that prints a line with its address when it is ready; raises Unavailable when it does not."""
    command = [sys.executable, *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own program
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith(ready):
            raise Unavailable(f"{' '.join(words[:2])} did not start")
        yield line.split()[-1]
    finally:
        _end(process)
        if process.stdout:
            process.stdout.close()


def _end(process: "subprocess.Popen[Any]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
