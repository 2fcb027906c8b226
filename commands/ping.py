"""`ping`: call whoever is on duty in a team into a ticket's thread: `@pitboss integrations!`."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Done, Private, Reply
from bot.domain.permissions import STAFF
from bot.domain.tickets import PlaceKind
from bot.domain.words import TeamKey, TicketId
from bot.operations.pinging import ping_duty
from bot.pointing import place_of
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import rota_said_card


@dataclass(frozen=True)
class PingInput:
    """Which ticket's thread, which team, and what for."""

    ticket: TicketId = argument(Kind.TICKET)
    team: TeamKey = argument(Kind.TEAM)
    why: str | None = argument(Kind.TEXT, required=False)


@command("ping", roles=STAFF, takes=PingInput, hidden=True)
async def ping(call: Call[PingInput], uow: UnitOfWork) -> Reply:
    """In the thread where it was said; what is said in the client's thread calls at the desk."""
    ticket, place = await uow.tickets.get(call.input.ticket), await place_of(uow, call.place)
    called = await ping_duty(uow, ticket, call.input.team, call.input.why or "", place)
    if place is not None and place.kind is not PlaceKind.CLIENT:
        return Done()
    room, names = uow.rules.teams[call.input.team].name, await uow.people.names(called)
    said = ", ".join(names.values())
    return Private(rota_said_card("pinged", call.setting, call.words, room=room, person=said))
