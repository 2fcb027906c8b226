"""`show`: the original of a message that its author deleted; kept in the audit that it was looked at."""

from bot.calls import Call, EntryInput, command
from bot.chat.replies import Private, Reply
from bot.domain.events import OriginalShown
from bot.domain.permissions import COORDINATION
from bot.errors import NotFound
from bot.sheets import own_entry
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import deleted_original_card
from bot.words import named


@command("show", roles=COORDINATION, takes=EntryInput, hidden=True)
async def show(call: Call[EntryInput], uow: UnitOfWork) -> Reply:
    """Show it to a coordinator only."""
    entry = await own_entry(call, uow)
    if entry.ticket is None or entry.deleted_at is None:
        raise NotFound(ticket="")
    uow.record(await uow.tickets.get(entry.ticket), OriginalShown(entry.id))
    names = named(await uow.people.names([entry.person]), call.setting, call.words)
    return Private(deleted_original_card(entry, names[entry.person], call.setting, call.words))
