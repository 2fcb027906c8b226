"""`route`: say to which team a ticket goes, before anybody is called."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.domain.words import TeamKey, TicketId
from bot.operations.priority import choose_team
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import route_form


@dataclass(frozen=True)
class RouteInput:
    """Which ticket, to which team."""

    ticket: TicketId = argument(Kind.TICKET)
    team: TeamKey = argument(Kind.TEAM)


async def _form(call: Call[RouteInput], uow: UnitOfWork) -> Form:
    sheet = await private_sheet(call, uow, call.input.ticket)
    return route_form(sheet, tuple(uow.rules.teams.values()), call.words)


@command("route", roles=DESK, takes=RouteInput, form=_form)
async def route(call: Call[RouteInput], uow: UnitOfWork) -> Reply:
    """Correct what the rules decided; nobody is called by it."""
    await choose_team(uow, await uow.tickets.get(call.input.ticket), call.input.team)
    return Done()
