"""How people say from when to when a ticket had been waiting."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.pauses import read_pause
from bot.domain.words import Language

NOW = datetime(2026, 11, 10, 16, 0, tzinfo=UTC)
MALTA = ZoneInfo("Europe/Malta")
EN, PT, ES = Language.EN, Language.PT_BR, Language.ES


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In UTC; Malta is an hour ahead."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text", "start", "end", "why"),
    [
        (EN, "from 10:00 to 11:30 they were on the phone", at(10, 9), at(10, 10, 30), "they were on the phone"),
        (EN, "10:00 until 11:30 lunch", at(10, 9), at(10, 10, 30), "lunch"),
        (EN, "from yesterday 16:00 to 18:00 asked by mail", at(9, 15), at(9, 17), "asked by mail"),
        (EN, "from 22:00 to 2:00 they slept", at(9, 21), at(10, 1), "they slept"),
        (EN, "from 2026-11-08 9:00 to 2026-11-09 9:00 a day", at(8, 8), at(9, 8), "a day"),
        (PT, "das 10:00 às 11:30 estavam ao telefone", at(10, 9), at(10, 10, 30), "estavam ao telefone"),
        (PT, "de ontem 16:00 até 18:00 por e-mail", at(9, 15), at(9, 17), "por e-mail"),
        (ES, "desde las 10:00 hasta las 11:30 por teléfono", at(10, 9), at(10, 10, 30), "por teléfono"),
        (ES, "de 10:00 a 11:30 por teléfono", at(10, 9), at(10, 10, 30), "por teléfono"),
    ],
)
def test_two_times_and_why(language: Language, text: str, start: datetime, end: datetime, why: str) -> None:
    told = read_pause(text, NOW, MALTA, language)
    assert told is not None
    assert (told.start, told.end, told.why) == (start, end, why)


@pytest.mark.parametrize("text", ["", "they were on the phone", "from 10:00", "from noon to nowhere", "to 10:00 x"])
def test_less_is_not_guessed(text: str) -> None:
    assert read_pause(text, NOW, MALTA, EN) is None
