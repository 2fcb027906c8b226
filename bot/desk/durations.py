"""Times as desk.yaml writes them: `15m`, `1h30m`, `3 working days`, `09:00`, `09:00-18:00`, `mon-fri`, `2026-12-25`."""

import re
from datetime import date, time, timedelta
from typing import Annotated, Any

from pydantic import PlainValidator

from bot.desk.faults import complain
from bot.domain.calendars import Interval
from bot.domain.policies import Span

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
PIECES = re.compile(r"(?:\d{1,6}[smhdw])+")
WORKING_DAYS = re.compile(r"(\d{1,4}) working days?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
CLOCK = re.compile(r"(\d{2}):(\d{2})")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_elapsed(value: Any) -> timedelta:
    """A length of elapsed time: `15m`, `1h30m`, `30d`."""
    if not isinstance(value, str) or not PIECES.fullmatch(value):
        complain(f"`{value}` is not a length of time such as 15m, 2h, 1h30m or 10d.")
    pieces = re.findall(r"(\d+)([smhdw])", value)
    return sum((timedelta(**{UNITS[unit]: int(number)}) for number, unit in pieces), timedelta())


def parse_span(value: Any) -> Span:
    """Elapsed time, or whole working days: `4h`, `3 working days`."""
    days = WORKING_DAYS.fullmatch(value) if isinstance(value, str) else None
    if days:
        return Span(working_days=int(days[1]))
    if not isinstance(value, str) or not PIECES.fullmatch(value):
        complain(f"`{value}` is not a length of time such as 15m, 4h, 10d or 3 working days.")
    return Span(time=parse_elapsed(value))


def parse_target(value: Any) -> Span:
    """A span of a calendar's time, where a bare day would be misread: `4h`, `3 working days`."""
    span = parse_span(value)
    if not span.working_days and re.search(r"[dw]", value):
        complain(f"`{value}` is ambiguous in a calendar: say hours (24h), or working days (1 working day).")
    return span


def parse_clock(value: Any) -> time:
    """A time of day: `09:00`."""
    found = CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        complain(f"`{value}` is not a time of day such as 09:00.")
    return time(int(found[1]), int(found[2]))


def parse_interval(value: Any) -> Interval:
    """A stretch of a day: `09:00-18:00`; an end at or before its start lies on the next day, and 24:00 is midnight."""
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not dash:
        complain(f"`{value}` is not an interval such as 09:00-18:00.")
    if start == "24:00":
        complain("An interval cannot start at 24:00; 00:00 of the next day is meant.")
    interval = Interval(parse_clock(start), time() if end == "24:00" else parse_clock(end))
    if interval.start == interval.end and end != "24:00":
        complain("An interval that starts and ends at the same time is a mistake; the whole day is 00:00-24:00.")
    return interval


def parse_days(value: Any) -> tuple[int, ...]:
    """Weekdays, Monday is 0: `mon`, `mon-fri`, `sat, sun`."""
    days: list[int] = []
    for piece in str(value).casefold().split(","):
        first, dash, last = (each.strip() for each in piece.partition("-"))
        if first not in DAYS or (dash and last not in DAYS):
            complain(f"`{value}` is not a day such as mon, or days such as mon-fri or sat,sun.")
        start, end = DAYS.index(first), DAYS.index(last if dash else first)
        days.extend(range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)])
    return tuple(dict.fromkeys(days))


def parse_date(value: Any) -> date:
    """A day: `2026-12-25`."""
    try:
        if not isinstance(value, str) or not DATE.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        complain(f"`{value}` is not a date such as 2026-12-25.")


Elapsed = Annotated[timedelta, PlainValidator(parse_elapsed)]
AnySpan = Annotated[Span, PlainValidator(parse_span)]
TargetSpan = Annotated[Span, PlainValidator(parse_target)]
ClockTime = Annotated[time, PlainValidator(parse_clock)]
Stretch = Annotated[Interval, PlainValidator(parse_interval)]
Weekdays = Annotated[tuple[int, ...], PlainValidator(parse_days)]
Day = Annotated[date, PlainValidator(parse_date)]
