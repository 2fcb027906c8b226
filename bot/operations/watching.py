"""Watching: whoever follows a ticket is mentioned in the desk's thread when its status changes."""

from dataclasses import replace

from bot.domain.tickets import Ticket
from bot.domain.triage_events import WatcherChanged
from bot.domain.words import PersonId
from bot.operations.status import must_be_open
from bot.store.unit_of_work import UnitOfWork


async def watch(uow: UnitOfWork, ticket: Ticket, person: PersonId) -> Ticket:
    """Somebody follows a ticket from now on; twice is once."""
    must_be_open(ticket)
    if person in ticket.watchers:
        return ticket
    changed = await uow.tickets.save(replace(ticket, watchers=(*ticket.watchers, person)))
    uow.record(changed, WatcherChanged(person, follows=True))
    return changed


async def stop_watching(uow: UnitOfWork, ticket: Ticket, person: PersonId) -> Ticket:
    """Somebody follows a ticket no longer."""
    if person not in ticket.watchers:
        return ticket
    left = tuple(each for each in ticket.watchers if each != person)
    changed = await uow.tickets.save(replace(ticket, watchers=left))
    uow.record(changed, WatcherChanged(person, follows=False))
    return changed
