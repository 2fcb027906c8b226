"""From what happened to a ticket to the facts of its clocks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.domain.clock_course import Course, PausedAfterwards, StatusMoved, timeline
from bot.domain.clock_replay import clock_of
from bot.domain.clocks import (
    Cancelled,
    Clock,
    ClockKind,
    Ended,
    Fact,
    Met,
    Reopened,
    Retargeted,
    Started,
    Target,
)
from bot.domain.statuses import ENDS, Status, resolution_act

__all__ = [
    "CheckEnded",
    "CheckRetargeted",
    "CheckSent",
    "ClientAnswered",
    "ClientSpoke",
    "Escalated",
    "EscalationEnded",
    "EscalationRetargeted",
    "HistoryFact",
    "PausedAfterwards",
    "PriorityMoved",
    "Promises",
    "ProviderAnswered",
    "ProviderAsked",
    "ProviderTold",
    "StatusMoved",
    "TeamAcknowledged",
    "TeamNoted",
    "TicketOpened",
    "first_response_facts",
    "resolution_facts",
    "ticket_clocks",
]


@dataclass(frozen=True)
class Promises:
    """What else a policy may promise; `slow_update` counts while a change or problem is awaited."""

    next_response: Target | None = None
    update: Target | None = None
    slow_update: Target | None = None
    waiting_client: Target | None = None


NOTHING_ELSE = Promises()


@dataclass(frozen=True)
class TicketOpened:
    """The client's message that opened the ticket, in desk time, in status new."""

    at: datetime
    first_response: Target
    resolution: Target
    promises: Promises = NOTHING_ELSE


@dataclass(frozen=True)
class ClientSpoke:
    """The client said something that wants an answer: no pleasantry."""

    at: datetime


@dataclass(frozen=True)
class ClientAnswered:
    """Staff said something to the client on purpose, and no pleasantry: a reply, and an update."""

    at: datetime


@dataclass(frozen=True)
class PriorityMoved:
    """Other targets came into force: by another priority, policy, client or version of a calendar."""

    at: datetime
    first_response: Target
    resolution: Target
    promises: Promises = NOTHING_ELSE


@dataclass(frozen=True)
class Escalated:
    """A team was called; what it has agreed to, by its calendar."""

    at: datetime
    escalation: int
    acknowledgement: Target | None
    progress: Target | None = None


@dataclass(frozen=True)
class EscalationRetargeted:
    """Other targets of a team came into force."""

    at: datetime
    escalation: int
    acknowledgement: Target | None
    progress: Target | None = None


@dataclass(frozen=True)
class TeamAcknowledged:
    """Somebody of the team has it."""

    at: datetime
    escalation: int


@dataclass(frozen=True)
class TeamNoted:
    """Somebody of the team said how it goes."""

    at: datetime
    escalation: int


@dataclass(frozen=True)
class EscalationEnded:
    """The team has nothing to do with it any more: given back, passed on, or done."""

    at: datetime
    escalation: int


@dataclass(frozen=True)
class CheckSent:
    """A provider was asked; its contract says until when it answers, by its calendar."""

    at: datetime
    check: int
    target: Target | None


@dataclass(frozen=True)
class CheckRetargeted:
    """Another target of the provider's contract came into force."""

    at: datetime
    check: int
    target: Target | None


@dataclass(frozen=True)
class ProviderAsked:
    """The provider wants to know more: the ball is ours again."""

    at: datetime
    check: int


@dataclass(frozen=True)
class ProviderTold:
    """The provider has what it asked for."""

    at: datetime
    check: int


@dataclass(frozen=True)
class ProviderAnswered:
    """The provider's answer came."""

    at: datetime
    check: int


@dataclass(frozen=True)
class CheckEnded:
    """Nobody waits for the provider's answer any more."""

    at: datetime
    check: int


TeamFact = Escalated | EscalationRetargeted | TeamAcknowledged | TeamNoted | EscalationEnded
ProviderFact = CheckSent | CheckRetargeted | ProviderAsked | ProviderTold | ProviderAnswered | CheckEnded
TicketFact = TicketOpened | StatusMoved | ClientSpoke | ClientAnswered | PriorityMoved | PausedAfterwards
HistoryFact = TicketFact | TeamFact | ProviderFact


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
            case _:
                pass


def resolution_facts(history: Iterable[HistoryFact], provider_pauses: bool = False) -> Iterator[Fact]:
    """The facts of the resolution clock: every status says whether it runs, pauses or stops."""
    course = Course(partial(resolution_act, provider_pauses=provider_pauses))
    for at, fact in timeline(history):
        match fact:
            case TicketOpened(resolution=target):
                yield Started(at, target)
            case PriorityMoved(resolution=target):
                yield Retargeted(at, target)
            case StatusMoved(to=to) if to in ENDS:
                yield Cancelled(at) if to is Status.CANCELLED else Met(at)
            case StatusMoved() if course.status in ENDS:
                yield Reopened(at)
            case _:
                pass
        course.see(fact)
        yield from course.turns(at)
