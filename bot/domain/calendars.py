"""Business time: when a calendar is open, and how much of its time lies between two instants.

Instants are aware and leave in UTC. An instant is inside an interval when the wall clock of the zone is: so both passes
of a repeated hour count, and a missing hour counts nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.wall_time import BLOCK, DAY, EPOCH, EPOCH_DAY, MICROSECOND, instant_of, number_of, offsets, time_of_day
from bot.domain.words import CalendarKey

SEARCHED_BLOCKS = 460  # of 32 days: forty years


@dataclass(frozen=True)
class Interval:
    """A stretch of the wall clock; an end at or before its start lies on the next day, and 00:00 is midnight."""

    start: time
    end: time

    def on(self, day: int) -> tuple[int, int]:
        """Start and end in wall microseconds when the interval starts on that day (a proleptic ordinal)."""
        midnight = (day - EPOCH_DAY) * DAY
        start, end = time_of_day(self.start), time_of_day(self.end)
        return midnight + start, midnight + (end if end > start else end + DAY)


@dataclass(frozen=True)
class Holiday:
    """A named day with its own intervals instead of the week's; none means closed, some a half day."""

    name: str
    intervals: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class _Block:
    """The working spans of 32 days: starts, ends, and the working time before each, in microseconds."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    until: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.until[-1] if self.until else 0

    def worked(self, at: int) -> int:
        """Working time of the block before an instant."""
        index = bisect_right(self.starts, at) - 1
        return self.before[index] + min(at, self.ends[index]) - self.starts[index] if index >= 0 else 0


@dataclass(frozen=True)
class Calendar:
    """The working hours of a zone: a week from Monday on, and named holidays; `always` means 24×7 and knows neither.

    Raises ValueError when the week has not seven days.
    """

    key: CalendarKey
    zone: ZoneInfo
    week: tuple[tuple[Interval, ...], ...]
    holidays: Mapping[date, Holiday] = field(default_factory=dict, hash=False)
    always: bool = False
    _blocks: dict[int, _Block] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"calendar {self.key}: a week has seven days, not {len(self.week)}")

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The intervals that start on that date of the wall clock."""
        holiday = self.holidays.get(day)
        return self.week[day.weekday()] if holiday is None else holiday.intervals


class ClosedReason(StrEnum):
    """Why a calendar counts no time."""

    OUTSIDE_HOURS = "outside_hours"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Closed:
    """Why a calendar is closed at an instant; `holiday` is the name of the holiday that closes it."""

    reason: ClosedReason
    holiday: str | None = None


@dataclass(frozen=True)
class Stretch:
    """A time during which a calendar is open, or closed for one reason; from `start` to before `end`, in UTC."""

    start: datetime
    end: datetime
    closed: Closed | None


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether the calendar counts time at that instant."""
    if calendar.always:
        return True
    number = number_of(at)
    block = _block(calendar, number // BLOCK)
    index = bisect_right(block.starts, number) - 1
    return index >= 0 and number < block.ends[index]


def working_time(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two instants; none when the end is not after the start."""
    first, last = number_of(start), number_of(end)
    if last <= first:
        return timedelta(0)
    if calendar.always:
        return timedelta(microseconds=last - first)
    from_block, to_block = first // BLOCK, last // BLOCK
    whole = sum(_block(calendar, number).total for number in range(from_block, to_block))
    worked = whole + _block(calendar, to_block).worked(last) - _block(calendar, from_block).worked(first)
    return timedelta(microseconds=worked)


def add_working_time(calendar: Calendar, start: datetime, amount: timedelta) -> datetime:
    """The earliest instant by which that much working time has passed; the start itself for none.

    Raises ValueError for a negative amount, and when the calendar has not so much working time within forty years.
    """
    number, wanted = number_of(start), amount // MICROSECOND
    if wanted < 0:
        raise ValueError("an amount of working time is not negative")
    if calendar.always or wanted == 0:
        return instant_of(number + wanted)
    first = number // BLOCK
    wanted += _block(calendar, first).worked(number)
    for block in _search(calendar, first, 1):
        if wanted <= block.total:
            index = bisect_left(block.until, wanted)
            return instant_of(block.starts[index] + wanted - block.before[index])
        wanted -= block.total
    raise _without_working_time(calendar)


def subtract_working_time(calendar: Calendar, end: datetime, amount: timedelta) -> datetime:
    """The latest instant since which that much working time has passed; the end itself for none.

    Raises ValueError as `add_working_time` does.
    """
    number, wanted = number_of(end), amount // MICROSECOND
    if wanted < 0:
        raise ValueError("an amount of working time is not negative")
    if calendar.always or wanted == 0:
        return instant_of(number - wanted)
    last = number // BLOCK
    left = _block(calendar, last).worked(number) - wanted
    for block in _search(calendar, last, -1):
        if left >= 0:
            index = bisect_right(block.before, left) - 1
            return instant_of(block.starts[index] + left - block.before[index])
        last -= 1
        left += _block(calendar, last).total
    raise _without_working_time(calendar)


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """The first instant from `at` on at which the calendar is open; `at` itself when it is open.

    Raises ValueError when it does not open within forty years.
    """
    number = number_of(at)
    if is_open(calendar, at):
        return instant_of(number)
    for block in _search(calendar, number // BLOCK, 1):
        index = bisect_left(block.starts, number)
        if index < len(block.starts):
            return instant_of(block.starts[index])
    raise _without_working_time(calendar)


def why_closed(calendar: Calendar, at: datetime) -> Closed | None:
    """None when open; else the holiday that takes the usual hours (or the whole day) away, else outside hours."""
    if is_open(calendar, at):
        return None
    wall = at.astimezone(calendar.zone).replace(tzinfo=None)
    moment = (wall - EPOCH.replace(tzinfo=None)) // MICROSECOND
    for day in (wall.date(), wall.date() - timedelta(days=1)):
        holiday = calendar.holidays.get(day)
        usual = (interval.on(day.toordinal()) for interval in calendar.week[day.weekday()])
        if holiday is None:
            continue
        if any(start <= moment < end for start, end in usual) or (day == wall.date() and not holiday.intervals):
            return Closed(ClosedReason.HOLIDAY, holiday.name)
    return Closed(ClosedReason.OUTSIDE_HOURS)


def stretches(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Stretch]:
    """The time between two instants, cut where the calendar opens, closes, or is closed for another reason."""
    if end <= start:
        return
    edges = [start, *(() if calendar.always else _edges(calendar, start, end)), end]
    begin, reason = start, why_closed(calendar, start)
    for edge in edges[1:-1]:
        following = why_closed(calendar, edge)
        if following != reason:
            yield Stretch(begin, edge, reason)
            begin, reason = edge, following
    yield Stretch(begin, end, reason)


def _edges(calendar: Calendar, start: datetime, end: datetime) -> list[datetime]:
    """The instants between two at which a day or an interval, usual or of a holiday, may start or end, in order."""
    first, last = number_of(start), number_of(end)
    edges: set[int] = set()
    for block in range(first // BLOCK, last // BLOCK + 1):
        for begin, finish, offset in offsets(calendar.zone, block):
            lower, upper = max(first, begin), min(last, finish)
            edges.update((begin, finish))
            for day in range((lower + offset) // DAY - 1, (upper + offset) // DAY + 2):
                edges.update(mark - offset for mark in _marks(calendar, day + EPOCH_DAY))
    return [instant_of(edge) for edge in sorted(edges) if first < edge < last]


def _marks(calendar: Calendar, day: int) -> Iterator[int]:
    """The wall times at which something of that day starts or ends."""
    when = date.fromordinal(day)
    yield (day - EPOCH_DAY) * DAY
    for interval in (*calendar.week[when.weekday()], *calendar.intervals(when)):
        yield from interval.on(day)


def _search(calendar: Calendar, first: int, step: int) -> Iterator[_Block]:
    """The blocks from one on, forty years far; none for a calendar that names no interval at all."""
    days = (*calendar.week, *(holiday.intervals for holiday in calendar.holidays.values()))
    if any(days):
        for number in range(first, first + step * SEARCHED_BLOCKS, step):
            yield _block(calendar, number)


def _without_working_time(calendar: Calendar) -> ValueError:
    return ValueError(f"calendar {calendar.key}: not so much working time within forty years")


def _block(calendar: Calendar, number: int) -> _Block:
    """The working spans of a block, computed once per calendar; raises ValueError beyond the years 1 to 9999."""
    known = calendar._blocks.get(number)
    if known is None:
        try:
            known = calendar._blocks[number] = _build(calendar, number)
        except OverflowError as error:
            raise ValueError(f"calendar {calendar.key}: an instant beyond the years 1 to 9999") from error
    return known


def _build(calendar: Calendar, number: int) -> _Block:
    spans: list[tuple[int, int]] = []
    for begin, finish, offset in offsets(calendar.zone, number):
        first, last = (begin + offset) // DAY + EPOCH_DAY, (finish + offset) // DAY + EPOCH_DAY
        for day in range(first - 1, last + 1):  # the day before may reach over midnight
            for interval in calendar.intervals(date.fromordinal(day)):
                start, end = interval.on(day)
                start, end = max(start - offset, begin), min(end - offset, finish)
                if start < end:
                    spans.append((start, end))
    merged = _merged(sorted(spans))
    until: list[int] = []
    for start, end in merged:
        until.append((until[-1] if until else 0) + end - start)
    return _Block(
        tuple(start for start, _ in merged), tuple(end for _, end in merged), (0, *until)[: len(until)], tuple(until)
    )


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
