"""`unpause`: take back a pause that was noted afterwards, and say why."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Done, Reply
from bot.domain.permissions import CORRECTING_CLOCKS
from bot.domain.words import TicketId
from bot.operations.pausing import remove_pause
from bot.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class UnpauseInput:
    """Which ticket, which of its pauses (its note tells the number), and why."""

    ticket: TicketId = argument(Kind.TICKET)
    pause: int = argument(Kind.NUMBER)
    why: str = argument(Kind.TEXT)


@command("unpause", roles=CORRECTING_CLOCKS, takes=UnpauseInput)
async def unpause(call: Call[UnpauseInput], uow: UnitOfWork) -> Reply:
    """All clocks are reckoned as if that pause had never been noted."""
    await remove_pause(uow, await uow.tickets.get(call.input.ticket), call.input.pause, call.input.why)
    return Done()
