"""`update`: tell the client something; a preview comes first."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Private, Reply
from bot.domain.permissions import DESK
from bot.domain.words import TicketId
from bot.drafting import draft_form
from bot.operations.status import must_be_open
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import preview_card
from bot.views.forms import update_form


@dataclass(frozen=True)
class UpdateInput:
    """Which ticket, and the words for the client."""

    ticket: TicketId = argument(Kind.TICKET)
    text: str = argument(Kind.TEXT)


async def _form(call: Call[UpdateInput], uow: UnitOfWork) -> Form:
    return update_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("update", roles=DESK, takes=UpdateInput, form=_form)
async def update(call: Call[UpdateInput], uow: UnitOfWork) -> Reply:
    """Show how it will look to the client, with buttons to send or to change it."""
    must_be_open(await uow.tickets.look(call.input.ticket))
    sheet = await private_sheet(call, uow, call.input.ticket)
    form = await draft_form(uow, call, "update", update_form(sheet, call.words, call.input.text))
    await uow.drafts.answer(form.draft, {"text": call.input.text})
    return Private(preview_card(sheet, call.input.text, form.draft, call.words))
