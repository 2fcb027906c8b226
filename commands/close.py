"""`close`: end a resolved ticket that needs no more answer."""

from bot.calls import Call, TicketInput, command
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.operations.resolution import close as end
from bot.store.unit_of_work import UnitOfWork


@command("close", roles=DESK, takes=TicketInput)
async def close(call: Call[TicketInput], uow: UnitOfWork) -> Reply:
    """Close it by hand."""
    await end(uow, await uow.tickets.get(call.input.ticket), "staff")
    return Done()
