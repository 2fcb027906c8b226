"""`confirm`: the client agrees that it is solved."""

from bot.calls import Call, TicketInput, command
from bot.chat.replies import Done, Reply
from bot.domain.permissions import ANSWERING
from bot.operations.resolution import close
from bot.store.unit_of_work import UnitOfWork


@command("confirm", roles=ANSWERING, takes=TicketInput, hidden=True)
async def confirm(call: Call[TicketInput], uow: UnitOfWork) -> Reply:
    """Close a resolved ticket."""
    await close(uow, await uow.tickets.get(call.input.ticket), "confirmed")
    return Done()
