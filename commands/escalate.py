"""`escalate`: call a team; a client's wish for it is passed to the owner."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Private, Reply
from bot.domain.permissions import ANSWERING
from bot.domain.words import TeamKey, TicketId
from bot.drafting import show_form
from bot.operations.escalation import ask_escalation
from bot.operations.escalation import escalate as call_team
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card
from bot.views.forms import escalate_form


@dataclass(frozen=True)
class EscalateInput:
    """Which ticket, which team, and what it should know."""

    ticket: TicketId = argument(Kind.TICKET)
    team: TeamKey | None = argument(Kind.TEAM, required=False)
    why: str | None = argument(Kind.TEXT, required=False)


async def _form(call: Call[EscalateInput], uow: UnitOfWork) -> Form:
    sheet = await private_sheet(call, uow, call.input.ticket)
    return escalate_form(sheet, tuple(uow.rules.teams.values()), call.words)


@command("escalate", roles=ANSWERING, takes=EscalateInput, form=_form, gesture=Gesture.ESCALATE)
async def escalate(call: Call[EscalateInput], uow: UnitOfWork) -> Reply:
    """Staff call the team; the client asks, and the owner decides."""
    ticket = await uow.tickets.get(call.input.ticket)
    if not call.actor.is_staff:
        await ask_escalation(uow, ticket, call.input.why or "")
        return Private(said_card("asked_for_escalation", call.setting, call.words, id=ticket.id))
    if call.input.team is None:
        return await show_form(uow, call, "escalate", await _form(call, uow))
    await call_team(uow, ticket, call.input.team, call.input.why or "", call.actor.person)
    return Done()
