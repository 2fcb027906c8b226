"""Status moves, and what everybody sees of them: the card, and a reaction on the report."""

from dataclasses import replace

from bot.chat.platform import Gesture
from bot.domain.events import StatusMoved
from bot.domain.statuses import Status
from bot.domain.tickets import EntryKind, Ticket
from bot.domain.words import Place
from bot.errors import UserError
from bot.store.entries import source_key
from bot.store.outbox import Kind
from bot.store.unit_of_work import UnitOfWork

_ECHOES = {
    Status.WAITING_CLIENT: Gesture.WAIT,
    Status.WAITING_PROVIDER: Gesture.WAIT,
    Status.WAITING_CHANGE: Gesture.WAIT,
    Status.RESOLVED: Gesture.RESOLVE,
    Status.CLOSED: Gesture.RESOLVE,
}


def must_be_open(ticket: Ticket) -> None:
    """Raise UserError when nothing can be done with a ticket any more unless it is reopened."""
    if ticket.status is Status.RESOLVED:
        raise UserError("already_resolved", ticket=ticket.id)
    if ticket.is_ended:
        raise UserError("already_ended", ticket=ticket.merged_into or ticket.id)


async def move(uow: UnitOfWork, ticket: Ticket, to: Status, why: str = "") -> Ticket:
    """Bring a ticket into a status; the report's reactions follow."""
    if ticket.status is to:
        return ticket
    before, after = _ECHOES.get(ticket.status), _ECHOES.get(to)
    moved = await uow.tickets.save(replace(ticket, status=to, wait_until=None, wait_why=""))
    uow.record(moved, StatusMoved(ticket.status, to, why))
    if before is not after:
        if before:
            await echo(uow, moved, before, on=False)
        if after:
            await echo(uow, moved, after, on=True)
    return moved


async def echo(uow: UnitOfWork, ticket: Ticket, gesture: Gesture, *, on: bool) -> None:
    """Put a reaction on the messages that reported the ticket, or take it away: progress without noise."""
    for entry in await uow.entries.of(ticket.id, [EntryKind.REPORT]):
        if entry.source and not entry.deleted_at:
            facts = {"source": source_key(entry.source), "gesture": gesture, "on": on}
            await uow.outbox.send(Place(entry.source.channel), "react", facts, kind=Kind.REACT)
