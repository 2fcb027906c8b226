"""`type`: say whether a ticket is an incident, a request, a problem or a change."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.domain.policies import TicketType
from bot.domain.words import TicketId
from bot.operations.priority import set_type
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import type_form


@dataclass(frozen=True)
class TypeInput:
    """Which ticket, of which type."""

    ticket: TicketId = argument(Kind.TICKET)
    type: str = argument(Kind.CHOICE, choices=tuple(kind.value for kind in TicketType))


async def _form(call: Call[TypeInput], uow: UnitOfWork) -> Form:
    return type_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("type", roles=DESK, takes=TypeInput, form=_form)
async def type_(call: Call[TypeInput], uow: UnitOfWork) -> Reply:
    """Correct what the rules decided."""
    await set_type(uow, await uow.tickets.get(call.input.ticket), TicketType(call.input.type))
    return Done()
