"""Calendars as files (RFC 5545): shifts written as events, and simple events read.

Instants are UTC when they leave; an event of a file may name its zone, a bare date is the whole day in the reader's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FOLD = 75
"""Octets of a line at most, its end not counted (RFC 5545, 3.1)."""

_LENGTH = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
_NAME = re.compile(rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*)*):(.*)", re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z?)")
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True)
class CalendarEvent:
    """A time of somebody: `who` is the SUMMARY, `attendee` and `mail` the attendee's name and address."""

    uid: str
    start: datetime
    end: datetime
    who: str
    mail: str = ""
    attendee: str = ""


class NotACalendar(ValueError):
    """The text is no calendar, or an event in it cannot be read; says which line and why."""


def write_calendar(name: str, events: Iterable[CalendarEvent], stamped: datetime) -> str:
    """A calendar of that name; lines end with CRLF and are folded, instants are UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pitboss//On duty//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        *(line for event in events for line in _event(event, stamped)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in fold_line(line))


def _event(event: CalendarEvent, stamped: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(event.uid)}"
    yield f"DTSTAMP:{_utc(stamped)}"
    yield f"DTSTART:{_utc(event.start)}"
    yield f"DTEND:{_utc(event.end)}"
    yield f"SUMMARY:{escape(event.who)}"
    if event.mail:
        yield f'ATTENDEE;CN="{_quotable(event.attendee or event.who)}":mailto:{event.mail}'
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _quotable(text: str) -> str:
    return re.sub(r'["\x00-\x1f]', "'", text)


def escape(text: str) -> str:
    r"""A TEXT value: backslash, semicolon, comma and line ends escaped (3.3.11)."""
    text = re.sub(r"([\\;,])", r"\\\1", re.sub("\r\n?", "\n", text))
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\n", "\\n"))


def unescape(text: str) -> str:
    """What a TEXT value says."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def fold_line(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, never within a letter; each further one begins with a space."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode("utf-8"))
        if size + width > FOLD:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece


def read_calendar(text: str, zone: ZoneInfo) -> tuple[CalendarEvent, ...]:
    """The events of a calendar in their order; `zone` is that of times and dates which name none.

    Raises NotACalendar for a text that is none, and for an event that repeats, has no time or no UID.
    """
    lines = list(_lines(text))
    if not lines or lines[0][1].strip().upper() != "BEGIN:VCALENDAR":
        raise NotACalendar("line 1: this is no calendar; it does not begin with BEGIN:VCALENDAR")
    events: list[CalendarEvent] = []
    inside: dict[str, tuple[dict[str, str], str]] | None = None
    nested = began = 0
    for number, line in lines:
        match line.strip().upper():
            case "BEGIN:VEVENT":
                inside, began, nested = {}, number, 0
            case "END:VEVENT" if inside is not None:
                if (event := _read(inside, zone, began)) is not None:
                    events.append(event)
                inside = None
            case bound if inside is not None and bound.startswith(("BEGIN:", "END:")):
                nested += 1 if bound.startswith("BEGIN:") else -1  # an alarm's properties are not the event's
            case _ if inside is not None and not nested and (found := _NAME.fullmatch(line)):
                parameters = {key.upper(): value.strip('"') for key, value in _PARAMETER.findall(found[2])}
                inside.setdefault(found[1].upper(), (parameters, found[3]))
    if inside is not None:
        raise NotACalendar(f"line {began}: this event does not end")
    return tuple(events)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Unfolded lines, each with the number of its first piece."""
    begun, line = 0, ""
    for number, piece in enumerate(re.split("\r\n|\n|\r", text.removeprefix("\ufeff")), 1):
        if piece[:1] in (" ", "\t") and begun:
            line += piece[1:]
            continue
        if line:
            yield begun, line
        begun, line = number, piece
    if line:
        yield begun, line


def _read(found: dict[str, tuple[dict[str, str], str]], zone: ZoneInfo, line: int) -> CalendarEvent | None:
    """An event; None for a cancelled one."""
    if found.get("STATUS", ({}, ""))[1].strip().upper() == "CANCELLED":
        return None
    if "RRULE" in found or "RDATE" in found:
        raise NotACalendar(f"line {line}: this event repeats; write each of its times as an event")
    if "DTSTART" not in found:
        raise NotACalendar(f"line {line}: this event has no DTSTART")
    start, whole_day = _instant(*found["DTSTART"], zone, line)
    if "DTEND" in found:
        end, _ = _instant(*found["DTEND"], zone, line)
    elif "DURATION" in found:
        end = start + _duration(found["DURATION"][1], line)
    elif whole_day:
        end = _midnight(start.astimezone(zone).date() + timedelta(days=1), zone)
    else:
        raise NotACalendar(f"line {line}: this event has neither DTEND nor DURATION")
    if end <= start:
        raise NotACalendar(f"line {line}: this event ends before it begins")
    parameters, address = found.get("ATTENDEE", ({}, ""))
    mail = re.sub("^mailto:", "", address.strip(), flags=re.IGNORECASE)
    uid = unescape(found.get("UID", ({}, ""))[1]).strip()
    if not uid:
        raise NotACalendar(f"line {line}: this event has no UID")
    said = unescape(found.get("SUMMARY", ({}, ""))[1]).strip()
    return CalendarEvent(uid, start, end, said, mail, unescape(parameters.get("CN", "")))


def _instant(parameters: dict[str, str], value: str, zone: ZoneInfo, line: int) -> tuple[datetime, bool]:
    """An instant in UTC, and whether only a date was named."""
    try:
        here = ZoneInfo(parameters["TZID"]) if "TZID" in parameters else zone
        if day := _DATE.fullmatch(value.strip()):
            return _midnight(date(*map(int, day.groups())), here), True
        found = _STAMP.fullmatch(value.strip())
        if found is None:
            raise ValueError(value)
        wall = datetime.strptime(found[0].rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC if found[7] else here)
        return wall.astimezone(UTC), False
    except (ValueError, OSError, OverflowError, ZoneInfoNotFoundError):
        raise NotACalendar(f"line {line}: this event names a time or a zone that there is not") from None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _duration(value: str, line: int) -> timedelta:
    found = _LENGTH.fullmatch(value.strip().removeprefix("+"))
    if found is None or not any(found.groups()):
        raise NotACalendar(f"line {line}: its DURATION is no length of time such as PT8H")
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
