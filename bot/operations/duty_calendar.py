"""A team's shifts as a calendar file, and a calendar file as overrides."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.duty import DESK, shifts
from bot.domain.duty_events import CalendarImported
from bot.domain.icalendar import CalendarEvent, read_calendar, write_calendar
from bot.domain.people import PersonKey
from bot.domain.plain_text import fold
from bot.domain.teams import DeskRoom, Team
from bot.domain.words import Language, TeamKey
from bot.operations.rota import IMPORTED
from bot.operations.shifts import FORESEEN
from bot.store.duty import STANDS, WITHDRAWN, DutyChange, imported
from bot.store.unit_of_work import UnitOfWork

NOBODY = "–"


@dataclass(frozen=True)
class Imported:
    """How many events hold now, how many earlier ones were withdrawn, and which were over already."""

    kept: int
    withdrawn: int
    over: int


class UnknownPeople(ValueError):
    """Events that name nobody of desk.yaml; each as a sentence."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


async def export_calendar(uow: UnitOfWork, room: Team | DeskRoom, ahead: timedelta) -> str:
    """The shift that goes on, and those that begin within a time, as RFC 5545 has it; a shift keeps its UID."""
    key = room.key if isinstance(room, Team) else DESK
    begin, people = uow.now - FORESEEN, uow.rules.people
    events = []
    for each in shifts(room, begin, uow.now + ahead, await uow.duty.changes()):
        if each.end <= uow.now or each.person is None:
            continue
        since = "always" if each.start == begin else each.start.strftime("%Y%m%dT%H%M%SZ")
        uid = f"{key or 'desk'}-{since}@pitboss"
        events.append(CalendarEvent(uid, each.start, each.end, people[each.person].name))
    name = room.name.in_(Language.EN) if isinstance(room, Team) else uow.rules.name
    return write_calendar(name, events, uow.now)


async def import_calendar(uow: UnitOfWork, team: TeamKey, text: str, *, replace: bool) -> Imported:
    """Each event is an override of whoever its SUMMARY or ATTENDEE names; one with a known UID takes its old place.

    With `replace`, what an earlier import brought and this one lacks is withdrawn. Raises NotACalendar, and
    UnknownPeople with every event that names nobody; then nothing is changed.
    """
    room = uow.rules.teams[team]
    events = read_calendar(text, ZoneInfo(room.zone))
    known = _names(uow)
    people = {event: _person(event, known) for event in events}
    if strange := tuple(_fault(event) for event, person in people.items() if person is None):
        raise UnknownPeople(strange)
    ahead = {event: person for event, person in people.items() if person and event.end > uow.now}
    for event, person in ahead.items():
        await _keep(uow, team, event, person)
    gone = await _withdraw(uow, team, ahead) if replace else 0
    await uow.audit.write([(None, None, CalendarImported(team, len(ahead), gone))])
    return Imported(len(ahead), gone, len(people) - len(ahead))


async def _keep(uow: UnitOfWork, team: TeamKey, event: CalendarEvent, person: PersonKey) -> None:
    who = (await uow.people.by_keys([person]))[person]
    uid = _uid(team, event.uid)
    deal = hashlib.sha256(uid.encode()).hexdigest()[:16]
    await uow.duty.add_change(DutyChange(team, who, event.start, event.end, IMPORTED, deal, None, STANDS, uid))


async def _withdraw(uow: UnitOfWork, team: TeamKey, kept: Iterable[CalendarEvent]) -> int:
    wanted = {_uid(team, event.uid) for event in kept}
    gone = [deal for uid, deal in (await imported(uow, team)).items() if uid not in wanted]
    return sum([await uow.duty.move(deal, STANDS, WITHDRAWN) for deal in gone])


def _uid(team: TeamKey, uid: str) -> str:
    return f"{team}:{uid}"


def _names(uow: UnitOfWork) -> Mapping[str, PersonKey]:
    """Everybody by their key, their name, and their first name where only one has it."""
    people = uow.rules.people.values()
    firsts = [fold(each.name).split(" ")[0] for each in people]
    known = {first: each.key for first, each in zip(firsts, people, strict=True) if firsts.count(first) == 1}
    return {**known, **{fold(each.name): each.key for each in people}, **{fold(each.key): each.key for each in people}}


def _person(event: CalendarEvent, known: Mapping[str, PersonKey]) -> PersonKey | None:
    """By the attendee's name or the part of the address before the @, else by the summary."""
    said = (event.attendee, event.mail.partition("@")[0], event.who, event.who.partition(" (")[0])
    return next((known[fold(each)] for each in said if each and fold(each) in known), None)


def _fault(event: CalendarEvent) -> str:
    return f"{event.uid}: nobody in desk.yaml is called {event.attendee or event.mail or event.who or NOBODY}"
