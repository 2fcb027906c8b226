"""`desk` and `teams`: where the staff sit and who is on duty."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bot.desk.durations import ClockTime, Day
from bot.desk.faults import complain
from bot.desk.rotations import RotationModel
from bot.desk.section import Section
from bot.desk.values import CalendarRef, ChannelAddress, GroupAddress, LadderRef, NamedLabel, PersonRef, Speaks, Zone
from bot.domain.calendars import Calendar
from bot.domain.people import Person, PersonKey
from bot.domain.rotations import Layer, Turns
from bot.domain.teams import DeskRoom, Duty, Team
from bot.domain.words import CalendarKey, Language, TeamKey

TURNS = {"daily": timedelta(days=1), "weekly": timedelta(weeks=1)}


class ShiftModel(Section):
    """People, the hours in which they answer, and whether they take turns (`rotate` with the day of the first turn)."""

    people: Annotated[list[PersonRef], Field(min_length=1)]
    hours: CalendarRef | None = None
    rotate: Literal["daily", "weekly"] | None = None
    since: Day | None = None
    handover: ClockTime = time(9)

    @model_validator(mode="after")
    def _knows_its_start(self) -> Self:
        if (self.rotate is None) != (self.since is None):
            complain("`rotate` and `since` (the day on which the first person's turn began) go together.")
        return self

    def build(self, zone: str, calendars: Mapping[CalendarKey, Calendar]) -> Layer:
        """The shift; turns change at `handover` on the wall clock of the zone."""
        turns = None
        if self.rotate and self.since:
            turns = Turns(datetime.combine(self.since, self.handover), TURNS[self.rotate], ZoneInfo(zone))
        return Layer(tuple(self.people), calendars[self.hours] if self.hours else None, turns)


class RoomModel(Section):
    """What the desk and a team have in common: its people, and who is on duty (a rotation, shifts, a list)."""

    members: list[PersonRef] = Field(default_factory=list)
    lead: PersonRef | None = None
    on_duty: list[PersonRef] = Field(default_factory=list)
    shifts: list[ShiftModel] = Field(default_factory=list)
    rotation: RotationModel | None = None
    usergroup: GroupAddress | None = None
    language: Speaks | None = None
    zone: Zone | None = None

    def duty(self, zone: str, calendars: Mapping[CalendarKey, Calendar], people: Mapping[PersonKey, Person]) -> Duty:
        """The shifts in their order, the plain list last."""
        shifts = [each.build(self.zone or zone, calendars) for each in self.shifts]
        if self.on_duty:
            shifts.append(Layer(tuple(self.on_duty)))
        rotation = self.rotation.build(self.zone or zone, calendars) if self.rotation else None
        named = {person for shift in shifts for person in shift.people} | {*self.members, *filter(None, [self.lead])}
        named |= rotation.people if rotation else set()
        away = {key: people[key].away for key in people if key in named and people[key].away}
        return Duty(tuple(shifts), away, rotation)


class DeskModel(RoomModel):
    """The desk's own channels, the first for the cards of all clients that have none of their own."""

    channels: Annotated[list[ChannelAddress], Field(min_length=1)]

    def build(
        self,
        language: Language,
        zone: str,
        calendars: Mapping[CalendarKey, Calendar],
        people: Mapping[PersonKey, Person],
    ) -> DeskRoom:
        """The desk's room; language and zone are the installation's unless it has its own."""
        return DeskRoom(
            tuple(self.channels),
            tuple(self.members),
            self.lead,
            self.duty(zone, calendars, people),
            self.language or language,
            self.zone or zone,
            self.usergroup,
        )


class TeamModel(RoomModel):
    """One of our teams."""

    name: NamedLabel
    channel: ChannelAddress | None = None
    ladder: LadderRef
    calendar: CalendarRef | None = None

    def build(
        self,
        key: str,
        language: Language,
        zone: str,
        calendars: Mapping[CalendarKey, Calendar],
        people: Mapping[PersonKey, Person],
    ) -> Team:
        """The team; language and zone are the installation's unless it has its own."""
        return Team(
            TeamKey(key),
            self.name,
            self.channel,
            tuple(self.members),
            self.lead,
            self.duty(zone, calendars, people),
            self.ladder,
            self.language or language,
            self.zone or zone,
            self.usergroup,
            self.calendar,
        )
