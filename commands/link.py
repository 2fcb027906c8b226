"""`link`: say that two tickets have to do with each other."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Private, Reply
from bot.domain.permissions import DESK
from bot.domain.words import TicketId
from bot.drafting import show_form
from bot.operations.joining import link as tie
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card
from bot.views.forms import link_form


@dataclass(frozen=True)
class LinkInput:
    """Which ticket, and which other."""

    ticket: TicketId = argument(Kind.TICKET)
    other: TicketId | None = argument(Kind.TICKET, required=False)


async def _form(call: Call[LinkInput], uow: UnitOfWork) -> Form:
    return link_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("link", roles=DESK, takes=LinkInput, form=_form)
async def link(call: Call[LinkInput], uow: UnitOfWork) -> Reply:
    """Show each on the other's card."""
    if call.input.other is None:
        return await show_form(uow, call, "link", await _form(call, uow))
    await tie(uow, await uow.tickets.get(call.input.ticket), call.input.other)
    facts = {"id": call.input.ticket, "other": call.input.other}
    return Private(said_card("linked", call.setting, call.words, **facts))
