"""Shares of a promise, one after the other, each on its own calendar."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.budgets import worst_overrun
from bot.domain.calendars import Calendar, Interval
from bot.domain.rules import Allowance
from bot.domain.words import CalendarKey

HOUR = timedelta(hours=1)
ALWAYS = Calendar(CalendarKey("always"), ZoneInfo("UTC"), ((),) * 7, always=True)


def office(zone: str) -> Calendar:
    return Calendar(CalendarKey(zone), ZoneInfo(zone), (*(((Interval(time(9), time(18)),),) * 5), (), ()))


def hours(count: float, calendar: Calendar = ALWAYS) -> Allowance:
    return Allowance(count * HOUR, calendar)


def test_on_one_calendar_the_sum_decides() -> None:
    assert worst_overrun(hours(4), [hours(1), hours(3)]) is None
    overrun = worst_overrun(hours(4), [hours(1), hours(3.5)])
    assert overrun is not None and overrun.by == HOUR / 2


def test_on_two_calendars_the_sum_deceives() -> None:
    """Four hours round the clock are not kept by somebody who begins on Monday."""
    overrun = worst_overrun(hours(4), [hours(1, office("Europe/Malta"))])
    assert overrun is not None
    assert overrun.start == datetime(2026, 8, 21, 18, tzinfo=UTC), "Friday evening is the worst"
    assert overrun.needed == datetime(2026, 8, 24, 8, tzinfo=UTC)


def test_an_office_across_the_ocean_may_have_closed_for_the_weekend() -> None:
    """Nine in the morning on Friday in Mexico is five in the afternoon in Malta, which has one hour left."""
    promise = hours(9, office("America/Mexico_City"))
    assert worst_overrun(promise, [hours(8, office("America/Mexico_City"))]) is None
    overrun = worst_overrun(promise, [hours(4, office("Europe/Malta")), hours(4, office("America/Mexico_City"))])
    assert overrun is not None
    assert overrun.start == datetime(2026, 8, 21, 15, tzinfo=UTC)
    assert overrun.needed == datetime(2026, 8, 24, 19, tzinfo=UTC)


def test_no_shares_fit() -> None:
    assert worst_overrun(hours(4), []) is None
