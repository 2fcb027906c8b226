"""Pauses that are noted afterwards: how people say them, and what makes no sense about one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.moments import Moment, Prefer, parse_moment
from bot.domain.plain_text import clean, plain_letters
from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.domain.timing import Timing
from bot.domain.words import Language

_FROM = re.compile(r"(?:from|since|de|das?|desde(?: as?| las?| el)?|del)\s+(?=\S)")
_TO = re.compile(r"\s(?:to|until|till|ate(?: as?| o)?|hasta(?: las?| el)?|as?|a las?|al)\s+(?=\S)")
_LONGEST = 8
"""Words of one moment."""


class PauseFault(StrEnum):
    """What makes no sense about a pause."""

    ENDED = "ended"
    BACKWARDS = "backwards"
    NOT_OVER = "not_over"
    BEFORE_OPENING = "before_opening"
    OVERLAPS = "overlaps"
    NO_EFFECT = "no_effect"


@dataclass(frozen=True)
class Pause:
    """From `start` to before `end`, in UTC, the ticket waited for the client or a provider (`status`), and why."""

    start: datetime
    end: datetime
    status: Status
    why: str

    def meets(self, other: "Pause") -> bool:
        """Whether both hold at one instant."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Told:
    """What somebody typed: from when to when, and the words after it."""

    start: datetime
    end: datetime
    why: str


def read_pause(text: str, now: datetime, zone: ZoneInfo, language: Language) -> Told | None:
    """What `from 10:00 to 11:30 they were on the phone` means; None when no two instants can be read.

    A time without a date is the latest that has passed; the end is the first such time after the start.
    """
    said = clean(text).strip()
    plain = plain_letters(said)
    begin = found.end() if (found := _FROM.match(plain)) else 0
    for to in _TO.finditer(plain, begin):
        start = instant(said[begin : to.start()], now, zone, language)
        words = said[to.end() :].split()
        for count in range(min(_LONGEST, len(words)), 0, -1):
            end = instant(" ".join(words[:count]), start, zone, language, Prefer.FUTURE) if start else None
            if start and end:
                return Told(start, end, " ".join(words[count:]))
    return None


def instant(
    text: str, now: datetime, zone: ZoneInfo, language: Language, prefer: Prefer = Prefer.PAST
) -> datetime | None:
    """The one instant that a text names, in UTC."""
    moment = parse_moment(text, now, zone, language, prefer)
    return moment.utc if isinstance(moment, Moment) else None


def faults_of(
    pause: Pause, ticket: Ticket, now: datetime, others: Iterable[Pause], before: Timing, after: Timing
) -> Iterator[PauseFault]:
    """Everything that makes no sense about a pause; `before` and `after` are the clocks without it and with it."""
    if ticket.is_ended:
        yield PauseFault.ENDED
    if pause.end <= pause.start:
        yield PauseFault.BACKWARDS
    if pause.end > now:
        yield PauseFault.NOT_OVER
    if pause.start < ticket.opened_at:
        yield PauseFault.BEFORE_OPENING
    if any(pause.meets(other) for other in others):
        yield PauseFault.OVERLAPS
    elif pause.start < pause.end and _spent(before, now) == _spent(after, now):
        yield PauseFault.NO_EFFECT


def _spent(timing: Timing, now: datetime) -> list[object]:
    """How far every clock has come."""
    return [[(each.elapsed(now), each.due_at, each.outcome) for each in clocks] for clocks in timing.clocks.values()]
