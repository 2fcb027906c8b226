"""`assign`: give a ticket to somebody."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.domain.words import PersonId, TicketId
from bot.operations.ownership import assign as give
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import assign_form


@dataclass(frozen=True)
class AssignInput:
    """Which ticket, to whom."""

    ticket: TicketId = argument(Kind.TICKET)
    person: PersonId = argument(Kind.PERSON)


async def _form(call: Call[AssignInput], uow: UnitOfWork) -> Form:
    return assign_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("assign", roles=DESK, takes=AssignInput, form=_form)
async def assign(call: Call[AssignInput], uow: UnitOfWork) -> Reply:
    """Make that person the owner."""
    await give(uow, await uow.tickets.get(call.input.ticket), call.input.person)
    return Done()
