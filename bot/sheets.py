"""A ticket's sheet, or a kept message, for the person who asks: in their language and zone, within their sight."""

from dataclasses import replace
from typing import Any

from bot.calls import Call, EntryInput
from bot.domain.sheets import TicketSheet
from bot.domain.tickets import Entry
from bot.domain.words import EntryId, TicketId
from bot.errors import NotFound
from bot.store.sheets import sheet_of
from bot.store.unit_of_work import UnitOfWork
from bot.words import named


async def private_sheet(call: Call[Any], uow: UnitOfWork, ticket: TicketId) -> TicketSheet:
    """The sheet as only this person sees it; raises NotFound beyond their sight."""
    sheet = await sheet_of(uow, await uow.tickets.look(ticket), call.setting)
    return replace(sheet, names=named(sheet.names, call.setting, call.words))


async def own_entry(call: Call[EntryInput], uow: UnitOfWork) -> Entry:
    """The kept message, when it lies within the actor's sight; raises NotFound otherwise."""
    entry = await uow.entries.find(EntryId(call.input.entry))
    if entry is None or (not call.actor.is_staff and entry.client != call.actor.client):
        raise NotFound(ticket="")
    return entry
