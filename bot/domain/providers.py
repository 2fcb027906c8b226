"""Game providers: how each names its games, its ids, its money and its time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.domain.policies import Span
from bot.domain.priority import Priority
from bot.domain.words import CalendarKey, ProviderKey


class IdKind(StrEnum):
    """What an id is the id of."""

    ROUND = "round"
    TRANSACTION = "transaction"
    SESSION = "session"
    PLAYER = "player"
    BONUS = "bonus"


class MoneyUnit(StrEnum):
    """In what a provider counts money: whole currency units with decimals, cents, or thousandths."""

    DECIMAL = "decimal"
    CENTS = "cents"
    THOUSANDTHS = "thousandths"


@dataclass(frozen=True)
class Game:
    """A game as its provider calls it, and what people call it."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contract:
    """What a provider has agreed to (underpinning contract): how long an answer takes, by its own calendar."""

    calendar: CalendarKey
    answers: Mapping[Priority, Span]


@dataclass(frozen=True)
class Provider:
    """One provider's profile; `teams` are its workspaces or servers per platform, `required` evidence field keys."""

    key: ProviderKey
    name: str
    aliases: tuple[str, ...] = ()
    games: tuple[Game, ...] = ()
    zone: str = "UTC"
    money: MoneyUnit = MoneyUnit.DECIMAL
    patterns: Mapping[IdKind, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    retry_window: timedelta = timedelta()
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contract: Contract | None = None

    def kinds_of(self, text: str) -> frozenset[IdKind]:
        """What kinds of id the whole text may be by this provider's patterns; empty when it fits none."""
        return frozenset(
            kind for kind, patterns in self.patterns.items() if any(pattern.fullmatch(text) for pattern in patterns)
        )
