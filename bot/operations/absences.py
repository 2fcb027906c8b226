"""Being away, said in chat: from then on somebody is not called, and whoever waits for them gets somebody else."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.duty import belongs, on_duty
from bot.domain.duty_events import CameBack, WentAway
from bot.domain.teams import Team
from bot.domain.words import PersonId
from bot.errors import UserError
from bot.operations.escalation import call_instead
from bot.operations.rota import LONGEST, tell_team
from bot.store.duty import calling_in_vain
from bot.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Absence:
    """Somebody is away until an instant; these are the teams that they belong to."""

    person: PersonId
    until: datetime
    teams: tuple[Team, ...]


async def go_away(uow: UnitOfWork, person: PersonId, begin: datetime, end: datetime, by: PersonId) -> Absence:
    """Skip somebody until then; their teams hear of it, and open calls that only reach them go to somebody else."""
    key = await uow.duty.key_of(person)
    if key is None:
        raise UserError("not_named")
    if end <= uow.now or end <= begin:
        raise UserError("in_the_past")
    if end - begin > LONGEST:
        raise UserError("span_too_long", days=LONGEST.days)
    before = await uow.duty.changes()
    concerned = tuple(room for room in uow.rules.teams.values() if belongs(room, key))
    on_duty_now = [room for room in concerned if on_duty(room, max(begin, uow.now), before) == key]
    await uow.duty.go_away(person, begin, end, by)
    await uow.audit.write([(None, by, WentAway(person, begin, end))])
    for room in on_duty_now:
        facts = {"person": person, "begins_at": begin.isoformat(), "ends_at": end.isoformat(), "team": room.key}
        await tell_team(uow, room, "rota/away", facts)
    if begin <= uow.now:
        await call_others(uow)
    return Absence(person, end, concerned)


async def come_back(uow: UnitOfWork, person: PersonId) -> None:
    """An absence told in chat is over; raises UserError when there is none."""
    if not await uow.duty.come_back(person, uow.now):
        raise UserError("not_away")
    await uow.audit.write([(None, uow.actor.person if uow.actor else None, CameBack(person))])


async def call_others(uow: UnitOfWork) -> None:
    """Every call whose people are all gone is made anew, to whoever is on duty now."""
    for number in await calling_in_vain(uow):
        escalation = await uow.escalations.get(number)
        keys = [await uow.duty.key_of(each) for each in escalation.called]
        room = uow.rules.teams.get(escalation.team)
        if room is None or not escalation.called:
            continue
        if all([key is not None and await uow.duty.why_gone(key, room) for key in keys]):
            await call_instead(uow, await uow.tickets.get(escalation.ticket), escalation)
