"""`back`: an absence is over before its time."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import COORDINATION, STAFF
from bot.domain.words import PersonId
from bot.errors import NotAllowed
from bot.operations.absences import come_back
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import rota_said_card


@dataclass(frozen=True)
class BackInput:
    """Who is back, where a coordinator says it of somebody else."""

    who: PersonId | None = argument(Kind.PERSON, required=False)


@command("back", roles=STAFF, takes=BackInput)
async def back(call: Call[BackInput], uow: UnitOfWork) -> Reply:
    """Whoever is there is called again."""
    person = call.input.who or call.actor.person
    if person != call.actor.person and call.actor.standing.role not in COORDINATION:
        raise NotAllowed(roles=sorted(COORDINATION))
    await come_back(uow, person)
    names = await uow.people.names([person])
    return Private(rota_said_card("you_are_back", call.setting, call.words, person=names[person]))
