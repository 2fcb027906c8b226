"""A clock nears its end or has run out: whoever can still keep it is reminded, and a breach is told.

The steps that come here tell when the time of their clock is used up (`due_at`), not when they were due themselves.
"""

from dataclasses import replace

from bot.domain.clock_events import ClientNudged, ClientSilent, ClockBreached, ClockWarned
from bot.domain.clocks import BREACH, ClockKind
from bot.domain.holding import STEPS, WaitingStep
from bot.domain.statuses import Status
from bot.domain.teams import DeskRoom, Team
from bot.domain.tickets import Escalation, Ticket
from bot.domain.words import EscalationId, PersonId
from bot.operations.calling import lead_of
from bot.operations.escalation import call_again
from bot.operations.resolution import resolve_in_silence
from bot.store.deadlines import Deadline
from bot.store.unit_of_work import UnitOfWork

SEVERE = 90


async def promise(uow: UnitOfWork, ticket: Ticket, step: Deadline) -> None:
    """A promise to the client: 75 % to who answers for the ticket, 90 % and the breach to the lead too."""
    clock = ClockKind(step.kind)
    calls = await uow.answerable(ticket)
    if step.step >= SEVERE:
        calls = tuple(dict.fromkeys([*calls, *(await _leads(uow, ticket))]))
    if step.step < BREACH:
        uow.record(ticket, ClockWarned(clock, step.step, step.due_at, calls))
        return
    ticket = await uow.tickets.save(replace(ticket, breached=True))
    uow.record(ticket, ClockBreached(clock, step.due_at, calls))


async def team_clock(uow: UnitOfWork, ticket: Ticket, step: Deadline) -> None:
    """A team's agreement: told in its thread, the breach at the desk too; after silence the ladder begins anew."""
    escalation = await uow.escalations.get(EscalationId(step.subject))
    if not escalation.is_open or not ticket.is_open:
        return
    clock = ClockKind(step.kind)
    calls = await _who_has_it(uow, escalation, severe=step.step >= SEVERE)
    if step.step < BREACH:
        uow.record(ticket, ClockWarned(clock, step.step, step.due_at, calls, escalation.id))
        return
    answerable = await uow.answerable(ticket)
    uow.record(ticket, ClockBreached(clock, step.due_at, answerable, escalation.id, calls))
    if clock is ClockKind.PROGRESS:
        await call_again(uow, ticket, escalation)


async def _who_has_it(uow: UnitOfWork, escalation: Escalation, *, severe: bool) -> tuple[PersonId, ...]:
    """Who acknowledged, else who was called; the lead too where it is severe."""
    calls = (escalation.assignee,) if escalation.assignee else escalation.called
    room = uow.rules.teams.get(escalation.team)
    lead = await lead_of(uow, room) if severe and room else ()
    return tuple(dict.fromkeys([*calls, *lead]))


async def client_is_silent(uow: UnitOfWork, ticket: Ticket, step: Deadline) -> None:
    """The ladder of waiting for the client: two reminders, a warning, and a resolution that a reply reopens.

    Who said until when we wait is not overruled: then the ticket comes back by itself.
    """
    if ticket.status is not Status.WAITING_CLIENT:
        return
    taken, ends = STEPS[step.step], step.due_at
    held = ticket.wait_until is not None and ticket.wait_until > uow.now
    if taken is not WaitingStep.RESOLVE:
        uow.record(ticket, ClientNudged(taken, max(ends, ticket.wait_until or ends)))
    if taken is WaitingStep.RESOLVE and not held:
        ticket = await resolve_in_silence(uow, ticket)
    if taken in (WaitingStep.WARN, WaitingStep.RESOLVE):
        resolved = taken is WaitingStep.RESOLVE and not held
        uow.record(ticket, ClientSilent(ends, await uow.answerable(ticket), resolved))


async def _leads(uow: UnitOfWork, ticket: Ticket) -> tuple[PersonId, ...]:
    open_ones = [each for each in await uow.escalations.of(ticket.id) if each.is_open]
    rooms: list[Team | DeskRoom] = [uow.rules.teams[each.team] for each in open_ones]
    rooms = rooms or [uow.rules.desk]
    found = [await lead_of(uow, room) for room in rooms]
    return tuple(person for people in found for person in people)
