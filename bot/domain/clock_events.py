"""What happened to a ticket's clocks, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import Event
from bot.domain.words import EscalationId, PersonId


@dataclass(frozen=True)
class ClockWarned(Event):
    """A clock reached 75 or 90 percent; `escalation` where it is a team's."""

    clock: str
    percent: int
    due_at: datetime
    calls: tuple[PersonId, ...]
    escalation: EscalationId | None = None


@dataclass(frozen=True)
class ClockBreached(Event):
    """A clock ran out; `team` are those of the escalation's team who are called."""

    clock: str
    due_at: datetime
    calls: tuple[PersonId, ...]
    escalation: EscalationId | None = None
    team: tuple[PersonId, ...] = ()


@dataclass(frozen=True)
class ClientNudged(Event):
    """The client has not answered our question for a while and was reminded; by `due_at` we stop waiting."""

    step: str
    due_at: datetime


@dataclass(frozen=True)
class ClientSilent(Event):
    """The client did not answer in the time that they have."""

    due_at: datetime
    calls: tuple[PersonId, ...]
    resolved: bool


@dataclass(frozen=True)
class PolicyChanged(Event):
    """Another version of desk.yaml promises something else; what has elapsed stays."""

    before: str
    policy: str
    desk_version: int


@dataclass(frozen=True)
class PauseNoted(Event):
    """The ticket had been waiting, though its status did not say so; `pause` counts the pauses of a ticket from 1."""

    pause: int
    start: datetime
    end: datetime
    status: str
    why: str


@dataclass(frozen=True)
class PauseRemoved(Event):
    """A pause that was noted had not been one."""

    pause: int
    why: str
