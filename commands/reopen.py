"""`reopen`: say what is not solved."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Done, Reply
from bot.domain.permissions import ANSWERING
from bot.domain.words import TicketId
from bot.errors import UserError
from bot.operations.resolution import reopen as bring_back
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import reopen_form


@dataclass(frozen=True)
class ReopenInput:
    """Which ticket, and why."""

    ticket: TicketId = argument(Kind.TICKET)
    why: str = argument(Kind.TEXT)


async def _form(call: Call[ReopenInput], uow: UnitOfWork) -> Form:
    sheet = await private_sheet(call, uow, call.input.ticket)
    if sheet.ticket.is_open:
        raise UserError("not_resolved", ticket=sheet.ticket.id)
    return reopen_form(sheet, call.words)


@command("reopen", roles=ANSWERING, takes=ReopenInput, form=_form)
async def reopen(call: Call[ReopenInput], uow: UnitOfWork) -> Reply:
    """Bring it back to its owner."""
    await bring_back(uow, await uow.tickets.get(call.input.ticket), call.input.why)
    return Done()
