"""What to look at before asking anybody: a category's checks, who ticked them, and the provider checks they spared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.words import CategoryKey, PersonId


class Check(StrEnum):
    """One thing to look at (DOMAIN.md, Evidence); templates hold the words."""

    CLOSED_WITH_ZERO = "closed_with_zero"
    FEATURE_PENDING = "feature_pending"
    ROLLBACK_SEEN = "rollback_seen"
    RETRY_WINDOW = "retry_window"
    LEDGER_REPLAYED = "ledger_replayed"
    DUPLICATE_OR_UNMATCHED = "duplicate_or_unmatched"
    LIMIT = "limit"
    FUNDS = "funds"
    DUPLICATE_ID = "duplicate_id"
    MAINTENANCE = "maintenance"
    THRESHOLD = "threshold"
    PAYOUT_ON_HOLD = "payout_on_hold"
    EXPIRED = "expired"
    ONE_ACTIVE = "one_active"
    CURRENCY_AND_LEVEL = "currency_and_level"
    LOCKED = "locked"
    SELF_EXCLUDED = "self_excluded"
    GEO_BLOCKED = "geo_blocked"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - a check, not a password
    DEACTIVATED = "deactivated"
    UNSUPPORTED = "unsupported"
    ALLOW_LIST = "allow_list"
    STREAM_AGAINST_GAME = "stream_against_game"
    VIDEO_PRESERVED = "video_preserved"
    PENDING_AT_PROCESSOR = "pending_at_processor"
    DUPLICATE_PAYMENT = "duplicate_payment"
    RECENT_CHANGE = "recent_change"
    OTHER_OPERATORS = "other_operators"


FIRST_LOOK: Mapping[CategoryKey, tuple[Check, ...]] = MappingProxyType(
    {
        CategoryKey("game_round"): (
            Check.CLOSED_WITH_ZERO,
            Check.FEATURE_PENDING,
            Check.ROLLBACK_SEEN,
            Check.RETRY_WINDOW,
        ),
        CategoryKey("balance"): (Check.LEDGER_REPLAYED, Check.DUPLICATE_OR_UNMATCHED),
        CategoryKey("bet"): (Check.LIMIT, Check.FUNDS, Check.DUPLICATE_ID, Check.MAINTENANCE),
        CategoryKey("big_win"): (Check.THRESHOLD, Check.PAYOUT_ON_HOLD),
        CategoryKey("bonus"): (Check.EXPIRED, Check.ONE_ACTIVE, Check.CURRENCY_AND_LEVEL),
        CategoryKey("login"): (Check.LOCKED, Check.SELF_EXCLUDED, Check.GEO_BLOCKED, Check.TOKEN_EXPIRED),
        CategoryKey("game"): (Check.MAINTENANCE, Check.DEACTIVATED, Check.UNSUPPORTED, Check.ALLOW_LIST),
        CategoryKey("live_game"): (Check.STREAM_AGAINST_GAME, Check.VIDEO_PRESERVED),
        CategoryKey("payment"): (Check.PENDING_AT_PROCESSOR, Check.DUPLICATE_PAYMENT),
        CategoryKey("unexpected"): (Check.RECENT_CHANGE, Check.OTHER_OPERATORS),
    }
)
"""The table of the trade, in its order; a desk's own category has none."""

NO_PROVIDER_CHECK = frozenset({CategoryKey("login"), CategoryKey("unexpected")})
"""Categories for which no provider or processor would have been asked."""


class Seen(StrEnum):
    """What a look showed."""

    EXPLAINS = "explains"  # this is why: nobody else needs to be asked
    CLEAR = "clear"  # it is not that


@dataclass(frozen=True)
class Tick:
    """Who looked, when (UTC), and what it showed."""

    by: PersonId
    at: datetime
    seen: Seen


@dataclass(frozen=True)
class FirstLook:
    """A ticket's checks in their order, and the ticks so far."""

    checks: tuple[Check, ...]
    ticks: Mapping[Check, Tick] = field(default_factory=dict)

    @classmethod
    def of(cls, category: CategoryKey | None) -> "FirstLook":
        """The untouched list of a category; empty for one without checks."""
        return cls(FIRST_LOOK.get(category, ()) if category else ())

    def ticked(self, check: Check, by: PersonId, at: datetime, seen: Seen) -> "FirstLook":
        """The list after somebody looked; a second look replaces the first; KeyError for a check of another list."""
        if check not in self.checks:
            raise KeyError(check)
        return replace(self, ticks={**self.ticks, check: Tick(by, at, seen)})

    def unticked(self, check: Check) -> "FirstLook":
        """The list without that look."""
        return replace(self, ticks={each: tick for each, tick in self.ticks.items() if each is not check})

    def moved_to(self, category: CategoryKey | None) -> "FirstLook":
        """The list of another category; looks that it shares stay."""
        checks = FirstLook.of(category).checks
        return FirstLook(checks, {check: self.ticks[check] for check in checks if check in self.ticks})

    @property
    def missing(self) -> tuple[Check, ...]:
        """What nobody has looked at."""
        return tuple(check for check in self.checks if check not in self.ticks)

    @property
    def is_complete(self) -> bool:
        """Whether everything was looked at, or something explains it already."""
        return not self.missing or self.explained_by is not None

    @property
    def explained_by(self) -> Check | None:
        """The first check of the list that explains the report."""
        return next((check for check in self.checks if _explains(self.ticks.get(check))), None)


@dataclass(frozen=True)
class RetryWindow:
    """As long as the provider's server retries, a round may settle by itself: until this instant (UTC)."""

    until: datetime

    @classmethod
    def of(cls, happened_at: datetime, length: timedelta) -> "RetryWindow | None":
        """The window that opens with the round's moment (aware); None for a provider that does not retry."""
        return cls(happened_at + length) if length > timedelta() else None

    def is_open(self, now: datetime) -> bool:
        """Whether the provider still retries; at the very end it does not."""
        return now < self.until

    def shown_until(self, zone: ZoneInfo) -> datetime:
        """The end on a clock in that zone, in full minutes and never too early: it names the first safe minute."""
        local = self.until.astimezone(zone)
        full = local.replace(second=0, microsecond=0)
        return full if full == local else (self.until - _part_of_minute(local) + timedelta(minutes=1)).astimezone(zone)


@dataclass(frozen=True)
class Outcome:
    """What became of a ticket: its first look, whether it is resolved, and whether a provider was asked."""

    category: CategoryKey
    look: FirstLook
    resolved: bool
    provider_asked: bool


def is_avoided(outcome: Outcome) -> bool:
    """Whether the first look spared a provider check: it explained a report that was resolved without one."""
    would_have_asked = outcome.category in FIRST_LOOK and outcome.category not in NO_PROVIDER_CHECK
    explained = outcome.look.explained_by is not None
    return would_have_asked and explained and outcome.resolved and not outcome.provider_asked


def checks_avoided(outcomes: Iterable[Outcome]) -> int:
    """How many provider checks the first looks spared."""
    return sum(is_avoided(outcome) for outcome in outcomes)


def _explains(tick: Tick | None) -> bool:
    return tick is not None and tick.seen is Seen.EXPLAINS


def _part_of_minute(at: datetime) -> timedelta:
    return timedelta(seconds=at.second, microseconds=at.microsecond)
