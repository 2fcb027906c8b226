"""Business calendars: tables of cases, and the step-by-step oracle."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.calendars import (
    Calendar,
    Closed,
    ClosedReason,
    Holiday,
    Interval,
    add_working_time,
    is_open,
    next_opening,
    stretches,
    subtract_working_time,
    why_closed,
    working_time,
)
from bot.domain.words import CalendarKey
from tests.domain.clock_cases import ZONES, check_calendar, make_floor

HOUR = timedelta(hours=1)
OFFICE = (Interval(time(9), time(18)),)
NIGHT = (Interval(time(22), time(6)),)
CLOSED: tuple[Interval, ...] = ()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def week(*days: tuple[Interval, ...]) -> tuple[tuple[Interval, ...], ...]:
    """Five times the first, then the second twice; or one all week."""
    return days * 7 if len(days) == 1 else (days[0],) * 5 + (days[1],) * 2


def calendar(
    zone: str, days: tuple[tuple[Interval, ...], ...], holidays: dict[date, Holiday] | None = None, always: bool = False
) -> Calendar:
    return Calendar(CalendarKey("desk"), ZoneInfo(zone), days, holidays or {}, always)


OFFICE_UTC = calendar("UTC", week(OFFICE, CLOSED))


class TestWorkingTime:
    def test_office_hours_count_and_the_rest_does_not(self) -> None:
        assert working_time(OFFICE_UTC, at("2024-05-06 08:00"), at("2024-05-06 10:30")) == 1.5 * HOUR
        assert working_time(OFFICE_UTC, at("2024-05-03 17:00"), at("2024-05-06 10:00")) == 2 * HOUR

    def test_nothing_lies_between_an_instant_and_an_earlier_one(self) -> None:
        assert working_time(OFFICE_UTC, at("2024-05-06 12:00"), at("2024-05-06 10:00")) == timedelta(0)

    def test_microseconds_count(self) -> None:
        start = at("2024-05-06 08:59:59.999999")
        assert working_time(OFFICE_UTC, start, at("2024-05-06 09:00:00.000003")) == timedelta(microseconds=3)

    def test_an_instant_in_another_zone_is_the_same_instant(self) -> None:
        tokyo = at("2024-05-06 10:00").astimezone(ZoneInfo("Asia/Tokyo"))
        assert working_time(OFFICE_UTC, tokyo, at("2024-05-06 11:00")) == HOUR
        assert add_working_time(OFFICE_UTC, tokyo, HOUR).tzinfo is UTC

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(TypeError):
            working_time(OFFICE_UTC, datetime(2024, 5, 6), at("2024-05-06 11:00"))  # noqa: DTZ001 - the case itself

    def test_overlapping_and_touching_intervals_count_once(self) -> None:
        parts = (Interval(time(9), time(13)), Interval(time(12), time(15)), Interval(time(15), time(16)))
        assert working_time(calendar("UTC", week(parts)), at("2024-05-06 00:00"), at("2024-05-07 00:00")) == 7 * HOUR

    def test_midnight_ends_a_day_and_equal_ends_make_a_whole_one(self) -> None:
        evening = calendar("UTC", week((Interval(time(20), time(0)),)))
        whole = calendar("UTC", week((Interval(time(8), time(8)),), CLOSED))
        assert working_time(evening, at("2024-05-06 00:00"), at("2024-05-07 00:00")) == 4 * HOUR
        assert is_open(whole, at("2024-05-11 07:59")) and not is_open(whole, at("2024-05-11 08:00"))

    def test_24x7_counts_everything_in_utc(self) -> None:
        always = calendar("Europe/Madrid", week(CLOSED), always=True)
        assert working_time(always, at("2024-03-30 12:00"), at("2024-04-01 12:00")) == 48 * HOUR
        assert add_working_time(always, at("2024-03-31 00:30"), HOUR) == at("2024-03-31 01:30")
        assert subtract_working_time(always, at("2024-03-31 01:30"), HOUR) == at("2024-03-31 00:30")
        assert is_open(always, at("2024-03-31 00:30")) and why_closed(always, at("2024-12-25 00:00")) is None
        assert next_opening(always, at("2024-03-31 00:30")) == at("2024-03-31 00:30")

    def test_years_are_counted_whole(self) -> None:
        assert working_time(OFFICE_UTC, at("2024-01-01 00:00"), at("2026-01-01 00:00")) == (262 + 261) * 9 * HOUR

    def test_29_february_is_a_day(self) -> None:
        assert working_time(OFFICE_UTC, at("2024-02-28 18:00"), at("2024-03-01 09:00")) == 9 * HOUR
        assert working_time(OFFICE_UTC, at("2023-02-28 18:00"), at("2023-03-01 09:00")) == timedelta(0)


EVERY_HALF_PAST_ONE = week((Interval(time(1), time(3)),))
MISSING_AND_REPEATED = [
    # zone, a UTC day around the change, what a daily interval from 01:00 to 03:00 counts there
    ("Europe/Lisbon", "2024-03-30 12:00", 1 * HOUR),  # 01:00 to 02:00 is missing
    ("Europe/Lisbon", "2024-10-26 12:00", 3 * HOUR),  # 01:00 to 02:00 comes twice
    ("Europe/Madrid", "2024-03-30 12:00", 1 * HOUR),  # 02:00 to 03:00 is missing
    ("Europe/Madrid", "2024-10-26 12:00", 3 * HOUR),
    ("America/New_York", "2024-03-09 17:00", 1 * HOUR),
    ("America/New_York", "2024-11-02 16:00", 3 * HOUR),
    ("America/Sao_Paulo", "2024-11-02 15:00", 2 * HOUR),  # no longer changes
    ("Australia/Lord_Howe", "2024-04-06 01:00", 2.5 * HOUR),  # half an hour, 01:30 to 02:00 twice
    ("Australia/Lord_Howe", "2024-10-05 01:30", 1.5 * HOUR),
    ("Pacific/Chatham", "2024-04-06 00:00", 2.25 * HOUR),  # 02:45 to 03:45 twice: a quarter of it inside
    ("Pacific/Chatham", "2024-09-28 00:00", 1.75 * HOUR),
    ("Asia/Kathmandu", "2024-05-06 06:15", 2 * HOUR),
]


@pytest.mark.parametrize(("zone", "start", "worked"), MISSING_AND_REPEATED)
def test_both_passes_of_a_repeated_hour_count_and_a_missing_one_nothing(
    zone: str, start: str, worked: timedelta
) -> None:
    desk = calendar(zone, EVERY_HALF_PAST_ONE)
    assert working_time(desk, at(start), at(start) + 24 * HOUR) == worked


def test_sao_paulo_lost_the_hour_at_midnight() -> None:
    """On 2018-11-04 the clock went from 00:00 to 01:00, and on 2018-02-18 from 00:00 back to 23:00."""
    nights = calendar("America/Sao_Paulo", week((Interval(time(23), time(2)),)))
    assert working_time(nights, at("2018-11-03 18:00"), at("2018-11-04 18:00")) == 2 * HOUR
    assert working_time(nights, at("2018-02-17 18:00"), at("2018-02-18 18:00")) == 4 * HOUR


def test_apia_had_no_30_december_2011() -> None:
    """A day that did not exist counts nothing but what its night shift reaches into the next one."""
    start, end = at("2011-12-29 10:00"), at("2011-12-31 10:00")  # midnight of the 29th to midnight of the 1st, 48 hours
    friday = calendar("Pacific/Apia", (*week(CLOSED)[:4], OFFICE, *week(CLOSED)[:2]))
    assert working_time(friday, start, end) == timedelta(0)
    assert working_time(calendar("Pacific/Apia", week(OFFICE)), start, end) == 18 * HOUR
    nights = calendar("Pacific/Apia", week(NIGHT))
    assert working_time(nights, start, end) == (6 + 2 + 6 + 2) * HOUR


class TestHolidays:
    CHRISTMAS = Holiday("Christmas")
    EVE = Holiday("Christmas Eve", (Interval(time(9), time(13)),))

    def desk(self, days: tuple[tuple[Interval, ...], ...]) -> Calendar:
        return calendar("UTC", days, {date(2024, 12, 25): self.CHRISTMAS, date(2024, 12, 24): self.EVE})

    def test_a_holiday_counts_nothing_and_a_half_day_half(self) -> None:
        desk = self.desk(week(OFFICE, CLOSED))
        assert working_time(desk, at("2024-12-24 00:00"), at("2024-12-26 10:00")) == 5 * HOUR

    def test_a_half_day_named_on_a_day_off_opens_it(self) -> None:
        desk = calendar(
            "UTC", week(OFFICE, CLOSED), {date(2024, 5, 11): Holiday("Derby", (Interval(time(9), time(13)),))}
        )
        assert working_time(desk, at("2024-05-11 00:00"), at("2024-05-12 00:00")) == 4 * HOUR

    def test_a_night_shift_belongs_to_the_date_on_which_it_starts(self) -> None:
        desk = calendar("UTC", week(NIGHT), {date(2024, 12, 25): self.CHRISTMAS})
        assert is_open(desk, at("2024-12-25 05:00")) and not is_open(desk, at("2024-12-26 05:00"))
        assert why_closed(desk, at("2024-12-26 05:00")) == Closed(ClosedReason.HOLIDAY, "Christmas")

    @pytest.mark.parametrize(
        ("instant", "closed"),
        [
            ("2024-12-24 10:00", None),
            ("2024-12-24 08:00", Closed(ClosedReason.OUTSIDE_HOURS)),
            ("2024-12-24 15:00", Closed(ClosedReason.HOLIDAY, "Christmas Eve")),
            ("2024-12-24 20:00", Closed(ClosedReason.OUTSIDE_HOURS)),
            ("2024-12-25 03:00", Closed(ClosedReason.HOLIDAY, "Christmas")),
            ("2024-12-26 03:00", Closed(ClosedReason.OUTSIDE_HOURS)),
        ],
    )
    def test_why_it_is_closed(self, instant: str, closed: Closed | None) -> None:
        assert why_closed(self.desk(week(OFFICE, CLOSED)), at(instant)) == closed

    def test_a_holiday_on_a_weekend_is_still_named(self) -> None:
        desk = calendar("UTC", week(OFFICE, CLOSED), {date(2024, 5, 11): self.CHRISTMAS})
        assert why_closed(desk, at("2024-05-11 12:00")) == Closed(ClosedReason.HOLIDAY, "Christmas")

    def test_stretches_name_each_reason_once(self) -> None:
        desk = self.desk(week(OFFICE, CLOSED))
        found = [
            (f"{part.start:%d %H}", f"{part.end:%d %H}", part.closed and (part.closed.holiday or "night"))
            for part in stretches(desk, at("2024-12-23 17:00"), at("2024-12-26 10:00"))
        ]
        assert found == [
            ("23 17", "23 18", None),
            ("23 18", "24 09", "night"),
            ("24 09", "24 13", None),
            ("24 13", "24 18", "Christmas Eve"),
            ("24 18", "25 00", "night"),
            ("25 00", "26 00", "Christmas"),
            ("26 00", "26 09", "night"),
            ("26 09", "26 10", None),
        ]
        assert list(stretches(desk, at("2024-12-23 17:00"), at("2024-12-23 17:00"))) == []


class TestAdding:
    def test_nothing_is_due_at_the_start_even_outside_hours(self) -> None:
        assert add_working_time(OFFICE_UTC, at("2024-05-04 12:00"), timedelta(0)) == at("2024-05-04 12:00")

    def test_time_used_up_at_closing_is_due_then_and_not_at_the_next_opening(self) -> None:
        assert add_working_time(OFFICE_UTC, at("2024-05-03 16:00"), 2 * HOUR) == at("2024-05-03 18:00")
        assert add_working_time(OFFICE_UTC, at("2024-05-03 16:00"), 3 * HOUR) == at("2024-05-06 10:00")

    def test_subtracting_ends_at_the_latest_instant(self) -> None:
        assert subtract_working_time(OFFICE_UTC, at("2024-05-06 10:00"), HOUR) == at("2024-05-06 09:00")
        assert subtract_working_time(OFFICE_UTC, at("2024-05-06 10:00"), 2 * HOUR) == at("2024-05-03 17:00")
        assert subtract_working_time(OFFICE_UTC, at("2024-05-06 10:00"), 80 * HOUR) == at("2024-04-23 11:00")

    @pytest.mark.parametrize("add", [add_working_time, subtract_working_time])
    def test_a_negative_amount_is_refused(self, add: Callable[[Calendar, datetime, timedelta], datetime]) -> None:
        with pytest.raises(ValueError, match="not negative"):
            add(OFFICE_UTC, at("2024-05-06 10:00"), -HOUR)

    def test_the_next_opening_is_now_when_open(self) -> None:
        assert next_opening(OFFICE_UTC, at("2024-05-06 10:00")) == at("2024-05-06 10:00")
        assert next_opening(OFFICE_UTC, at("2024-05-03 18:00")) == at("2024-05-06 09:00")


class TestWithoutWorkingTime:
    NEVER = calendar("UTC", week(CLOSED), {date(2024, 12, 25): Holiday("Christmas")})
    ONCE = calendar("UTC", week(CLOSED), {date(2024, 12, 25): Holiday("Gala", (Interval(time(20), time(23)),))})

    def test_a_calendar_that_never_opens_is_refused_with_its_name(self) -> None:
        for add in (add_working_time, subtract_working_time):
            with pytest.raises(ValueError, match="calendar desk: not so much working time"):
                add(self.NEVER, at("2024-05-06 10:00"), HOUR)
        with pytest.raises(ValueError, match="calendar desk: not so much working time"):
            next_opening(self.NEVER, at("2024-05-06 10:00"))

    def test_one_that_opens_once_gives_what_it_has(self) -> None:
        assert next_opening(self.ONCE, at("2024-05-06 10:00")) == at("2024-12-25 20:00")
        assert add_working_time(self.ONCE, at("2024-05-06 10:00"), 3 * HOUR) == at("2024-12-25 23:00")
        with pytest.raises(ValueError, match="not so much working time"):
            add_working_time(self.ONCE, at("2024-05-06 10:00"), 4 * HOUR)

    def test_the_end_of_the_years_is_a_clear_error(self) -> None:
        with pytest.raises(ValueError, match="beyond the years"):
            add_working_time(OFFICE_UTC, at("9999-12-01 10:00"), 1000 * HOUR)

    def test_a_week_has_seven_days(self) -> None:
        with pytest.raises(ValueError, match="seven days"):
            calendar("UTC", (OFFICE,) * 5)


def test_equal_calendars_are_equal_and_hashable_whatever_was_asked_of_them() -> None:
    one, two = (calendar("UTC", week(OFFICE, CLOSED), {date(2024, 5, 11): Holiday("Derby")}) for _ in range(2))
    assert is_open(one, at("2024-05-06 10:00"))
    assert one == two and hash(one) == hash(two)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    random=st.randoms(use_true_random=False), zone=st.sampled_from(ZONES), seconds=st.sampled_from([False] * 4 + [True])
)
def test_every_answer_is_that_of_the_oracle(random: Random, zone: str, seconds: bool) -> None:
    floor = make_floor(random, zone, seconds)
    for name in floor.real:
        check_calendar(random, floor, name)
