"""A ping: whoever is on duty in a team is called into a ticket's thread."""

from datetime import timedelta

from bot.domain.duty_events import DutyPinged
from bot.domain.tickets import PlaceKind, Ticket, TicketPlace
from bot.domain.words import PersonId, TeamKey
from bot.errors import UserError
from bot.operations.calling import whom_to_call
from bot.operations.rota import tell_team
from bot.operations.status import must_be_open
from bot.store.unit_of_work import UnitOfWork

PAUSE = timedelta(minutes=1)
"""A thread calls somebody once in so long at most."""


async def ping_duty(
    uow: UnitOfWork, ticket: Ticket, team: TeamKey, why: str, place: TicketPlace | None
) -> tuple[PersonId, ...]:
    """Call them in that thread (the desk's for the client's) and where their team sits, so that it reaches them.

    Raises UserError within a minute of the last ping in the same thread.
    """
    must_be_open(ticket)
    inside = place.escalation if place and place.kind is PlaceKind.TEAM else None
    if not await uow.desk.not_within(f"ping:{ticket.id}:{inside or 'desk'}", PAUSE):
        raise UserError("pinged_already")
    room = uow.rules.teams[team]
    called = await whom_to_call(uow, room)
    theirs = next((each.id for each in await uow.escalations.of(ticket.id) if each.is_open and each.team == team), None)
    uow.record(ticket, DutyPinged(team, called.people, why, inside, called.skipped, theirs))
    if theirs is None and room.channel:
        by = uow.actor.person if uow.actor else None
        facts = {"ticket": ticket.id, "team": team, "by": by, "why": why, "calls": list(called.people)}
        await tell_team(uow, room, "rota/ping", facts)
    return called.people
