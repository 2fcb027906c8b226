"""Clocks on days that have 23, 24½ or 25 hours, or do not exist at all; times are those of the wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendars import Calendar, Holiday, Interval
from bot.domain.clock_history import (
    CheckSent,
    ClientAnswered,
    ClientSpoke,
    Escalated,
    HistoryFact,
    Promises,
    StatusMoved,
    TicketOpened,
)
from bot.domain.clock_rows import RowReason, rows_of
from bot.domain.clocks import Clock, ClockKind, Outcome, Target
from bot.domain.every_clock import Timed, every_clock
from bot.domain.statuses import Status
from bot.domain.words import CalendarKey

HOUR = timedelta(hours=1)
WHOLE_DAY = ((Interval(time(0), time(0)),),) * 7
NIGHTS = ((Interval(time(0), time(6)),),) * 7
OFFICE = (*(((Interval(time(9), time(18)),),) * 5), (), ())


def calendar(zone: str, week: tuple[tuple[Interval, ...], ...], **holidays: Holiday) -> Calendar:
    named = {date.fromisoformat(day.removeprefix("on_").replace("_", "-")): each for day, each in holidays.items()}
    return Calendar(CalendarKey("odd"), ZoneInfo(zone), week, named)


def wall(text: str, zone: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def opened(at: datetime, hours: float, days: Calendar) -> TicketOpened:
    """Every promise is for so many hours of that calendar."""
    target = Target(hours * HOUR, days, "P3")
    return TicketOpened(at, target, target, Promises(target, target, None, target))


def due(kind: ClockKind, start: TicketOpened, *then: HistoryFact, number: int = 0) -> datetime | None:
    last = (then[-1] if then else start).at
    return every_clock([start, *then], last)[Timed(kind, number)][-1].due_at


SPANS = [
    ("Europe/Madrid", "2024-03-30 20:00", 10, "2024-03-31 07:00", "an hour is missing"),
    ("Europe/Madrid", "2024-10-26 20:00", 10, "2024-10-27 05:00", "an hour comes twice"),
    ("America/New_York", "2024-03-09 20:00", 10, "2024-03-10 07:00", "an hour is missing"),
    ("Australia/Lord_Howe", "2024-10-05 20:00", 10, "2024-10-06 06:30", "half an hour is missing"),
    ("Australia/Lord_Howe", "2024-04-06 20:00", 10, "2024-04-07 05:30", "half an hour comes twice"),
    ("Pacific/Chatham", "2024-09-28 20:00", 10, "2024-09-29 07:00", "from 02:45 an hour is missing"),
    ("Pacific/Chatham", "2024-04-06 20:00", 10, "2024-04-07 05:00", "from 03:45 back to 02:45"),
    ("America/Sao_Paulo", "2018-11-03 20:00", 10, "2018-11-04 07:00", "midnight is missing"),
    ("America/Havana", "2024-11-02 20:00", 10, "2024-11-03 05:00", "from midnight an hour comes twice"),
    ("Pacific/Apia", "2011-12-29 20:00", 10, "2011-12-31 06:00", "a whole day is missing"),
    ("Asia/Kathmandu", "2024-03-30 20:00", 10, "2024-03-31 06:00", "45 minutes off, and never changed"),
    ("Europe/Dublin", "2024-10-26 20:00", 10, "2024-10-27 05:00", "its summer time is the standard one"),
    ("Africa/Casablanca", "2024-03-09 20:00", 10, "2024-03-10 05:00", "back for the month of Ramadan"),
    ("UTC", "2024-02-28 20:00", 34, "2024-03-01 06:00", "29 February is a day"),
]


@pytest.mark.parametrize(
    ("zone", "start", "hours", "end", "why"), SPANS, ids=[f"{each[0]} {each[4]}" for each in SPANS]
)
def test_every_kind_is_due_after_so_many_real_hours(zone: str, start: str, hours: int, end: str, why: str) -> None:
    at, until = wall(start, zone), wall(end, zone)
    days = calendar(zone, WHOLE_DAY)
    ticket, target = opened(at, hours, days), Target(hours * HOUR, days, "P3")
    assert due(ClockKind.FIRST_RESPONSE, ticket) == until
    assert due(ClockKind.RESOLUTION, ticket) == until
    assert due(ClockKind.UPDATE, ticket) == until
    assert due(ClockKind.NEXT_RESPONSE, ticket, ClientAnswered(at), ClientSpoke(at)) == until
    assert due(ClockKind.WAITING_CLIENT, ticket, StatusMoved(at, Status.WAITING_CLIENT)) == until
    assert due(ClockKind.ACKNOWLEDGEMENT, ticket, Escalated(at, 1, target), number=1) == until
    assert due(ClockKind.PROVIDER, ticket, CheckSent(at, 1, target), number=1) == until


def grid(start: TicketOpened, until: datetime, *then: HistoryFact) -> tuple[Clock, ...]:
    return every_clock([start, *then], until)[Timed(ClockKind.UPDATE)]


def test_a_grid_of_updates_has_one_slot_more_in_the_night_with_an_hour_more() -> None:
    """Every hour from midnight to six: seven slots where an hour comes twice, five where one is missing."""
    madrid = "Europe/Madrid"
    for day, slots in (("2024-10-26", 6), ("2024-10-27", 7), ("2024-03-31", 5)):
        start = opened(wall(f"{day} 00:00", madrid), 1, calendar(madrid, NIGHTS))
        found = grid(start, wall(f"{day} 23:00", madrid))
        assert [clock.outcome for clock in found] == [*[Outcome.BREACHED] * slots, None], day


def test_a_grid_goes_on_after_the_day_that_apia_left_out() -> None:
    apia = "Pacific/Apia"
    start = opened(wall("2011-12-29 16:00", apia), 4, calendar(apia, OFFICE))
    assert due(ClockKind.UPDATE, start) == wall("2012-01-02 11:00", apia)  # Friday the 30th never was
    seven_days = opened(wall("2011-12-29 16:00", apia), 4, calendar(apia, (OFFICE[0],) * 7))
    assert due(ClockKind.UPDATE, seven_days) == wall("2011-12-31 11:00", apia)


def test_both_passes_of_a_repeated_half_hour_are_told_apart() -> None:
    zone = "Australia/Lord_Howe"
    first, second = wall("2024-04-07 01:45", zone), wall("2024-04-07 01:45", zone, fold=1)
    assert second - first == HOUR / 2
    start = opened(first, 0.5, calendar(zone, NIGHTS))
    assert due(ClockKind.RESOLUTION, start) == second


def test_a_pause_over_a_holiday_and_a_changed_hour_counts_nothing_of_either() -> None:
    zone = "Europe/Malta"
    monday = calendar(zone, OFFICE, on_2024_04_01=Holiday("Easter Monday"))
    start = opened(wall("2024-03-29 16:00", zone), 4, monday)
    waits = StatusMoved(wall("2024-03-29 17:00", zone), Status.WAITING_CLIENT)
    back = StatusMoved(wall("2024-04-02 10:00", zone), Status.IN_PROGRESS)
    [clock] = every_clock([start, waits, back], back.at)[Timed(ClockKind.RESOLUTION)]
    assert clock.due_at == wall("2024-04-02 13:00", zone)
    assert [row.reason for row in rows_of(clock, back.at)] == [RowReason.COUNTED, RowReason.WAITING_CLIENT]


def test_a_holiday_on_a_weekend_takes_nothing_away_and_is_named() -> None:
    zone = "Europe/Malta"
    sunday = calendar(zone, OFFICE, on_2024_12_08=Holiday("Immaculate Conception"))
    start = opened(wall("2024-12-06 17:00", zone), 2, sunday)
    [clock] = every_clock([start], start.at)[Timed(ClockKind.RESOLUTION)]
    assert clock.due_at == wall("2024-12-09 10:00", zone)
    details = [row.detail for row in rows_of(clock, clock.due_at)]
    assert "Immaculate Conception" in details


def test_a_clock_of_the_machine_that_steps_back_makes_no_negative_time() -> None:
    days = calendar("UTC", WHOLE_DAY)
    at = wall("2024-05-06 10:00", "UTC")
    start = opened(at, 4, days)
    facts = (
        StatusMoved(at + HOUR, Status.WAITING_CLIENT),
        StatusMoved(at + HOUR / 2, Status.IN_PROGRESS),
        ClientAnswered(at + HOUR / 4),
        ClientSpoke(at + HOUR / 5),
    )
    for clocks in every_clock([start, *facts], at + 2 * HOUR).values():
        assert all(clock.started_at >= at for clock in clocks)
        assert all(row.start < row.end for clock in clocks for row in rows_of(clock, at + 2 * HOUR))
    [next_answer] = every_clock([start, *facts], at + 2 * HOUR)[Timed(ClockKind.NEXT_RESPONSE)]
    assert next_answer.due_at == at + 5 * HOUR


def test_microseconds_are_neither_lost_nor_rounded() -> None:
    start = opened(datetime(2024, 5, 6, 10, 0, 59, 999_999, tzinfo=UTC), 1, calendar("UTC", WHOLE_DAY))
    assert due(ClockKind.RESOLUTION, start) == datetime(2024, 5, 6, 11, 0, 59, 999_999, tzinfo=UTC)
