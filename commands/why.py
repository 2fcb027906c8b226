"""`why`: what decided a ticket's category, priority, type and team."""

from bot.calls import Call, TicketInput, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import STAFF
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.why import why_card


@command("why", roles=STAFF, takes=TicketInput)
async def why(call: Call[TicketInput], uow: UnitOfWork) -> Reply:
    """Say it privately, with what would change it."""
    return Private(why_card(await private_sheet(call, uow, call.input.ticket), call.words))
