"""The audit: every event as a row."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.domain.events import Event
from bot.domain.words import PersonId, TicketId
from bot.store import tables

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_AUDIT = tables.audit


class Audit:
    """The audit rows of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def write(self, rows: list[tuple[TicketId | None, PersonId | None, Event]]) -> None:
        """Keep these events, all at the unit of work's one instant."""
        values = [
            {"ticket": ticket, "at": self._uow.now, "person": person, "event": event.name, "facts": event.facts()}
            for ticket, person, event in rows
        ]
        await self._uow.add_rows(_AUDIT, values)

    async def of(self, ticket: TicketId) -> tuple[tuple[datetime, PersonId | None, str, dict[str, Any]], ...]:
        """Everything that happened to a ticket, in order: instant, person, event, facts."""
        query = select(_AUDIT).where(_AUDIT.c.ticket == ticket).order_by(_AUDIT.c.id)
        rows = (await self._uow.execute(query)).mappings().all()
        return tuple((row["at"], row["person"], row["event"], row["facts"]) for row in rows)

    async def last_question(self, ticket: TicketId) -> tuple[str, ...]:
        """The fields that the client was asked for last."""
        where = (_AUDIT.c.ticket == ticket, _AUDIT.c.event == "ClientAsked")
        query = select(_AUDIT.c.facts).where(*where).order_by(_AUDIT.c.id.desc()).limit(1)
        facts = (await self._uow.execute(query)).scalar_one_or_none()
        return tuple(facts["fields"]) if facts else ()
