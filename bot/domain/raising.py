"""What raises a priority: players affected, the amount, the same again after it was solved, a regulator's flag."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cache

from bot.domain.categories import Category, FieldKind
from bot.domain.decisions import Raise, Raised
from bot.domain.money import Money, canonical, parse_money
from bot.domain.plain_text import plain_letters
from bot.domain.priority import Level
from bot.domain.recognised import AMOUNT

PLAYERS = "players_affected"
"""The evidence field that says how many players are affected."""

_STEPS = (Level.LOW, Level.MEDIUM, Level.HIGH)
_ON_IMPACT = frozenset({Raise.PLAYERS, Raise.AGAIN})


@dataclass(frozen=True)
class Raising:
    """The limits of one desk; None and empty ones raise nothing.

    `amounts` are by currency, and count in the evidence fields `amount_of`, or in every amount where none is named.
    `regulator` holds the words that name one.
    """

    players: int | None = None
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    amount_of: frozenset[str] = frozenset()
    again_within: timedelta | None = None
    regulator: tuple[str, ...] = ()


RAISES_NOTHING = Raising()


@dataclass(frozen=True)
class Signs:
    """What a ticket shows of it: values of evidence, the words of the report, and how often it came again."""

    values: tuple[tuple[str, str], ...] = ()
    text: str = ""
    again: int = 0


def raised_by(signs: Signs, raising: Raising, category: Category | None) -> tuple[Raised, ...]:
    """Every reason to raise the priority by one step, each at most once."""
    found = (_players(signs, raising), _amount(signs, raising, category), _again(signs, raising), _flag(signs, raising))
    return tuple(each for each in found if each)


def lifted(impact: Level, urgency: Level, raised: Iterable[Raised]) -> tuple[Level, Level]:
    """Impact and urgency, one step up for each reason: more people lift the impact first, money and law the urgency."""
    for each in raised:
        if (each.why in _ON_IMPACT and impact is not Level.HIGH) or urgency is Level.HIGH:
            impact = _up(impact)
        else:
            urgency = _up(urgency)
    return impact, urgency


def _up(level: Level) -> Level:
    return _STEPS[min(_STEPS.index(level) + 1, len(_STEPS) - 1)]


def _players(signs: Signs, raising: Raising) -> Raised | None:
    if raising.players is None:
        return None
    told = [int(value) for key, value in signs.values if key == PLAYERS and value.isdecimal()]
    most = max(told, default=0)
    return Raised(Raise.PLAYERS, str(most), str(raising.players)) if most >= raising.players else None


def _amount(signs: Signs, raising: Raising, category: Category | None) -> Raised | None:
    reached = [each for each in _amounts(signs, raising, category) if _reaches(each, raising)]
    if not reached:
        return None
    most = max(reached, key=lambda each: each.amount / (raising.amounts[each.currency] or Decimal(1)))
    limit = Money(raising.amounts[most.currency], most.currency)
    return Raised(Raise.AMOUNT, canonical(most), canonical(limit))


def _reaches(amount: Money, raising: Raising) -> bool:
    return amount.currency in raising.amounts and amount.amount >= raising.amounts[amount.currency]


def _amounts(signs: Signs, raising: Raising, category: Category | None) -> Iterator[Money]:
    given = category.fields if category else ()
    fields = {AMOUNT, *(each.key for each in given if each.kind is FieldKind.AMOUNT)}
    counted = fields & (raising.amount_of | {AMOUNT}) if raising.amount_of else fields
    for key, value in signs.values:
        amount = parse_money(value) if key in counted else None
        if isinstance(amount, Money):
            yield amount


def _again(signs: Signs, raising: Raising) -> Raised | None:
    return Raised(Raise.AGAIN, str(signs.again)) if raising.again_within and signs.again else None


def _flag(signs: Signs, raising: Raising) -> Raised | None:
    if not raising.regulator:
        return None
    found = _named(raising.regulator).search(plain_letters(signs.text))
    return Raised(Raise.REGULATOR, found[0]) if found else None


@cache
def _named(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(plain_letters(word)) for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
