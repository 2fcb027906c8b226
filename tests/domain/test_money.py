"""Amounts are read exactly or asked about, in the spellings of three languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import (
    Ambiguous,
    Doubtful,
    Money,
    canonical,
    canonical_number,
    find_money,
    parse_money,
    read_number,
)
from tests.growth import is_linear


def money(amount: str, currency: str) -> Money:
    return Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("R$ 1.234,56", money("1234.56", "BRL")),
        ("50k eur", money("50000", "EUR")),
        ("-5 €", money("-5", "EUR")),
        ("− 5 €", money("-5", "EUR")),
        ("€ -5", money("-5", "EUR")),
        ("-€5", money("-5", "EUR")),
        ("+5 €", money("5", "EUR")),
        ("USDT 20", money("20", "USDT")),
        ("10.000,00 EUR", money("10000", "EUR")),
        ("10,000.00 eur", money("10000", "EUR")),
        ("1'234.50 CHF", money("1234.50", "CHF")),
        ("1 234,50 €", money("1234.50", "EUR")),
        ("1\u202f234,50 €", money("1234.50", "EUR")),
        ("1.234.567 COP", money("1234567", "COP")),
        ("1,00,000.00 INR", money("100000", "INR")),
        ("1.234 CLP", money("1234", "CLP")),
        ("0.123 BTC", money("0.123", "BTC")),
        ("0,00012345 btc", money("0.00012345", "BTC")),
        ("1234.567 KWD", money("1234.567", "KWD")),
        (".5 EUR", money("0.5", "EUR")),
        ("US$50", money("50", "USD")),
        ("50 reais", money("50", "BRL")),
        ("5 mil reais", money("5000", "BRL")),
        ("2 milhões de reais", money("2000000", "BRL")),
        ("3 millones de soles", money("3000000", "PEN")),
        ("50 dólares", None),
        ("zł 50", money("50", "PLN")),
        ("50 EUR.", money("50", "EUR")),
        ("R$ 50 BRL", money("50", "BRL")),
        ("-0 EUR", money("0", "EUR")),
        ("1e9 EUR", None),
        ("1e9", None),
        ("0x10 EUR", None),
        ("1.23.45 EUR", None),
        ("12,34,56 EUR", None),
        ("--5 EUR", None),
        ("-€-5", None),
        ("(50 EUR)", None),
        ("5 mBTC", None),
        ("٥٠ EUR", None),
        ("５０ EUR", None),
        ("9" * 21 + " EUR", None),
        ("NaN EUR", None),
        ("Infinity EUR", None),
        ("EUR", None),
        ("", None),
        ("fifty EUR", None),
    ],
)
def test_an_amount_is_read_exactly(typed: str, read: Money | None) -> None:
    found = parse_money(typed)
    if typed == "50 dólares":
        assert isinstance(found, Ambiguous) and found.currencies[0] == "USD"
    else:
        assert found == read


@pytest.mark.parametrize(
    ("typed", "default", "reason", "readings"),
    [
        ("1.234 EUR", None, Doubtful.SEPARATORS, {"1.2340 EUR", "1234 EUR"}),
        ("1,234", "EUR", Doubtful.SEPARATORS, {"1.2340 EUR", "1234 EUR"}),
        ("1.234", None, Doubtful.SEPARATORS, set()),
        ("10.000", "BRL", Doubtful.SEPARATORS, {"10 BRL", "10000 BRL"}),
        ("-1.234 EUR", None, Doubtful.SEPARATORS, {"-1.2340 EUR", "-1234 EUR"}),
        ("1.234k EUR", None, Doubtful.SEPARATORS, {"1234 EUR", "1234000 EUR"}),
        ("5 mil EUR", None, Doubtful.MULTIPLIER, {"5000 EUR", "5000000 EUR"}),
        ("50 ¥", None, Doubtful.CURRENCY, {"50 JPY", "50 CNY"}),
        ("€ 50 USD", None, Doubtful.CURRENCY, {"50 EUR", "50 USD"}),
        ("10.000,00", None, Doubtful.NO_CURRENCY, set()),
        ("50", None, Doubtful.NO_CURRENCY, set()),
    ],
)
def test_what_is_unclear_is_asked(typed: str, default: str | None, reason: Doubtful, readings: set[str]) -> None:
    found = parse_money(typed, default)
    assert isinstance(found, Ambiguous)
    assert found.reason is reason
    assert {canonical(reading) for reading in found.readings} == readings


@pytest.mark.parametrize(
    ("typed", "default", "read"),
    [
        ("50", "EUR", "50 EUR"),
        ("10.000,00", "EUR", "10000 EUR"),
        ("$50", "MXN", "50 MXN"),
        ("$50", "USD", "50 USD"),
        ("50 pesos", "ARS", "50 ARS"),
        ("50 USD", "EUR", "50 USD"),
        ("5 mil", "BRL", "5000 BRL"),
    ],
)
def test_the_clients_currency_settles_a_bare_amount(typed: str, default: str, read: str) -> None:
    found = parse_money(typed, default)
    assert isinstance(found, Money) and canonical(found) == read


def test_a_dollar_sign_is_not_taken_for_another_currency() -> None:
    found = parse_money("$50", "EUR")
    assert isinstance(found, Ambiguous) and found.reason is Doubtful.CURRENCY


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bet 50 EUR, nothing paid", ["50 EUR"]),
        ("a aposta de R$ 1.234,56 sumiu", ["1234.56 BRL"]),
        ("apostó 50€ y ganó 200 €.", ["50 EUR", "200 EUR"]),
        ("lost -50 EUR", ["-50 EUR"]),
        ("paid (50 EUR)", ["50 EUR"]),
        ("try 50 times, all 3 rounds", []),
        ("PLEASE TRY 50", []),
        ("50 TRY", ["50 TRY"]),
        ("50 real players", []),
        ("round 99812-77 EUR", []),
        ("20-50 EUR", []),
        ("1e9 EUR", []),
        ("x50 EUR", []),
        ("v1.2.3 EUR", []),
    ],
)
def test_amounts_in_a_sentence_name_their_currency(text: str, found: list[str]) -> None:
    read = list(find_money(text))
    assert [canonical(item.meant) for item in read if isinstance(item.meant, Money)] == found
    assert len(read) == len(found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("won 1.234 EUR", Doubtful.SEPARATORS),
        ("round 5 100 EUR", Doubtful.SEPARATORS),
        ("balance - 50 EUR", Doubtful.SIGN),
        ("bet $50", Doubtful.CURRENCY),
    ],
)
def test_a_doubt_in_a_sentence_stays_a_doubt(text: str, reason: Doubtful) -> None:
    (item,) = find_money(text)
    assert isinstance(item.meant, Ambiguous) and item.meant.reason is reason


@given(
    st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=6),
    st.sampled_from(["EUR", "BRL", "BTC", "KWD"]),
)
def test_the_canonical_text_reads_back_as_the_same_money(amount: Decimal, currency: str) -> None:
    text = canonical(Money(amount, currency))
    assert parse_money(text) == Money(amount, currency)
    assert canonical(Money(amount, currency)) == text


@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=2))
def test_every_house_style_reads_as_the_same_amount(amount: Decimal) -> None:
    english = f"{amount:,.2f} EUR"
    latin = english.replace(",", "_").replace(".", ",").replace("_", ".")
    assert parse_money(english) == parse_money(latin) == Money(amount, "EUR")


@given(
    st.text(max_size=80) | st.text("0123456789.,' -−€$Rkm milEUR", max_size=40), st.sampled_from([None, "EUR", "BRL"])
)
def test_no_text_breaks_the_reading(text: str, default: str | None) -> None:
    parse_money(text, default)
    for item in find_money(text, default):
        assert 0 <= item.start < item.end <= len(text)


@given(st.text("-−+ 0123456789.,", max_size=12))
def test_a_sign_is_never_lost(digits: str) -> None:
    found = parse_money(digits, "EUR")
    if isinstance(found, Money) and found.amount:
        assert (found.amount < 0) == any(sign in digits for sign in "-−")


@pytest.mark.parametrize(
    ("text", "values"), [("1.234", 2), ("1.5", 1), ("1,2,3", 0), ("007", 1), ("0.000", 1), ("1.234,5", 1)]
)
def test_numbers_have_as_many_readings_as_they_have(text: str, values: int) -> None:
    assert len(read_number(text)) == values


def test_a_number_is_written_without_an_exponent() -> None:
    assert canonical_number(Decimal("1E+9")) == "1000000000"


@pytest.mark.parametrize("unit", ["9", "1,", "1 ", "1 000 ", "eur ", "- ", "On ", "$-", "é1 eur "])
def test_long_text_is_read_in_linear_time(unit: str) -> None:
    def read(size: int) -> None:
        text = unit * (size // len(unit))
        list(find_money(text))
        parse_money(text)

    assert is_linear(read, 20_000)
