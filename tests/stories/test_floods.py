"""More reports than a platform lets through to the desk: one card counts what waits, and the most severe come first."""

from collections.abc import Callable, Iterator

import pytest

from tests.stories.conftest import World
from tests.stories.floor import Floor
from tests.stories.processes import SandboxProcess
from tests.stories.seen import Seen, eventually

CLIENTS = (("T0ACME", "C0ACME"), ("T0LUCKY", "C0LUCKY"))
EACH = 12
REPORTS = EACH * len(CLIENTS)
WAITING, SHOWN = "waiting to be shown here", "that were waiting are shown now"
LONG = 90.0


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    """One that keeps the platforms' own rates: about a post a second and channel."""
    process = SandboxProcess()
    yield process
    process.stop()


@pytest.fixture
def people() -> Callable[[World], None]:
    """So many reporters that nobody's second report joins their first."""

    def add(world: World) -> None:
        for team, channel in CLIENTS:
            names = [f"{team[2:].lower()}{number}" for number in range(EACH)]
            english = {"locale": "en-GB", "tz": "Europe/Malta"}
            users = [{"id": f"U0{name.upper()}", "team": team, "name": name, "real_name": name} for name in names]
            world["users"] += [user | english for user in users]
            room = next(row for row in world["channels"] if row["id"] == channel)
            room["members"] += [user["id"] for user in users]

    return add


async def _all_report(floor: Floor) -> None:
    for number in range(EACH):
        for team, _ in CLIENTS:
            reporter = floor.client(f"{team[2:].lower()}{number}")
            await reporter.says(f"Round 4711-{number} did not pay, bet {number + 1} EUR")


async def _cards(floor: Floor) -> list[Seen]:
    """The tickets' cards in the desk's channel, in the order in which they came."""
    return [seen for seen in await floor.channel("desk").messages() if seen.by_bot and seen.text.startswith("#")]


async def _shown(floor: Floor, count: int) -> list[Seen]:
    async def look() -> list[Seen] | None:
        cards = await _cards(floor)
        return cards if len(cards) >= count else None

    return await eventually(look, f"{count} cards at the desk", LONG)


async def test_what_waits_is_counted_and_the_most_severe_comes_first(floor: Floor) -> None:
    """One card counts, whoever dies meanwhile; what becomes urgent overtakes; in the end one line is left."""
    ben, desk = floor.analyst("ben"), floor.channel("desk")
    await _all_report(floor)
    flood = await desk.shows(WAITING, "By priority", "By client", "Acme Casino")
    last = await floor.books.count("SELECT max(ticket) FROM outbox WHERE rank IS NOT NULL")
    await ben.types(f"priority {last} impact=high urgency=high a regulator asks")
    await eventually(lambda: _is_urgent(floor, last), f"#{last} is P1")
    await ben.clicks(flood, "Show them")
    await ben.is_told("Open tickets", f"#{last} P1")
    before = len(await _cards(floor))
    place = await eventually(lambda: _place_of(floor, last), f"#{last} at the desk", LONG)
    assert place <= before + 3, f"it came as number {place}, when {before} were shown already"
    await floor.kill9()
    await floor.bot.start()
    await _shown(floor, REPORTS)
    await eventually(lambda: _is_over(floor), "the flood is over", LONG)
    told = [seen for seen in await desk.messages() if seen.by_bot and not seen.text.startswith("#")]
    assert [seen.id for seen in told if seen.says(SHOWN) or seen.says(WAITING)] == [flood.id]
    assert len(await _cards(floor)) == REPORTS, "nothing is shown twice"
    await floor.settles()


async def _is_urgent(floor: Floor, number: int) -> bool:
    return await floor.books.count(f"SELECT count(*) FROM tickets WHERE id = {number} AND priority = 1") == 1


async def _place_of(floor: Floor, number: int) -> int | None:
    """As which of the cards that one came."""
    cards = enumerate(await _cards(floor), start=1)
    return next((place for place, seen in cards if seen.text.startswith(f"#{number} ")), None)


async def _is_over(floor: Floor) -> bool:
    return any(seen.says(SHOWN) for seen in await floor.channel("desk").messages())


async def test_a_few_that_wait_are_no_flood(floor: Floor) -> None:
    """Nobody is told of what is there in a moment."""
    for number in range(3):
        await floor.client(f"acme{number}").says(f"Round 4711-{number} did not pay, bet 5 EUR")
    await _shown(floor, 3)
    await floor.channel("desk").lacks(WAITING)
