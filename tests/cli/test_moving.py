"""Time passes from due date to due date, and everything is done after each."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cli.moving import asked_instant, move_time, upcoming, wait_until_drained
from bot.errors import UserError
from bot.store.deadlines import DeadlineKind
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import envelope, new_ticket, receive, rules

NOW = datetime(2026, 3, 28, 20, 30, tzinfo=UTC)
"""An evening before the clocks of Europe go forward."""


@pytest.mark.parametrize(
    ("asked", "means"),
    [
        ({"advance_seconds": 900}, NOW + timedelta(minutes=15)),
        ({"advance_seconds": 0}, NOW),
        ({"to": "09:00 tomorrow", "tz": "Europe/Malta"}, datetime(2026, 3, 29, 7, tzinfo=UTC)),
        ({"to": "09:00 tomorrow", "tz": "America/Sao_Paulo"}, datetime(2026, 3, 29, 12, tzinfo=UTC)),
        ({"to": "23:00", "tz": "Europe/Malta"}, datetime(2026, 3, 28, 22, tzinfo=UTC)),
        ({"to": "08:00"}, datetime(2026, 3, 29, 8, tzinfo=UTC)),
        ({"to": "2026-03-29T10:00:00+02:00"}, datetime(2026, 3, 29, 8, tzinfo=UTC)),
    ],
)
def test_what_is_asked_means_an_instant(asked: dict[str, object], means: datetime) -> None:
    """The page's three buttons, and an instant outright."""
    assert asked_instant(asked, NOW) == means


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"advance_seconds": -1},
        {"advance_seconds": "soon"},
        {"advance_seconds": 1e300},
        {"to": "yesterday"},
        {"to": "25:00 tomorrow"},
        {"to": "09:00 tomorrow", "tz": "Nowhere/Land"},
        {"to": "2020-01-01T00:00:00+00:00"},
        {"advance_seconds": 366 * 86400},
    ],
)
def test_time_neither_goes_back_nor_out_of_sight(asked: dict[str, object]) -> None:
    """Nonsense moves nothing."""
    with pytest.raises(UserError):
        asked_instant(asked, NOW)


def test_the_next_digest_is_at_its_own_local_time() -> None:
    """Also on the day when the clocks change."""
    for plan in rules().digests:
        due = upcoming(plan, NOW)
        local = due.astimezone(ZoneInfo(plan.zone))
        assert due > NOW
        assert (local.hour, local.minute) == (plan.at.hour, plan.at.minute)


async def test_it_stops_at_each_due_date(store: Store) -> None:
    """Nothing that falls due on the way is skipped or gathered."""
    async with store.change(EVERYTHING) as uow:
        ticket, start = await new_ticket(uow), uow.now
        steps = {75: start + timedelta(minutes=20), 90: start + timedelta(minutes=50)}
        await uow.deadlines.plan(ticket.id, DeadlineKind.RESOLUTION, steps)
    reached: list[list[int]] = []

    async def drained() -> None:
        async with store.change(EVERYTHING) as uow:
            due = await uow.deadlines.due(10)
            claimed = await uow.deadlines.claim(due[:1])
            reached.append([step.step for steps in claimed.values() for step in steps])

    to = start + timedelta(minutes=60)
    assert await move_time(store, to, drained) >= to
    assert [each for each in reached if each] == [[75], [90]]
    assert not reached[-1]
    assert store.clock.now() - to < timedelta(seconds=10)


async def test_an_instant_that_has_passed_moves_nothing(store: Store) -> None:
    """Time never goes back."""
    await move_time(store, store.clock.now() - timedelta(hours=1), _nothing)
    assert store.clock.shift == timedelta()


async def _nothing() -> None:
    raise AssertionError("nothing is to be waited for")


async def test_what_waits_is_waited_for_and_not_for_ever(store: Store) -> None:
    """An envelope that nobody works off holds it up for as long as it was told."""
    await wait_until_drained(store, patience=5)
    await receive(store, envelope("one"))
    before = store.clock.wall()
    await wait_until_drained(store, patience=0.5)
    assert timedelta(seconds=0.4) < store.clock.wall() - before < timedelta(seconds=4)
