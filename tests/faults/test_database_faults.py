"""The database is locked, full, frozen, stopped or none at all: nothing acknowledged is lost, and the text is clear."""

import asyncio
import resource
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.faults.conftest import Build
from tests.faults.killing import KILL_LOGS
from tests.faults.nest import NestedBot
from tests.faults.reckoning import all_still
from tests.postgres import PostgreSQL
from tests.stories.floor import Floor
from tests.stories.seen import eventually

REPORT = "Player 8392{n}: round 99812-7{n} on Book of Suns is stuck, bet 50 EUR, nothing paid"
LONGER_THAN_SQLITE_WAITS = 7.0


async def _outage(floor: Floor, begin: Callable[[], Awaitable[None]], end: Callable[[], Awaitable[None]]) -> None:
    """Reports and replies before, in and after an outage: each has its one ticket or its one copy."""
    floor.expected |= KILL_LOGS
    await floor.bot.start()
    ticket = await floor.client("rita").reports(REPORT.format(n=1))
    await floor.settles()
    await begin()
    await floor.client("luz").says(REPORT.format(n=2))
    await floor.client("rita").says("said in the outage", under=ticket.client)
    await asyncio.sleep(1.0)
    await end()
    await floor.client("rui").says(REPORT.format(n=3))
    await all_still(floor)
    await floor.channel("desk").shows("83922")
    copies = [seen for seen in await ticket.desk.thread() if seen.says("said in the outage")]
    assert len(copies) == 1
    assert await floor.tickets() == 3
    assert not floor.mistakes(), "\n".join(floor.mistakes())


async def test_a_locked_sqlite_is_waited_for(build: Build, sqlite_url: str) -> None:
    """Another program holds the write lock for longer than SQLite waits: Slack delivers again."""
    floor = await build(sqlite_url)
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)

    async def lock() -> None:
        connection.execute("BEGIN IMMEDIATE")

    async def unlock() -> None:
        await asyncio.sleep(LONGER_THAN_SQLITE_WAITS)
        connection.execute("ROLLBACK")
        connection.close()

    await _outage(floor, lock, unlock)


async def test_a_full_disk_is_waited_for(build: Build, sqlite_url: str) -> None:
    """No byte more can be written for some seconds: nothing is acknowledged, and nothing is lost."""
    floor = await build(sqlite_url)
    log = Path(sqlite_url.removeprefix("sqlite:///") + "-wal")

    def limit(size: int) -> None:
        assert isinstance(floor.bot, NestedBot)
        resource.prlimit(floor.bot.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    async def fill() -> None:
        limit(log.stat().st_size)

    async def tidy() -> None:
        await asyncio.sleep(2.0)
        limit(resource.RLIM_INFINITY)

    await _outage(floor, fill, tidy)


async def test_a_stopped_postgresql_is_waited_for(build: Build, postgresql_server: PostgreSQL) -> None:
    """The server is stopped for some seconds and comes back: the bot lives on, and does what waited."""

    async def stop() -> None:
        await asyncio.to_thread(postgresql_server.stop)

    async def start() -> None:
        await asyncio.sleep(2.0)
        await asyncio.to_thread(postgresql_server.start)

    await _outage(await build(postgresql_server.url), stop, start)


async def test_a_frozen_postgresql_is_waited_for(build: Build, postgresql_server: PostgreSQL) -> None:
    """Connections stay open and nothing answers for longer than Slack waits for an acknowledgement."""

    async def freeze() -> None:
        await asyncio.to_thread(postgresql_server.freeze)

    async def thaw() -> None:
        await asyncio.sleep(4.0)
        await asyncio.to_thread(postgresql_server.thaw)

    await _outage(await build(postgresql_server.url), freeze, thaw)


async def _refused_start(floor: Floor, *words: str) -> None:
    """The bot does not start, and says why in words instead of a traceback."""
    floor.bot.launch()
    assert await floor.bot.ended() == 1
    text = floor.bot.tail(50)
    assert "Error: " in text and "Traceback" not in text, text
    assert all(word in text for word in words), text


async def test_no_start_without_postgresql(build: Build, postgresql_server: PostgreSQL) -> None:
    """A server that is not there is named as what it is."""
    floor = await build(postgresql_server.url)
    await asyncio.to_thread(postgresql_server.stop)
    await _refused_start(floor, "database")
    await asyncio.to_thread(postgresql_server.start)


@pytest.mark.parametrize("content", [b"", b"this is no database " * 400])
async def test_no_start_on_a_file_that_is_no_database(content: bytes, build: Build, sqlite_url: str) -> None:
    """An empty file wants migrating, and rubbish is called rubbish."""
    floor = await build(sqlite_url)
    await floor.books.close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    file.write_bytes(content)
    await _refused_start(floor, "database")


async def test_one_bot_a_file(build: Build, sqlite_url: str, tmp_path: Path) -> None:
    """A second bot on the same SQLite file is refused while the first one runs."""
    floor = await build(sqlite_url)
    await floor.bot.start()
    assert isinstance(floor.bot, NestedBot)
    second = floor.bot.twin()
    second.launch()
    assert await second.ended() == 1
    assert "another process runs on" in floor.bot.tail(5)
    floor.expected |= {line["event"] for line in floor.bot.lines() if "another process" in str(line["event"])}
    ticket = await floor.client("rita").reports(REPORT.format(n=1))
    await ticket.client.offers("Adicionar detalhes")
    assert not floor.mistakes()


async def test_a_truncated_database_is_told_and_nothing_is_acknowledged(build: Build, sqlite_url: str) -> None:
    """A file cut in the middle while the bot is down: it does not start over with what is left."""
    floor = await build(sqlite_url)
    await floor.bot.start()
    await floor.client("rita").reports(REPORT.format(n=1))
    await floor.settles()
    floor.bot.stop()
    await floor.books.close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])
    floor.bot.launch()
    ended = await eventually(lambda: _ended(floor), "it gives up", 20)
    assert ended and "Traceback" not in floor.bot.tail(50), floor.bot.tail(50)


async def _ended(floor: Floor) -> bool:
    return not floor.bot.is_running
