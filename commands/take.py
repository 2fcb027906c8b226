"""`take`: make yourself the owner of a ticket."""

from bot.calls import Call, TicketInput, command
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.operations.ownership import take_ownership
from bot.store.unit_of_work import UnitOfWork


@command("take", roles=DESK, takes=TicketInput, gesture=Gesture.TAKE, aliases=("assumir", "tomar"))
async def take(call: Call[TicketInput], uow: UnitOfWork) -> Reply:
    """Make the actor the owner."""
    await take_ownership(uow, await uow.tickets.get(call.input.ticket), call.actor.person)
    return Done()
