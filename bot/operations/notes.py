"""Notes: what staff say to each other in a ticket by a command."""

from dataclasses import replace

from bot.domain.events import NoteAdded
from bot.domain.tickets import EntryKind, PlaceKind, Ticket
from bot.domain.words import PersonId, Place
from bot.store.unit_of_work import UnitOfWork


async def add_note(uow: UnitOfWork, ticket: Ticket, text: str, person: PersonId) -> None:
    """Keep a note, and show it in the desk's thread."""
    place = next(each for each in await uow.places.of(ticket.id) if each.kind is PlaceKind.DESK)
    where = Place(place.channel, place.thread)
    entry = await uow.entries.add(
        None, where, person, EntryKind.NOTE, text, uow.now, ticket=ticket.id, client=ticket.client
    )
    ticket = await uow.tickets.save(replace(ticket, commented_at=uow.now))
    uow.record(ticket, NoteAdded(entry.id, by_command=True))
