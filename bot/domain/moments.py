"""Times as people tell them, in three languages: read exactly, or asked about."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.moment_patterns import (
    ATOM,
    BEFORE_FULL_HOUR,
    BEFORE_LATE_HOUR,
    DURATION,
    LEAD,
    LINK,
    LONE_END,
    LONE_HOUR,
    RANGE,
    SLOTS,
    TO_COME,
    ZONE_LINK,
)
from bot.domain.moment_reading import (
    Ambiguous,
    Frame,
    Moment,
    Precision,
    Prefer,
    Unclear,
    read,
    seconds_of,
    span_moment,
)
from bot.domain.plain_text import clean, plain_letters
from bot.domain.words import Language

__all__ = [
    "Ambiguous",
    "Moment",
    "MomentInText",
    "Precision",
    "Prefer",
    "Unclear",
    "find_moments",
    "parse_moment",
]

LONGEST_MOMENT = 80
"""Characters; nothing longer is read as one moment."""

_LONGEST_LINK = 24
_LONGEST_ZONE_LINK = 40
_LONGEST_RANGE = 20
_LATE_HOUR = 13
_LONGEST_LEAD = 24
_SHARED = ("date", "weekday", "zone")
_LONG_AGO = timedelta(days=270)
_NOW = frozenset(("now", "right now", "just now", "agora", "agora mesmo", "ahora", "ahora mismo"))


class MomentInText(NamedTuple):
    """Where a text names a time of day, and what it can mean."""

    start: int
    end: int
    meant: Moment | Ambiguous


class _Group(NamedTuple):
    """Adjoining words that name one moment."""

    start: int
    end: int
    slots: dict[str, re.Match[str]]


def parse_moment(
    text: str, now: datetime, zone: ZoneInfo, language: Language, prefer: Prefer = Prefer.PAST
) -> Moment | Ambiguous | None:
    """The one moment that the whole text names, read in that zone unless it names its own; `now` is aware.

    A time without a date is the latest that is not in the future, or the earliest that is, as preferred.
    """
    original, frame = clean(text).strip(), Frame(now, zone, language, prefer)
    if len(original) > LONGEST_MOMENT:
        return None
    plain = re.sub(r"\s+", " ", plain_letters(original))
    if plain.rstrip(".!") in _NOW:
        return span_moment(0, original, frame)
    groups = list(_groups(plain))
    alone = len(groups) == 1 and LEAD.fullmatch(plain[: groups[0].start]) and not plain[groups[0].end :].strip(" ).,;!")
    told = read(groups[0].slots, original, frame) if alone else None
    if prefer is Prefer.FUTURE and (length := DURATION.fullmatch(plain.rstrip(".!"))):
        return _time_or_length(told, _after(length, original, frame), language)
    return told


def find_moments(
    text: str, now: datetime, zone: ZoneInfo, language: Language, provider_zone: ZoneInfo | None = None
) -> Iterator[MomentInText]:
    """The times of day, and the lengths of time ago, that a report's running text names; never a bare date.

    Times of a range or a list share their day and zone; a day without its year that lies many months back is to come.
    """
    plain = plain_letters(text).replace("\n", ";").replace("\t", " ")
    frame = Frame(now, zone, language, Prefer.PAST, reported=True, provider_zone=provider_zone)
    groups = list(_groups(plain))
    for before, after in pairwise(groups):
        _share(before, after, plain)
    for group in groups:
        if not _is_told(group, plain) or (language is Language.EN and _is_english_as(group, text)):
            continue
        meant = read(group.slots, text[group.start : group.end], frame)
        is_told = not isinstance(meant, Moment) or not (
            meant.precision is Precision.DAY or _is_ahead(group, meant, now)
        )
        if meant is not None and is_told:
            yield MomentInText(group.start, group.end, meant)


def _share(before: _Group, after: _Group, plain: str) -> None:
    """`ontem das 18h às 20h (UTC)`: each of two times takes the day and the zone that only the other names."""
    between = plain[before.end : after.start]
    if "time" not in before.slots or "time" not in after.slots:
        return
    if len(between) > _LONGEST_RANGE or not RANGE.fullmatch(between):
        return
    dated = [{"date", "weekday"} & group.slots.keys() for group in (before, after)]
    for slot in _SHARED:
        for giving, taking, days in ((before, after, dated[1]), (after, before, dated[0])):
            if slot in giving.slots and (slot not in taking.slots) and not (slot != "zone" and days):
                taking.slots[slot] = giving.slots[slot]


def _is_ahead(group: _Group, meant: Moment, now: datetime) -> bool:
    """Whether a date was told without its year, so that `30/11` of last year is the one to come."""
    said = group.slots.get("date")
    if said is None or now - meant.utc <= _LONG_AGO:
        return False
    return not (said["dm_year"] or said["md_year"]) and len(re.findall("[0-9]+", said[0])) < 3


def _time_or_length(
    told: Moment | Ambiguous | None, after: Moment | None, language: Language
) -> Moment | Ambiguous | None:
    """`2h` is two hours in English, and two o'clock as well in Portuguese and Spanish."""
    if after is None or not isinstance(told, Moment) or language is Language.EN:
        return after or told
    return Ambiguous(Unclear.TIME_OR_LENGTH, told.original, (told.utc, after.utc))


def _after(length: re.Match[str], original: str, frame: Frame) -> Moment | None:
    try:
        return span_moment(seconds_of(length["by"], length["unit"]), original, frame)
    except OverflowError:
        return None


def _groups(plain: str) -> Iterator[_Group]:
    group: _Group | None = None
    at = 0
    while atom := ATOM.search(plain, at):
        slot, at = SLOTS[str(atom.lastgroup)], atom.end()
        if group and _joins(group, atom, plain[group.end : atom.start()]):
            group.slots[slot] = atom
            group = group._replace(end=atom.end())
            continue
        if atom.lastgroup == "offset":  # it belongs to nothing, so it is the end of a range
            at = atom.start() + 1
            continue
        if group:
            yield group
        group = _Group(atom.start(), atom.end(), {slot: atom})
    if group:
        yield group


def _joins(group: _Group, atom: re.Match[str], between: str) -> bool:
    """Whether a word belongs to the moment before it; `12:31-12:45` is no time with an offset."""
    kind = str(atom.lastgroup)
    slot = SLOTS[kind]
    if slot in group.slots or "span" in (*group.slots, slot):
        return slot == "zone" and _says_provider(group) and ZONE_LINK.fullmatch(between) is not None
    if kind == "offset" and ("date" not in group.slots or group.slots["date"].lastgroup != "iso"):
        return False
    if slot == "zone":
        fits = len(between) <= _LONGEST_ZONE_LINK and ZONE_LINK.fullmatch(between) is not None
        return "time" in group.slots and fits
    return len(between) <= _LONGEST_LINK and LINK.fullmatch(between) is not None


def _says_provider(group: _Group) -> bool:
    """`provider time, GMT-4`: the zone that is named says more."""
    return "zone" in group.slots and group.slots["zone"].groupdict().get("zone_provider") is not None


def _is_told(group: _Group, plain: str) -> bool:
    if TO_COME.search(plain, max(group.start - _LONGEST_LEAD, 0), group.start):
        return False
    if "span" in group.slots:
        return group.slots["span"].lastgroup != "ahead"
    said = group.slots.get("time")
    if said is None or len(group.slots) > 1:
        return said is not None
    if said.lastgroup == "dot_clock":
        return False
    return said.lastgroup != "full_hour" or _is_full_hour(said, plain)


def _is_english_as(group: _Group, text: str) -> bool:
    """`settled as 24` tells no time: in an English channel only `às` with its accent does."""
    return list(group.slots) == ["time"] and text[group.start : group.start + 3].lower() == "as "


def _is_full_hour(said: re.Match[str], plain: str) -> bool:
    """Whether `14h` names an hour here and no length of time."""
    start = max(said.start() - _LONGEST_LEAD, 0)
    if BEFORE_FULL_HOUR.search(plain, start, said.start()):
        return True
    if not _LATE_HOUR <= int(said["h_hour"]) < 24:
        return False
    if BEFORE_LATE_HOUR.search(plain, start, said.start()):
        return True
    return LONE_HOUR.search(plain, start, said.start()) is not None and LONE_END.match(plain, said.end()) is not None
