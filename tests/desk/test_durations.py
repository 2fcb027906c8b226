"""Lengths, times and days as desk.yaml writes them."""

from datetime import date, time, timedelta

import pytest
from pydantic_core import PydanticCustomError

from bot.desk.durations import (
    parse_clock,
    parse_date,
    parse_days,
    parse_elapsed,
    parse_interval,
    parse_span,
    parse_target,
)
from bot.domain.calendars import Interval
from bot.domain.policies import Span


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15m", timedelta(minutes=15)),
        ("2h", timedelta(hours=2)),
        ("1h30m", timedelta(hours=1, minutes=30)),
        ("10d", timedelta(days=10)),
        ("2w", timedelta(days=14)),
        ("0m", timedelta()),
    ],
)
def test_elapsed_time(text, length):
    assert parse_elapsed(text) == length


def test_working_days_are_kept_as_days():
    assert parse_span("3 working days") == Span(working_days=3)
    assert parse_span("1 working day") == Span(working_days=1)
    assert parse_target("4h") == Span(time=timedelta(hours=4))


def test_hours_of_a_day():
    assert parse_clock("09:05") == time(9, 5)
    assert parse_interval("09:00-18:00") == Interval(time(9), time(18))
    assert parse_interval("22:00-06:00") == Interval(time(22), time(6))
    assert parse_interval("00:00-24:00") == Interval(time(0), time(0))


def test_days_and_dates():
    assert parse_days("mon-fri") == (0, 1, 2, 3, 4)
    assert parse_days("sat, sun") == (5, 6)
    assert parse_days("sat-mon") == (5, 6, 0)
    assert parse_date("2026-12-25") == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("parse", "value"),
    [
        (parse_elapsed, "15"),
        (parse_elapsed, 15),
        (parse_elapsed, "15 min"),
        (parse_elapsed, "-5m"),
        (parse_elapsed, "3 working days"),
        (parse_elapsed, None),
        (parse_span, "three days"),
        (parse_target, "3d"),
        (parse_clock, "9:00"),
        (parse_clock, "24:00"),
        (parse_clock, "12:60"),
        (parse_interval, "09:00"),
        (parse_interval, "09:00-09:00"),
        (parse_interval, "24:00-06:00"),
        (parse_interval, ["09:00", "18:00"]),
        (parse_days, "monday"),
        (parse_days, "mon-"),
        (parse_date, "2026-02-30"),
        (parse_date, "25.12.2026"),
        (parse_date, 20261225),
    ],
)
def test_everything_else_is_refused_with_an_example(parse, value):
    with pytest.raises(PydanticCustomError):
        parse(value)
