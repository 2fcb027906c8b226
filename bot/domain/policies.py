"""SLA policies: what we promise, to whom, and by which calendar."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.calendars import Calendar, Interval
from bot.domain.priority import Priority
from bot.domain.words import CalendarKey, CategoryKey


class TicketType(StrEnum):
    """Restore a service, fulfil a wish, find a cause behind several, or make a change."""

    INCIDENT = "incident"
    REQUEST = "request"
    PROBLEM = "problem"
    CHANGE = "change"


class Promise(StrEnum):
    """What a policy sets a target for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    PROGRESS = "progress"
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    UPDATE = "update"
    SLOW_UPDATE = "slow_update"
    RELAY = "relay"
    RESOLUTION = "resolution"
    WAITING_CLIENT = "waiting_client"


class Criterion(StrEnum):
    """What a policy looks at, in the order in which a reason names it."""

    TIER = "tier"
    PRIORITY = "priority"
    CATEGORY = "category"
    TYPE = "type"


@dataclass(frozen=True)
class Span:
    """A length of time: elapsed time by the clock or the calendar in use, or whole working days; never both."""

    time: timedelta = timedelta()
    working_days: int = 0

    def length(self, working_day: timedelta) -> timedelta:
        """The time that it takes where a working day has that length."""
        return self.time + self.working_days * working_day


@dataclass(frozen=True)
class Target:
    """How long a promise may take, and by which calendar; None means the client's own."""

    span: Span
    calendar: CalendarKey | None = None


@dataclass(frozen=True)
class Policy:
    """One row of the ordered list; an empty criterion matches everything.

    `ladder` takes the place of the escalated team's own; `provider_pauses` says whether the resolution clock
    stands still while we wait for a provider.
    """

    key: str
    targets: Mapping[Promise, Target]
    tiers: frozenset[str] = frozenset()
    priorities: frozenset[Priority] = frozenset()
    categories: frozenset[CategoryKey] = frozenset()
    types: frozenset[TicketType] = frozenset()
    provider_pauses: bool = False
    ladder: str | None = None

    def matches(self, tier: str, priority: Priority, category: CategoryKey, type_: TicketType) -> bool:
        """Whether every criterion that this policy names is met."""
        return (
            (not self.tiers or tier in self.tiers)
            and (not self.priorities or priority in self.priorities)
            and (not self.categories or category in self.categories)
            and (not self.types or type_ in self.types)
        )

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What this policy looks at; empty for one that takes whatever comes."""
        named = (self.tiers, self.priorities, self.categories, self.types)
        return tuple(criterion for criterion, given in zip(Criterion, named, strict=True) if given)


DAY = timedelta(days=1)


def working_day(calendar: Calendar) -> timedelta:
    """What "a working day" means there: the most usual length of an open weekday (of equals the longer), 24×7 a day."""
    if calendar.always:
        return DAY
    lengths = Counter(sum((_length(each) for each in day), timedelta()) for day in calendar.week if day)
    return max(lengths, key=lambda length: (lengths[length], length)) if lengths else timedelta()


def _length(interval: Interval) -> timedelta:
    start, end = (timedelta(hours=each.hour, minutes=each.minute) for each in (interval.start, interval.end))
    return end - start if end > start else end - start + DAY
