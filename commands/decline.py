"""`decline`: say that it is not your team's, and why."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Done, Reply
from bot.domain.permissions import STAFF
from bot.domain.words import TeamKey, TicketId
from bot.operations.escalation import decline as give_back
from bot.operations.escalation import find_open
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import decline_form


@dataclass(frozen=True)
class DeclineInput:
    """Which ticket, whose escalation (in a team's thread that team's), and why."""

    ticket: TicketId = argument(Kind.TICKET)
    team: TeamKey = argument(Kind.TEAM, here=True)
    why: str = argument(Kind.TEXT)


async def _form(call: Call[DeclineInput], uow: UnitOfWork) -> Form:
    return decline_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("decline", roles=STAFF, takes=DeclineInput, form=_form, aliases=("not-ours",))
async def decline(call: Call[DeclineInput], uow: UnitOfWork) -> Reply:
    """Bring the ticket back to triage and its owner."""
    ticket = await uow.tickets.get(call.input.ticket)
    await give_back(uow, ticket, await find_open(uow, ticket, call.input.team), call.input.why)
    return Done()
