"""Answers to the client: what staff say on purpose counts as first response and ends an unanswered streak."""

from dataclasses import replace

from bot.domain.events import ClientAnswered
from bot.domain.tickets import EntryKind, PlaceKind, Ticket
from bot.domain.words import PersonId, Place
from bot.operations.status import must_be_open
from bot.store.unit_of_work import UnitOfWork


async def answered(uow: UnitOfWork, ticket: Ticket) -> Ticket:
    """The client has heard from us now."""
    first = ticket.first_answered_at or uow.now
    return await uow.tickets.save(replace(ticket, first_answered_at=first, unanswered_since=None, commented_at=uow.now))


async def send_update(uow: UnitOfWork, ticket: Ticket, text: str, person: PersonId) -> Ticket:
    """Tell the client something, in words that were agreed to in the preview."""
    must_be_open(ticket)
    place = next(each for each in await uow.places.of(ticket.id) if each.kind is PlaceKind.CLIENT)
    entry = await uow.entries.add(
        None,
        Place(place.channel, place.thread),
        person,
        EntryKind.UPDATE,
        text,
        uow.now,
        ticket=ticket.id,
        client=ticket.client,
    )
    ticket = await answered(uow, ticket)
    uow.record(ticket, ClientAnswered(entry.id, "update"))
    return ticket
