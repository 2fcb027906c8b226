"""Times as people tell them, in three languages: read exactly, or asked about."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.moment_patterns import ATOM, BEFORE_FULL_HOUR, DURATION, LEAD, LINK, SLOTS
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

_LONGEST_LINK = 16
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


def find_moments(text: str, now: datetime, zone: ZoneInfo, language: Language) -> Iterator[MomentInText]:
    """The times of day, and the lengths of time ago, that running text names; never a bare date."""
    plain, frame = plain_letters(text).replace("\n", ";").replace("\t", " "), Frame(now, zone, language, Prefer.PAST)
    for group in _groups(plain):
        if not _is_told(group, plain):
            continue
        meant = read(group.slots, text[group.start : group.end], frame)
        if meant is not None and not (isinstance(meant, Moment) and meant.precision is Precision.DAY):
            yield MomentInText(group.start, group.end, meant)


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
    for atom in ATOM.finditer(plain):
        slot = SLOTS[str(atom.lastgroup)]
        if group and _joins(group, atom, plain[group.end : atom.start()]):
            group.slots[slot] = atom
            group = group._replace(end=atom.end())
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
        return False
    if slot == "zone" and "time" not in group.slots:
        return False
    if kind == "offset" and ("date" not in group.slots or group.slots["date"].lastgroup != "iso"):
        return False
    return len(between) <= _LONGEST_LINK and LINK.fullmatch(between) is not None


def _is_told(group: _Group, plain: str) -> bool:
    if "span" in group.slots:
        return group.slots["span"].lastgroup != "ahead"
    said = group.slots.get("time")
    if said is None:
        return False
    is_full_hour = said.lastgroup == "full_hour" and len(group.slots) == 1
    return not is_full_hour or BEFORE_FULL_HOUR.search(plain, max(group.start - 10, 0), group.start) is not None
