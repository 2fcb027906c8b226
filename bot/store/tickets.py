"""Tickets as rows: within the unit of work's sight, locked while they change."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, false, select, true, update

from bot.domain.decisions import Decision
from bot.domain.policies import TicketType
from bot.domain.priority import Level, Priority
from bot.domain.statuses import Status
from bot.domain.tickets import OPEN, CancelledWhy, Ticket, Verdict
from bot.domain.words import CategoryKey, ClientKey, Language, PersonId, TeamKey, TicketId
from bot.errors import NotFound
from bot.store import tables

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_TICKETS = tables.tickets
OPEN_STATUSES = sorted(OPEN)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a ticket without a clock is due: an index sorts both databases alike only by a value."""


def ticket_of(row: Any) -> Ticket:
    """A row as a ticket."""
    return Ticket(
        id=TicketId(row["id"]),
        client=ClientKey(row["client"]),
        category=CategoryKey(row["category"]) if row["category"] else None,
        status=Status(row["status"]),
        impact=Level(row["impact"]),
        urgency=Level(row["urgency"]),
        priority=Priority(row["priority"]),
        owner=PersonId(row["owner"]) if row["owner"] else None,
        reporter=PersonId(row["reporter"]),
        title=row["title"],
        language=Language(row["language"]),
        policy=row["policy"],
        desk_version=row["desk_version"],
        team=TeamKey(row["team"]) if row["team"] else None,
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        cancelled_why=CancelledWhy(row["cancelled_why"]) if row["cancelled_why"] else None,
        merged_into=TicketId(row["merged_into"]) if row["merged_into"] else None,
        type=TicketType(row["type"]) if row["type"] else None,
        decision=Decision.of(row["decision"]) if row["decision"] else None,
        watchers=tuple(PersonId(person) for person in row["watchers"] or ()),
        proposed=PersonId(row["proposed"]) if row["proposed"] else None,
        **{name: row[name] for name in _SAME},
    )


_SAME = (
    "opened_at",
    "changed_at",
    "commented_at",
    "category_why",
    "first_answered_at",
    "unanswered_since",
    "resolved_at",
    "closed_at",
    "first_response_due",
    "resolution_due",
    "breached",
    "wait_until",
    "wait_why",
    "resolution",
)


def _row(ticket: Ticket) -> dict[str, Any]:
    """A ticket as a row, with what the lists are sorted by."""
    values = {each.name: getattr(ticket, each.name) for each in fields(ticket) if each.name != "id"}
    return values | {
        "next_due": ticket.first_response_due or ticket.resolution_due or NEVER,
        "decision": ticket.decision.facts() if ticket.decision else None,
        "watchers": list(ticket.watchers) or None,
    }


class Tickets:
    """The tickets of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    def within_sight(self) -> ColumnElement[bool]:
        """The condition that every query about tickets carries."""
        sight = self._uow.sight
        if sight.everything:
            return true()
        return _TICKETS.c.client == sight.client if sight.client else false()

    async def get(self, ticket: TicketId) -> Ticket:
        """The ticket, locked until the unit of work ends; raises NotFound beyond the actor's sight."""
        return await self._one(ticket, lock=True)

    async def get_all(self, tickets: Sequence[TicketId]) -> dict[TicketId, Ticket]:
        """These tickets as far as they are within sight, locked in the order of their numbers."""
        query = select(_TICKETS).where(_TICKETS.c.id.in_(tickets), self.within_sight()).order_by(_TICKETS.c.id)
        return {each.id: self._uow.knows(each) for each in await self.list(query.with_for_update())}

    async def look(self, ticket: TicketId) -> Ticket:
        """The ticket as it is, not locked; raises NotFound beyond the actor's sight."""
        return await self._one(ticket, lock=False)

    async def look_at(self, tickets: Sequence[TicketId]) -> tuple[Ticket, ...]:
        """These tickets as they are, as far as they are within sight."""
        query = select(_TICKETS).where(_TICKETS.c.id.in_(tickets), self.within_sight()).order_by(_TICKETS.c.id)
        return tuple(self._uow.knows(each) for each in await self.list(query))

    async def _one(self, ticket: TicketId, lock: bool) -> Ticket:
        query = select(_TICKETS).where(_TICKETS.c.id == ticket, self.within_sight())
        row = (await self._uow.execute(query.with_for_update() if lock else query)).mappings().first()
        if row is None:
            raise NotFound(ticket=ticket)
        return self._uow.knows(ticket_of(row))

    async def add(self, ticket: Ticket) -> Ticket:
        """A new row; the ticket comes back with its number."""
        values = _row(ticket)
        added = await self._uow.execute(self._uow.insert(_TICKETS).returning(_TICKETS), values)
        return self._uow.knows(ticket_of(added.mappings().one()))

    async def save(self, ticket: Ticket) -> Ticket:
        """The row as the ticket says, its version one up."""
        values = _row(ticket) | {"changed_at": self._uow.now, "version": _TICKETS.c.version + 1}
        await self._uow.execute(update(_TICKETS).where(_TICKETS.c.id == ticket.id).values(**values))
        return self._uow.knows(ticket)

    async def list(self, query: Select[Any]) -> tuple[Ticket, ...]:
        """The tickets of a query made with `select_tickets`."""
        return tuple(ticket_of(row) for row in (await self._uow.execute(query)).mappings().all())

    def select_tickets(self) -> Select[Any]:
        """All tickets within sight, to be narrowed."""
        return select(_TICKETS).where(self.within_sight())
