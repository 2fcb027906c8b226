"""Whether what others have agreed to fits into what we promise (rule 12 of the clocks)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.calendars import add_working_time
from bot.domain.rules import Allowance

FORTNIGHT = tuple(datetime(2026, 8, 17, tzinfo=UTC) + timedelta(hours=3 * number) for number in range(14 * 8))
"""Starts over two ordinary weeks from a Monday on, every three hours."""


@dataclass(frozen=True)
class Overrun:
    """A report at `start` is promised by `promised`, but those who take part may need until `needed`."""

    start: datetime
    promised: datetime
    needed: datetime

    @property
    def by(self) -> timedelta:
        """How much later than promised."""
        return self.needed - self.promised


def worst_overrun(
    promise: Allowance, shares: Sequence[Allowance], starts: Iterable[datetime] = FORTNIGHT
) -> Overrun | None:
    """The worst of the starts from which the shares, one after the other, end after the promise; None when none does.

    Each share runs on its own calendar, which is why the sums of their lengths say little.
    """
    fits = sum((share.length for share in shares), timedelta()) <= promise.length
    if fits and all(share.calendar == promise.calendar for share in shares):
        return None
    overruns = [found for start in starts if (found := _overrun(promise, shares, start)).by > timedelta()]
    return max(overruns, key=lambda each: each.by, default=None)


def _overrun(promise: Allowance, shares: Sequence[Allowance], start: datetime) -> Overrun:
    needed = start
    for share in shares:
        needed = add_working_time(share.calendar, needed, share.length)
    return Overrun(start, add_working_time(promise.calendar, start, promise.length), needed)
