"""From the words of one moment to the instants that they can mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.moment_dates import dates_of
from bot.domain.moment_words import (
    HALF_AN_HOUR,
    HALVES,
    NAMED_TIMES,
    NIGHTS,
    NUMBERS,
    ONE,
    UNITS,
    WEEKDAYS,
)
from bot.domain.moment_zones import zone_name, zone_said
from bot.domain.words import Language


class Prefer(StrEnum):
    """Where a time without its date lies."""

    PAST = "past"
    FUTURE = "future"


class Precision(StrEnum):
    """How exactly a moment was told; the instant is the beginning of that span."""

    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


class Unclear(StrEnum):
    """Why a moment has to be asked about."""

    DAY_OR_MONTH = "day_or_month"
    HALF_OF_DAY = "half_of_day"
    WHICH_NIGHT = "which_night"
    TIME_OR_LENGTH = "time_or_length"
    WEEKDAY = "weekday"
    ZONE = "zone"
    REPEATED_HOUR = "repeated_hour"
    MISSING_HOUR = "missing_hour"


@dataclass(frozen=True)
class Moment:
    """An instant in UTC, the words that named it, and the zone in which they were read (a key, or `UTC-03:00`)."""

    utc: datetime
    original: str
    zone: str
    precision: Precision = Precision.MINUTE


@dataclass(frozen=True)
class Ambiguous:
    """Words with several readings in UTC, the likeliest first; none where nothing can be offered."""

    reason: Unclear
    original: str
    readings: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Frame:
    """What words of time are relative to; `now` is aware."""

    now: datetime
    zone: ZoneInfo
    language: Language
    prefer: Prefer
    reported: bool = False
    """In a report: a date that could be read in two ways is the one of the last days."""
    provider_zone: ZoneInfo | None = None
    """The zone of `provider time`, where the report names one provider."""


@dataclass(frozen=True)
class _Wall:
    """A time of day as a clock shows it; 24:00 lies in the next day, and a leap second one second after :59."""

    at: time
    precision: Precision = Precision.MINUTE
    next_day: bool = False
    leap: bool = False


Slots = Mapping[str, re.Match[str]]


def read(slots: Slots, original: str, frame: Frame) -> Moment | Ambiguous | None:
    """What the words mean in that frame; None when they name no possible date or time."""
    try:
        if span := slots.get("span"):
            kind = str(span.lastgroup)
            if kind == "epoch":
                at = datetime.fromtimestamp(int(span["epoch_seconds"]), UTC)
                return Moment(at, original, "UTC", Precision.SECOND)
            seconds = _length(span, kind)
            return span_moment(seconds if kind == "ahead" else -seconds, original, frame)
        return _read_wall(slots, original, frame)
    except (ValueError, OverflowError):  # a date or an offset that no calendar has
        return None


def _length(span: re.Match[str], kind: str) -> int:
    """The whole of `1h30`, `2 hours and 10 minutes` or `una hora y media`, in seconds."""
    unit = span[f"{kind}_unit"]
    seconds = seconds_of(span[f"{kind}_by"], unit)
    if UNITS[unit] == UNITS["h"]:
        seconds += UNITS["min"] * int(span[f"{kind}_glued"] or span[f"{kind}_more"] or 0)
    return seconds + (UNITS[unit] // 2 if span[f"{kind}_half"] else 0)


def seconds_of(quantity: str, unit: str) -> int:
    """The length of `2 hours`, `half an hour` or `uma hora`, in seconds."""
    if quantity in HALF_AN_HOUR:
        return UNITS[unit] // 2
    number = 1 if quantity in ONE else NUMBERS.get(quantity)
    return UNITS[unit] * (int(quantity) if number is None else number)


def span_moment(seconds: int, original: str, frame: Frame) -> Moment:
    """The instant so many seconds from now, as precise as its unit."""
    precision = Precision.MINUTE
    if seconds and seconds % 3600 == 0:
        precision = Precision.DAY if seconds % 86_400 == 0 else Precision.HOUR
    at = frame.now.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=seconds)
    return Moment(at, original, frame.zone.key, precision)


def _read_wall(slots: Slots, original: str, frame: Frame) -> Moment | Ambiguous | None:
    tz = zone_said(slots.get("zone"), frame.zone, frame.provider_zone)
    if tz is None:
        return Ambiguous(Unclear.ZONE, original)
    walls, doubt = _walls(slots)
    today = frame.now.astimezone(tz).date()
    found: list[datetime] = []
    if "date" in slots or "weekday" in slots:
        days = _days(slots, frame, today, walls[0])
        if not days:
            return Ambiguous(Unclear.WEEKDAY, original)
        doubt = doubt or (Unclear.DAY_OR_MONTH if len(days) > 1 else None)
        pairs = [(day, wall) for day in days for wall in walls]
        for day, wall in pairs:
            instants, odd = _instants(day, wall, tz)
            found += instants
            doubt = doubt or odd
    else:
        for wall in (walls[0],) if doubt is Unclear.WHICH_NIGHT else walls:
            instants, odd = _nearest(wall, tz, today, frame)
            found += instants
            doubt = odd if doubt is Unclear.WHICH_NIGHT else doubt or odd
    if doubt is Unclear.HALF_OF_DAY and frame.prefer is Prefer.PAST:
        found = [at for at in found if at <= frame.now] or found
    if len(found) == 1 and doubt is not Unclear.MISSING_HOUR:
        return Moment(found[0], original, zone_name(tz), walls[0].precision)
    return Ambiguous(doubt or Unclear.DAY_OR_MONTH, original, tuple(found))


def _walls(slots: Slots) -> tuple[list[_Wall], Unclear | None]:
    """The times of day that may be meant, and the doubt when there are two."""
    said = slots.get("time")
    if said is None:
        return [_Wall(time(0), Precision.DAY)], None
    half = next((slots[slot][0] for slot in ("half", "date") if slot in slots and slots[slot][0] in HALVES), None)
    if named := said.groupdict().get("named_time"):
        hour = NAMED_TIMES[named]
        midnight = [_Wall(time(0)), _Wall(time(0), next_day=True)]
        return (midnight, Unclear.WHICH_NIGHT) if hour == 0 else ([_Wall(time(hour))], None)
    wall, bare = _clock(said)
    if half is None or not 1 <= wall.at.hour <= 12:
        return _either_half(wall) if bare and half is None else ([wall], None)
    if half in NIGHTS and wall.at.hour % 12 < 5 and said.groupdict().get("half_mark") == "a":
        return [replace(wall, next_day=half in _LAST_NIGHT)], None
    if half in NIGHTS and wall.at.hour % 12 < 5:
        night = replace(wall, at=wall.at.replace(hour=wall.at.hour % 12))
        return [night, replace(night, next_day=True)], Unclear.WHICH_NIGHT
    return [_in_half(wall, HALVES[half])], None


def _clock(said: re.Match[str]) -> tuple[_Wall, bool]:
    """The time that a clock's digits show, and whether it was an hour without minutes, mark or unit."""
    groups = said.groupdict()
    hour = next(int(groups[name]) for name in _HOURS if groups.get(name))
    minute = next((int(groups[name]) for name in _MINUTES if groups.get(name)), 30 if groups.get("bare_half") else 0)
    second = int(groups["second"] or 0)
    precision = Precision.SECOND if groups["second"] else Precision.MINUTE
    if hour == 24 and minute == 0 and second == 0:
        return _Wall(time(0), precision, next_day=True), False
    leap = second == 60 and minute == 59
    wall = _Wall(time(hour, minute, 59 if leap else second), precision, leap=leap)
    if mark := groups.get("half_mark"):
        if not 1 <= hour <= 12:
            raise ValueError(said[0])
        return _in_half(wall, mark == "p"), False
    return wall, bool(groups.get("bare_hour"))


_HOURS = ("half_hour", "hour", "hm_hour", "dot_hour", "dc_hour", "c_hour", "h_hour", "bare_hour", "led_hour")
_MINUTES = ("half_minute", "minute", "hm_minute", "dot_minute", "dc_minute", "c_minute")
_LAST_NIGHT = frozenset(("last night", "anoche"))


def _in_half(wall: _Wall, second_half: bool) -> _Wall:
    return replace(wall, at=wall.at.replace(hour=wall.at.hour % 12 + (12 if second_half else 0)))


def _either_half(wall: _Wall) -> tuple[list[_Wall], Unclear | None]:
    if not 1 <= wall.at.hour <= 12:
        return [wall], None
    return [_in_half(wall, False), _in_half(wall, True)], Unclear.HALF_OF_DAY


def _days(slots: Slots, frame: Frame, today: date, wall: _Wall) -> list[date]:
    """The dates that may be meant; none when the weekday contradicts the date."""
    said = slots.get("weekday")
    if "date" in slots:
        days = dates_of(slots["date"], frame.language, frame.prefer is Prefer.FUTURE, today)
        days = [day for day in days if said is None or day.weekday() == WEEKDAYS[said["weekday_name"]]]
        return _of_late(days, today) if frame.reported else days
    assert said is not None
    if said["weekday_day"] and (named := _named_day(said, today)):
        return [named]
    other = (said["other_week"] or "") + (said["passed"] or "")
    ahead = frame.prefer is Prefer.FUTURE if not other else other.strip()[:4] in ("next", "prox")
    gap = (WEEKDAYS[said["weekday_name"]] - today.weekday()) % 7
    if ahead:
        return [today + timedelta(days=gap or (7 if other or wall.precision is Precision.DAY else 0))]
    local_now = frame.now.astimezone(frame.zone).time()
    back = (7 - gap) % 7
    return [today - timedelta(days=back or (7 if other or wall.at > local_now else 0))]


def _of_late(days: list[date], today: date) -> list[date]:
    """Of two readings the one within the last two weeks, when the other is to come or lies months back."""
    late = [day for day in days if timedelta() <= today - day <= _LATELY]
    clear = all(day in late or day > today or today - day > 2 * _LATELY for day in days)
    return late if len(late) == 1 and clear else days


def _named_day(said: re.Match[str], today: date) -> date | None:
    """The latest `Saturday 21` up to today."""
    weekday, number = WEEKDAYS[said["weekday_name"]], int(said["weekday_day"])
    days = (today - timedelta(days=(today.weekday() - weekday) % 7 + 7 * weeks) for weeks in range(_WEEKS))
    return next((day for day in days if day.day == number), None)


_LATELY = timedelta(days=14)
_WEEKS = 26


def _instants(day: date, wall: _Wall, tz: tzinfo) -> tuple[list[datetime], Unclear | None]:
    """The instants at which the wall clock shows this; two where it is set back, or forward over it."""
    local = datetime.combine(day + timedelta(days=wall.next_day), wall.at)
    passes = sorted({local.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1)})
    instants = [at + timedelta(seconds=wall.leap) for at in passes]
    if len(passes) == 1:
        return instants, None
    shown = passes[0].astimezone(tz).replace(tzinfo=None) == local
    return instants, Unclear.REPEATED_HOUR if shown else Unclear.MISSING_HOUR


def _nearest(wall: _Wall, tz: tzinfo, today: date, frame: Frame) -> tuple[list[datetime], Unclear | None]:
    """The latest such time that is not in the future, or the earliest that is."""
    ahead = frame.prefer is Prefer.FUTURE
    for days in range(-1, 4):
        instants, odd = _instants(today + timedelta(days=days if ahead else -days), wall, tz)
        if fitting := [at for at in instants if (at > frame.now) == ahead]:
            return fitting, odd
    return [], None
