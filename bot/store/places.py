"""The places of tickets: where each lives, and which card stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from bot.domain.tickets import PlaceKind, TicketPlace
from bot.domain.words import Channel, EscalationId, Language, Place, PlaceId, Source, TicketId
from bot.store import tables
from bot.store.several import among, by_ticket

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_PLACES = tables.places
_OF_TICKETS = select(_PLACES).where(among(_PLACES.c.ticket, "tickets")).order_by(_PLACES.c.id)


def place_of(row: Any) -> TicketPlace:
    """A row as a place."""
    return TicketPlace(
        PlaceId(row["id"]),
        TicketId(row["ticket"]),
        PlaceKind(row["kind"]),
        Channel.parse(row["channel"]),
        row["thread"],
        row["card"],
        EscalationId(row["escalation"]) if row["escalation"] else None,
        Language(row["language"]),
        row["zone"],
        row["dead"],
    )


@dataclass(frozen=True)
class NewPlace:
    """Where a ticket is to live as well."""

    kind: PlaceKind
    where: Place
    language: Language
    zone: str
    escalation: EscalationId | None = None


class Places:
    """The places of one unit of work; they carry no client's words, so sight is judged at their ticket."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def add(
        self,
        ticket: TicketId,
        kind: PlaceKind,
        where: Place,
        language: Language,
        zone: str,
        escalation: EscalationId | None = None,
    ) -> TicketPlace:
        """A new place of a ticket."""
        [added] = await self.add_all(ticket, [NewPlace(kind, where, language, zone, escalation)])
        return added

    async def add_all(self, ticket: TicketId, new: Sequence[NewPlace]) -> tuple[TicketPlace, ...]:
        """New places of a ticket, in that order."""
        rows = [
            {
                "ticket": ticket,
                "kind": each.kind,
                "channel": each.where.channel.key,
                "thread": each.where.thread,
                "escalation": each.escalation,
                "language": each.language,
                "zone": each.zone,
            }
            for each in new
        ]
        added = await self._uow.execute(self._uow.insert(_PLACES).returning(_PLACES), rows)
        return tuple(sorted((place_of(row) for row in added.mappings().all()), key=lambda each: each.id))

    async def of(self, ticket: TicketId) -> tuple[TicketPlace, ...]:
        """Every place of a ticket, oldest first."""
        return (await self.of_all([ticket])).get(ticket, ())

    async def of_all(self, tickets: Sequence[TicketId]) -> dict[TicketId, tuple[TicketPlace, ...]]:
        """The same for several tickets."""
        if not tickets:
            return {}
        rows = (await self._uow.execute(_OF_TICKETS, {"tickets": tickets})).mappings().all()
        return by_ticket(rows, place_of)

    async def get(self, place: PlaceId) -> TicketPlace:
        """One place by its number."""
        return place_of((await self._uow.execute(select(_PLACES).where(_PLACES.c.id == place))).mappings().one())

    async def at(self, where: Place) -> TicketPlace | None:
        """The newest place whose thread this is, None when no ticket lives there."""
        if where.thread is None:
            return None
        query = (
            select(_PLACES)
            .where(_PLACES.c.channel == where.channel.key, _PLACES.c.thread == where.thread)
            .order_by(_PLACES.c.id.desc())
            .limit(1)
        )
        row = (await self._uow.execute(query)).mappings().first()
        return place_of(row) if row else None

    async def move(self, place: PlaceId, ticket: TicketId) -> None:
        """A place belongs to another ticket now (merged or split)."""
        await self._uow.execute(update(_PLACES).where(_PLACES.c.id == place).values(ticket=ticket))

    async def mark_dead(self, place: PlaceId, why: str) -> None:
        """Nothing can be sent there any more."""
        await self._uow.execute(update(_PLACES).where(_PLACES.c.id == place).values(dead=why))

    async def with_card(self, source: Source) -> TicketPlace | None:
        """The place whose card this message is."""
        query = select(_PLACES).where(_PLACES.c.channel == source.channel.key, _PLACES.c.card == source.id).limit(1)
        row = (await self._uow.execute(query)).mappings().first()
        return place_of(row) if row else None

    async def lost_card(self, place: PlaceId) -> None:
        """Somebody took the card away: the next one is posted anew, in the same thread."""
        await self._uow.execute(update(_PLACES).where(_PLACES.c.id == place).values(card=None))

    async def open_threads(self) -> tuple[Place, ...]:
        """The threads of tickets that are not ended, those with the latest activity first."""
        tickets = tables.tickets
        query = (
            select(_PLACES.c.channel, _PLACES.c.thread)
            .join(tickets, tickets.c.id == _PLACES.c.ticket)
            .where(_PLACES.c.thread.is_not(None), tickets.c.status.not_in(["closed", "cancelled"]))
            .order_by(tickets.c.commented_at.desc())
        )
        return tuple(Place(Channel.parse(row.channel), row.thread) for row in (await self._uow.execute(query)).all())
