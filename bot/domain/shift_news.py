"""What is told of duty in a team's channel, gathered for its views: a shift's end and start, a deal, an absence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.handovers import Handover
from bot.domain.tickets import Ticket
from bot.domain.words import ClientKey, Label, PersonId, TicketId


@dataclass(frozen=True)
class ShiftNews:
    """Who leaves and who arrives in a room, until when, who was passed over, and the list that goes over.

    `room` is None for the desk; `whys` says of a ticket what the team was asked.
    """

    room: Label | None
    leaving: PersonId | None
    arriving: PersonId | None
    until: datetime | None
    names: Mapping[PersonId, str]
    skipped: tuple[Mapping[str, Any], ...] = ()
    handover: Handover | None = None
    tickets: tuple[Ticket, ...] = ()
    whys: Mapping[TicketId, str] = field(default_factory=dict)
    clients: Mapping[ClientKey, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DealNews:
    """A deal as it stands: who has which time (from, until), who asked, and who is to be called."""

    id: str
    room: Label
    kind: str
    state: str
    by: PersonId | None
    times: tuple[tuple[PersonId, datetime, datetime], ...]
    relieved: tuple[PersonId, ...]
    names: Mapping[PersonId, str]
    calls: tuple[PersonId, ...] = ()


@dataclass(frozen=True)
class AbsenceNews:
    """Somebody on duty is away, and who is called instead."""

    person: str
    begins_at: datetime
    ends_at: datetime
    instead: str
