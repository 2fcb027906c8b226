"""`ack`: say that you have it; the ladder stops."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Reply
from bot.domain.permissions import STAFF
from bot.domain.words import TeamKey, TicketId
from bot.operations.escalation import acknowledge, find_open
from bot.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class TeamInput:
    """Which ticket, and which team's escalation when there are several and it is not this thread's."""

    ticket: TicketId = argument(Kind.TICKET)
    team: TeamKey | None = argument(Kind.TEAM, required=False, here=True)


@command("ack", roles=STAFF, takes=TeamInput, gesture=Gesture.ACK)
async def ack(call: Call[TeamInput], uow: UnitOfWork) -> Reply:
    """Make the actor the escalation's assignee."""
    ticket = await uow.tickets.get(call.input.ticket)
    await acknowledge(uow, ticket, await find_open(uow, ticket, call.input.team), call.actor.person)
    return Done()
