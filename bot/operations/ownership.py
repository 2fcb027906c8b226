"""Who owns a ticket: one analyst from take to close."""

from dataclasses import replace

from bot.chat.platform import Gesture
from bot.domain.events import OwnerChanged
from bot.domain.permissions import DESK, standing_of
from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.domain.words import PersonId
from bot.errors import UserError
from bot.operations.status import echo, move, must_be_open
from bot.store.unit_of_work import UnitOfWork


async def take_ownership(uow: UnitOfWork, ticket: Ticket, person: PersonId) -> Ticket:
    """Make a person the owner of a ticket that nobody owns; who was quicker is told to the slower."""
    must_be_open(ticket)
    if ticket.owner == person:
        return ticket
    if ticket.owner:
        names = await uow.people.names([ticket.owner])
        raise UserError("taken_already", ticket=ticket.id, by=names[ticket.owner])
    return await _own(uow, ticket, person, given=False)


async def assign(uow: UnitOfWork, ticket: Ticket, person: PersonId) -> Ticket:
    """Give a ticket to somebody of the desk, whoever owned it before; raises UserError for anybody else."""
    must_be_open(ticket)
    if ticket.owner == person:
        return ticket
    if not await _works_tickets(uow, person):
        names = await uow.people.names([person])
        raise UserError("cannot_own", person=names.get(person, "?"), needs=sorted(DESK))
    actor = uow.actor.person if uow.actor else None
    return await _own(uow, ticket, person, given=person != actor)


async def _works_tickets(uow: UnitOfWork, person: PersonId) -> bool:
    for known in await uow.people.accounts_of(person):
        groups = await uow.people.groups_of(known.account)
        if standing_of(uow.rules, known.account, groups, None).role in DESK:
            return True
    return False


async def _own(uow: UnitOfWork, ticket: Ticket, person: PersonId, *, given: bool) -> Ticket:
    owned = await uow.tickets.save(replace(ticket, owner=person))
    uow.record(owned, OwnerChanged(ticket.owner, person, given))
    if ticket.owner is None:
        await echo(uow, owned, Gesture.TAKE, on=True)
    if owned.status in (Status.NEW, Status.TRIAGE):
        owned = await move(uow, owned, Status.IN_PROGRESS, "taken")
    return owned


async def release(uow: UnitOfWork, ticket: Ticket) -> Ticket:
    """Let go of a ticket: it goes back to triage."""
    must_be_open(ticket)
    if ticket.owner is None:
        raise UserError("not_owned", ticket=ticket.id)
    released = await uow.tickets.save(replace(ticket, owner=None))
    uow.record(released, OwnerChanged(ticket.owner, None))
    await echo(uow, released, Gesture.TAKE, on=False)
    if released.status is Status.IN_PROGRESS:
        released = await move(uow, released, Status.TRIAGE, "released")
    return released
