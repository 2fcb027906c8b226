"""Evidence: every value that was given; a new one replaces what its own author or an unconfirmed reading said."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from bot.domain.tickets import Evidence
from bot.domain.words import EntryId, PersonId, TicketId
from bot.store import tables
from bot.store.several import among, by_ticket

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_EVIDENCE = tables.evidence
_OF_TICKETS = (
    select(_EVIDENCE)
    .where(among(_EVIDENCE.c.ticket, "tickets"), _EVIDENCE.c.replaced_at.is_(None))
    .order_by(_EVIDENCE.c.id)
)


def evidence_of(row: Any) -> Evidence:
    """A row as a value."""
    return Evidence(
        TicketId(row["ticket"]),
        row["field"],
        row["value"],
        row["original"],
        row["how"],
        PersonId(row["person"]),
        row["at"],
        row["confirmed"],
        EntryId(row["entry"]) if row["entry"] else None,
    )


class EvidenceRows:
    """The evidence of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def of(self, ticket: TicketId) -> tuple[Evidence, ...]:
        """The values that stand, oldest first; two different ones of a field are a conflict."""
        return (await self.of_all([ticket])).get(ticket, ())

    async def of_all(self, tickets: Sequence[TicketId]) -> dict[TicketId, tuple[Evidence, ...]]:
        """The same for several tickets."""
        rows = (await self._uow.execute(_OF_TICKETS, {"tickets": tickets})).mappings().all()
        return by_ticket(rows, evidence_of)

    async def add(self, *values: Evidence) -> None:
        """Keep more values."""
        await self._uow.add_rows(_EVIDENCE, [self._row(value) for value in values])

    @staticmethod
    def _row(value: Evidence) -> dict[str, Any]:
        return {
            "ticket": value.ticket,
            "field": value.field,
            "value": value.value,
            "original": value.original,
            "how": value.how,
            "entry": value.entry,
            "person": value.person,
            "at": value.at,
            "confirmed": value.confirmed,
        }

    async def retire(self, ticket: TicketId, field: str, *, confirmed_too: bool, entry: EntryId | None = None) -> None:
        """The standing values of a field (those of one entry when given) no longer stand."""
        where = [_EVIDENCE.c.ticket == ticket, _EVIDENCE.c.field == field, _EVIDENCE.c.replaced_at.is_(None)]
        if not confirmed_too:
            where.append(_EVIDENCE.c.confirmed.is_(False))
        if entry is not None:
            where.append(_EVIDENCE.c.entry == entry)
        await self._uow.execute(update(_EVIDENCE).where(*where).values(replaced_at=self._uow.now))

    async def move(self, ticket: TicketId, to: TicketId) -> None:
        """What was given in one ticket belongs to another now."""
        await self._uow.execute(update(_EVIDENCE).where(_EVIDENCE.c.ticket == ticket).values(ticket=to))

    async def leave(self, ticket: TicketId, entry: EntryId) -> None:
        """What one entry said belongs to that ticket no more."""
        where = [_EVIDENCE.c.ticket == ticket, _EVIDENCE.c.entry == entry, _EVIDENCE.c.replaced_at.is_(None)]
        await self._uow.execute(update(_EVIDENCE).where(*where).values(replaced_at=self._uow.now))
