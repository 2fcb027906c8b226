"""Amounts as people write them, read exactly or asked about: never a float, never a lost sign, never a guess."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from bot.domain.currencies import (
    MIL_IS_THOUSAND,
    NAMES_IN_TEXT,
    WITHOUT_CENTS,
    WORD_LIKE,
    currencies_named,
)
from bot.domain.plain_text import clean, plain_letters

LONGEST_AMOUNT = 64
"""Characters; nothing longer is read as one amount."""

_MOST_DIGITS = 20


@dataclass(frozen=True)
class Money:
    """An exact amount in a currency, named by its ISO 4217 code or by a coin's ticker."""

    amount: Decimal
    currency: str


class Doubtful(StrEnum):
    """Why an amount has to be asked about."""

    SEPARATORS = "separators"
    SIGN = "sign"
    MULTIPLIER = "multiplier"
    CURRENCY = "currency"
    NO_CURRENCY = "no_currency"


@dataclass(frozen=True)
class Ambiguous:
    """An amount with several readings, or one without a currency."""

    reason: Doubtful
    amounts: tuple[Decimal, ...]
    currencies: tuple[str, ...]

    @property
    def readings(self) -> tuple[Money, ...]:
        """Every amount that may be meant; none when no currency is known."""
        return tuple(Money(amount, currency) for currency in self.currencies for amount in self.amounts)


class AmountInText(NamedTuple):
    """Where a text names an amount of money, and what it can mean."""

    start: int
    end: int
    meant: Money | Ambiguous


_SIGN = "[-+−]"
_SPACE = "[ \u00a0\u2009\u202f]"
_NUMBER = (
    rf"[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}}(?![0-9])){{1,7}}(?:[.,][0-9]{{1,18}})?"
    r"|[0-9]{1,20}(?:[.,'’][0-9]{1,18}){0,9}|[.,][0-9]{1,18}"
)
_TIMES = "thousand|millions|million|milhoes|milhao|millones|millon|mill|mil|mio|mm|mn|mi|m|k"
_NAME = NAMES_IN_TEXT
_AMOUNT = re.compile(
    rf"(?P<sign>{_SIGN}{_SPACE}?)?(?P<before>{_NAME})?{_SPACE}?(?P<inner>{_SIGN}{_SPACE}?)?"
    rf"(?P<number>{_NUMBER})(?:{_SPACE}?(?P<times>{_TIMES})(?![a-z]))?"
    rf"(?:{_SPACE}?(?:de{_SPACE})?(?P<after>{_NAME}))?"
)
_START = r"(?<![\w.,'’$€£/–−+-])"
_END = r"(?![\w]|[.,'’/:-][0-9])"
_IN_TEXT = re.compile(
    rf"{_START}(?P<sign>{_SIGN}{_SPACE}?)?(?:"
    rf"(?P<before>{_NAME}){_SPACE}?(?P<inner>{_SIGN})?(?P<number>{_NUMBER})"
    rf"(?:{_SPACE}?(?P<times>{_TIMES})(?![a-z]))?(?:{_SPACE}?(?P<after>{_NAME}){_END})?"
    rf"|(?P<number2>{_NUMBER})(?:{_SPACE}?(?P<times2>{_TIMES})(?![a-z]))?{_SPACE}?(?:de{_SPACE})?(?P<after2>{_NAME})"
    rf"){_END}"
)
_WORD_BEFORE = re.compile(r"([a-z]{2,20})[:*_]{0,2} +$")
_MAY_BE_BELOW_ZERO = frozenset(
    [
        "balance",
        "saldo",
        "total",
        "ggr",
        "net",
        "neto",
        "difference",
        "diff",
        "diferenca",
        "diferencia",
        "result",
        "resultado",
        "wallet",
        "carteira",
    ]
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,'])[0-9]{3})(?:\1[0-9]{3})*")
_LAKHS = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")


def parse_money(text: str, default_currency: str | None = None) -> Money | Ambiguous | None:
    """The one amount that the whole text names; None when it is no amount (`1e9` is none)."""
    stripped = plain_letters(clean(text).strip()).rstrip(".!; ")
    if len(stripped) > LONGEST_AMOUNT or not (found := _AMOUNT.fullmatch(stripped)):
        return None
    signs = [sign.strip() for sign in (found["sign"], found["inner"]) if sign]
    if len(signs) > 1:
        return None
    names = [name for name in (found["before"], found["after"]) if name]
    return _meant(_signed(read_number(found["number"]), signs), found["times"], names, default_currency)


def find_money(text: str, default_currency: str | None = None) -> Iterator[AmountInText]:
    """The amounts that name their currency in running text, from left to right."""
    for found in _IN_TEXT.finditer(plain_letters(text)):
        number = found["number"] or found["number2"]
        names = [name for name in (found["before"], found["after"] or found["after2"]) if name]
        amounts = read_number(number)
        if not amounts or any(_is_just_a_word(text, found, name, amounts[0]) for name in names):
            continue
        outer = "" if _is_a_dash(text, found) else found["sign"] or ""
        sign = outer + (found["inner"] or "")
        meant = _meant(_signed(amounts, [sign.strip()]), found["times"] or found["times2"], names, default_currency)
        if meant is None or len(sign.replace(" ", "")) > 1:
            continue
        start = found.start() if outer or not found["sign"] else found.end("sign")
        yield AmountInText(start, found.end(), _as_running_text(meant, sign, number))


def read_number(text: str) -> tuple[Decimal, ...]:
    """The values that an unsigned number with separators can have: one, two where `1.234` is unclear, or none."""
    digits = re.sub(f"{_SPACE}|’", "'", text)
    if sum(letter.isdigit() for letter in digits) > _MOST_DIGITS:
        return ()
    separators = [letter for letter in digits if not letter.isdigit()]
    if not separators:
        return (Decimal(digits),)
    readings = []
    if separators.count(separators[-1]) == 1 and separators[-1] != "'":
        whole, _, fraction = digits.rpartition(separators[-1])
        if (ungrouped := _ungrouped(whole)) is not None:
            readings.append(Decimal(f"{ungrouped or '0'}.{fraction}"))
    if (ungrouped := _ungrouped(digits)) is not None:
        readings.append(Decimal(ungrouped))
    return tuple(readings)


def canonical(money: Money) -> str:
    """The amount as plain digits, a space and the code; `parse_money` reads it back as the same money."""
    return f"{canonical_number(money.amount)} {money.currency}"


def canonical_number(amount: Decimal) -> str:
    """The shortest plain decimal text; three decimals get a fourth, because `1.234` could be read as thousands."""
    text = format(amount, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if len(text.partition(".")[2]) == 3:
        text += "0"
    return "0" if text in ("-0", "") else text


def _ungrouped(digits: str) -> str | None:
    if digits == "" or digits.isdigit():
        return digits
    if _GROUPED.fullmatch(digits) or _LAKHS.fullmatch(digits):
        return re.sub("[.,']", "", digits)
    return None


def _signed(amounts: tuple[Decimal, ...], signs: list[str]) -> tuple[Decimal, ...]:
    negative = any(sign in ("-", "−") for sign in signs)
    return tuple(-amount for amount in amounts) if negative else amounts


def _meant(
    amounts: tuple[Decimal, ...], times: str | None, names: list[str], default_currency: str | None
) -> Money | Ambiguous | None:
    if not amounts:
        return None
    currencies = _currencies(names, default_currency)
    reason = Doubtful.SEPARATORS
    if len(amounts) > 1 and not times and currencies and WITHOUT_CENTS.issuperset(currencies):
        amounts = amounts[-1:]
    factors = _factors(times, currencies)
    if len(amounts) == 1 and len(factors) > 1:
        reason = Doubtful.MULTIPLIER
    amounts = tuple(amount * factor for factor in factors for amount in amounts)
    if len(currencies) == 1 and len(amounts) == 1:
        return Money(amounts[0], currencies[0])
    if len(amounts) == 1:
        reason = Doubtful.CURRENCY if currencies else Doubtful.NO_CURRENCY
    return Ambiguous(reason, amounts, currencies)


def _currencies(names: list[str], default_currency: str | None) -> tuple[str, ...]:
    """The currencies that may be meant: those that every name allows, the default one first of all."""
    if not names:
        return (default_currency,) if default_currency else ()
    allowed = [currencies_named(name) for name in names]
    common = tuple(code for code in allowed[0] if code in allowed[-1])
    if not common:
        return (*allowed[0], *allowed[-1])
    return (default_currency,) if default_currency in common else common


def _factors(times: str | None, currencies: tuple[str, ...]) -> tuple[int, ...]:
    if times is None:
        return (1,)
    if times == "mil":
        return (1000,) if currencies and MIL_IS_THOUSAND.issuperset(currencies) else (1000, 1_000_000)
    return (1000,) if times in ("k", "thousand") else (1_000_000,)


def _is_just_a_word(text: str, found: re.Match[str], name: str, amount: Decimal) -> bool:
    """Whether a name that is also a word is one here: `try 50`, `all 3 rounds`, `50 real players`."""
    if name == "real":
        return amount != 1
    if name.upper() not in WORD_LIKE:
        return False
    after = "after" if found["after"] else "after2"
    return found[after] != name or not text[found.start(after) : found.end(after)].isupper()


def _is_a_dash(text: str, found: re.Match[str]) -> bool:
    """`bet - 1.00 EUR`: between a word and a space it is no sign, but after what can fall below zero."""
    if not (found["sign"] or "").endswith((" ", "\u00a0")):
        return False
    word = _WORD_BEFORE.search(plain_letters(text[max(found.start() - 20, 0) : found.start()]))
    return word is not None and word[1] not in _MAY_BE_BELOW_ZERO


def _as_running_text(meant: Money | Ambiguous, sign: str, number: str) -> Money | Ambiguous:
    """In a sentence a dash before a space may be no sign, and a space between digits may part two numbers."""
    if not isinstance(meant, Money):
        return meant
    if sign.endswith(" "):
        return Ambiguous(Doubtful.SIGN, (meant.amount, -meant.amount), (meant.currency,))
    if " " in number and (last := read_number(number.rpartition(" ")[2])) and meant.amount > 0:
        return Ambiguous(Doubtful.SEPARATORS, (meant.amount, *last), (meant.currency,))
    return meant
