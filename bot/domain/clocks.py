"""The clocks of a ticket: computed from what happened, never kept as a lonely due date (rules 1 to 14 of the trade).

Instants are aware and in UTC; amounts are working time by the calendar in force when they were counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendars import Calendar, Closed, add_working_time, stretches, working_time

NO_TIME = timedelta(0)
WARNINGS = (75, 90)
BREACH = 100


class ClockKind(StrEnum):
    """What is timed."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    UPDATE = "update"
    RESOLUTION = "resolution"
    ACKNOWLEDGEMENT = "acknowledgement"
    PROGRESS = "progress"
    PROVIDER = "provider"
    WAITING_CLIENT = "waiting_client"


class PauseReason(StrEnum):
    """Why a clock waits; being outside hours is no pause and is told apart in the segments."""

    WAITING_CLIENT = "waiting_client"
    WAITING_PROVIDER = "waiting_provider"
    INFORMATION = "information"


class SegmentState(StrEnum):
    """What a clock does during a segment."""

    RUNNING = "running"
    OUTSIDE_HOURS = "outside_hours"
    PAUSED = "paused"
    STOPPED = "stopped"


class Outcome(StrEnum):
    """How a clock ended."""

    MET = "met"
    MET_LATE = "met_late"
    BREACHED = "breached"
    CANCELLED = "cancelled"


class Verdict(StrEnum):
    """How a clock stands at an instant."""

    ON_TIME = "on_time"
    WARNING_75 = "warning_75"
    WARNING_90 = "warning_90"
    PAUSED = "paused"
    BREACHED = "breached"
    MET = "met"
    MET_LATE = "met_late"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Target:
    """The working time that a policy (named) allows, by a calendar."""

    duration: timedelta
    calendar: Calendar
    policy: str


@dataclass(frozen=True)
class Started:
    """The clock began."""

    at: datetime
    target: Target


@dataclass(frozen=True)
class Paused:
    """The clock began to wait, or waits for another reason now; `why` are the words of a pause noted afterwards."""

    at: datetime
    reason: PauseReason
    why: str = ""


@dataclass(frozen=True)
class Resumed:
    """The clock went on after a pause."""

    at: datetime


@dataclass(frozen=True)
class Retargeted:
    """Another target came into force; elapsed time and pauses stay, the rest runs on the new calendar."""

    at: datetime
    target: Target


@dataclass(frozen=True)
class Met:
    """What the clock waits for came."""

    at: datetime


@dataclass(frozen=True)
class Reopened:
    """What had stopped goes on; the time between does not count."""

    at: datetime


@dataclass(frozen=True)
class Cancelled:
    """Nobody waits for it any more."""

    at: datetime


@dataclass(frozen=True)
class Ended:
    """The ticket was resolved before what the clock waits for came."""

    at: datetime


Fact = Started | Paused | Resumed | Retargeted | Met | Reopened | Cancelled | Ended


@dataclass(frozen=True)
class Segment:
    """A span of a clock's life from `start` to before `end` (None: still going on) under one target.

    `counted` is the working time of a finished span; `reason` says why nothing counts.
    """

    start: datetime
    end: datetime | None
    state: SegmentState
    reason: PauseReason | Closed | None
    counted: timedelta
    target: Target
    why: str = ""

    def counted_until(self, at: datetime) -> timedelta:
        """The working time that it counted before an instant."""
        if self.end is not None and self.end <= at:
            return self.counted
        if self.state is not SegmentState.RUNNING:
            return NO_TIME
        return working_time(self.target.calendar, self.start, at)


@dataclass(frozen=True)
class Clock:
    """A clock after the last fact of its history.

    `due_at` is None while it is paused; `breached_at` is a breach that the history already holds, and stays whatever
    follows; `born_breached` says that a change of target made it, so that no warning came before.
    """

    kind: ClockKind
    target: Target
    started_at: datetime
    segments: tuple[Segment, ...]
    due_at: datetime | None
    paused_by: PauseReason | None
    outcome: Outcome | None
    ended_at: datetime | None
    breached_at: datetime | None
    born_breached: bool

    def elapsed(self, at: datetime) -> timedelta:
        """The working time spent before an instant."""
        return sum((segment.counted_until(at) for segment in self.segments), NO_TIME)

    def breach(self, at: datetime) -> datetime | None:
        """When it was breached, seen from an instant after the last fact; None when it was not."""
        if self.breached_at is not None or self.outcome is not None:
            return self.breached_at
        return self.due_at if self.due_at is not None and self.due_at <= at else None


def judge(clock: Clock, at: datetime) -> Verdict:
    """How the clock stands at an instant after its last fact; a breach shows through a pause and a later target."""
    if clock.outcome is not None:
        return Verdict(clock.outcome.value)
    if clock.breach(at) is not None:
        return Verdict.BREACHED
    if clock.paused_by is not None:
        return Verdict.PAUSED
    spent = clock.elapsed(at)
    if spent >= _threshold(clock.target, 90):
        return Verdict.WARNING_90
    return Verdict.WARNING_75 if spent >= _threshold(clock.target, 75) else Verdict.ON_TIME


def moments(clock: Clock, warnings: tuple[int, ...] = WARNINGS) -> Mapping[int, datetime]:
    """When 75, 90 (or other shares, rising) and 100 per cent of the target were or will be reached, in order.

    Will be, if nothing changes. A percentage that the elapsed time had passed when the target came into force is due
    then; of several at one instant only the severest is there. A breached clock has only its breach, an ended one
    nothing.
    """
    if clock.outcome is not None:
        return {}
    if clock.breached_at is not None:
        return {BREACH: clock.breached_at}
    reached = {percent: _reached(clock, percent) for percent in (*warnings, BREACH)}
    severest = {instant: percent for percent, instant in reached.items() if instant is not None}
    return {percent: instant for instant, percent in severest.items()}


def explain(clock: Clock, at: datetime) -> tuple[Segment, ...]:
    """The clock's life until an instant, with what each span counted or why it counted nothing."""
    return tuple(part for segment in clock.segments if segment.start < at for part in _explained(segment, at))


def _explained(segment: Segment, at: datetime) -> Iterator[Segment]:
    end = at if segment.end is None else min(segment.end, at)
    if segment.state is not SegmentState.RUNNING:
        yield replace(segment, end=end)
        return
    for stretch in stretches(segment.target.calendar, segment.start, end):
        state = SegmentState.RUNNING if stretch.closed is None else SegmentState.OUTSIDE_HOURS
        counted = stretch.end - stretch.start if stretch.closed is None else NO_TIME
        yield Segment(stretch.start, stretch.end, state, stretch.closed, counted, segment.target)


def _threshold(target: Target, percent: int) -> timedelta:
    """The elapsed time, rounded up to the microsecond, that makes so many per cent of the target."""
    return -(-target.duration * percent // BREACH)


def _reached(clock: Clock, percent: int) -> datetime | None:
    """When the elapsed time reaches a share of the present target; None while a pause keeps it from that."""
    wanted = _threshold(clock.target, percent)
    present = _under_present_target(clock)
    left = wanted - sum((segment.counted for segment in clock.segments[: -len(present)]), NO_TIME)
    if left <= NO_TIME:
        return present[0].start
    for segment in present:
        if segment.state is SegmentState.RUNNING and (segment.end is None or left <= segment.counted):
            return add_working_time(segment.target.calendar, segment.start, left)
        left -= segment.counted
    return None


def _under_present_target(clock: Clock) -> tuple[Segment, ...]:
    """The segments since the present target came into force; at least the last one."""
    count = 0
    for segment in reversed(clock.segments):
        if segment.target != clock.target:
            break
        count += 1
    return clock.segments[-count:]
