"""`priority`: set impact and urgency; a client's wish for it is passed to the owner."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Private, Reply
from bot.domain.permissions import ANSWERING
from bot.domain.priority import Level
from bot.domain.words import TicketId
from bot.drafting import show_form
from bot.operations.priority import ask_priority, set_priority
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card
from bot.views.forms import priority_form


@dataclass(frozen=True)
class PriorityInput:
    """Which ticket, how high impact and urgency are, and why."""

    ticket: TicketId = argument(Kind.TICKET)
    impact: Level | None = argument(Kind.LEVEL, required=False)
    urgency: Level | None = argument(Kind.LEVEL, required=False)
    why: str | None = argument(Kind.TEXT, required=False)


async def _form(call: Call[PriorityInput], uow: UnitOfWork) -> Form:
    return priority_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command(
    "priority",
    roles=ANSWERING,
    takes=PriorityInput,
    form=_form,
    gesture=Gesture.PRIORITY,
    aliases=("urgent", "urgente"),
)
async def priority(call: Call[PriorityInput], uow: UnitOfWork) -> Reply:
    """Staff set it with a reason; the client asks, and the owner decides."""
    ticket = await uow.tickets.get(call.input.ticket)
    if not call.actor.is_staff:
        await ask_priority(uow, ticket, call.input.why or "")
        return Private(said_card("asked_for_priority", call.setting, call.words, id=ticket.id))
    wanted = call.input
    if (wanted.impact is None and wanted.urgency is None) or not wanted.why:
        return await show_form(uow, call, "priority", await _form(call, uow))
    await set_priority(uow, ticket, wanted.impact or ticket.impact, wanted.urgency or ticket.urgency, wanted.why)
    return Done()
