"""What happens when something falls due: found by a job, done here, exactly once."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.clocks import ClockKind
from bot.domain.events import ClockBreached, ClockWarned
from bot.domain.statuses import Status
from bot.domain.teams import DeskRoom, Team
from bot.domain.tickets import Ticket
from bot.domain.words import PersonId
from bot.operations.escalation import climb, lead_of
from bot.operations.resolution import close
from bot.operations.waiting import wait_is_over
from bot.store.deadlines import Deadline, DeadlineKind
from bot.store.unit_of_work import UnitOfWork

BREACH = 100
SEVERE = 90


async def fall_due(uow: UnitOfWork, deadlines: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Do what deadlines ask, with all steps of the same subjects that are due by now; returns these."""
    tickets = await uow.tickets.get_all(sorted({each.ticket for each in deadlines}))
    claimed = await uow.deadlines.claim(deadlines)
    await uow.people.learn_keys(ticket.owner for ticket in tickets.values() if ticket.owner)
    for (number, kind, _), due in claimed.items():
        await _fall(uow, uow.latest(tickets[number]), kind, due)
    return tuple(each for due in claimed.values() for each in due)


async def _fall(uow: UnitOfWork, ticket: Ticket, kind: DeadlineKind, due: tuple[Deadline, ...]) -> None:
    match kind:
        case DeadlineKind.ESCALATION:
            await climb(uow, ticket, due)
        case DeadlineKind.WAIT:
            await wait_is_over(uow, ticket)
        case DeadlineKind.CLOSING:
            if ticket.status is Status.RESOLVED:
                await close(uow, ticket, "silence")
        case DeadlineKind.FIRST_RESPONSE | DeadlineKind.RESOLUTION:
            await _clock(uow, ticket, due[-1])


async def _clock(uow: UnitOfWork, ticket: Ticket, step: Deadline) -> None:
    """Only the most severe of several steps is said: 75 % to the owner, 90 % and the breach to the lead too."""
    clock = ClockKind(step.kind)
    calls = await uow.answerable(ticket)
    if step.step >= SEVERE:
        calls = tuple(dict.fromkeys([*calls, *(await _leads(uow, ticket))]))
    if step.step < BREACH:
        uow.record(ticket, ClockWarned(clock, step.step, step.due_at, calls))
        return
    ticket = await uow.tickets.save(replace(ticket, breached=True))
    uow.record(ticket, ClockBreached(clock, step.due_at, calls))


async def _leads(uow: UnitOfWork, ticket: Ticket) -> tuple[PersonId, ...]:
    open_ones = [each for each in await uow.escalations.of(ticket.id) if each.is_open]
    rooms: list[Team | DeskRoom] = [uow.rules.teams[each.team] for each in open_ones]
    rooms = rooms or [uow.rules.desk]
    found = [await lead_of(uow, room) for room in rooms]
    return tuple(person for people in found for person in people)
