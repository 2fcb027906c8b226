"""`calendars`: when a working time is, and when it is not."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

import holidays as public_holidays
from pydantic import Field, PlainValidator, model_validator

from bot.desk.durations import DAYS, Day, Stretch, Weekdays
from bot.desk.faults import complain, did_you_mean
from bot.desk.section import Section
from bot.desk.values import Text, Zone
from bot.domain.calendars import Calendar, Holiday, Interval
from bot.domain.words import CalendarKey

MIDNIGHT = timedelta(days=1)


def parse_country(value: object) -> str:
    """A country whose public holidays the library `holidays` knows: `MT`, or with a subdivision `BR-SP`."""
    country, _, subdivision = str(value).partition("-")
    known = public_holidays.list_supported_countries()
    if country not in known:
        complain(f"`{value}` is not a country whose holidays are known, such as MT or BR-SP.")
    if subdivision and subdivision not in known[country]:
        complain(f"`{subdivision}` is not a part of {country}.{did_you_mean(subdivision, known[country])}")
    return str(value)


class HolidayModel(Section):
    """One named day: closed, or with hours of its own (a half day)."""

    name: Text
    date: Day
    hours: list[Stretch] = Field(default_factory=list)


class PublicHolidays(Section):
    """The public holidays of a country, for the years that are named, but for the days that are worked all the same."""

    country: Annotated[str, PlainValidator(parse_country)]
    years: Annotated[list[Annotated[int, Field(ge=2000, le=2100)]], Field(min_length=1, max_length=20)]
    worked: list[Day] = Field(default_factory=list)

    @model_validator(mode="after")
    def _works_on_holidays_only(self) -> Self:
        if strange := [day.isoformat() for day in self.worked if day not in self.all_days()]:
            complain(f"{', '.join(strange)} is no public holiday of {self.country} in these years.")
        return self

    def all_days(self) -> Mapping[date, str]:
        """Every public holiday and its name."""
        country, _, subdivision = self.country.partition("-")
        found = public_holidays.country_holidays(country, subdiv=subdivision or None, years=self.years)
        return dict(sorted(found.items()))


class CalendarModel(Section):
    """Either `hours: 24x7`, or a zone with a week and its holidays."""

    hours: Literal["24x7"] | None = None
    zone: Zone | None = None
    week: dict[Weekdays, list[Stretch]] = Field(default_factory=dict)
    public: PublicHolidays | None = None
    holidays: list[HolidayModel] = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if self.hours and (self.zone or self.week or self.holidays or self.public):
            complain("A calendar with `hours: 24x7` has neither zone, week nor holidays.")
        if not self.hours:
            self._check_week()
        return self

    def _check_week(self) -> None:
        if not self.zone:
            complain("A calendar needs a zone and a week, or `hours: 24x7`.")
        if not any(self.week.values()):
            complain("This calendar has no working time; give it a week, or say `hours: 24x7`.")
        twice = [DAYS[day] for day, times in Counter(day for days in self.week for day in days).items() if times > 1]
        if twice:
            complain(f"The week names {', '.join(twice)} more than once.")
        for intervals in (*self.week.values(), *(holiday.hours for holiday in self.holidays)):
            if overlapping(intervals):
                complain("Two intervals of one day overlap.")
        dates = Counter(holiday.date for holiday in self.holidays)
        if again := [day.isoformat() for day, times in dates.items() if times > 1]:
            complain(f"The holidays name {', '.join(again)} more than once.")

    def build(self, key: str) -> Calendar:
        """The calendar; a named holiday takes the place of a public one on the same day."""
        if self.hours:
            return Calendar(CalendarKey(key), ZoneInfo("UTC"), ((),) * 7, always=True)
        assert self.zone is not None
        by_day = {day: tuple(intervals) for days, intervals in self.week.items() for day in days}
        week = tuple(by_day.get(day, ()) for day in range(7))
        named = {each.date: Holiday(each.name, tuple(each.hours)) for each in self.holidays}
        return Calendar(CalendarKey(key), ZoneInfo(self.zone), week, {**self._public(), **named})

    def _public(self) -> Mapping[date, Holiday]:
        if not self.public:
            return {}
        return {day: Holiday(name) for day, name in self.public.all_days().items() if day not in self.public.worked}


def overlapping(intervals: list[Interval]) -> bool:
    """Whether two intervals of one day share time."""
    spans = sorted(span(each) for each in intervals)
    return any(second[0] < first[1] for first, second in pairwise(spans))


def span(interval: Interval) -> tuple[timedelta, timedelta]:
    """Start and end since the midnight before; the end may lie on the next day."""
    start, end = (timedelta(hours=each.hour, minutes=each.minute) for each in (interval.start, interval.end))
    return start, end if end > start else end + MIDNIGHT
