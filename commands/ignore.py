"""`ignore`: a message that we asked about is no report."""

from bot.calls import Call, EntryInput, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import ANSWERING
from bot.sheets import own_entry
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card


@command("ignore", roles=ANSWERING, takes=EntryInput, hidden=True)
async def ignore(call: Call[EntryInput], uow: UnitOfWork) -> Reply:
    """Leave it be."""
    await own_entry(call, uow)
    return Private(said_card("ignored", call.setting, call.words))
