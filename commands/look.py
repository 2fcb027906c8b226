"""`look`: tick what you looked at before anybody is asked, and what you saw."""

from dataclasses import dataclass

from bot.calls import Call, How, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Done, Reply
from bot.domain.first_look import Seen
from bot.domain.permissions import STAFF
from bot.domain.words import TicketId
from bot.drafting import show_form
from bot.operations.first_look import checks_of
from bot.operations.first_look import look as keep_looks
from bot.operations.status import must_be_open
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.first_look import AGAIN, BEFORE, look_form


@dataclass(frozen=True)
class LookInput:
    """Which ticket, and in one line which check by its key and what was seen."""

    ticket: TicketId = argument(Kind.TICKET)
    check: str | None = argument(Kind.WORD, required=False)
    seen: str | None = argument(Kind.CHOICE, required=False, choices=(*Seen, AGAIN))


async def _form(call: Call[LookInput], uow: UnitOfWork) -> Form:
    sheet = await private_sheet(call, uow, call.input.ticket)
    must_be_open(sheet.ticket)
    checks_of(uow, sheet.ticket)
    return look_form(sheet, call.words)


@command("look", roles=STAFF, takes=LookInput, form=_form)
async def look(call: Call[LookInput], uow: UnitOfWork) -> Reply:
    """Open the list of the ticket's category, or keep what came back from it."""
    typed = {call.input.check: call.input.seen} if call.input.check and call.input.seen else {}
    if not typed and call.how is not How.FORM:
        return await show_form(uow, call, "look", await _form(call, uow))
    said = typed or {key.removeprefix(BEFORE): each for key, each in call.answers.items() if each}
    seen = {key: None if each == AGAIN else Seen(each) for key, each in said.items()}
    await keep_looks(uow, await uow.tickets.get(call.input.ticket), seen, call.actor.person)
    return Done()
