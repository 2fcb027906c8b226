"""Whether whoever is on duty can be reached: their accounts as a platform tells them now."""

from datetime import timedelta

from bot.chat.platform import Profile
from bot.domain.teams import DeskRoom, Team
from bot.operations.absences import call_others
from bot.store.people import KnownAccount
from bot.store.unit_of_work import UnitOfWork

FRESH = timedelta(minutes=5)
"""So long an account is taken to be as it was seen."""


async def accounts_on_duty(uow: UnitOfWork) -> tuple[KnownAccount, ...]:
    """The living accounts of everybody who is on duty now that were not looked at for a while."""
    rooms: list[Team | DeskRoom] = [uow.rules.desk, *uow.rules.teams.values()]
    keys = {duty.person: None for room in rooms if (duty := await uow.duty.on_duty(room)).person}
    people = await uow.people.by_keys([key for key in keys if key])
    found = [each for person in people.values() for each in await uow.people.accounts_of(person)]
    return tuple(each for each in found if each.active and uow.wall - each.seen_at > FRESH)


async def keep_profile(uow: UnitOfWork, known: KnownAccount, profile: Profile) -> None:
    """Keep what was seen; open calls that only reach somebody whose account is dead go to others at once."""
    await uow.people.remember(profile)
    if known.active and not profile.active:
        await call_others(uow)
