"""`dismiss`: correct the filter: a ticket that is no request, or a message that is one."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.domain.words import TicketId
from bot.errors import UserError
from bot.operations.intake import adopt
from bot.operations.resolution import dismiss as end
from bot.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class DismissInput:
    """Which ticket; none when the gesture was made on a message that became nothing."""

    ticket: TicketId | None = argument(Kind.TICKET, required=False)


@command("dismiss", roles=DESK, takes=DismissInput, gesture=Gesture.NOT_A_REPORT)
async def dismiss(call: Call[DismissInput], uow: UnitOfWork) -> Reply:
    """End the ticket, or open one for the message."""
    if call.input.ticket is not None:
        await end(uow, await uow.tickets.get(call.input.ticket))
    elif call.message and call.message.entry:
        await adopt(uow, call.message.entry, "corrected")
    else:
        raise UserError("no_ticket_here")
    return Done()
