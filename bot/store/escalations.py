"""Escalations as rows."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from bot.domain.tickets import Escalation, EscalationState
from bot.domain.words import EscalationId, PersonId, TeamKey, TicketId
from bot.store import tables
from bot.store.several import among, by_ticket

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_ESCALATIONS = tables.escalations
_OF_TICKETS = select(_ESCALATIONS).where(among(_ESCALATIONS.c.ticket, "tickets")).order_by(_ESCALATIONS.c.id)


def escalation_of(row: Any) -> Escalation:
    """A row as an escalation."""
    return Escalation(
        id=EscalationId(row["id"]),
        ticket=TicketId(row["ticket"]),
        team=TeamKey(row["team"]),
        state=EscalationState(row["state"]),
        by=PersonId(row["by"]),
        why=row["why"],
        called_at=row["called_at"],
        level=row["level"],
        called=tuple(PersonId(person) for person in row["called"]),
        assignee=PersonId(row["assignee"]) if row["assignee"] else None,
        acknowledged_at=row["acknowledged_at"],
        ended_at=row["ended_at"],
        answer=row["answer"],
    )


class Escalations:
    """The escalations of one unit of work; they are reached through their ticket."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def add(self, escalation: Escalation) -> Escalation:
        """A new row; the escalation comes back with its number."""
        values = asdict(escalation) | {"called": list(escalation.called)}
        del values["id"]
        added = await self._uow.execute(self._uow.insert(_ESCALATIONS).values(**values).returning(_ESCALATIONS))
        return escalation_of(added.mappings().one())

    async def save(self, escalation: Escalation) -> Escalation:
        """The row as the escalation says."""
        values = asdict(escalation) | {"called": list(escalation.called)}
        del values["id"]
        await self._uow.execute(update(_ESCALATIONS).where(_ESCALATIONS.c.id == escalation.id).values(**values))
        return escalation

    async def of(self, ticket: TicketId) -> tuple[Escalation, ...]:
        """Every escalation of a ticket, oldest first."""
        return (await self.of_all([ticket])).get(ticket, ())

    async def of_all(self, tickets: Sequence[TicketId]) -> dict[TicketId, tuple[Escalation, ...]]:
        """The same for several tickets."""
        rows = (await self._uow.execute(_OF_TICKETS, {"tickets": tickets})).mappings().all()
        return by_ticket(rows, escalation_of)

    async def get(self, escalation: EscalationId) -> Escalation:
        """One escalation by its number."""
        query = select(_ESCALATIONS).where(_ESCALATIONS.c.id == escalation)
        return escalation_of((await self._uow.execute(query)).mappings().one())
