"""`merge`: put a ticket into another one."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Private, Reply
from bot.domain.permissions import DESK
from bot.domain.words import TicketId
from bot.drafting import show_form
from bot.operations.joining import merge as put_into
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card
from bot.views.forms import merge_form


@dataclass(frozen=True)
class MergeInput:
    """Which ticket, into which."""

    ticket: TicketId = argument(Kind.TICKET)
    into: TicketId | None = argument(Kind.TICKET, required=False)


async def _form(call: Call[MergeInput], uow: UnitOfWork) -> Form:
    return merge_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("merge", roles=DESK, takes=MergeInput, form=_form)
async def merge(call: Call[MergeInput], uow: UnitOfWork) -> Reply:
    """End the one, and go on in the other."""
    if call.input.into is None:
        return await show_form(uow, call, "merge", await _form(call, uow))
    await put_into(uow, await uow.tickets.get(call.input.ticket), call.input.into)
    facts = {"id": call.input.ticket, "into": call.input.into}
    return Private(said_card("merged", call.setting, call.words, **facts))
