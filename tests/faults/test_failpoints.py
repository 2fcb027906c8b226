"""The bot dies at named places, again and again: nothing acknowledged is lost, nothing comes twice."""

import asyncio
from random import Random
from zlib import crc32

import pytest

from tests.faults.conftest import Build
from tests.faults.crowd import DEEDS, Crowd
from tests.faults.reckoning import all_still, reckon, table
from tests.faults.watch import Watch
from tests.stories.floor import Floor

FAILPOINTS = (
    "inbox.before_commit",
    "inbox.after_commit",
    "ack.before",
    "work.before",
    "form.before_open",
    "send.after_accept",
)
KILLS = 10  # at each failpoint, on each of the two databases
FURTHEST = 3  # the passage at which it dies: the first, second or third
FORMS = (2, 0, 0, 4, 4)  # deeds where people mostly open forms
KILLED = -9


@pytest.mark.parametrize("failpoint", FAILPOINTS)
async def test_nothing_is_lost_or_doubled_when_it_dies_there(failpoint: str, build: Build, database_url: str) -> None:
    """Killed ten times on each database while people work, and started again each time."""
    floor = await build(database_url)
    watch = Watch(floor.platform)
    seed = crc32(f"{failpoint} {database_url[:6]}".encode())
    crowd = Crowd(watch, seed, weights=FORMS if failpoint == "form.before_open" else DEEDS)
    await floor.bot.start()
    working = asyncio.create_task(crowd.busy(people=3, limit=100_000))
    floor.bot.kill9()
    await die_at(floor, failpoint, Random(seed))
    await floor.bot.start()
    crowd.stop()
    await working
    await all_still(floor)
    found = await reckon(floor, watch, crowd.done)
    print(f"{failpoint}: {KILLS} kills, {crowd.done.count + crowd.pressed} deeds, {table(found)}")
    assert not found.faults, "\n".join(found.faults)
    assert not floor.mistakes(), "\n".join(floor.mistakes())


async def die_at(floor: Floor, failpoint: str, random: Random) -> None:
    """Start the bot so that it dies there, and again, until it has died often enough."""
    for _ in range(KILLS):
        floor.bot.launch(PITBOSS_FAILPOINTS=f"{failpoint}:{random.randint(1, FURTHEST)}")
        assert await floor.bot.ended() == KILLED, floor.bot.tail()
