"""What happened to duty, in the past tense: pings, changes of the plan, absences, shifts and handovers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.events import Event
from bot.domain.handovers import HandoverId
from bot.domain.words import EscalationId, PersonId, TeamKey


@dataclass(frozen=True)
class DutyPinged(Event):
    """Whoever is on duty in a team was called into a ticket's thread: an escalation's, or else the desk's.

    `theirs` is the open escalation to that team, in whose thread they are called as well.
    """

    team: TeamKey
    calls: tuple[PersonId, ...]
    why: str = ""
    escalation: EscalationId | None = None
    skipped: tuple[Mapping[str, Any], ...] = ()
    theirs: EscalationId | None = None


@dataclass(frozen=True)
class TicketHandedOver(Event):
    """A ticket was on the list that the arriving person of a shift accepted."""

    handover: HandoverId
    leaving: PersonId
    arriving: PersonId


@dataclass(frozen=True)
class DutyDealt(Event):
    """Overrides of one deal were asked for, hold from now on, were refused, or were taken back: `state`."""

    team: TeamKey
    deal: str
    kind: str
    state: str


@dataclass(frozen=True)
class WentAway(Event):
    """Somebody is away from one instant to before another; they, or a coordinator, said so."""

    person: PersonId
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class CameBack(Event):
    """Somebody is there again before their absence was over."""

    person: PersonId


@dataclass(frozen=True)
class ShiftChanged(Event):
    """Somebody else is on duty in a team (its key, empty for the desk)."""

    room: str
    leaving: PersonId | None
    arriving: PersonId | None
    handover: HandoverId | None = None


@dataclass(frozen=True)
class HandoverAccepted(Event):
    """The list of a shift's end has somebody who goes on with it."""

    room: str
    handover: HandoverId
    leaving: PersonId


@dataclass(frozen=True)
class CalendarImported(Event):
    """An operator imported a calendar file: so many of its events hold, so many of an earlier file were withdrawn."""

    team: TeamKey
    kept: int
    withdrawn: int
