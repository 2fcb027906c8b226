"""Why a clock stands as it does: its life row by row, for `sla explain`."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendars import Closed, ClosedReason
from bot.domain.clock_replay import due_after
from bot.domain.clocks import NO_TIME, Clock, PauseReason, Segment, SegmentState, Target, explain


class RowReason(StrEnum):
    """Why time counted, or did not."""

    COUNTED = "counted"
    OUTSIDE_HOURS = "outside_hours"
    HOLIDAY = "holiday"
    WAITING_CLIENT = "waiting_client"
    WAITING_PROVIDER = "waiting_provider"
    INFORMATION = "information"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Row:
    """A span of a clock's life, from `start` to before `end`, in UTC.

    `counted` is its working time and `spent` that of the clock by its end; `due` is when it would be due if it went on
    from there by the target then in force, None where it has stopped. `detail` is the holiday's name, or the words of
    a pause that was noted afterwards; `retargeted` says that another target came into force with this row.
    """

    start: datetime
    end: datetime
    reason: RowReason
    detail: str
    counted: timedelta
    spent: timedelta
    due: datetime | None
    target: Target
    retargeted: bool

    @property
    def counts(self) -> bool:
        """Whether its time counted."""
        return self.reason is RowReason.COUNTED


def rows_of(clock: Clock, at: datetime) -> tuple[Row, ...]:
    """The clock's life until an instant, without gaps; the time after it ended is left out."""
    rows: list[Row] = []
    spent, target = NO_TIME, clock.segments[0].target
    for segment in clock.segments:
        last = segment.start == clock.ended_at and segment.state is SegmentState.STOPPED
        if segment.start >= at or last:
            break
        due = _due(clock, segment, at, spent)
        for part in explain(replace(clock, segments=(segment,)), at):
            spent += part.counted
            rows.append(_row(part, spent, due, retargeted=segment.target != target))
            target = segment.target
    return tuple(rows)


def _due(clock: Clock, segment: Segment, at: datetime, spent: timedelta) -> datetime | None:
    """When the clock is due by a segment that runs, or would be if it went on at the end of one that waits."""
    if segment.state is SegmentState.STOPPED:
        return None
    waits = segment.state is SegmentState.PAUSED
    from_then_on = min(segment.end or at, at) if waits else segment.start
    return due_after(segment.target, from_then_on, spent, clock.started_at)


def _row(part: Segment, spent: timedelta, due: datetime | None, *, retargeted: bool) -> Row:
    reason, detail = _why(part)
    assert part.end is not None
    return Row(part.start, part.end, reason, detail, part.counted, spent, due, part.target, retargeted)


def _why(segment: Segment) -> tuple[RowReason, str]:
    match segment.reason:
        case PauseReason() as reason:
            return RowReason(reason.value), segment.why
        case Closed(ClosedReason.HOLIDAY, name):
            return RowReason.HOLIDAY, name or ""
        case Closed():
            return RowReason.OUTSIDE_HOURS, ""
        case None:
            return (RowReason.STOPPED if segment.state is SegmentState.STOPPED else RowReason.COUNTED), ""
