"""The wall clock of a zone against UTC, in whole microseconds since 1970: exact and fast."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
SECOND = 1_000_000
DAY = 86_400 * SECOND
BLOCK = 32 * DAY


def number_of(at: datetime) -> int:
    """An aware instant as microseconds since 1970 in UTC; raises TypeError for a naive one."""
    return (at - EPOCH) // MICROSECOND


def instant_of(number: int) -> datetime:
    """The instant in UTC of so many microseconds; raises ValueError beyond the years 1 to 9999."""
    try:
        return EPOCH + timedelta(microseconds=number)
    except OverflowError as error:
        raise ValueError("an instant beyond the years 1 to 9999") from error


def time_of_day(moment: time) -> int:
    """Microseconds of the wall clock since midnight."""
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * SECOND + moment.microsecond


@lru_cache(maxsize=4096)
def offsets(zone: ZoneInfo, block: int) -> tuple[tuple[int, int, int], ...]:
    """The stretches of one offset within a block of 32 days: start and end in UTC, and the offset.

    A probe a day finds every change: in the tz database no two are nearer than six days.
    """
    begin, finish = block * BLOCK, (block + 1) * BLOCK
    offset = _offset(zone, begin)
    pieces: list[tuple[int, int, int]] = []
    for probe in range(begin + DAY, finish + 1, DAY):
        following = _offset(zone, probe)
        if following != offset:
            change = _change(zone, probe - DAY, probe)
            pieces.append((begin, change, offset))
            begin, offset = change, following
    return (*pieces, (begin, finish, offset))


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The instant between two at which the zone's offset changes; changes fall on whole seconds."""
    old = _offset(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) // (2 * SECOND) * SECOND
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, at: int) -> int:
    offset = instant_of(at).astimezone(zone).utcoffset()
    assert offset is not None
    return offset // MICROSECOND
