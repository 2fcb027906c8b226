"""What to look at before asking anybody: a category's checks, who ticked them, and the provider checks they spared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.words import Label, PersonId


class Check(StrEnum):
    """The trade's things to look at; `check/<key>` in the templates holds the words."""

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


@dataclass(frozen=True)
class ListedCheck:
    """One line of a category's list: a check of the trade by its key, or the desk's own, which brings its label."""

    key: str
    label: Label | None = None


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
    """A ticket's checks in their order, and the ticks so far, by the keys of the checks."""

    checks: tuple[ListedCheck, ...] = ()
    ticks: Mapping[str, Tick] = field(default_factory=dict)

    @classmethod
    def of(cls, checks: Iterable[ListedCheck], ticks: Mapping[str, Tick] | None = None) -> "FirstLook":
        """A category's list with the ticks that are kept; those of another category's checks are left out."""
        listed = tuple(checks)
        keys = {each.key for each in listed}
        return cls(listed, {key: tick for key, tick in (ticks or {}).items() if key in keys})

    def ticked(self, key: str, by: PersonId, at: datetime, seen: Seen) -> "FirstLook":
        """The list after somebody looked; a second look replaces the first; KeyError for a check of another list."""
        if key not in {each.key for each in self.checks}:
            raise KeyError(key)
        return replace(self, ticks={**self.ticks, key: Tick(by, at, seen)})

    def unticked(self, key: str) -> "FirstLook":
        """The list without that look."""
        return replace(self, ticks={each: tick for each, tick in self.ticks.items() if each != key})

    @property
    def missing(self) -> tuple[ListedCheck, ...]:
        """What nobody has looked at."""
        return tuple(check for check in self.checks if check.key not in self.ticks)

    @property
    def is_complete(self) -> bool:
        """Whether everything was looked at, or something explains it already."""
        return not self.missing or self.explained_by is not None

    @property
    def explained_by(self) -> ListedCheck | None:
        """The first check of the list that explains the report."""
        return next((check for check in self.checks if _explains(self.ticks.get(check.key))), None)


NO_CHECKS = FirstLook()


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
    """What became of a ticket: its first look, whether its kind goes to a provider at all, and whether it did."""

    look: FirstLook
    asks_provider: bool
    resolved: bool
    provider_asked: bool


def is_avoided(outcome: Outcome) -> bool:
    """Whether the first look spared a provider check: it explained a report that was resolved without one."""
    explained = outcome.look.explained_by is not None
    return outcome.asks_provider and explained and outcome.resolved and not outcome.provider_asked


def checks_avoided(outcomes: Iterable[Outcome]) -> int:
    """How many provider checks the first looks spared."""
    return sum(is_avoided(outcome) for outcome in outcomes)


def _explains(tick: Tick | None) -> bool:
    return tick is not None and tick.seen is Seen.EXPLAINS


def _part_of_minute(at: datetime) -> timedelta:
    return timedelta(seconds=at.second, microseconds=at.microsecond)
