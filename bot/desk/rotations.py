"""`rotation`: the layers of a team's rotation, as desk.yaml writes them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, model_validator

from bot.desk.calendars import overlapping
from bot.desk.durations import ClockTime, Day, Stretch, Weekdays
from bot.desk.faults import complain
from bot.desk.section import Section
from bot.desk.values import CalendarRef, PersonRef, Zone
from bot.domain.calendars import Calendar
from bot.domain.people import PersonKey
from bot.domain.rotations import Layer, Rotation, Turns
from bot.domain.words import CalendarKey

NAMED_TURNS = {"daily": timedelta(days=1), "weekly": timedelta(weeks=1)}
HOURS = re.compile(r"([1-9]\d{0,2})h")
LONGEST_HOURS = 720


def parse_turn(value: Any) -> timedelta:
    """How long a turn is: `daily`, `weekly`, or whole hours such as `12h`."""
    if isinstance(value, str) and value in NAMED_TURNS:
        return NAMED_TURNS[value]
    hours = HOURS.fullmatch(value) if isinstance(value, str) else None
    if hours is None or int(hours[1]) > LONGEST_HOURS:
        complain(f"`{value}` is not a turn; say daily, weekly, or whole hours up to {LONGEST_HOURS}h such as 12h.")
    return timedelta(hours=int(hours[1]))


class LayerModel(Section):
    """People who take turns since a day, handed over at a time of day, in all hours or only in some."""

    people: Annotated[list[PersonRef], Field(min_length=1)]
    rotate: Annotated[timedelta, PlainValidator(parse_turn)]
    since: Day
    handover: ClockTime = time(9)
    zone: Zone | None = None
    hours: CalendarRef | None = None
    week: dict[Weekdays, list[Stretch]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_restricted_once(self) -> Self:
        if self.hours and self.week:
            complain("A layer has `hours` (a calendar) or a `week` of its own, not both.")
        named = [day for days in self.week for day in days]
        if len(named) != len(set(named)):
            complain("The week names a day more than once.")
        if any(overlapping(intervals) for intervals in self.week.values()):
            complain("Two intervals of one day overlap.")
        return self

    def build(self, zone: str, calendars: Mapping[CalendarKey, Calendar]) -> Layer:
        """The layer; its times are those of its own zone, or else of the rotation's."""
        here = ZoneInfo(self.zone or zone)
        turns = Turns(datetime.combine(self.since, self.handover), self.rotate, here)
        return Layer(tuple(self.people), self._hours(here, calendars), turns, turns.handover(0).astimezone(UTC))

    def _hours(self, zone: ZoneInfo, calendars: Mapping[CalendarKey, Calendar]) -> Calendar | None:
        if self.hours:
            return calendars[self.hours]
        if not self.week:
            return None
        by_day = {day: tuple(intervals) for days, intervals in self.week.items() for day in days}
        return Calendar(CalendarKey("week"), zone, tuple(by_day.get(day, ()) for day in range(7)))


class RotationModel(Section):
    """Layers, a later one over the earlier ones; `catch_all` is called when nobody of them is on duty.

    `moves_tickets` gives the tickets of a handover to whoever accepts it.
    """

    zone: Zone | None = None
    layers: Annotated[list[LayerModel], Field(min_length=1)]
    catch_all: PersonRef | None = None
    moves_tickets: bool = False

    def build(self, zone: str, calendars: Mapping[CalendarKey, Calendar]) -> Rotation:
        """The rotation; `zone` is the team's."""
        layers = tuple(each.build(self.zone or zone, calendars) for each in self.layers)
        catch_all = PersonKey(self.catch_all) if self.catch_all else None
        return Rotation(layers, catch_all, self.moves_tickets)
