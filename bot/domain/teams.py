"""Our own teams and the desk: where they sit, who belongs to them and who is on duty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar, is_open
from bot.domain.people import Away, GroupKey, PersonKey, is_away
from bot.domain.words import CalendarKey, Channel, Label, Language, TeamKey


@dataclass(frozen=True)
class Rotation:
    """People take turns of so many days; the first turn began at `start`, a wall clock time in `zone`."""

    start: datetime
    every: timedelta
    zone: ZoneInfo

    def turn_at(self, at: datetime) -> int:
        """How many handovers lie between the start and that instant; negative before the start."""
        wall = at.astimezone(self.zone).replace(tzinfo=None)
        return (wall - self.start) // self.every


@dataclass(frozen=True)
class Shift:
    """People in the order in which they are called; `hours` None means always, `rotation` None means no turns."""

    people: tuple[PersonKey, ...]
    hours: Calendar | None = None
    rotation: Rotation | None = None

    def covers(self, at: datetime) -> bool:
        """Whether this shift answers at that instant."""
        return self.hours is None or is_open(self.hours, at)

    def order_at(self, at: datetime) -> tuple[PersonKey, ...]:
        """The people from the one whose turn it is on."""
        first = self.rotation.turn_at(at) % len(self.people) if self.rotation and self.people else 0
        return self.people[first:] + self.people[:first]


@dataclass(frozen=True)
class Duty:
    """Shifts in the order in which they are asked, and when their people are away."""

    shifts: tuple[Shift, ...] = ()
    away: Mapping[PersonKey, tuple[Away, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Team:
    """A team that tickets are escalated to; `usergroup` is mentioned when the whole team is called.

    What it has agreed to runs on its `calendar`, on the client's when it has none.
    """

    key: TeamKey
    name: Label
    channel: Channel | None
    members: tuple[PersonKey, ...]
    lead: PersonKey | None
    duty: Duty
    ladder: str
    language: Language
    zone: str
    usergroup: GroupKey | None = None
    calendar: CalendarKey | None = None


@dataclass(frozen=True)
class DeskRoom:
    """The desk's own channels (the first is where its cards go) and who is on duty there."""

    channels: tuple[Channel, ...]
    members: tuple[PersonKey, ...]
    lead: PersonKey | None
    duty: Duty
    language: Language
    zone: str
    usergroup: GroupKey | None = None

    @property
    def channel(self) -> Channel:
        """Where the desk's cards go."""
        return self.channels[0]


class DutyReason(StrEnum):
    """Why somebody is the one to call."""

    SHIFT = "shift"
    NEXT_IN_SHIFT = "next_in_shift"
    LEAD = "lead"
    MEMBER = "member"
    NOBODY = "nobody"


@dataclass(frozen=True)
class OnDuty:
    """Whom to call and why; nobody only when everybody is away, or nobody is named at all."""

    person: PersonKey | None
    reason: DutyReason


def who_is_on_duty(room: Team | DeskRoom, at: datetime) -> OnDuty:
    """The first shift that covers the instant and has somebody present, then the lead, then any present member."""
    away = {person for person, spans in room.duty.away.items() if is_away(spans, at)}
    for shift in room.duty.shifts:
        if not shift.covers(at):
            continue
        for place, person in enumerate(shift.order_at(at)):
            if person not in away:
                return OnDuty(person, DutyReason.NEXT_IN_SHIFT if place else DutyReason.SHIFT)
    if room.lead and room.lead not in away:
        return OnDuty(room.lead, DutyReason.LEAD)
    member = next((person for person in room.members if person not in away), None)
    return OnDuty(member, DutyReason.MEMBER if member else DutyReason.NOBODY)


def on_duty(room: Team | DeskRoom, at: datetime) -> PersonKey | None:
    """Whom to call at that instant, None when nobody is there."""
    return who_is_on_duty(room, at).person
