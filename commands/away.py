"""`away`: say until when somebody is not to be called."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.duty_spans import read_span
from bot.domain.permissions import COORDINATION, STAFF
from bot.domain.words import PersonId
from bot.errors import NotAllowed, UserError
from bot.operations.absences import go_away
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import rota_said_card


@dataclass(frozen=True)
class AwayInput:
    """When (`until friday 9:00`, `tomorrow`), and who, where a coordinator says it of somebody else (`who=@eva`)."""

    who: PersonId | None = argument(Kind.PERSON, required=False, named=True)
    when: str | None = argument(Kind.TEXT, required=False)


@command("away", roles=STAFF, takes=AwayInput)
async def away(call: Call[AwayInput], uow: UnitOfWork) -> Reply:
    """A bare instant is the end."""
    said = call.input.when or ""
    span = read_span(said, call.setting.now, ZoneInfo(call.setting.zone), call.setting.language)
    if span is None or not said:
        raise UserError("bad_span", word=said)
    person = call.input.who or call.actor.person
    if person != call.actor.person and call.actor.standing.role not in COORDINATION:
        raise NotAllowed(roles=sorted(COORDINATION))
    begin, end = (span.start, span.end) if span.end else (uow.now, span.start)
    absence = await go_away(uow, person, begin, end, call.actor.person)
    names = await uow.people.names([person])
    return Private(rota_said_card("you_are_away", call.setting, call.words, person=names[person], until=absence.until))
