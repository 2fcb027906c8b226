"""Clocks, ladders and digests go on through deaths: no step is missed, and none is done twice."""

import asyncio
import json
from collections import Counter
from datetime import timedelta
from random import Random

from tests.faults.conftest import Build
from tests.faults.reckoning import all_still
from tests.faults.test_slack_faults import stands_once
from tests.stories.floor import Floor

REPORT = "Player 8392{n}: round 99812-7{n} on Book of Suns is stuck, bet 50 EUR, nothing paid"
TIME = timedelta(hours=21)
CLOCK_STEPS = (("ClockWarned", 75), ("ClockWarned", 90), ("ClockBreached", 0))
Step = tuple[int, str, str, int]


async def test_steps_are_done_once_while_the_bot_keeps_dying(build: Build, database_url: str) -> None:
    """A night passes from due date to due date, with the digests after it, while the bot is killed again and again."""
    floor = await build(database_url)
    await floor.bot.start()
    ticket = await floor.client("rita").reports(REPORT.format(n=1))
    await floor.client("luz").reports(REPORT.format(n=2))
    await floor.analyst("ana").clicks(ticket.desk, "Escalate", team="integrations", why="the round hangs")
    await all_still(floor)
    dying = asyncio.create_task(_die_now_and_then(floor))
    await floor.books.move_to(await floor.books.now() + TIME, floor.books.drained)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    floor.bot.kill9()
    await floor.bot.start()
    await all_still(floor)
    await _every_step_once(floor)
    await stands_once(floor)
    assert not floor.mistakes(), "\n".join(floor.mistakes())


async def _die_now_and_then(floor: Floor) -> None:
    random = Random(5)
    while True:
        await asyncio.sleep(random.uniform(0.2, 7.0))
        floor.bot.kill9()
        await floor.bot.start()


async def _every_step_once(floor: Floor) -> None:
    """Each ticket, and the team that was called, has each of its warnings and its breach, each level was called."""
    rows = await floor.books.rows("SELECT ticket, event, facts FROM audit WHERE ticket IS NOT NULL")
    happened = Counter(_named(int(str(ticket)), str(event), facts) for ticket, event, facts in rows)
    steps = {step: count for step, count in happened.items() if step[1].startswith(("Clock", "EscalationCalled"))}
    clocks = [(name, "first_response", percent) for name, percent in CLOCK_STEPS]
    expected = [(ticket, *step) for ticket in (1, 2) for step in clocks]
    expected += [(1, name, "acknowledgement", percent) for name, percent in CLOCK_STEPS]
    expected += [(1, "EscalationCalled", "", level) for level in (1, 2)]
    assert steps == dict.fromkeys(expected, 1), steps
    digests = await floor.books.count("SELECT count(*) FROM once WHERE key LIKE 'digest:%'")
    letters = await floor.books.count(
        "SELECT count(*) FROM outbox WHERE CAST(facts AS TEXT) LIKE '%\"digest\"%' AND state = 'sent'"
    )
    assert digests == letters > 0


def _named(ticket: int, event: str, facts: object) -> Step:
    known = facts if isinstance(facts, dict) else json.loads(str(facts))
    return ticket, event, str(known.get("clock", "")), int(known.get("percent") or known.get("level") or 0)
