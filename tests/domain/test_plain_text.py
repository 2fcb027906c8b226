"""Text from people: nothing invisible survives, nothing visible is lost, and no input takes long."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plain_text import MARKS_KEPT, clean, fold, plain_letters, shorten
from tests.growth import seconds_of

ANY_TEXT = st.text(st.characters(codec=None)) | st.text(
    "a\u0301\u0344\u0958\u200d\ufe0f\U0001f468\r\n\ud83d\u1100\u1161\U0001f1e7"
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Rodada 99812-77 não pagou", "Rodada 99812-77 não pagou"),
        ("na\u0303o", "não"),
        ("a\x00b", "ab"),
        ("a\x1b[31mred", "a[31mred"),
        ("tab\tand\nnewline", "tab\tand\nnewline"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("lone \ud83d surrogate", "lone  surrogate"),
        ("\u202egnp.exe", "gnp.exe"),
        ("pay\u200bment\ufeff \u2066x\u2069", "payment x"),
        ("①ﬁ５０", "①ﬁ５０"),
        ("РLAYER-0１", "РLAYER-0１"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("ro\u200dund", "round"),
        ("🏴\U000e0067\U000e007f", "🏴"),
        ("\u3164", ""),
        ("", ""),
    ],
)
def test_what_cannot_be_seen_goes_and_the_rest_stays(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_smear_of_marks_is_capped() -> None:
    assert clean("q" + "\u0301" * 1000) == "q" + "\u0301" * MARKS_KEPT


@given(ANY_TEXT)
def test_cleaning_is_done_once(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.normalize("NFC", cleaned) == cleaned
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned and "\r" not in cleaned


@given(ANY_TEXT, st.integers(-3, 40))
def test_a_short_text_is_never_longer_than_asked(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= max(limit, 0) or short == text
    assert short == text if len(text) <= limit else short.endswith("…") or limit <= 0


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Book of Suns", 12, "Book of Suns"),
        ("Book of Suns", 5, "Book…"),
        ("ae\u0308\u0301b", 4, "a…"),
        ("a👨\u200d👩\u200d👧b", 5, "a…"),
        ("👍🏽👍🏽", 2, "…"),
        ("🇧🇷🇪🇸🇲🇽", 4, "🇧🇷…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_no_letter_is_torn(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@pytest.mark.parametrize(
    ("text", "folded"),
    [("TransaÇÃO", "transação"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("MAN\u0303ANA", "mañana")],
)
def test_search_knows_no_capitals(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT)
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_plain_letters_keep_every_position(text: str) -> None:
    assert len(plain_letters(text)) == len(text)


def test_plain_letters_have_no_accents() -> None:
    assert plain_letters("Transação às 14h, MAÑANA, İ") == "transacao as 14h, manana, i"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 262_144,
        "\u0301\u0323" * 131_072,
        "👨\u200d" * 131_072,
        "\u200d" * 262_144,
        "\U0001f1e7" * 65_536,
        "é\x00" * 87_000,
        "漢字" * 43_000,
    ],
    ids=["letters", "marks", "families", "joiners", "flags", "controls", "ideographs"],
)
def test_a_quarter_of_a_megabyte_is_quick(text: str) -> None:
    assert seconds_of(lambda: shorten(clean(text), 3000)) < 0.25
    plain_letters(text)
