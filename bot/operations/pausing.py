"""Pauses that are noted afterwards, and taken back: the clocks are reckoned anew from the history."""

from datetime import datetime

from bot.domain.clock_events import PauseNoted, PauseRemoved
from bot.domain.pauses import Pause, faults_of
from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.errors import UserError
from bot.store.unit_of_work import UnitOfWork

WHOM = {"client": Status.WAITING_CLIENT, "provider": Status.WAITING_PROVIDER}


async def note_pause(uow: UnitOfWork, ticket: Ticket, pause: Pause) -> None:
    """The ticket waited, though its status did not say so; raises UserError with everything that speaks against it."""
    if not pause.why:
        raise UserError("why_needed")
    noted, others = await _noted(uow, ticket)
    event = PauseNoted(noted + 1, pause.start, pause.end, pause.status, pause.why)
    before, after = await uow.timings.of(ticket), await uow.timings.supposing(ticket, event)
    if found := list(faults_of(pause, ticket, uow.now, others.values(), before, after)):
        raise UserError("pause_refused", ticket=ticket.id, faults=[each.value for each in found])
    uow.record(ticket, event)


async def remove_pause(uow: UnitOfWork, ticket: Ticket, number: int, why: str) -> None:
    """A pause that was noted was none; raises UserError when there is no such pause."""
    if not why:
        raise UserError("why_needed")
    if ticket.is_ended:
        raise UserError("already_ended", ticket=ticket.merged_into or ticket.id)
    _, standing = await _noted(uow, ticket)
    if number not in standing:
        raise UserError("no_such_pause", ticket=ticket.id, pause=number)
    uow.record(ticket, PauseRemoved(number, why))


async def _noted(uow: UnitOfWork, ticket: Ticket) -> tuple[int, dict[int, Pause]]:
    """How many pauses were ever noted, and those that stand."""
    told = (await uow.timings.told([ticket])).get(ticket.id, ())
    removed = {row.facts["pause"] for row in told if row.event == "PauseRemoved"}
    noted = [row.facts for row in told if row.event == "PauseNoted"]
    standing = {
        int(said["pause"]): Pause(
            datetime.fromisoformat(said["start"]),
            datetime.fromisoformat(said["end"]),
            Status(said["status"]),
            said["why"],
        )
        for said in noted
        if said["pause"] not in removed
    }
    return len(noted), standing
