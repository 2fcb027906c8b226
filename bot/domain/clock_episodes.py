"""Clocks of one kind that follow each other: at most one of them runs, and each begins anew (a reset, not a pause)."""

from datetime import datetime

from bot.domain.clock_course import Course
from bot.domain.clock_replay import clock_of
from bot.domain.clocks import Cancelled, Clock, ClockKind, Ended, Fact, Met, Reopened, Retargeted, Started, Target


class Episodes:
    """The clocks of one kind, as far as the history was told; a kind without a target has none."""

    def __init__(self, kind: ClockKind, course: Course) -> None:
        self._kind, self._course = kind, course
        self._done: list[tuple[Fact, ...]] = []
        self._facts: list[Fact] = []
        self._kept: list[Fact] = []

    @property
    def running(self) -> bool:
        """Whether one of them is neither met nor over."""
        return bool(self._facts)

    def start(self, at: datetime, target: Target | None) -> None:
        """One begins, if it has a target and none is running."""
        if target is None or self._facts:
            return
        self._facts, self._kept = [Started(at, target)], []
        self._course.begin()
        self.turn(at)

    def turn(self, at: datetime) -> None:
        """The running one waits or goes on, as the ticket does."""
        if self._facts:
            self._facts.extend(self._course.turns(at))

    def end(self, fact: Met | Cancelled | Ended, *, may_revive: bool = False) -> None:
        """The running one is over; one that was cancelled by mistake may be revived."""
        if self._facts:
            self._done.append((*self._facts, fact))
            self._kept, self._facts = ([*self._facts, fact] if may_revive else []), []

    def revive(self, at: datetime) -> None:
        """The one that was cancelled last, and may be, goes on."""
        if self._kept:
            self._done.pop()
            self._facts, self._kept = [*self._kept, Reopened(at)], []
            self._course.begin()
            self.turn(at)

    def forget(self) -> None:
        """What was cancelled stays so."""
        self._kept = []

    def retarget(self, at: datetime, target: Target | None, *, wanted: bool) -> None:
        """Another target for what runs; without one it is cancelled, and what is `wanted` and had none begins."""
        if target is None:
            self.end(Cancelled(at))
            self.forget()
        elif self._facts:
            self._facts.append(Retargeted(at, target))
        elif self._kept:
            self._kept.append(Retargeted(at, target))
        elif wanted:
            self.start(at, target)

    def clocks(self) -> tuple[Clock, ...]:
        """All of them, the oldest first."""
        told = (*self._done, tuple(self._facts)) if self._facts else self._done
        return tuple(clock for facts in told if (clock := clock_of(self._kind, facts)) is not None)
