"""`category`: say what kind of report it is."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.domain.words import CategoryKey, TicketId
from bot.operations.priority import set_category
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import category_form


@dataclass(frozen=True)
class CategoryInput:
    """Which ticket, which category."""

    ticket: TicketId = argument(Kind.TICKET)
    category: CategoryKey = argument(Kind.CATEGORY)


async def _form(call: Call[CategoryInput], uow: UnitOfWork) -> Form:
    sheet = await private_sheet(call, uow, call.input.ticket)
    return category_form(sheet, tuple(uow.rules.categories.values()), call.words)


@command("category", roles=DESK, takes=CategoryInput, form=_form)
async def category(call: Call[CategoryInput], uow: UnitOfWork) -> Reply:
    """Correct what the rules proposed."""
    await set_category(uow, await uow.tickets.get(call.input.ticket), call.input.category)
    return Done()
