"""From when until when somebody is on duty or away, as people say it in three languages."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.moments import Ambiguous, Moment, Precision, Prefer, Unclear, parse_moment
from bot.domain.plain_text import clean, plain_letters
from bot.domain.words import Language

_UNTIL = re.compile(
    r"(?:^|\s)(?:until|till|til|to|ate(?: as| a| o)?|hasta(?: las| la| el)?)\s+(?=\S)|\s(?:as?|a las)\s+(?=\d)"
)
_INSIDE = re.compile(r"\s(?:das|de las|desde las|from|de)\s+(?=\d)")
_FROM = re.compile(r"(?:from|since|de|desde(?: las| la| el| as)?|a partir d[aeo]s?|das|starting)\s+(?=\S)")


@dataclass(frozen=True)
class Span:
    """From `start` to before `end`; no end where only an instant was named."""

    start: datetime
    end: datetime | None


def read_span(text: str, now: datetime, zone: ZoneInfo, language: Language) -> Span | None:
    """What `until 18:00`, `tomorrow`, `amanhã 9h até 18h` or `desde el lunes hasta el viernes` mean; nothing is now.

    A bare day is the whole day in that zone. None for words that name no span, or one that could be several, or that
    ends before it begins.
    """
    said = clean(text).strip()
    if not said:
        return Span(now, None)
    plain = plain_letters(said)
    until = list(_UNTIL.finditer(plain))
    if not until:
        return _one(said[_after_from(plain) :], now, zone, language)
    first, last = said[: until[-1].start()].strip(), said[until[-1].end() :]
    if inside := _INSIDE.search(plain_letters(first)):
        first = f"{first[: inside.start()]} {first[inside.end() :]}"
    told = first[_after_from(plain_letters(first)) :]
    begin = _moment(told, now, now, zone, language, whenever=True) if first else None
    if first and begin is None:
        return None
    start = begin.utc if begin else now
    end = _moment(last, start, now, zone, language)
    return Span(start, end.utc) if end and end.utc > start else None


def _after_from(plain: str) -> int:
    found = _FROM.match(plain)
    return found.end() if found else 0


def _one(said: str, now: datetime, zone: ZoneInfo, language: Language) -> Span | None:
    moment = _moment(said, now, now, zone, language, whenever=True)
    if moment is None:
        return None
    if moment.precision is not Precision.DAY:
        return Span(moment.utc, None)
    following = moment.utc.astimezone(zone).date() + timedelta(days=1)
    return Span(max(moment.utc, now), datetime.combine(following, time(), zone).astimezone(UTC))


def _moment(
    said: str, start: datetime, now: datetime, zone: ZoneInfo, language: Language, *, whenever: bool = False
) -> Moment | None:
    """The first reading after `start` (or `whenever`) of those that are told from now and from the start on."""
    for since in (now, start):
        read = parse_moment(said, since, zone, language, Prefer.FUTURE)
        if isinstance(read, Ambiguous):
            if read.reason is not Unclear.TIME_OR_LENGTH:
                return None
            read = Moment(read.readings[0], read.original, zone.key, Precision.HOUR)
        if read is not None and (whenever or read.utc > start):
            return read
        if since == start:
            break
    return None
