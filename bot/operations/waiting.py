"""Waiting: for the client, a provider or a change, until an instant or for good."""

from dataclasses import replace
from datetime import datetime

from bot.domain.events import WaitEnded, WaitStarted
from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.errors import UserError
from bot.operations.status import move, must_be_open
from bot.store.deadlines import DeadlineKind
from bot.store.unit_of_work import UnitOfWork

WAITS = {
    "client": Status.WAITING_CLIENT,
    "provider": Status.WAITING_PROVIDER,
    "change": Status.WAITING_CHANGE,
}


async def wait(uow: UnitOfWork, ticket: Ticket, whom: str, why: str, until: datetime | None) -> Ticket:
    """Say for whom the ticket waits; for the client only after a question, for nobody longer than `until`."""
    must_be_open(ticket)
    if until is not None and until <= uow.now:
        raise UserError("in_the_past")
    if whom == "client" and not await _was_asked(uow, ticket):
        raise UserError("nothing_to_ask", ticket=ticket.id)
    ticket = await move(uow, replace(ticket, commented_at=uow.now), WAITS[whom], why)
    ticket = await uow.tickets.save(replace(ticket, wait_until=until, wait_why=why))
    uow.record(ticket, WaitStarted(whom, why, until))
    await uow.deadlines.forget(ticket.id, DeadlineKind.WAIT)
    if until is not None:
        await uow.deadlines.plan(ticket.id, DeadlineKind.WAIT, {0: until})
    return ticket


async def _was_asked(uow: UnitOfWork, ticket: Ticket) -> bool:
    return any(event in ("ClientAsked", "ClientAnswered") for _, _, event, _ in await uow.audit.of(ticket.id))


async def wait_is_over(uow: UnitOfWork, ticket: Ticket) -> None:
    """The time that we waited for has come: the ball is ours again."""
    whom = next((name for name, status in WAITS.items() if status is ticket.status), None)
    if whom is None:
        return
    ticket = await move(uow, ticket, Status.IN_PROGRESS, "wait_ended")
    uow.record(ticket, WaitEnded(whom))
