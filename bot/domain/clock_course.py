"""On the way through a ticket's history: its status, and for whom the clocks of one column of the table wait.

A pause that is noted afterwards counts as if the ticket had been in that status then: whatever that status pauses,
waits, and what has stopped, stays stopped.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from bot.domain.clocks import Paused, PauseReason, Resumed
from bot.domain.statuses import ClockAct, Status

PAUSES = {
    Status.WAITING_CLIENT: PauseReason.WAITING_CLIENT,
    Status.WAITING_PROVIDER: PauseReason.WAITING_PROVIDER,
}


@dataclass(frozen=True)
class StatusMoved:
    """The ticket came into a status."""

    at: datetime
    to: Status


@dataclass(frozen=True)
class PausedAfterwards:
    """Noted at `at`: from `start` to before `end` the ticket was waiting, though its status did not say so, and why.

    `status` is waiting for the client or for a provider; nothing after `at` is paused by it.
    """

    at: datetime
    start: datetime
    end: datetime
    status: Status
    why: str


@dataclass(frozen=True)
class NotedPauseBegan:
    """From here on the ticket is known to have waited."""

    pause: PausedAfterwards


@dataclass(frozen=True)
class NotedPauseEnded:
    """Until here the ticket is known to have waited."""

    pause: PausedAfterwards


class Dated(Protocol):
    """Something that happened at an instant."""

    @property
    def at(self) -> datetime:
        """When it happened."""


_Fact = TypeVar("_Fact", bound=Dated)


def timeline(history: Iterable[_Fact]) -> tuple[tuple[datetime, _Fact | NotedPauseBegan | NotedPauseEnded], ...]:
    """The facts with their instants, in order, and where a pause that was noted later began and ended.

    A fact stamped before the one before it counts as of the same instant.
    """
    told: list[tuple[datetime, _Fact | NotedPauseBegan | NotedPauseEnded]] = []
    for fact in history:
        told.append((max(fact.at, told[-1][0]) if told else fact.at, fact))
    if not told:
        return ()
    for pause in [fact for _, fact in told if isinstance(fact, PausedAfterwards)]:
        start, end = max(pause.start, told[0][0]), min(pause.end, pause.at)
        if start < end:
            for at, mark in ((start, NotedPauseBegan(pause)), (end, NotedPauseEnded(pause))):
                told.insert(bisect_right(told, at, key=lambda each: each[0]), (at, mark))
    return tuple(told)


class Wait(NamedTuple):
    """For whom a clock waits, and the words of a pause that was noted afterwards."""

    reason: PauseReason
    why: str = ""


class Course:
    """Where the ticket stands, seen from the clocks of one column of the table (`act`)."""

    def __init__(self, act: Callable[[Status], ClockAct]) -> None:
        self._act = act
        self._noted: list[PausedAfterwards] = []
        self._told: Wait | None = None
        self.status = Status.NEW
        self.asked = False

    def see(self, fact: object) -> None:
        """Take note of a status, or of a pause that was noted afterwards."""
        match fact:
            case StatusMoved(to=to):
                self.status = to
            case NotedPauseBegan(pause):
                self._noted.append(pause)
            case NotedPauseEnded(pause):
                self._noted.remove(pause)

    def copy(self) -> "Course":
        """The same place for another clock, which has not been told anything yet."""
        other = Course(self._act)
        other.status, other.asked, other._noted = self.status, self.asked, list(self._noted)
        return other

    def begin(self) -> None:
        """A clock begins here; it has not been told yet that it waits."""
        self._told = None

    def turns(self, at: datetime) -> Iterator[Paused | Resumed]:
        """What the clock has to be told, after what was seen."""
        wait = self._wait()
        if wait != self._told:
            self._told = wait
            yield Paused(at, *wait) if wait else Resumed(at)

    def _wait(self) -> Wait | None:
        act = self._act(self.status)
        if act is ClockAct.PAUSE:
            return Wait(PAUSES[self.status])
        if act is not ClockAct.RUN:
            return None
        if self.asked:
            return Wait(PauseReason.INFORMATION)
        noted = (each for each in self._noted if self._act(each.status) is ClockAct.PAUSE)
        return next((Wait(PAUSES[each.status], each.why) for each in noted), None)
