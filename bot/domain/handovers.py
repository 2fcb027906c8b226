"""The end of a shift: who leaves, who arrives, and the tickets that go from one to the other."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.words import PersonId, TicketId

HandoverId = NewType("HandoverId", int)


@dataclass(frozen=True)
class Handover:
    """A list of tickets for the arriving person of a team (its key; empty for the desk); `letter` offers it."""

    id: HandoverId
    room: str
    leaving: PersonId
    arriving: PersonId
    at: datetime
    tickets: tuple[TicketId, ...]
    letter: str
    accepted_by: PersonId | None = None
    accepted_at: datetime | None = None
