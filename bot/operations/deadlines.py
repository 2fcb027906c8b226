"""What happens when something falls due: found by a job, done here, exactly once."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.operations.clocks import client_is_silent, promise, team_clock
from bot.operations.escalation import climb
from bot.operations.resolution import close
from bot.operations.waiting import wait_is_over
from bot.store.deadlines import CLOCKS, Deadline, DeadlineKind
from bot.store.unit_of_work import UnitOfWork


async def fall_due(uow: UnitOfWork, deadlines: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Do what deadlines ask, with all steps of the same subjects that are due by now; returns these."""
    tickets = await uow.tickets.get_all(sorted({each.ticket for each in deadlines}))
    claimed = await uow.deadlines.claim(deadlines)
    await uow.people.learn_keys(ticket.owner for ticket in tickets.values() if ticket.owner)
    ends = await uow.deadlines.ends(sorted(tickets)) if any(about[1] in CLOCKS for about in claimed) else {}
    for about, due in claimed.items():
        step = due[-1]
        await _fall(
            uow, uow.latest(tickets[about[0]]), about[1], due, replace(step, due_at=ends.get(about, step.due_at))
        )
    return tuple(each for due in claimed.values() for each in due)


async def _fall(
    uow: UnitOfWork, ticket: Ticket, kind: DeadlineKind, due: tuple[Deadline, ...], clock: Deadline
) -> None:
    """Do the severest step; of a clock (`clock`) it tells when its time is used up."""
    match kind:
        case DeadlineKind.ESCALATION:
            await climb(uow, ticket, due)
        case DeadlineKind.WAIT:
            await wait_is_over(uow, ticket)
        case DeadlineKind.CLOSING:
            if ticket.status is Status.RESOLVED:
                await close(uow, ticket, "silence")
        case DeadlineKind.WAITING_CLIENT:
            await client_is_silent(uow, ticket, clock)
        case DeadlineKind.ACKNOWLEDGEMENT | DeadlineKind.PROGRESS:
            await team_clock(uow, ticket, clock)
        case DeadlineKind.FIRST_RESPONSE | DeadlineKind.NEXT_RESPONSE | DeadlineKind.UPDATE | DeadlineKind.RESOLUTION:
            await promise(uow, ticket, clock)
