"""What a request points at: the kept message, the ticket's place around it, and so the ticket and the team."""

from dataclasses import replace

from bot.domain.tickets import Entry, PlaceKind, TicketPlace
from bot.domain.words import Place, Source, TeamKey, TicketId
from bot.store.unit_of_work import UnitOfWork


async def place_of(uow: UnitOfWork, where: Place) -> TicketPlace | None:
    """The ticket's place whose thread this is, also when the thread hangs under a joined message."""
    place = await uow.places.at(where)
    if place or where.thread is None:
        return place
    entry = await uow.entries.at(Source(where.channel, where.thread))
    if entry is None or entry.ticket is None:
        return None
    places = await uow.places.of(entry.ticket)
    found = next((each for each in places if each.kind is PlaceKind.CLIENT), None)
    return replace(found, thread=where.thread) if found and found.channel == where.channel else None


async def around(uow: UnitOfWork, source: Source, entry: Entry | None) -> TicketPlace | None:
    """The ticket's place in which a message stands, be it a card of ours or something that was said there."""
    thread = entry.place.thread if entry and entry.place.thread else source.id
    return await place_of(uow, Place(source.channel, thread)) or await uow.places.with_card(source)


async def ticket_at(uow: UnitOfWork, source: Source, entry: Entry | None) -> TicketId | None:
    """The ticket that a message belongs to."""
    if entry and entry.ticket:
        return entry.ticket
    place = await around(uow, source, entry)
    return place.ticket if place else None


async def team_in(uow: UnitOfWork, place: TicketPlace | None) -> TeamKey | None:
    """The team in whose thread this is."""
    if place is None or place.escalation is None:
        return None
    return (await uow.escalations.get(place.escalation)).team
