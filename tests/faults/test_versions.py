"""Somebody migrates the database while the bot runs: what it does not know it leaves alone, and says so."""

import aiohttp
from sqlalchemy import text

from tests.faults.reckoning import all_still
from tests.faults.stage import store_of
from tests.faults.test_slack_faults import stands_once
from tests.stories.floor import Floor
from tests.stories.seen import eventually

REPORT = "Player 8392{n}: round 99812-7{n} on Book of Suns is stuck, bet 50 EUR, nothing paid"


async def _set_version(floor: Floor, version: str) -> None:
    async with store_of(floor).database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


async def _says_why(floor: Floor) -> bool:
    address = f"http://127.0.0.1:{floor.bot.port}/readyz"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return bool(response.status == 503 and "it is at version 9999" in await response.text())


async def _is_ready(floor: Floor) -> bool:
    address = f"http://127.0.0.1:{floor.bot.port}/readyz"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return bool(response.status == 200)


async def test_a_bot_does_no_work_on_a_database_of_another_version(floor: Floor) -> None:
    """Nothing is kept, acknowledged, done or sent until the version fits again; then nothing was lost."""
    floor.expected |= {"delivery not kept"}
    ticket = await floor.client("rita").reports(REPORT.format(n=1))
    await floor.settles()
    [(version,)] = await floor.books.rows("SELECT version_num FROM alembic_version")
    counted = "SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM audit) + (SELECT count(*) FROM outbox)"
    before = await floor.books.count(counted)
    await _set_version(floor, "9999")
    await eventually(lambda: _says_why(floor), "it says that it is not ready", 5)
    await floor.client("luz").says(REPORT.format(n=2))
    await floor.client("rita").says("is anybody there?", under=ticket.client)
    await eventually(lambda: _refused(floor), "what comes is not acknowledged", 5)
    assert await floor.books.count(counted) == before
    await _set_version(floor, str(version))
    await eventually(lambda: _is_ready(floor), "it is ready again", 5)
    await ticket.desk.thread_shows("is anybody there?", seconds=20)
    await floor.channel("desk").shows("83922")
    await all_still(floor)
    await stands_once(floor)


async def _refused(floor: Floor) -> bool:
    return len([line for line in floor.bot.lines() if line.get("event") == "delivery not kept"]) >= 2
