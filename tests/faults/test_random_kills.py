"""The bot and its database are killed at random while people work: nothing is lost, nothing comes twice."""

import secrets

from tests.faults.conftest import Build
from tests.faults.killing import KILL_LOGS, kill_and_reckon, unexpected
from tests.faults.reckoning import table
from tests.postgres import PostgreSQL

EVENTS, KILLS = 120, 10  # `python -m tests.proof.kills` does ten thousand, with two hundred kills


async def test_random_deaths_of_the_bot_on_sqlite(build: Build, sqlite_url: str) -> None:
    """Whenever the bot dies, every acknowledged deed has its effect once."""
    await _kill(build, sqlite_url, None)


async def test_random_deaths_of_bot_and_database_on_postgresql(build: Build, postgresql_server: PostgreSQL) -> None:
    """Whenever the bot or PostgreSQL dies, every acknowledged deed has its effect once."""
    await _kill(build, postgresql_server.url, postgresql_server)


async def _kill(build: Build, url: str, server: PostgreSQL | None) -> None:
    seed = secrets.randbelow(10**6)
    print(f"seed {seed}")
    floor = await build(url)
    floor.expected |= KILL_LOGS
    found = await kill_and_reckon(floor, EVENTS, KILLS, seed, server)
    print(table(found))
    assert not found.faults, "\n".join(found.faults)
    assert not unexpected(floor), "\n".join(unexpected(floor))
