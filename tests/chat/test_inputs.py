"""One parser judges every field, on every platform, and says what is wrong with all of them at once."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.forms import FieldKind
from bot.chat.inputs import FieldSpec, InputContext, Valid, When, Wrong, WrongReason, choice_of, judge, judge_value
from bot.domain.money import Money
from bot.domain.words import Language
from tests.growth import seconds_of

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
PATTERNS = {"round": ("[0-9]{5}-[0-9]{2}",), "transaction": ("TX[0-9]{6}",)}
CONTEXT = InputContext(NOW, ZoneInfo("Europe/Madrid"), Language.EN, None, PATTERNS)
BRAZIL = InputContext(NOW, ZoneInfo("America/Sao_Paulo"), Language.PT_BR, "BRL")


def spec(kind: FieldKind, **given: object) -> FieldSpec:
    return FieldSpec("field", kind, **given)  # type: ignore[arg-type]


LEVELS = ("high", "medium", "low")


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (spec(FieldKind.TEXT), "  a\x00 b\n c ", "a b c"),
        (spec(FieldKind.LONG_TEXT), "one\r\ntwo", "one\ntwo"),
        (spec(FieldKind.TEXT, id_kind="round"), " 00812-77 ", "00812-77"),
        (spec(FieldKind.TEXT, id_kind="round"), "unknown-shape-1", "unknown-shape-1"),
        (spec(FieldKind.TEXT, id_kind="round"), "РОUND-0１", "РОUND-0１"),
        (spec(FieldKind.TEXT, pattern="[a-z]+"), "abc", "abc"),
        (spec(FieldKind.NUMBER), "12", "12"),
        (spec(FieldKind.NUMBER), "-1,5", "-1.5"),
        (spec(FieldKind.NUMBER), "1.234.567", "1234567"),
        (spec(FieldKind.CHOICE, choices=LEVELS), "High", "high"),
        (spec(FieldKind.CHOICE, choices=LEVELS), "m", "medium"),
        (spec(FieldKind.CHOICE, choices=("real_money", "demo")), "real money", "real_money"),
        (spec(FieldKind.CHOICES, choices=LEVELS), ["low", "h", "low"], "low,high"),
        (spec(FieldKind.CHOICES, choices=LEVELS), "low,high", "low,high"),
        (spec(FieldKind.AMOUNT), "R$ 1.234,56", "1234.56 BRL"),
        (spec(FieldKind.AMOUNT), "-5 €", "-5 EUR"),
        (spec(FieldKind.MOMENT), "12:31", "2026-11-22T11:31:00+00:00"),
        (spec(FieldKind.MOMENT), "2026-11-20", "2026-11-19T23:00:00+00:00"),
        (spec(FieldKind.MOMENT, when=When.PAST), "2026-11-22T12:31:00+00:00", "2026-11-22T12:31:00+00:00"),
        (spec(FieldKind.MOMENT, when=When.PAST), "today 14:03", "2026-11-22T13:03:00+00:00"),
        (spec(FieldKind.MOMENT, when=When.FUTURE), "9:00", "2026-11-23T08:00:00+00:00"),
        (spec(FieldKind.MOMENT, when=When.FUTURE), "2 days", "2026-11-24T13:00:00+00:00"),
        (spec(FieldKind.PERSON), "<@U0123|maria>", "U0123"),
        (spec(FieldKind.PERSON), "<@!4567>", "4567"),
        (spec(FieldKind.PERSON), "U0123", "U0123"),
        (spec(FieldKind.FILE), ["f1", "f2"], "f1,f2"),
        (spec(FieldKind.TEXT), ["one"], "one"),
    ],
)
def test_a_right_value_is_kept_canonical(field: FieldSpec, raw: object, value: str) -> None:
    judged = judge_value(field, raw, CONTEXT)
    assert isinstance(judged, Valid) and judged.value == value


@pytest.mark.parametrize(
    ("field", "raw", "reason", "facts"),
    [
        (spec(FieldKind.TEXT), None, WrongReason.MISSING, {}),
        (spec(FieldKind.TEXT), " \u200b\n", WrongReason.MISSING, {}),
        (spec(FieldKind.CHOICES, choices=LEVELS), [], WrongReason.MISSING, {}),
        (spec(FieldKind.TEXT, max_length=3), "abcd", WrongReason.TOO_LONG, {"limit": 3, "length": 4}),
        (spec(FieldKind.TEXT), {"a": 1}, WrongReason.NOT_TEXT, {}),
        (spec(FieldKind.TEXT), ["a", 1], WrongReason.NOT_TEXT, {}),
        (spec(FieldKind.TEXT), ["a", "b"], WrongReason.NOT_TEXT, {}),
        (spec(FieldKind.TEXT), 5, WrongReason.NOT_TEXT, {}),
        (spec(FieldKind.TEXT, pattern="[a-z]+"), "A1", WrongReason.NOT_THE_PATTERN, {"pattern": "[a-z]+"}),
        (spec(FieldKind.TEXT, id_kind="round"), "a b", WrongReason.UNSUITED_CHARACTERS, {"word": "a b"}),
        (
            spec(FieldKind.TEXT, id_kind="round"),
            "TX123456",
            WrongReason.LOOKS_LIKE_ANOTHER_ID,
            {"looks_like": ("transaction",), "expected": "round"},
        ),
        (spec(FieldKind.CHOICE, choices=LEVELS), "x", WrongReason.NOT_A_CHOICE, {"choices": LEVELS}),
        (spec(FieldKind.CHOICE, choices=("on", "off")), "o", WrongReason.NOT_A_CHOICE, {"word": "o"}),
        (spec(FieldKind.CHOICES, choices=LEVELS), ["high", "x"], WrongReason.NOT_A_CHOICE, {"word": "x"}),
        (spec(FieldKind.NUMBER), "many", WrongReason.NOT_A_NUMBER, {}),
        (spec(FieldKind.NUMBER), "1e9", WrongReason.NOT_A_NUMBER, {}),
        (spec(FieldKind.NUMBER), "9" * 50, WrongReason.NOT_A_NUMBER, {}),
        (spec(FieldKind.NUMBER), "-1.234", WrongReason.AMBIGUOUS_NUMBER, {"readings": ("-1.2340", "-1234")}),
        (spec(FieldKind.AMOUNT), "1.234 EUR", WrongReason.AMBIGUOUS_AMOUNT, {"readings": ("1.2340 EUR", "1234 EUR")}),
        (spec(FieldKind.AMOUNT), "10.000,00", WrongReason.NO_CURRENCY, {"readings": ("10000",)}),
        (spec(FieldKind.AMOUNT), "$50", WrongReason.AMBIGUOUS_AMOUNT, {"doubt": "currency"}),
        (spec(FieldKind.AMOUNT), "1e9 EUR", WrongReason.NOT_AN_AMOUNT, {}),
        (spec(FieldKind.AMOUNT), "nothing", WrongReason.NOT_AN_AMOUNT, {"word": "nothing"}),
        (spec(FieldKind.MOMENT), "3", WrongReason.NOT_A_MOMENT, {}),
        (spec(FieldKind.MOMENT), "may", WrongReason.NOT_A_MOMENT, {}),
        (spec(FieldKind.MOMENT), "12/11 14:00", WrongReason.AMBIGUOUS_MOMENT, {"doubt": "day_or_month"}),
        (spec(FieldKind.MOMENT, when=When.PAST), "2026-11-20", WrongReason.NO_TIME_OF_DAY, {}),
        (spec(FieldKind.MOMENT, when=When.PAST), "tomorrow 9:00", WrongReason.IN_THE_FUTURE, {}),
        (spec(FieldKind.MOMENT, when=When.FUTURE), "yesterday 9:00", WrongReason.IN_THE_PAST, {}),
        (spec(FieldKind.PERSON), "two words", WrongReason.NOT_A_PERSON, {}),
    ],
)
def test_a_wrong_value_says_why(field: FieldSpec, raw: object, reason: WrongReason, facts: dict[str, object]) -> None:
    judged = judge_value(field, raw, CONTEXT)
    assert isinstance(judged, Wrong)
    assert judged.reason is reason
    assert {key: judged.facts.get(key) for key in facts} == facts


def test_all_fields_are_judged_at_once() -> None:
    fields = (
        FieldSpec("round_id", FieldKind.TEXT, True, (), 64),
        FieldSpec("happened_at", FieldKind.MOMENT),
        FieldSpec("bet", FieldKind.AMOUNT),
        FieldSpec("note", FieldKind.LONG_TEXT, required=False),
    )
    judged = judge(fields, {"round_id": "007", "happened_at": "3", "bet": "", "stale": "x"}, CONTEXT)
    assert {key: valid.value for key, valid in judged.valid.items()} == {"round_id": "007"}
    assert {key: wrong.reason for key, wrong in judged.wrong.items()} == {
        "happened_at": WrongReason.NOT_A_MOMENT,
        "bet": WrongReason.MISSING,
    }
    assert judged.unknown == ("stale",)


def test_a_client_is_read_in_its_own_language_zone_and_currency() -> None:
    fields = (FieldSpec("at", FieldKind.MOMENT), FieldSpec("bet", FieldKind.AMOUNT))
    judged = judge(fields, {"at": "ontem às 14h", "bet": "1.234,56"}, BRAZIL)
    assert judged.wrong == {}
    assert judged.valid["at"].value == "2026-11-21T17:00:00+00:00"
    assert judged.valid["bet"].typed == Money(Decimal("1234.56"), "BRL")


@pytest.mark.parametrize(
    ("text", "choice"),
    [("HIGH", "high"), ("médium", "medium"), ("lo", "low"), ("", None), ("highest", None), ("higher ", None)],
)
def test_a_choice_is_found_by_its_beginning(text: str, choice: str | None) -> None:
    assert choice_of(text, LEVELS) == choice


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@given(st.sampled_from(list(FieldKind)), ANYTHING, st.sampled_from(list(When)))
def test_nothing_that_comes_back_breaks_the_judgement(kind: FieldKind, raw: object, when: When) -> None:
    for context in (CONTEXT, BRAZIL):
        judge_value(spec(kind, choices=LEVELS, when=when, id_kind="round"), raw, context)


@given(
    st.sampled_from([FieldKind.TEXT, FieldKind.NUMBER, FieldKind.AMOUNT, FieldKind.MOMENT]),
    st.text("0123456789.,:/- EUR"),
)
def test_a_kept_value_is_judged_the_same_again(kind: FieldKind, raw: str) -> None:
    judged = judge_value(spec(kind), raw, CONTEXT)
    if isinstance(judged, Valid):
        again = judge_value(spec(kind), judged.value, CONTEXT)
        assert isinstance(again, Valid) and again.value == judged.value


@pytest.mark.parametrize("kind", list(FieldKind))
@pytest.mark.parametrize("unit", ["9", "a ", "12:31 ", "\u0301", "<@"])
def test_a_quarter_of_a_megabyte_is_judged_quickly(kind: FieldKind, unit: str) -> None:
    asked, text = spec(kind, max_length=10**6, choices=LEVELS), unit * (262_144 // len(unit))
    assert seconds_of(lambda: judge_value(asked, text, CONTEXT)) < 0.25
