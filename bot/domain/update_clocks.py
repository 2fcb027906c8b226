"""The update cadence: a fixed grid from the opening on; each of its slots is a clock that one update satisfies.

A slot is over at its due instant, met or not, and the next begins there; an update at that very instant is in time.
Pauses and resolved spans move the grid by their length, another target by rule 5, replies and notes never. When a
change or problem need no longer be awaited, the quicker grid begins anew: nobody had promised an update sooner.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from bot.domain.calendars import add_working_time
from bot.domain.clock_course import Course, timeline
from bot.domain.clock_history import (
    NOTHING_ELSE,
    ClientAnswered,
    HistoryFact,
    PriorityMoved,
    StatusMoved,
    TicketOpened,
)
from bot.domain.clock_replay import clock_of
from bot.domain.clocks import (
    Cancelled,
    Clock,
    ClockKind,
    Ended,
    Fact,
    Met,
    Outcome,
    Reopened,
    Retargeted,
    Started,
    Target,
)
from bot.domain.statuses import ENDS, RULES, SLOWER, ClockAct, Status


def update_clocks(history: Iterable[HistoryFact], until: datetime) -> tuple[Clock, ...]:
    """The slots of the grid up to an instant after the last fact, the oldest first; the last one is the present one.

    A target must be longer than nothing.
    """
    return _grid(history, until).clocks()


def next_update_due(history: Iterable[HistoryFact], now: datetime) -> datetime | None:
    """By when the client is to hear next: the end of the present slot, or of the following one when it is met.

    None while the grid stands still, or where no updates are promised.
    """
    return _grid(history, now).next_due()


def pending_update(history: Iterable[HistoryFact], now: datetime) -> Clock | None:
    """The slot that the next update is for: the present one, or the following one when it is met or over.

    None where no updates are promised, on a ticket that is not open, and while a slot that is met stands still.
    """
    return _grid(history, now).pending(now)


def _grid(history: Iterable[HistoryFact], until: datetime) -> "_Grid":
    grid = _Grid()
    for at, group in groupby(timeline(history), key=lambda each: each[0]):
        grid.run_to(at)
        grid.happen(at, [fact for _, fact in group])
    grid.run_to(until)
    return grid


def _act(status: Status) -> ClockAct:
    return RULES[status].update


class _Slot:
    """The present slot: the facts of its time, and where among them the first update came."""

    def __init__(self, at: datetime, target: Target, *, slow: bool) -> None:
        self.facts: list[Fact] = [Started(at, target)]
        self.target, self.slow = target, slow
        self._met: tuple[int, Met] | None = None

    def update(self, at: datetime) -> None:
        if self._met is None:
            self._met = (len(self.facts), Met(at))

    def retarget(self, at: datetime, target: Target) -> None:
        if target != self.target:
            self.target = target
            self.facts.append(Retargeted(at, target))

    def over_by(self, at: datetime) -> datetime | None:
        """When it was over, if it was by that instant."""
        time = self._time(self.facts)
        if time.breached_at is not None:
            return time.breached_at
        return time.due_at if time.outcome is None and time.due_at is not None and time.due_at <= at else None

    def next_due(self) -> datetime | None:
        """When the next update is due, None while the slot's time stands still."""
        time = self._time(self.facts)
        if time.due_at is None or time.outcome is not None or self._met is None:
            return time.due_at if time.outcome is None else None
        return add_working_time(self.target.calendar, time.due_at, self.target.duration)

    def pending(self, now: datetime) -> Clock | None:
        """This slot while an update is still to come in it, else the one after it."""
        time = self._time(self.facts)
        if time.outcome is not None:
            return None
        over = self.over_by(now)
        if self._met is None and over is None:
            return time
        begins = over or time.due_at
        return clock_of(ClockKind.UPDATE, [Started(begins, self.target)]) if begins else None

    def clock(self, over: datetime | None = None) -> Clock:
        """What is to be seen of it; breached when it is over and no update came."""
        if self._met is not None:
            place, met = self._met
            return self._time([*self.facts[:place], met, *self.facts[place:]])
        if over is None:
            return self._time(self.facts)
        born = self._time(self.facts).born_breached
        ended = self._time([*self.facts, Ended(over)])
        return replace(ended, outcome=Outcome.BREACHED, ended_at=over, breached_at=over, born_breached=born)

    @staticmethod
    def _time(facts: Sequence[Fact]) -> Clock:
        clock = clock_of(ClockKind.UPDATE, facts)
        assert clock is not None, "it starts with its first fact"
        return clock


class _Grid:
    """The slots on the way through the history."""

    def __init__(self) -> None:
        self._course = Course(_act)
        self._promises = NOTHING_ELSE
        self._slot: _Slot | None = None
        self._done: list[Clock] = []

    def clocks(self) -> tuple[Clock, ...]:
        return (*self._done, self._slot.clock()) if self._slot else tuple(self._done)

    def next_due(self) -> datetime | None:
        return self._slot.next_due() if self._slot else None

    def pending(self, now: datetime) -> Clock | None:
        return self._slot.pending(now) if self._slot else None

    def run_to(self, at: datetime) -> None:
        """Let the slots that are over before an instant follow each other."""
        while self._slot is not None:
            over = self._slot.over_by(at)
            if over is None or over >= at:
                return
            self._close(over)
            self._begin(over)

    def happen(self, at: datetime, facts: Sequence[object]) -> None:
        """Everything that happens at one instant; where a slot is over, it concerns the next one but for an update."""
        slot = self._slot if self._course.status not in ENDS else None
        if slot is not None and any(isinstance(fact, ClientAnswered) for fact in facts):
            slot.update(at)
        if slot is not None and slot.over_by(at) is not None:
            self._close(at)
            for fact in facts:
                self._learn(fact)
            self._begin(at)
            return
        for fact in facts:
            self._tell(at, fact, updated=slot is not None)
        if self._slot is not None and self._slot.over_by(at) is not None:
            self._close(at)
            self._begin(at)

    def _tell(self, at: datetime, fact: object, *, updated: bool) -> None:
        ended = self._course.status in ENDS
        self._learn(fact)
        match fact:
            case TicketOpened() if self._slot is None:
                self._begin(at)
            case PriorityMoved():
                self._retarget(at)
            case ClientAnswered() if self._slot is not None and not updated and not ended:
                self._slot.update(at)
            case StatusMoved(to=to) if self._slot is not None:
                self._moved(at, to, self._slot, ended=ended)
        if self._slot is not None:
            self._slot.facts.extend(self._course.turns(at))

    def _learn(self, fact: object) -> None:
        self._course.see(fact)
        if isinstance(fact, (TicketOpened, PriorityMoved)):
            self._promises = fact.promises

    def _moved(self, at: datetime, to: Status, slot: _Slot, *, ended: bool) -> None:
        if to in ENDS:
            slot.facts.append(Cancelled(at))
            return
        if slot.slow and to not in SLOWER:
            self._restart(at, slot)
            return
        self._retarget(at)
        if ended:
            slot.facts.append(Reopened(at))

    def _restart(self, at: datetime, slot: _Slot) -> None:
        """The quick grid begins; the slow slot is over without a breach, unless it was due by now."""
        if slot.over_by(at) is not None:
            self._close(at)
        else:
            slot.facts.append(Cancelled(at))
            self._close(None)
        self._begin(at)

    def _retarget(self, at: datetime) -> None:
        target, slow = self._target()
        if self._slot is None:
            self._begin(at)
        elif target is None:
            self._slot.facts.append(Cancelled(at))
            self._close(None)
        else:
            self._slot.slow = slow
            self._slot.retarget(at, target)

    def _close(self, over: datetime | None) -> None:
        if self._slot is not None:
            self._done.append(self._slot.clock(over))
            self._slot = None

    def _begin(self, at: datetime) -> None:
        target, slow = self._target()
        if target is None:
            return
        self._slot = _Slot(at, target, slow=slow)
        self._course.begin()
        if self._course.status in ENDS:
            self._slot.facts.append(Cancelled(at))
        self._slot.facts.extend(self._course.turns(at))

    def _target(self) -> tuple[Target | None, bool]:
        """The target in force, and whether it is the slower one; what was resolved keeps the one that it had."""
        kept = self._slot is not None and self._slot.slow and self._course.status in ENDS
        slow = self._promises.slow_update if kept or self._course.status in SLOWER else None
        return (slow, True) if slow else (self._promises.update, False)
