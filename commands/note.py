"""`note`: say something in a ticket that the client never sees."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Private, Reply
from bot.domain.permissions import STAFF
from bot.domain.words import TicketId
from bot.operations.notes import add_note
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card
from bot.views.forms import note_form


@dataclass(frozen=True)
class NoteInput:
    """Which ticket, and the words."""

    ticket: TicketId = argument(Kind.TICKET)
    text: str = argument(Kind.TEXT)


async def _form(call: Call[NoteInput], uow: UnitOfWork) -> Form:
    return note_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("note", roles=STAFF, takes=NoteInput, form=_form)
async def note(call: Call[NoteInput], uow: UnitOfWork) -> Reply:
    """Keep a note in the desk's thread."""
    await add_note(uow, await uow.tickets.get(call.input.ticket), call.input.text, call.actor.person)
    return Private(said_card("noted", call.setting, call.words, id=call.input.ticket))
