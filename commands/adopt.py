"""`adopt`: a message that we only asked about is a report."""

from bot.calls import Call, EntryInput, command
from bot.chat.replies import Done, Reply
from bot.domain.permissions import ANSWERING
from bot.operations.intake import adopt as make_ticket
from bot.sheets import own_entry
from bot.store.unit_of_work import UnitOfWork


@command("adopt", roles=ANSWERING, takes=EntryInput, hidden=True)
async def adopt(call: Call[EntryInput], uow: UnitOfWork) -> Reply:
    """Open the ticket, once."""
    await make_ticket(uow, await own_entry(call, uow), "ask")
    return Done()
