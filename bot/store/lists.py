"""Lists of tickets: mine, the backlog with its filters, and what words find; a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, TextClause, and_, func, or_, select, text

from bot.domain.sheets import COUNTED, Listing
from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.domain.words import ClientKey, PersonId, TeamKey, TicketId
from bot.store import tables
from bot.store.search import matching
from bot.store.tickets import OPEN_STATUSES

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

PAGE = 10
Condition = ColumnElement[bool] | TextClause
_TICKETS = tables.tickets
_EVIDENCE = tables.evidence


@dataclass(frozen=True)
class Filter:
    """Which open tickets; None leaves a criterion out."""

    client: ClientKey | None = None
    team: TeamKey | None = None
    owner: PersonId | None = None
    unowned: bool = False
    status: Status | None = None
    priority: int | None = None

    def conditions(self) -> list[Condition]:
        """The filter as conditions on the tickets' table; "open" in the words of the index that sorts them."""
        status = _TICKETS.c.status == self.status if self.status else text(f"tickets.{tables.OPEN}")
        given = {
            _TICKETS.c.client: self.client,
            _TICKETS.c.team: self.team,
            _TICKETS.c.owner: self.owner,
            _TICKETS.c.priority: self.priority,
        }
        found = [status, *(column == value for column, value in given.items() if value is not None)]
        return [*found, _TICKETS.c.owner.is_(None)] if self.unowned else found


async def backlog(uow: "UnitOfWork", chosen: Filter, page: int, words: str) -> Listing:
    """Open tickets, the most pressing first."""
    return await _page(uow, "backlog", chosen.conditions(), page, words)


async def my_tickets(uow: "UnitOfWork", person: PersonId, page: int = 1) -> Listing:
    """The tickets that a person owns, or reported, by their next deadline."""
    mine = or_(_TICKETS.c.owner == person, _TICKETS.c.reporter == person)
    open_or_resolved = _TICKETS.c.status.in_([*OPEN_STATUSES, Status.RESOLVED])
    return await _page(uow, "mine", [mine, open_or_resolved], page, "")


async def found(uow: "UnitOfWork", words: str, page: int) -> Listing:
    """Tickets by number, by an id that somebody gave, or by words."""
    number = words.lstrip("#")
    by_number = _TICKETS.c.id == int(number) if number.isdecimal() and len(number) < 16 else None
    given = select(_EVIDENCE.c.ticket).where(_EVIDENCE.c.value == words, _EVIDENCE.c.replaced_at.is_(None))
    ways: list[ColumnElement[bool]] = [_TICKETS.c.id.in_(given), matching(uow, words)]
    if by_number is not None:
        ways = [by_number] if words.startswith("#") else [*ways, by_number]
    return await _page(uow, "find", [or_(*ways)], page, words)


async def _page(uow: "UnitOfWork", what: str, conditions: Iterable[Condition], page: int, words: str) -> Listing:
    where = and_(uow.tickets.within_sight(), *conditions)
    some = select(_TICKETS.c.id).where(where).limit(COUNTED + 1).subquery()
    total: int = (await uow.execute(select(func.count()).select_from(some))).scalar_one()
    pages = max(1, -(-min(total, COUNTED) // PAGE))
    page = min(max(page, 1), pages)
    query = (
        uow.tickets.select_tickets()
        .where(where)
        .order_by(_TICKETS.c.next_due, _TICKETS.c.priority, _TICKETS.c.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    tickets = await uow.tickets.list(query)
    people = {person for each in tickets for person in (each.owner, each.reporter) if person}
    clients = {key: each.name for key, each in uow.rules.clients.items()}
    return Listing(what, tickets, await uow.people.names(people), page, pages, total, words, clients)


async def open_tickets(uow: "UnitOfWork", conditions: Iterable[ColumnElement[bool]] = ()) -> tuple[Ticket, ...]:
    """Every open or resolved ticket within sight, for digests."""
    alive = _TICKETS.c.status.in_([*OPEN_STATUSES, Status.RESOLVED])
    return await uow.tickets.list(uow.tickets.select_tickets().where(alive, *conditions).order_by(_TICKETS.c.id))


async def events_since(uow: "UnitOfWork", since: datetime, names: Iterable[str]) -> dict[str, set[TicketId]]:
    """Which tickets had these events after an instant."""
    audit: Any = tables.audit
    query = select(audit.c.event, audit.c.ticket).where(audit.c.at > since, audit.c.event.in_(list(names)))
    happened: dict[str, set[TicketId]] = {name: set() for name in names}
    for event, ticket in (await uow.execute(query)).all():
        happened[event].add(TicketId(ticket))
    return happened
