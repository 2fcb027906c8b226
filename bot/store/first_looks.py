"""First looks as rows: what somebody saw when they looked, by ticket and check."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint, delete, select

from bot.domain.first_look import Seen, Tick
from bot.domain.statuses import Status
from bot.domain.words import PersonId, TicketId
from bot.store import tables
from bot.store.several import among
from bot.store.types import PlainText, UtcDateTime

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

first_looks = Table(
    "first_looks",
    tables.metadata,
    Column("id", tables.Id, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("key", PlainText, nullable=False),
    Column("seen", PlainText, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("ticket", "key"),
)
_OF_TICKETS = select(first_looks).where(among(first_looks.c.ticket, "tickets")).order_by(first_looks.c.id)
_AUDIT = tables.audit
_MOVES = select(_AUDIT.c.ticket, _AUDIT.c.facts).where(
    among(_AUDIT.c.ticket, "tickets"), _AUDIT.c.event == "StatusMoved"
)


async def ticks_of(uow: "UnitOfWork", tickets: Sequence[TicketId]) -> dict[TicketId, dict[str, Tick]]:
    """The ticks of several tickets, by the keys of the checks."""
    found: dict[TicketId, dict[str, Tick]] = {}
    for row in (await uow.execute(_OF_TICKETS, {"tickets": tickets})).mappings().all():
        tick = Tick(PersonId(row["person"]), row["at"], Seen(row["seen"]))
        found.setdefault(TicketId(row["ticket"]), {})[row["key"]] = tick
    return found


async def keep_ticks(uow: "UnitOfWork", ticket: TicketId, ticks: Mapping[str, Tick]) -> None:
    """Keep these ticks, in the place of earlier ones."""
    await drop_ticks(uow, ticket, ticks)
    rows = [
        {"ticket": ticket, "key": key, "seen": tick.seen, "person": tick.by, "at": tick.at}
        for key, tick in ticks.items()
    ]
    if rows:
        await uow.add_rows(first_looks, rows)


async def drop_ticks(uow: "UnitOfWork", ticket: TicketId, keys: Iterable[str]) -> None:
    """Take these ticks back."""
    wanted = list(keys)
    if wanted:
        where = (first_looks.c.ticket == ticket, first_looks.c.key.in_(wanted))
        await uow.execute(delete(first_looks).where(*where))


async def waited_for_provider(uow: "UnitOfWork", tickets: Sequence[TicketId]) -> frozenset[TicketId]:
    """Which of these tickets a provider was asked about: they have waited for one."""
    rows = (await uow.execute(_MOVES, {"tickets": tickets})).all()
    return frozenset(TicketId(row.ticket) for row in rows if row.facts.get("after") == Status.WAITING_PROVIDER)
