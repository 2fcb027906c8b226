"""From when until when, as people say it in three languages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duty_spans import read_span
from bot.domain.words import Language

NOW = datetime(2026, 11, 10, 15, 45, tzinfo=UTC)
MALTA = ZoneInfo("Europe/Malta")


def read(text: str, language: str) -> str:
    span = read_span(text, NOW, MALTA, Language(language))
    if span is None:
        return ""
    shown = [each.astimezone(MALTA).strftime("%d %H:%M") for each in (span.start, span.end) if each]
    return " - ".join(shown)


@pytest.mark.parametrize(
    ("text", "language", "span"),
    [
        ("", "en", "10 16:45"),
        ("until 18:00", "en", "10 16:45 - 10 18:00"),
        ("till 6pm", "en", "10 16:45 - 10 18:00"),
        ("tomorrow", "en", "11 00:00 - 12 00:00"),
        ("today", "en", "10 16:45 - 11 00:00"),
        ("friday", "en", "13 00:00 - 14 00:00"),
        ("friday 10:00", "en", "13 10:00"),
        ("tomorrow 9:00 until 18:00", "en", "11 09:00 - 11 18:00"),
        ("tomorrow from 9:00 to 18:00", "en", "11 09:00 - 11 18:00"),
        ("from friday until monday 9:00", "en", "13 00:00 - 16 09:00"),
        ("from 20:00 until 6:00", "en", "10 20:00 - 11 06:00"),
        ("2026-11-09 09:00 until 2026-11-09 10:00", "en", "09 09:00 - 09 10:00"),
        ("até 18h", "pt_BR", "10 16:45 - 10 18:00"),
        ("até às 18h", "pt_BR", "10 16:45 - 10 18:00"),
        ("amanhã", "pt_BR", "11 00:00 - 12 00:00"),
        ("amanhã das 9h às 18h", "pt_BR", "11 09:00 - 11 18:00"),
        ("a partir de amanhã até sexta", "pt_BR", "11 00:00 - 13 00:00"),
        ("hasta las 18:00", "es", "10 16:45 - 10 18:00"),
        ("hasta el viernes", "es", "10 16:45 - 13 00:00"),
        ("mañana de 9:00 a 18:00", "es", "11 09:00 - 11 18:00"),
        ("desde mañana 9:00 hasta el viernes 9:00", "es", "11 09:00 - 13 09:00"),
        ("until yesterday", "en", ""),
        ("whenever", "en", ""),
        ("until", "en", ""),
        ("tomorrow until then", "en", ""),
    ],
)
def test_spans(text: str, language: str, span: str) -> None:
    assert read(text, language) == span


def test_a_day_has_the_length_that_the_clocks_give_it() -> None:
    """The day on which winter time begins has 25 hours."""
    span = read_span("tomorrow", datetime(2026, 10, 24, 12, tzinfo=UTC), MALTA, Language.EN)
    assert span is not None
    assert span.end is not None
    assert (span.end - span.start).total_seconds() == 25 * 3600


@given(st.text(max_size=60), st.sampled_from(list(Language)))
def test_whatever_is_written_ends_after_it_begins_or_is_no_span(text: str, language: Language) -> None:
    span = read_span(text, NOW, MALTA, language)
    assert span is None or span.end is None or span.end > span.start
