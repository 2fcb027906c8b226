"""Whom to call: who is on duty, or the next wider circle, and who was passed over because they cannot be called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.duty import Skipped
from bot.domain.ladders import Step, Whom
from bot.domain.people import PersonKey, Role
from bot.domain.teams import DeskRoom, Team
from bot.domain.words import PersonId
from bot.store.unit_of_work import UnitOfWork

ON_DUTY = Step(after=timedelta(), whom=Whom.ON_DUTY)


@dataclass(frozen=True)
class Called:
    """Whom a step reaches, and as facts of an event who was passed over, why and until when."""

    people: tuple[PersonId, ...]
    skipped: tuple[Mapping[str, Any], ...] = ()


async def whom_to_call(uow: UnitOfWork, room: Team, step: Step = ON_DUTY) -> Called:
    """Whom a step reaches; when nobody of them is there, the next wider circle: never silence."""
    duty = await uow.duty.on_duty(room)
    begins = step.whom is Whom.ON_DUTY
    skipped = {each.person: each for each in duty.skipped} if begins else {}
    for circle in _circles(uow, room, step, duty.person):
        gone = {key: await uow.duty.why_gone(key, room) for key in circle if key}
        skipped |= {key: why for key, why in gone.items() if why}
        if present := [key for key, why in gone.items() if not why]:
            numbers = (await uow.people.by_keys(present)).values()
            return Called(tuple(numbers), await skipped_facts(uow, skipped.values()))
    return Called((), await skipped_facts(uow, skipped.values()))


def _circles(uow: UnitOfWork, room: Team, step: Step, on_duty: PersonKey | None) -> list[list[PersonKey | None]]:
    circles: list[list[PersonKey | None]] = [
        [on_duty],
        [room.lead],
        list(room.members),
        [person.key for person in uow.rules.people_with(Role.COORDINATOR)],
    ]
    starts = {Whom.ON_DUTY: 0, Whom.LEAD: 1, Whom.TEAM: 2, Whom.COORDINATORS: 3}
    return [[step.person], *circles[1:]] if step.whom is Whom.PERSON else circles[starts[step.whom] :]


async def skipped_facts(uow: UnitOfWork, skipped: Iterable[Skipped]) -> tuple[Mapping[str, Any], ...]:
    """Those who were passed over, as an event or a letter keeps them."""
    passed = list(skipped)
    numbers = await uow.people.by_keys([each.person for each in passed]) if passed else {}
    return tuple(
        {
            "person": numbers[each.person],
            "why": each.why.value,
            "until": each.until.isoformat() if each.until else None,
        }
        for each in passed
    )


async def lead_of(uow: UnitOfWork, room: Team | DeskRoom) -> tuple[PersonId, ...]:
    """A room's lead, when it has one who is there."""
    if room.lead is None or await uow.duty.why_gone(room.lead, room):
        return ()
    return tuple((await uow.people.by_keys([room.lead])).values())
