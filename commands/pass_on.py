"""`pass`: hand an escalation to another team."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Done, Reply
from bot.domain.permissions import STAFF
from bot.domain.words import TeamKey, TicketId
from bot.operations.escalation import find_open
from bot.operations.escalation import pass_on as hand_over
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import pass_form


@dataclass(frozen=True)
class PassInput:
    """Which ticket, whose escalation (in a team's thread that team's), to which team, and what it should know."""

    ticket: TicketId = argument(Kind.TICKET)
    team: TeamKey = argument(Kind.TEAM, here=True)
    to: TeamKey = argument(Kind.TEAM)
    why: str = argument(Kind.TEXT)


async def _form(call: Call[PassInput], uow: UnitOfWork) -> Form:
    others = tuple(each for key, each in uow.rules.teams.items() if key != call.input.team)
    return pass_form(await private_sheet(call, uow, call.input.ticket), others, call.words)


@command("pass", roles=STAFF, takes=PassInput, form=_form)
async def pass_on(call: Call[PassInput], uow: UnitOfWork) -> Reply:
    """End this team's escalation and call the other one."""
    ticket = await uow.tickets.get(call.input.ticket)
    escalation = await find_open(uow, ticket, call.input.team)
    await hand_over(uow, ticket, escalation, call.input.to, call.input.why, call.actor.person)
    return Done()
