"""Calendars as files: what is written is RFC 5545 to the octet, and what others write is read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.icalendar import (
    FOLD,
    CalendarEvent,
    NotACalendar,
    escape,
    fold_line,
    read_calendar,
    unescape,
    write_calendar,
)

MALTA = ZoneInfo("Europe/Malta")
STAMP = datetime(2026, 11, 10, 15, 45, tzinfo=UTC)


def calendar(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""))


def test_a_shift_as_it_is_written() -> None:
    shift = CalendarEvent("integrations-1@pitboss", STAMP, STAMP + timedelta(hours=8), "Eva Lind")
    assert write_calendar("Integrations, by night", [shift], STAMP) == "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Pitboss//On duty//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:Integrations\\, by night",
            "BEGIN:VEVENT",
            "UID:integrations-1@pitboss",
            "DTSTAMP:20261110T154500Z",
            "DTSTART:20261110T154500Z",
            "DTEND:20261110T234500Z",
            "SUMMARY:Eva Lind",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    )


def test_the_example_of_a_folded_description() -> None:
    """RFC 5545, 3.1: the three pieces are one line."""
    text = calendar(
        "UID:1",
        "DTSTART:19970714T170000Z",
        "DTEND:19970715T035959Z",
        "SUMMARY:This is a lo",
        " ng description",
        "  that exists on a long line.",
    )
    assert read_calendar(text, MALTA)[0].who == "This is a long description that exists on a long line."


def test_the_example_of_an_escaped_text() -> None:
    """RFC 5545, 3.3.11."""
    said = "Project XYZ Final Review\nConference Room - 3B\nCome Prepared."
    written = r"Project XYZ Final Review\nConference Room - 3B\nCome Prepared."
    assert escape(said) == written
    assert unescape(written) == said
    assert escape(r"a\b;c,d") == r"a\\b\;c\,d"


def test_times_in_utc_in_a_named_zone_floating_and_whole_days() -> None:
    """RFC 5545, 3.3.5: a form each; a duration stands for an end."""
    for lines, start, end in (
        (("DTSTART:19980119T070000Z", "DTEND:19980119T080000Z"), "1998-01-19T07:00", "1998-01-19T08:00"),
        (
            ("DTSTART;TZID=America/New_York:19980119T020000", "DURATION:PT1H30M"),
            "1998-01-19T07:00",
            "1998-01-19T08:30",
        ),
        (("DTSTART:19980118T230000", "DTEND:19980119T230000"), "1998-01-18T22:00", "1998-01-19T22:00"),
        (("DTSTART;VALUE=DATE:19980118",), "1998-01-17T23:00", "1998-01-18T23:00"),
        (('DTSTART;TZID="Europe/Malta":20261025T000000', "DURATION:P1W"), "2026-10-24T22:00", "2026-10-31T22:00"),
    ):
        [event] = read_calendar(calendar("UID:1", *lines, "SUMMARY:Eva"), MALTA)
        assert event.start.isoformat()[:16] == start
        assert event.end.isoformat()[:16] == end


def test_an_attendee_alarms_and_cancelled_events() -> None:
    """The address and the name, wherever parameters hold colons; an alarm's properties are not the event's."""
    text = calendar(
        "UID:1",
        "DTSTART:20261110T090000Z",
        "DTEND:20261110T180000Z",
        'ATTENDEE;ROLE=REQ-PARTICIPANT;CN="Lind: Eva";RSVP=TRUE:MAILTO:eva@pit.example',
        "SUMMARY:On duty",
        "BEGIN:VALARM",
        "SUMMARY:Wake up",
        "UID:2",
        "END:VALARM",
    )
    [event] = read_calendar(text, MALTA)
    assert (event.uid, event.who, event.mail, event.attendee) == ("1", "On duty", "eva@pit.example", "Lind: Eva")
    assert read_calendar(text.replace("UID:1", "UID:1\r\nSTATUS:CANCELLED"), MALTA) == ()


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("DTSTART:20261110T090000Z", "DTEND:20261110T180000Z"), "no UID"),
        (("UID:1", "DTEND:20261110T180000Z"), "no DTSTART"),
        (("UID:1", "DTSTART:20261110T090000Z"), "neither DTEND nor DURATION"),
        (("UID:1", "DTSTART:20261110T090000Z", "DTEND:20261110T080000Z"), "ends before it begins"),
        (("UID:1", "DTSTART:20261310T090000Z", "DTEND:20261110T080000Z"), "that there is not"),
        (("UID:1", "DTSTART;TZID=Mars/North:20261110T090000", "DTEND:20261110T080000Z"), "that there is not"),
        (("UID:1", "DTSTART:20261110T090000Z", "DURATION:long"), "no length of time"),
        (("UID:1", "DTSTART:20261110T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"), "repeats"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(lines: tuple[str, ...], why: str) -> None:
    with pytest.raises(NotACalendar, match=f"line 3: .*{why}"):
        read_calendar(calendar(*lines), MALTA)


def test_no_calendar_at_all() -> None:
    for text in ("", "hello", "BEGIN:VEVENT"):
        with pytest.raises(NotACalendar, match="line 1"):
            read_calendar(text, MALTA)
    with pytest.raises(NotACalendar, match="line 2: this event does not end"):
        read_calendar("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1", MALTA)


@given(st.text(max_size=300))
def test_folded_lines_are_short_and_lose_nothing(text: str) -> None:
    line = "SUMMARY:" + escape(text)
    pieces = list(fold_line(line))
    assert all(len(piece.encode("utf-8", "surrogatepass")) <= FOLD for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


FIRST, LAST = datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2100-01-01")
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=120).map(str.strip)


@given(WORDS.filter(bool), st.datetimes(FIRST, LAST), st.integers(1, 10**6))
def test_what_is_written_is_read_again(who: str, begin: datetime, seconds: int) -> None:
    start = begin.replace(tzinfo=UTC, microsecond=0)
    event = CalendarEvent("a;b,c", start, start + timedelta(seconds=seconds), who, "eva@pit.example", "Eva Lind")
    assert read_calendar(write_calendar("x", [event], STAMP), MALTA) == (event,)


@given(st.text(max_size=200))
def test_whatever_is_in_a_file_is_read_or_refused(text: str) -> None:
    try:
        read_calendar(f"BEGIN:VCALENDAR\n{text}", MALTA)
    except NotACalendar as error:
        assert str(error).startswith("line ")
