"""Times as people tell them: read in the reader's zone, or asked about."""

from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moments import Ambiguous, Moment, Precision, Prefer, find_moments, parse_moment
from bot.domain.words import Language
from tests.growth import is_linear

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
"""A Sunday, 14:00 in Madrid."""

EN, PT, ES = Language.EN, Language.PT_BR, Language.ES
ZONES = (
    *("Europe/Madrid", "America/Sao_Paulo", "Asia/Kolkata", "UTC"),
    *("Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia"),
)
INSTANTS = st.integers(800_000_000, 3_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
WORDS_OF_TIME = "12 31 : / - . h at 3 às pm ontem may nov a las de z utc + ago hace 60 9999 mañana"
UNITS = ("9", "1:", "12:31 ", "may 1 ", "On ", "at ", "12/11 ", "hace ", "1h", "a las ", "ç 9h ", "de la ")


def told(text: str, language: Language = EN, prefer: Prefer = Prefer.PAST) -> str:
    read = parse_moment(text, NOW, MADRID, language, prefer)
    match read:
        case Moment():
            return read.utc.strftime("%Y-%m-%d %H:%M:%S")
        case Ambiguous():
            return f"{read.reason}: " + ", ".join(at.strftime("%m-%d %H:%M") for at in read.readings)
        case None:
            return "no moment"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("12:31", "2026-11-22 11:31:00"),
        ("since 12:31", "2026-11-22 11:31:00"),
        ("around 12:31:07", "2026-11-22 11:31:07"),
        ("23:30", "2026-11-21 22:30:00"),
        ("3pm", "2026-11-21 14:00:00"),
        ("3:15 p.m.", "2026-11-21 14:15:00"),
        ("12 am", "2026-11-21 23:00:00"),
        ("noon", "2026-11-22 11:00:00"),
        ("2026-11-22 12:31 UTC", "2026-11-22 12:31:00"),
        ("2026-11-22T12:31:05Z", "2026-11-22 12:31:05"),
        ("2026-11-22T12:31:05.123+02:00", "2026-11-22 10:31:05"),
        ("2026-11-22 12:31:05 -0300", "2026-11-22 15:31:05"),
        ("12:31 GMT-4", "2026-11-21 16:31:00"),
        ("12:31 (UTC)", "2026-11-22 12:31:00"),
        ("22/11 12:31", "2026-11-22 11:31:00"),
        ("12.11.2026 10:00", "2026-11-12 09:00:00"),
        ("3 May 2026 at 3pm", "2026-05-03 13:00:00"),
        ("Nov 22, 2026 12:31", "2026-11-22 11:31:00"),
        ("11/22/2026 02:15 PM", "2026-11-22 13:15:00"),
        ("yesterday at 14:00", "2026-11-21 13:00:00"),
        ("Monday 14:00", "2026-11-16 13:00:00"),
        ("Sunday 12:00", "2026-11-22 11:00:00"),
        ("last Sunday 12:00", "2026-11-15 11:00:00"),
        ("last night at 11", "2026-11-21 22:00:00"),
        ("2 hours ago", "2026-11-22 11:00:00"),
        ("half an hour ago", "2026-11-22 12:30:00"),
        ("29/02 10:00", "2024-02-29 09:00:00"),
        ("23:59:60", "2026-11-21 23:00:00"),
        ("24:00", "2026-11-21 23:00:00"),
        ("tomorrow 9:00", "2026-11-23 08:00:00"),
        ("now", "2026-11-22 13:00:00"),
        ("3", "no moment"),
        ("may", "no moment"),
        ("it's 5", "no moment"),
        ("25:00", "no moment"),
        ("12:61", "no moment"),
        ("23:58:60", "no moment"),
        ("2026-02-30 10:00", "no moment"),
        ("99/99/2026 10:00", "no moment"),
        ("12:31-12:45", "no moment"),
        ("13 pm", "no moment"),
        ("soon", "no moment"),
        ("", "no moment"),
    ],
)
def test_english(text: str, utc: str) -> None:
    assert told(text) == utc


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("ontem às 14h", "2026-11-21 13:00:00"),
        ("amanhã 9h", "2026-11-23 08:00:00"),
        ("desde as 12:31", "2026-11-22 11:31:00"),
        ("desde 12h31", "2026-11-22 11:31:00"),
        ("há 2 horas", "2026-11-22 11:00:00"),
        ("faz meia hora", "2026-11-22 12:30:00"),
        ("uma hora atrás", "2026-11-22 12:00:00"),
        ("às 3 da tarde", "2026-11-21 14:00:00"),
        ("9h da noite", "2026-11-21 20:00:00"),
        ("12/11 às 14h", "2026-11-12 13:00:00"),
        ("12 de novembro de 2026 às 14h", "2026-11-12 13:00:00"),
        ("anteontem 23h59", "2026-11-20 22:59:00"),
        ("segunda-feira às 14h", "2026-11-16 13:00:00"),
        ("sexta passada às 10h", "2026-11-20 09:00:00"),
        ("hoje de manhã às 9h", "2026-11-22 08:00:00"),
        ("14h de ontem", "2026-11-21 13:00:00"),
        ("12:31 horário de Brasília", "2026-11-21 15:31:00"),
        ("meia-noite", "2026-11-21 23:00:00"),
    ],
)
def test_portuguese(text: str, utc: str) -> None:
    assert told(text, PT) == utc


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("hace 2 horas", "2026-11-22 11:00:00"),
        ("desde hace 2 horas", "2026-11-22 11:00:00"),
        ("hace media hora", "2026-11-22 12:30:00"),
        ("ayer a las 14:30", "2026-11-21 13:30:00"),
        ("desde las 12:31", "2026-11-22 11:31:00"),
        ("a las 3 de la tarde", "2026-11-21 14:00:00"),
        ("3 de la mañana", "2026-11-22 02:00:00"),
        ("mañana por la mañana a las 9", "2026-11-23 08:00:00"),
        ("a las 15", "2026-11-21 14:00:00"),
        ("14.30 h", "2026-11-21 13:30:00"),
        ("el lunes a las 10:00", "2026-11-16 09:00:00"),
        ("12 de noviembre a las 14:00", "2026-11-12 13:00:00"),
        ("anoche a las 11", "2026-11-21 22:00:00"),
        ("man\u0303ana 9h", "2026-11-23 08:00:00"),
    ],
)
def test_spanish(text: str, utc: str) -> None:
    assert told(text, ES) == utc


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [
        ("12/11 14:00", EN, "day_or_month: 11-12 13:00, 12-11 13:00"),
        ("12/11", EN, "day_or_month: 11-11 23:00, 12-10 23:00"),
        ("mañana a las 3", ES, "half_of_day: 11-23 02:00, 11-23 14:00"),
        ("às 3 e meia", PT, "half_of_day: 11-22 02:30, 11-21 14:30"),
        ("at 3", EN, "half_of_day: 11-22 02:00, 11-21 14:00"),
        ("last night at 2", EN, "which_night: 11-21 01:00, 11-22 01:00"),
        ("yesterday at midnight", EN, "which_night: 11-20 23:00, 11-21 23:00"),
        ("2026-10-25 02:30", EN, "repeated_hour: 10-25 00:30, 10-25 01:30"),
        ("2026-03-29 02:30", EN, "missing_hour: 03-29 00:30, 03-29 01:30"),
        ("12:31 IST", EN, "zone: "),
        ("Monday 22/11 12:31", EN, "weekday: "),
    ],
)
def test_what_is_unclear_is_asked(text: str, language: Language, asked: str) -> None:
    assert told(text, language) == asked


@pytest.mark.parametrize(
    ("text", "language", "utc"),
    [
        ("9:00", EN, "2026-11-23 08:00:00"),
        ("15:00", EN, "2026-11-22 14:00:00"),
        ("until tomorrow 9:00", EN, "2026-11-23 08:00:00"),
        ("monday", EN, "2026-11-22 23:00:00"),
        ("25 Dec", EN, "2026-12-24 23:00:00"),
        ("in 2 hours", EN, "2026-11-22 15:00:00"),
        ("2h", EN, "2026-11-22 15:00:00"),
        ("+30m", EN, "2026-11-22 13:30:00"),
        ("2h", PT, "time_or_length: 11-23 01:00, 11-22 15:00"),
        ("daqui a 2 horas", PT, "2026-11-22 15:00:00"),
        ("dentro de 2 horas", ES, "2026-11-22 15:00:00"),
        ("até amanhã às 9h", PT, "2026-11-23 08:00:00"),
    ],
)
def test_what_is_to_come(text: str, language: Language, utc: str) -> None:
    assert told(text, language, Prefer.FUTURE) == utc


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("12/25/2025", Precision.DAY),
        ("2 hours ago", Precision.HOUR),
        ("12:31", Precision.MINUTE),
        ("12:31:00", Precision.SECOND),
    ],
)
def test_a_moment_knows_how_exactly_it_was_told(text: str, precision: Precision) -> None:
    read = parse_moment(text, NOW, MADRID, EN)
    assert isinstance(read, Moment) and read.precision is precision


def test_a_moment_keeps_its_words_and_its_zone() -> None:
    assert parse_moment(" 12:31 BRT ", NOW, MADRID, EN) == Moment(
        datetime(2026, 11, 21, 15, 31, tzinfo=UTC), "12:31 BRT", "UTC-03:00"
    )


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("round 99812-77 on Book of Suns is stuck since 12:31, bet 50 EUR", ["12:31"]),
        ("ontem às 14h a rodada 5 travou", ["ontem às 14h"]),
        ("hace 2 horas que no paga", ["hace 2 horas"]),
        ("12:31\n13:45 yesterday", ["12:31", "13:45 yesterday"]),
        ("stuck for ages, lasts 2h, at 3 players, a las 3 rondas, 10/10", []),
        ("on 2026-11-20 nothing", []),
        ("ids 99812:31 and #12:31 and 1.12:31", []),
        ("in 2 hours", []),
        ("it may 3 times, the odds 2:1", []),
    ],
)
def test_moments_in_a_sentence(text: str, spans: list[str]) -> None:
    assert [text[found.start : found.end] for found in find_moments(text, NOW, MADRID, EN)] == spans


@given(st.times(), st.sampled_from(ZONES), INSTANTS)
def test_a_bare_time_is_the_latest_such_time(at: time_of_day, zone: str, now: datetime) -> None:
    place = ZoneInfo(zone)
    text = at.strftime("%H:%M:%S")
    read = parse_moment(text, now, place, EN)
    readings = read.readings if isinstance(read, Ambiguous) else [read.utc] if read else []
    assert readings
    for utc in readings:
        assert now - timedelta(hours=50) < utc <= now
    if isinstance(read, Moment):
        assert read.utc.astimezone(place).strftime("%H:%M:%S") == text
    coming = parse_moment(text, now, place, EN, Prefer.FUTURE)
    assert not isinstance(coming, Moment) or coming.utc > now


@given(INSTANTS)
def test_an_iso_moment_reads_back(now: datetime) -> None:
    utc = now.replace(microsecond=0)
    read = parse_moment(utc.isoformat(), NOW, MADRID, EN)
    assert isinstance(read, Moment) and read.utc == utc


@given(
    st.one_of(
        st.text(max_size=60),
        st.text("012359:/-. hT+Zpm", max_size=20),
        st.lists(st.sampled_from(WORDS_OF_TIME.split()), max_size=9).map(" ".join),
    ),
    st.sampled_from(list(Language)),
    st.sampled_from(list(Prefer)),
    st.sampled_from(ZONES),
)
def test_no_text_breaks_the_reading(text: str, language: Language, prefer: Prefer, zone: str) -> None:
    place = ZoneInfo(zone)
    parse_moment(text, NOW, place, language, prefer)
    for found in find_moments(text, NOW, place, language):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("unit", UNITS)
def test_long_text_is_read_in_linear_time(unit: str) -> None:
    def read(size: int) -> None:
        list(find_moments(unit * (size // len(unit)), NOW, MADRID, EN))

    assert is_linear(read, 10_000)
