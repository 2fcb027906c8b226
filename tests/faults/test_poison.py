"""An envelope that kills whoever works it off: the process dies of it again and again, and the others are served."""

from bot.store.deaths import MANY
from tests.faults.conftest import Build
from tests.faults.reckoning import all_still
from tests.faults.test_slack_faults import stands_once

KILLED = -9
DEADLY = {"PITBOSS_FAILPOINTS": "work.before@C0ACME"}
REPORT = "Player 8392{n}: round 99812-7{n} on Book of Suns is stuck, bet 50 EUR, nothing paid"


async def test_an_envelope_that_kills_lets_the_others_go_first(build: Build, sqlite_url: str) -> None:
    """From its fifth death on it waits, while another client is served; once mended it is worked off, and once."""
    floor = await build(sqlite_url)
    await floor.bot.start()
    await floor.settles()
    floor.bot.kill9()
    floor.bot.launch(**DEADLY)
    await floor.client("rita").says(REPORT.format(n=1))
    assert await floor.bot.ended() == KILLED, floor.bot.tail()
    for _ in range(MANY - 1):
        floor.bot.launch(**DEADLY)
        assert await floor.bot.ended() == KILLED, floor.bot.tail()
    await floor.bot.start(**DEADLY)
    await floor.client("luz").reports(REPORT.format(n=2))
    floor.bot.kill9()
    await floor.bot.start()
    await all_still(floor)
    await floor.channel("desk").shows("83921")
    await stands_once(floor)
    assert await floor.tickets() == 2
    assert not floor.mistakes(), "\n".join(floor.mistakes())
