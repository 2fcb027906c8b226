"""The clocks of the conversation: how long the client waits for a next answer, and how long we wait for the client."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from bot.domain.clock_course import Course, timeline
from bot.domain.clock_episodes import Episodes
from bot.domain.clock_history import (
    NOTHING_ELSE,
    ClientAnswered,
    ClientSpoke,
    HistoryFact,
    PriorityMoved,
    StatusMoved,
    TicketOpened,
)
from bot.domain.clocks import Cancelled, Clock, ClockKind, Ended, Met
from bot.domain.statuses import ENDS, RULES, ClockAct, Status


def next_response_clocks(history: Iterable[HistoryFact]) -> tuple[Clock, ...]:
    """One clock from each oldest unanswered message of the client to the answer, once the first answer was given.

    Asking the client stops it, the resolution ends it as met late or breached, a cancellation cancels it until it is
    taken back. A message that reopens the ticket starts it, whichever of the two is told first.
    """
    replies = _Replies()
    for at, fact in timeline(history):
        match fact:
            case TicketOpened(promises=promises):
                replies.promises, replies.first = promises, _First.OPEN
            case PriorityMoved(promises=promises):
                replies.promises = promises
                replies.next.retarget(at, promises.next_response, wanted=replies.unanswered)
            case ClientSpoke():
                replies.spoke(at)
            case ClientAnswered():
                replies.answered(at)
            case StatusMoved(to=to):
                replies.moved(at, to)
            case _:
                pass
    return replies.next.clocks()


class _First(StrEnum):
    """How the first answer stands."""

    NONE = "none"
    OPEN = "open"
    CANCELLED = "cancelled"
    DONE = "done"


class _Replies:
    """Who spoke last, on the way through the history."""

    def __init__(self) -> None:
        self.next = Episodes(ClockKind.NEXT_RESPONSE, Course(lambda _: ClockAct.RUN))
        self.promises = NOTHING_ELSE
        self.first = _First.NONE
        self.status = Status.NEW
        self.unanswered = self.put_aside = False
        self.spoke_after_end: datetime | None = None

    def spoke(self, at: datetime) -> None:
        if self.status in ENDS:
            self.spoke_after_end = at
        elif self.first is _First.DONE:
            self.unanswered = True
            self.next.start(at, self.promises.next_response)

    def answered(self, at: datetime) -> None:
        if self.first is _First.OPEN:
            self.first = _First.DONE
        self.unanswered = self.put_aside = False
        self.next.end(Met(at))
        self.next.forget()

    def moved(self, at: datetime, to: Status) -> None:
        before, self.status = self.status, to
        if to is Status.CANCELLED:
            self.first = _First.CANCELLED if self.first is _First.OPEN else self.first
            self.put_aside, self.unanswered = self.put_aside or self.unanswered, False
            self.next.end(Cancelled(at), may_revive=True)
        elif to in ENDS:
            self.first = _First.DONE if self.first is _First.OPEN else self.first
            self.unanswered = False
            self.next.end(Ended(at))
        elif before in ENDS:
            self._reopened(at)
        if RULES[to].next_response is ClockAct.STOP:
            self.unanswered = False
            self.next.end(Cancelled(at))

    def _reopened(self, at: datetime) -> None:
        self.first = _First.OPEN if self.first is _First.CANCELLED else self.first
        self.unanswered, self.put_aside = self.put_aside, False
        self.next.revive(at)
        if self.unanswered:
            self.next.start(at, self.promises.next_response)
        if self.spoke_after_end == at:
            self.spoke(at)


def waiting_client_clocks(history: Iterable[HistoryFact]) -> tuple[Clock, ...]:
    """One clock for each time that we wait for the client: met when they say something, cancelled when we go on."""
    waits = Episodes(ClockKind.WAITING_CLIENT, Course(lambda _: ClockAct.RUN))
    promises, status, silent = NOTHING_ELSE, Status.NEW, False
    for at, fact in timeline(history):
        match fact:
            case TicketOpened(promises=found):
                promises = found
            case PriorityMoved(promises=found):
                promises = found
                waits.retarget(at, promises.waiting_client, wanted=silent)
            case ClientSpoke():
                silent = False
                waits.end(Met(at))
            case StatusMoved(to=to) if to is not status:
                status, silent = to, to is Status.WAITING_CLIENT
                waits.end(Cancelled(at))
                if silent:
                    waits.start(at, promises.waiting_client)
            case _:
                pass
    return waits.clocks()
