"""Random deaths: bot and PostgreSQL are killed while people work, and started again."""

import asyncio
from random import Random

from tests.faults.crowd import Crowd
from tests.faults.reckoning import Reckoning, all_still, reckon
from tests.faults.watch import Watch
from tests.postgres import PostgreSQL
from tests.stories.floor import Floor

LONGEST_LIFE = 2.5  # seconds from one death to the next
SERVER_DIES = 0.3  # of the deaths on PostgreSQL are the server's
REFUSED_START = "Error: database: "
KILL_LOGS = {"delivery not kept", "interaction not kept"}  # what may be logged as an error while there is no database


async def kill_and_reckon(
    floor: Floor, events: int, kills: int, seed: int, server: PostgreSQL | None, people: int = 3
) -> Reckoning:
    """Let people do so much while processes die so often; then everything is counted."""
    watch = Watch(floor.platform)
    crowd = Crowd(watch, seed, pause=0.2 if people < 10 else 0.5)
    await floor.bot.start()
    working = asyncio.create_task(crowd.busy(people, events))
    random = Random(seed)
    deaths = {"bot": 0, "postgresql": 0}
    for _ in range(kills):
        await asyncio.sleep(random.uniform(0.1, LONGEST_LIFE))
        if server and random.random() < SERVER_DIES:
            deaths["postgresql"] += 1
            await _server_dies(server, random)
        else:
            deaths["bot"] += 1
            floor.bot.kill9()
        if not floor.bot.is_running:
            floor.bot.launch()
    await working
    if not floor.bot.is_running:
        await floor.bot.start()
    await all_still(floor, 120 + events / 4)
    found = await reckon(floor, watch, crowd.done)
    found.counts.update({f"deaths of {name}": count for name, count in deaths.items()})
    found.counts["deeds"] = crowd.done.count + crowd.pressed
    return found


def unexpected(floor: Floor) -> list[str]:
    """Errors in the log that nobody expected; that a start without a database is refused is none."""
    return [line for line in floor.mistakes() if REFUSED_START not in line]


async def _server_dies(server: PostgreSQL, random: Random) -> None:
    await asyncio.to_thread(server.kill9)
    await asyncio.sleep(random.uniform(0.0, 1.0))
    await asyncio.to_thread(server.start)
