"""Routing: the first rule that matches says to which team, whose turn it is to own it, which type, and who follows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.calendars import Interval
from bot.domain.people import PersonKey
from bot.domain.policies import TicketType
from bot.domain.priority import Priority
from bot.domain.words import CategoryKey, ClientKey, ProviderKey, TeamKey

DAY = 24 * 60
WEEK = 7 * DAY


class Criterion(StrEnum):
    """What a rule may look at, in the order in which a reason names it."""

    CATEGORY = "category"
    PROVIDER = "provider"
    GAME = "game"
    CLIENT = "client"
    TIER = "tier"
    PRIORITY = "priority"
    HOUR = "hour"


class Turn(StrEnum):
    """Who is proposed as the owner."""

    ROTATION = "rotation"


@dataclass(frozen=True)
class Facts:
    """A ticket as rules see it; `minute` counts from Monday 00:00 at the desk."""

    category: CategoryKey
    client: ClientKey
    tier: str
    priority: Priority
    minute: int
    provider: ProviderKey | None = None
    game: str | None = None

    def value(self, criterion: Criterion) -> Any:
        """What it has there; None for nothing."""
        return self.minute if criterion is Criterion.HOUR else getattr(self, criterion.value)


@dataclass(frozen=True)
class When:
    """What a ticket must be; an empty set takes everything. `hours` are minutes since Monday 00:00 at the desk."""

    categories: frozenset[CategoryKey] = frozenset()
    providers: frozenset[ProviderKey] = frozenset()
    games: frozenset[str] = frozenset()
    clients: frozenset[ClientKey] = frozenset()
    tiers: frozenset[str] = frozenset()
    priorities: frozenset[Priority] = frozenset()
    hours: frozenset[int] = frozenset()

    @property
    def named(self) -> Mapping[Criterion, frozenset[Any]]:
        """The criteria that are given, with the values that each takes."""
        sets = (
            self.categories,
            self.providers,
            self.games,
            self.clients,
            self.tiers,
            self.priorities,
            self.hours,
        )
        return {criterion: values for criterion, values in zip(Criterion, sets, strict=True) if values}

    def takes(self, facts: Facts) -> bool:
        """Whether every criterion that is given is met."""
        return all(facts.value(criterion) in values for criterion, values in self.named.items())


@dataclass(frozen=True)
class Then:
    """What follows: nothing of it is changed where it is None or empty."""

    team: TeamKey | None = None
    type: TicketType | None = None
    owner: Turn | None = None
    watchers: tuple[PersonKey, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One row of the ordered list."""

    name: str
    when: When
    then: Then


@dataclass(frozen=True)
class Route:
    """The rule that matched, its place in the list (from 1), and what it looked at, with the ticket's own values."""

    rule: Rule
    position: int
    reasons: tuple[tuple[Criterion, str], ...]


def route(rules: Iterable[Rule], facts: Facts) -> Route | None:
    """The first rule of the list that matches, None when none does."""
    for position, rule in enumerate(rules, 1):
        if rule.when.takes(facts):
            return Route(rule, position, tuple(_reasons(rule.when, facts)))
    return None


def _reasons(when: When, facts: Facts) -> Iterator[tuple[Criterion, str]]:
    for criterion in when.named:
        value = facts.value(criterion)
        match criterion:
            case Criterion.HOUR:
                told = clock_of(value)
            case Criterion.PRIORITY:
                told = value.code
            case _:
                told = str(value)
        yield criterion, told


def minute_of_week(at: datetime, zone: str) -> int:
    """How many minutes after Monday 00:00 it is there, by the wall clock; the instant must be aware."""
    local = at.astimezone(ZoneInfo(zone))
    return local.weekday() * DAY + local.hour * 60 + local.minute


def clock_of(minute: int) -> str:
    """The time of day of a minute of the week: `22:05`."""
    return f"{minute % DAY // 60:02}:{minute % 60:02}"


def minutes_of(week: Mapping[int, Iterable[Interval]]) -> frozenset[int]:
    """The minutes of the week that intervals cover, by the weekday (Monday is 0) on which each of them starts.

    One that ends at or before its start runs over midnight, from Sunday into Monday too.
    """
    found: set[int] = set()
    for day, intervals in week.items():
        for each in intervals:
            start, end = (moment.hour * 60 + moment.minute for moment in (each.start, each.end))
            length = (end - start) % DAY or DAY
            found.update((day * DAY + start + minute) % WEEK for minute in range(length))
    return frozenset(found)
