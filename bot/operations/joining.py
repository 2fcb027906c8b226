"""Merge, split and link: what belongs together is one ticket, and what does not is two."""

from dataclasses import replace

from bot.domain.events import Linked, Merged, MessageJoined, Split
from bot.domain.tickets import CancelledWhy, Entry, EntryKind, PlaceKind, Ticket
from bot.domain.words import Place, TicketId
from bot.errors import NotFound, UserError
from bot.operations.duplicates import note_keys
from bot.operations.opening import Report, open_ticket
from bot.operations.resolution import cancel
from bot.operations.status import must_be_open
from bot.store.business_keys import drop_keys
from bot.store.unit_of_work import UnitOfWork


async def join(uow: UnitOfWork, ticket: Ticket, entry: Entry) -> None:
    """A later message is part of the same report."""
    uow.record(ticket, MessageJoined(entry.id))


async def merge(uow: UnitOfWork, ticket: Ticket, into: TicketId) -> Ticket:
    """Put a ticket into another one of the same client; its client's thread goes on in that one."""
    must_be_open(ticket)
    if into == ticket.id:
        raise UserError("same_ticket", ticket=ticket.id)
    target = await uow.tickets.get(into)
    must_be_open(target)
    if target.client != ticket.client:
        raise UserError("other_client", ticket=ticket.id, other=into)
    await cancel(uow, ticket, CancelledWhy.MERGED, target)
    await uow.entries.move(ticket.id, target.id)
    await uow.evidence.move(ticket.id, target.id)
    await drop_keys(uow, ticket.id)
    await note_keys(uow, target)
    for place in await uow.places.of(ticket.id):
        if place.kind is PlaceKind.CLIENT:
            await uow.places.move(place.id, target.id)
    await uow.desk.link(ticket.id, target.id)
    target = await uow.tickets.save(replace(target, commented_at=uow.now))
    uow.record(target, Merged(ticket.id))
    return target


async def split(uow: UnitOfWork, ticket: Ticket, entry: Entry) -> Ticket:
    """A message that was joined to a ticket, or written in its thread, becomes a ticket of its own."""
    if entry.ticket != ticket.id or entry.kind not in (EntryKind.REPORT, EntryKind.CLIENT):
        raise NotFound(ticket=ticket.id)
    place = next(each for each in await uow.places.of(ticket.id) if each.kind is PlaceKind.CLIENT)
    if entry.source and entry.source.id == place.thread:
        raise UserError("nothing_to_split", ticket=ticket.id)
    await uow.evidence.leave(ticket.id, entry.id)
    await note_keys(uow, ticket)
    client = uow.rules.clients[ticket.client]
    where = Place(entry.place.channel, entry.source.id if entry.source and not entry.place.thread else None)
    report = Report(
        client,
        entry.person,
        entry.text,
        where,
        ticket.language,
        place.zone,
        entry.at,
        "split",
        source=entry.source,
        entry=replace(entry, ticket=None),
    )
    other = await open_ticket(uow, report)
    await uow.desk.link(ticket.id, other.id)
    uow.record(ticket, Split(entry.id, other.id))
    return other


async def link(uow: UnitOfWork, ticket: Ticket, other: TicketId) -> None:
    """Two tickets have to do with each other; both cards show it."""
    if other == ticket.id:
        raise UserError("same_ticket", ticket=ticket.id)
    second = await uow.tickets.get(other)
    await uow.desk.link(ticket.id, second.id)
    uow.record(ticket, Linked(second.id))
    uow.record(second, Linked(ticket.id))
