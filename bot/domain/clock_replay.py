"""From the facts of a clock's history to the clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.calendars import add_working_time, subtract_working_time
from bot.domain.clocks import (
    NO_TIME,
    Cancelled,
    Clock,
    ClockKind,
    Ended,
    Fact,
    Met,
    Outcome,
    Paused,
    PauseReason,
    Reopened,
    Resumed,
    Retargeted,
    Segment,
    SegmentState,
    Started,
    Target,
)


def clock_of(kind: ClockKind, history: Iterable[Fact]) -> Clock | None:
    """The clock after its history, given in time order; None when it never started.

    A fact whose instant lies before the one before it (a clock stepped back) counts as of the same instant; one that
    says nothing new, such as a second answer, changes nothing.
    """
    replay: _Replay | None = None
    for fact in history:
        if replay is not None:
            replay.tell(fact)
        elif isinstance(fact, Started):
            replay = _Replay(kind, fact.target, fact.at, last=fact.at, since=fact.at, next_target=fact.target)
            replay.aim()
    return replay.clock() if replay is not None else None


def due_after(target: Target, at: datetime, spent: timedelta, started_at: datetime) -> datetime:
    """When a target is used up if its clock runs from an instant on, having spent so much before.

    A target passed by so much was due so long ago, but not before the clock started.
    """
    left = target.duration - spent
    if left >= NO_TIME:
        return add_working_time(target.calendar, at, left)
    return max(started_at, subtract_working_time(target.calendar, at, -left))


@dataclass
class _Replay:
    """A clock on its way through the facts.

    `owed` is the instant at which the target was used up while an answer at that very instant may still come.
    """

    kind: ClockKind
    target: Target
    started_at: datetime
    last: datetime
    since: datetime
    next_target: Target
    state: SegmentState = SegmentState.RUNNING
    reason: PauseReason | None = None
    why: str = ""
    elapsed: timedelta = NO_TIME
    segments: list[Segment] = field(default_factory=list)
    due_at: datetime | None = None
    owed: datetime | None = None
    owed_by_retarget: bool = False
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    breached_at: datetime | None = None
    born_breached: bool = False

    @property
    def stopped(self) -> bool:
        return self.state is SegmentState.STOPPED

    def tell(self, fact: Fact) -> None:
        at = self.last = max(fact.at, self.last)
        if self.owed is not None and self.owed < at:
            self.breach(self.owed, self.owed_by_retarget)
        self.fall_due(at)
        match fact:
            case Started():
                pass
            case Paused(reason=reason, why=why):
                if not self.stopped and (self.reason, self.why) != (reason, why):
                    self.turn(at, SegmentState.PAUSED, reason, why)
            case Resumed():
                if self.state is SegmentState.PAUSED:
                    self.turn(at, SegmentState.RUNNING)
            case Retargeted(target=target):
                self.next_target = target
                if not self.stopped:
                    self.retarget(at)
            case Reopened():
                self.reopen(at)
            case Met() | Cancelled() | Ended():
                if not self.stopped:
                    self.end(at, fact)
            case _:
                assert_never(fact)

    def fall_due(self, at: datetime) -> None:
        """Notice a due instant that has come; one that is only just here may still be answered."""
        if self.state is not SegmentState.RUNNING or self.due_at is None or self.due_at > at:
            return
        if self.due_at < at:
            self.breach(self.due_at)
        elif self.owed is None:
            self.owed, self.owed_by_retarget = at, False

    def breach(self, at: datetime, by_retarget: bool = False) -> None:
        self.owed = None
        if self.breached_at is None:
            self.breached_at, self.born_breached = at, by_retarget

    def turn(self, at: datetime, state: SegmentState, reason: PauseReason | None = None, why: str = "") -> None:
        """Finish the present segment and begin another."""
        finished = Segment(self.since, None, self.state, self.reason, NO_TIME, self.target, self.why)
        finished = replace(finished, end=at, counted=finished.counted_until(at))
        if at > self.since:
            self.segments.append(finished)
        self.elapsed += finished.counted
        self.since, self.state, self.reason, self.why = at, state, reason, why
        self.aim()

    def aim(self) -> None:
        """Compute the due instant of a running clock."""
        if self.state is SegmentState.PAUSED:
            self.due_at = None
        if self.state is not SegmentState.RUNNING:
            return
        self.due_at = due_after(self.target, self.since, self.elapsed, self.started_at)

    def retarget(self, at: datetime) -> None:
        """Let the next target come into force; one that the elapsed time has used up is breached by that."""
        if self.next_target == self.target:
            return
        self.turn(at, self.state, self.reason, self.why)
        self.target = self.next_target
        self.aim()
        if self.elapsed > self.target.duration:
            self.breach(at, by_retarget=True)
        elif self.elapsed == self.target.duration and self.owed is None:
            self.owed, self.owed_by_retarget = at, True

    def reopen(self, at: datetime) -> None:
        """Go on after a stop; what has ended but the resolution stays so unless it was cancelled."""
        if not self.stopped or (self.kind is not ClockKind.RESOLUTION and self.outcome is not Outcome.CANCELLED):
            return
        self.outcome = self.ended_at = None
        self.turn(at, SegmentState.RUNNING)
        self.retarget(at)

    def end(self, at: datetime, fact: Met | Cancelled | Ended) -> None:
        match fact:
            case Met():
                self.owed = None
                self.outcome = Outcome.MET if self.breached_at is None else Outcome.MET_LATE
            case Cancelled():
                self.outcome = Outcome.CANCELLED
            case Ended():
                self.outcome = Outcome.BREACHED if self.breached_at is None else Outcome.MET_LATE
                self.breach(at)
            case _:
                assert_never(fact)
        self.ended_at = at
        self.turn(at, SegmentState.STOPPED)

    def clock(self) -> Clock:
        """What the facts amount to; what fell due by the last of them without an answer is a breach."""
        self.fall_due(self.last)
        if self.owed is not None:
            self.breach(self.owed, self.owed_by_retarget)
        present = Segment(self.since, None, self.state, self.reason, NO_TIME, self.target, self.why)
        return Clock(
            kind=self.kind,
            target=self.target,
            started_at=self.started_at,
            segments=(*self.segments, present),
            due_at=self.due_at,
            paused_by=self.reason,
            outcome=self.outcome,
            ended_at=self.ended_at,
            breached_at=self.breached_at,
            born_breached=self.born_breached,
        )
