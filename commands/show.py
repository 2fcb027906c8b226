"""`show`: the original of a message that its author deleted; kept in the audit that it was looked at."""

from dataclasses import replace

from bot.calls import Call, EntryInput, command
from bot.chat.replies import Private, Reply
from bot.domain.events import OriginalShown
from bot.domain.permissions import COORDINATION
from bot.errors import NotFound
from bot.operations.unmasking import looks_at
from bot.sheets import own_entry
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import deleted_original_card
from bot.views.masking import Look, looked_at
from bot.words import named


@command("show", roles=COORDINATION, takes=EntryInput, hidden=True)
async def show(call: Call[EntryInput], uow: UnitOfWork) -> Reply:
    """Show it to a coordinator only."""
    entry = await own_entry(call, uow)
    if entry.ticket is None or entry.deleted_at is None:
        raise NotFound(ticket="")
    ticket = await uow.tickets.get(entry.ticket)
    uow.record(ticket, OriginalShown(entry.id))
    looks = await looks_at(uow, ticket, {entry.id})
    people = {entry.person, *(who for who, _ in looks if who)}
    names = named(await uow.people.names(people), call.setting, call.words)
    card = deleted_original_card(entry, names[entry.person], call.setting, call.words)
    seen = [Look(names[who], at) for who, at in looks if who]
    return Private(replace(card, parts=(*card.parts, *looked_at(seen, call.setting, call.words))))
