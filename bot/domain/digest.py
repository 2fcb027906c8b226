"""What a digest says, counted from the tickets: how many are where, how old, whose, and which need somebody now."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.domain.clocks import Clock, Verdict, judge
from bot.domain.statuses import Holder, Status, holder
from bot.domain.tickets import Ticket
from bot.domain.words import ClientKey, PersonId, TicketId

_Key = TypeVar("_Key")

FRESH = timedelta(hours=24)
"""A comment that is older is no longer fresh."""

AT_RISK_FROM = 0.75
"""The share of a promise's time from which it is at risk."""


class Age(StrEnum):
    """How long a ticket has been open; each bucket ends where the next begins."""

    DAY = "day"
    THREE_DAYS = "three_days"
    WEEK = "week"
    OLDER = "older"


_UNTIL = ((Age.DAY, timedelta(days=1)), (Age.THREE_DAYS, timedelta(days=3)), (Age.WEEK, timedelta(days=7)))


class Risk(StrEnum):
    """How a ticket stands to its promises."""

    NONE = "none"
    AT_RISK = "at_risk"
    BREACHED = "breached"


@dataclass(frozen=True)
class Changes:
    """How many tickets were opened, resolved, reopened and closed since the last digest."""

    opened: int = 0
    resolved: int = 0
    reopened: int = 0
    closed: int = 0

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.opened or self.resolved or self.reopened or self.closed)


@dataclass(frozen=True)
class Digest:
    """The open tickets seen from all sides, the most pressing first; `resolved` ones wait for the client's word.

    `checks_avoided` are provider checks that a first look spared since the last digest.
    """

    open: tuple[Ticket, ...]
    resolved: tuple[Ticket, ...]
    by_status: Mapping[Status, int]
    by_holder: Mapping[Holder, int]
    by_age: Mapping[Age, int]
    by_owner: Mapping[PersonId, int]
    at_risk: tuple[Ticket, ...]
    breached: tuple[Ticket, ...]
    unowned: tuple[Ticket, ...]
    silent: tuple[Ticket, ...]
    changes: Changes = field(default_factory=Changes)
    checks_avoided: int = 0
    clients: Mapping[ClientKey, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is open, nothing waits for a word, and no check was spared."""
        return not (self.open or self.resolved or self.checks_avoided)


def digest_of(
    tickets: Iterable[Ticket],
    now: datetime,
    *,
    changes: Changes | None = None,
    checks_avoided: int = 0,
    clocks: Mapping[TicketId, Iterable[Clock]] | None = None,
    clients: Mapping[ClientKey, str] | None = None,
) -> Digest:
    """The digest of tickets at an instant (UTC); ended ones are left out.

    A ticket without clocks is judged by its due dates. `clients` are the names by key.
    """
    given = sorted(tickets, key=_pressing)
    open_ = tuple(each for each in given if each.is_open)
    risks = {each.id: risk_of(each, now, (clocks or {}).get(each.id, ())) for each in open_}
    return Digest(
        open=open_,
        resolved=tuple(each for each in given if each.status is Status.RESOLVED),
        by_status=_in_order(Status, Counter(each.status for each in open_)),
        by_holder=_in_order(Holder, Counter(holder(each.status) for each in open_)),
        by_age=_in_order(Age, Counter(age_of(each, now) for each in open_)),
        by_owner=dict(Counter(each.owner for each in open_ if each.owner).most_common()),
        at_risk=tuple(each for each in open_ if risks[each.id] is Risk.AT_RISK),
        breached=tuple(each for each in open_ if risks[each.id] is Risk.BREACHED),
        unowned=tuple(each for each in open_ if each.owner is None),
        silent=tuple(each for each in open_ if now - each.commented_at > FRESH),
        changes=changes or Changes(),
        checks_avoided=checks_avoided,
        clients=clients or {},
    )


def age_of(ticket: Ticket, now: datetime) -> Age:
    """How long a ticket has been open."""
    old = now - ticket.opened_at
    return next((age for age, until in _UNTIL if old < until), Age.OLDER)


def next_due(ticket: Ticket) -> datetime | None:
    """The next promise's due date, None when none runs."""
    first = ticket.first_response_due if ticket.first_answered_at is None else None
    return min((each for each in (first, ticket.resolution_due) if each), default=None) if ticket.is_open else None


def risk_of(ticket: Ticket, now: datetime, clocks: Iterable[Clock] = ()) -> Risk:
    """Breached once a promise was not kept; at risk from three quarters of its time on."""
    verdicts = {judge(each, now) for each in clocks}
    if ticket.breached or verdicts & {Verdict.BREACHED, Verdict.MET_LATE}:
        return Risk.BREACHED
    if verdicts:
        return Risk.AT_RISK if verdicts & {Verdict.WARNING_75, Verdict.WARNING_90} else Risk.NONE
    due = next_due(ticket)
    if due is None:
        return Risk.NONE
    if due <= now:
        return Risk.BREACHED
    return Risk.AT_RISK if now - ticket.opened_at >= AT_RISK_FROM * (due - ticket.opened_at) else Risk.NONE


def _pressing(ticket: Ticket) -> tuple[bool, datetime, int, int]:
    """Sorts by the next due date, what has none last, then by priority and number."""
    due = next_due(ticket)
    return due is None, due or ticket.opened_at, int(ticket.priority), ticket.id


def _in_order(order: Iterable[_Key], counted: Mapping[_Key, int]) -> dict[_Key, int]:
    return {key: counted[key] for key in order if counted.get(key)}
