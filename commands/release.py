"""`release`: let go of a ticket."""

from bot.calls import Call, TicketInput, command
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.operations.ownership import release as let_go
from bot.store.unit_of_work import UnitOfWork


@command("release", roles=DESK, takes=TicketInput)
async def release(call: Call[TicketInput], uow: UnitOfWork) -> Reply:
    """Give the ticket back to triage."""
    await let_go(uow, await uow.tickets.get(call.input.ticket))
    return Done()
