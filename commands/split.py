"""`split`: make a message of a ticket a ticket of its own."""

from dataclasses import dataclass

from bot.calls import Call, How, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Private, Reply
from bot.domain.permissions import DESK
from bot.domain.tickets import EntryKind
from bot.domain.words import EntryId, TicketId
from bot.drafting import show_form
from bot.errors import NotFound, UserError
from bot.operations.joining import split as take_out
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card
from bot.views.forms import split_form


@dataclass(frozen=True)
class SplitInput:
    """Which ticket, and which of its messages."""

    ticket: TicketId = argument(Kind.TICKET)
    entry: int | None = argument(Kind.NUMBER, required=False)


async def _form(call: Call[SplitInput], uow: UnitOfWork) -> Form:
    sheet = await private_sheet(call, uow, call.input.ticket)
    said = await uow.entries.of(sheet.ticket.id, [EntryKind.REPORT, EntryKind.CLIENT])
    if len(said) < 2:
        raise UserError("nothing_to_split", ticket=sheet.ticket.id)
    return split_form(sheet, said[1:], call.words)


@command("split", roles=DESK, takes=SplitInput, form=_form, shortcut=True)
async def split(call: Call[SplitInput], uow: UnitOfWork) -> Reply:
    """Open a ticket for that message."""
    ticket = await uow.tickets.get(call.input.ticket)
    pointed = call.message.entry if call.message else None
    entry = await uow.entries.find(EntryId(call.input.entry)) if call.input.entry is not None else pointed
    if entry is None and call.how is not How.FORM:
        return await show_form(uow, call, "split", await _form(call, uow))
    if entry is None or entry.ticket != ticket.id:
        raise NotFound(ticket=ticket.id)
    other = await take_out(uow, ticket, entry)
    return Private(said_card("split", call.setting, call.words, id=ticket.id, other=other.id))
