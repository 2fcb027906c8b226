"""From what happened to a ticket to the facts of its clocks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.clock_replay import clock_of
from bot.domain.clocks import (
    Cancelled,
    Clock,
    ClockKind,
    Ended,
    Fact,
    Met,
    Paused,
    PauseReason,
    Reopened,
    Resumed,
    Retargeted,
    Started,
    Target,
)
from bot.domain.statuses import ClockAct, Status, resolution_act

PAUSES = {
    Status.WAITING_CLIENT: PauseReason.WAITING_CLIENT,
    Status.WAITING_PROVIDER: PauseReason.WAITING_PROVIDER,
}
ENDS = frozenset({Status.RESOLVED, Status.CLOSED, Status.CANCELLED})


@dataclass(frozen=True)
class TicketOpened:
    """The client's message that opened the ticket, in desk time, in status new."""

    at: datetime
    first_response: Target
    resolution: Target


@dataclass(frozen=True)
class StatusMoved:
    """The ticket came into a status."""

    at: datetime
    to: Status


@dataclass(frozen=True)
class ClientAnswered:
    """Staff said something to the client on purpose."""

    at: datetime


@dataclass(frozen=True)
class PriorityMoved:
    """Other targets came into force."""

    at: datetime
    first_response: Target
    resolution: Target


HistoryFact = TicketOpened | StatusMoved | ClientAnswered | PriorityMoved


def ticket_clocks(history: Iterable[HistoryFact], provider_pauses: bool = False) -> Mapping[ClockKind, Clock]:
    """The clocks that a ticket's history, in time order, has started."""
    facts = tuple(history)
    clocks = {
        ClockKind.FIRST_RESPONSE: clock_of(ClockKind.FIRST_RESPONSE, first_response_facts(facts)),
        ClockKind.RESOLUTION: clock_of(ClockKind.RESOLUTION, resolution_facts(facts, provider_pauses)),
    }
    return {kind: clock for kind, clock in clocks.items() if clock is not None}


def first_response_facts(history: Iterable[HistoryFact]) -> Iterator[Fact]:
    """The facts of the first-response clock: it runs until the client is answered, the ticket resolved or cancelled.

    An answer at the very instant of the resolution, whichever is told first, is an answer.
    """
    facts = tuple(history)
    answers = {fact.at for fact in facts if isinstance(fact, ClientAnswered)}
    status = Status.NEW
    for fact in facts:
        match fact:
            case TicketOpened(at, target, _):
                yield Started(at, target)
            case PriorityMoved(at, target, _):
                yield Retargeted(at, target)
            case ClientAnswered(at):
                yield Met(at)
            case StatusMoved(at, to):
                if status in ENDS and to not in ENDS:
                    yield Reopened(at)
                elif to is Status.CANCELLED:
                    yield Cancelled(at)
                elif to in ENDS:
                    yield Met(at) if at in answers else Ended(at)
                status = to


def resolution_facts(history: Iterable[HistoryFact], provider_pauses: bool = False) -> Iterator[Fact]:
    """The facts of the resolution clock: every status says whether it runs, pauses or stops."""
    act = ClockAct.RUN
    for fact in history:
        match fact:
            case TicketOpened(at, _, target):
                yield Started(at, target)
            case PriorityMoved(at, _, target):
                yield Retargeted(at, target)
            case StatusMoved(at, to):
                following = resolution_act(to, provider_pauses)
                yield from _moved(at, to, act, following)
                act = following
            case ClientAnswered():
                pass


def _moved(at: datetime, to: Status, act: ClockAct, following: ClockAct) -> Iterator[Fact]:
    """What a move between two acts of the resolution clock means to it."""
    if following in (ClockAct.STOP, ClockAct.DONE):
        yield Cancelled(at) if to is Status.CANCELLED else Met(at)
        return
    if act in (ClockAct.STOP, ClockAct.DONE):
        yield Reopened(at)
    if following is ClockAct.PAUSE:
        yield Paused(at, PAUSES[to])
    elif act is ClockAct.PAUSE:
        yield Resumed(at)
