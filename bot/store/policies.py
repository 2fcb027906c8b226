"""Which tickets still go by an earlier desk.yaml, and which versions their clocks name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import text, update

from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.domain.words import TicketId
from bot.store import tables
from bot.store.several import among
from bot.store.tickets import OPEN_STATUSES

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

IN_FORCE = "desk:in_force"
"""The version that was loaded last, by whichever replica."""

AT_ONCE = 100
_TICKETS = tables.tickets
_ALIVE = [*OPEN_STATUSES, Status.RESOLVED]
_NAMED = {
    "sqlite": "CAST(json_extract(audit.facts, '$.desk_version') AS INTEGER)",
    "postgresql": "CAST(audit.facts->>'desk_version' AS INTEGER)",
}
_IN_CLOCKS = """SELECT DISTINCT {named} FROM audit JOIN tickets ON tickets.id = audit.ticket
WHERE audit.event IN ('TicketOpened', 'PriorityChanged', 'PolicyChanged')
AND tickets.status NOT IN ('closed', 'cancelled')"""


async def versions_in_clocks(uow: "UnitOfWork") -> set[int]:
    """The versions of desk.yaml by which the clocks of tickets that are not ended have counted."""
    rows = await uow.execute(text(_IN_CLOCKS.format(named=_NAMED[uow.dialect])))
    return {int(number) for number in rows.scalars().all() if number is not None}


async def going_by_others(uow: "UnitOfWork", after: TicketId) -> tuple[Ticket, ...]:
    """The next tickets that are not ended and go by another version than today's, locked."""
    where = (_TICKETS.c.desk_version != uow.version, _TICKETS.c.status.in_(_ALIVE), _TICKETS.c.id > after)
    query = uow.tickets.select_tickets().where(*where).order_by(_TICKETS.c.id).limit(AT_ONCE)
    return tuple(uow.knows(each) for each in await uow.tickets.list(query.with_for_update()))


async def go_by_todays(uow: "UnitOfWork", tickets: Sequence[TicketId]) -> None:
    """These tickets go by today's version, which promises them the same."""
    query = update(_TICKETS).where(among(_TICKETS.c.id, "tickets")).values(desk_version=uow.version)
    await uow.execute(query, {"tickets": list(tickets)})
