"""How a ticket ends, and how it comes back."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.calendars import add_working_time
from bot.domain.events import Cancelled, ClientAnswered, Closed, OwnerChanged, Reopened, Resolved
from bot.domain.policies import DAY, working_day
from bot.domain.statuses import Status
from bot.domain.tickets import CancelledWhy, EscalationState, Ticket, Verdict
from bot.domain.words import PersonId
from bot.errors import UserError
from bot.operations.answers import answered
from bot.operations.status import move, must_be_open
from bot.store.deadlines import DeadlineKind
from bot.store.unit_of_work import UnitOfWork


async def resolve(uow: UnitOfWork, ticket: Ticket, verdict: Verdict, words: str, person: PersonId) -> Ticket:
    """Say that it is solved, how, and in words for the client; the client confirms or reopens."""
    must_be_open(ticket)
    if ticket.owner is None:
        uow.record(ticket, OwnerChanged(None, person))
        ticket = replace(ticket, owner=person)
    uow.record(ticket, ClientAnswered(None, "resolution"))
    return await _resolve(uow, await answered(uow, ticket), Resolved(verdict, words))


async def resolve_in_silence(uow: UnitOfWork, ticket: Ticket) -> Ticket:
    """The client did not say what we have to know: resolved for now, and open again as soon as they write."""
    return await _resolve(uow, ticket, Resolved(Verdict.INSUFFICIENT_DATA, "", silent=True))


async def _resolve(uow: UnitOfWork, ticket: Ticket, how: Resolved) -> Ticket:
    verdict = Verdict(how.verdict)
    ticket = replace(ticket, verdict=verdict, resolution=how.words, resolved_at=uow.now)
    ticket = await move(uow, ticket, Status.RESOLVED, verdict)
    uow.record(ticket, how)
    await end_escalations(uow, ticket)
    await uow.deadlines.forget(ticket.id, DeadlineKind.WAIT)
    await uow.deadlines.forget(ticket.id, DeadlineKind.CLOSING)
    closing = uow.rules.closing
    if closing.calendar:
        calendar = uow.rules.calendars[closing.calendar]
        at = add_working_time(calendar, uow.now, closing.after.length(working_day(calendar)))
    else:
        at = uow.now + closing.after.length(DAY)
    await uow.deadlines.plan(ticket.id, DeadlineKind.CLOSING, {0: max(at, uow.now + timedelta(minutes=1))})
    return ticket


async def end_escalations(uow: UnitOfWork, ticket: Ticket) -> None:
    """Nobody is called for this ticket any more."""
    for escalation in await uow.escalations.of(ticket.id):
        if escalation.is_open:
            await uow.escalations.save(replace(escalation, state=EscalationState.ENDED, ended_at=uow.now))
            await uow.deadlines.forget(ticket.id, DeadlineKind.ESCALATION, escalation.id)


async def reopen(uow: UnitOfWork, ticket: Ticket, why: str) -> Ticket:
    """Bring a resolved or closed ticket back to its owner; raises UserError when it is open or was no request."""
    if ticket.is_open:
        raise UserError("not_resolved", ticket=ticket.id)
    if ticket.merged_into:
        raise UserError("already_ended", ticket=ticket.merged_into)
    by_client = bool(uow.actor and not uow.actor.is_staff)
    await uow.deadlines.forget(ticket.id, DeadlineKind.CLOSING)
    ticket = replace(
        ticket,
        resolved_at=None,
        closed_at=None,
        verdict=None,
        resolution="",
        cancelled_why=None,
        commented_at=uow.now,
        unanswered_since=(ticket.unanswered_since or uow.now) if by_client else ticket.unanswered_since,
    )
    ticket = await move(uow, ticket, Status.IN_PROGRESS if ticket.owner else Status.TRIAGE, "reopened")
    uow.record(ticket, Reopened(why, by_client))
    return ticket


async def close(uow: UnitOfWork, ticket: Ticket, why: str) -> Ticket:
    """End a resolved ticket: confirmed by the client, closed by staff, or left unanswered."""
    if ticket.is_ended:
        raise UserError("already_ended", ticket=ticket.merged_into or ticket.id)
    if ticket.status is not Status.RESOLVED:
        raise UserError("not_resolved", ticket=ticket.id)
    await uow.deadlines.forget(ticket.id, DeadlineKind.CLOSING)
    ticket = await move(uow, replace(ticket, closed_at=uow.now), Status.CLOSED, why)
    uow.record(ticket, Closed(why))
    return ticket


async def dismiss(uow: UnitOfWork, ticket: Ticket) -> Ticket:
    """It was no request: the filter was wrong."""
    must_be_open(ticket)
    return await cancel(uow, ticket, CancelledWhy.NOT_A_REQUEST)


async def cancel(uow: UnitOfWork, ticket: Ticket, why: CancelledWhy, into: Ticket | None = None) -> Ticket:
    """End a ticket that is not worked any further."""
    await end_escalations(uow, ticket)
    await uow.deadlines.forget(ticket.id, DeadlineKind.WAIT)
    await uow.deadlines.forget(ticket.id, DeadlineKind.CLOSING)
    ended = replace(ticket, cancelled_why=why, closed_at=uow.now, merged_into=into.id if into else None)
    ended = await move(uow, ended, Status.CANCELLED, why)
    uow.record(ended, Cancelled(why, ended.merged_into))
    return ended
