"""`fill`: give the evidence that a ticket needs."""

from bot.calls import Call, How, TicketInput, command
from bot.chat.forms import Form
from bot.chat.replies import Private, Reply
from bot.domain.permissions import ANSWERING
from bot.drafting import show_form
from bot.errors import UserError
from bot.operations.evidence import give_evidence
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card
from bot.views.forms import fill_form


async def _form(call: Call[TicketInput], uow: UnitOfWork) -> Form:
    sheet = await private_sheet(call, uow, call.input.ticket)
    category = uow.rules.categories.get(sheet.ticket.category) if sheet.ticket.category else None
    if category is None or not category.fields:
        raise UserError("nothing_to_fill", ticket=sheet.ticket.id)
    asked = await uow.audit.last_question(sheet.ticket.id)
    fields = [each for each in category.fields if each.key in asked] or list(category.fields)
    return fill_form(sheet, fields, call.words)


@command("fill", roles=ANSWERING, takes=TicketInput, form=_form, hidden=True)
async def fill(call: Call[TicketInput], uow: UnitOfWork) -> Reply:
    """Open the form, or keep what came back from it."""
    ticket = await uow.tickets.get(call.input.ticket)
    if call.how is not How.FORM:
        if ticket.is_ended:
            raise UserError("already_ended", ticket=ticket.id)
        return await show_form(uow, call, "fill", await _form(call, uow))
    files = tuple(file for some in call.files.values() for file in some)
    await give_evidence(uow, ticket, call.answers, call.actor.person, files)
    return Private(said_card("thanks", call.setting, call.words, id=ticket.id))
