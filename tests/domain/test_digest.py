"""What a digest counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.digest import Age, Changes, Risk, age_of, digest_of, next_due, risk_of
from bot.domain.priority import Level, Priority
from bot.domain.statuses import Holder, Status
from bot.domain.tickets import Ticket
from bot.domain.words import ClientKey, Language, PersonId, TicketId

NOW = datetime(2026, 10, 20, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAIN = Ticket(
    id=TicketId(1),
    client=ClientKey("acme"),
    category=None,
    status=Status.NEW,
    impact=Level.LOW,
    urgency=Level.LOW,
    priority=Priority.P5,
    owner=None,
    reporter=PersonId(9),
    title="",
    language=Language.EN,
    policy="",
    desk_version=1,
    opened_at=NOW - 2 * HOUR,
    changed_at=NOW,
    commented_at=NOW,
    first_response_due=NOW + 8 * HOUR,
    resolution_due=NOW + 80 * HOUR,
)


def numbers(tickets: Sequence[Ticket]) -> list[int]:
    """The tickets' numbers in their order."""
    return [each.id for each in tickets]


def test_open_tickets_are_counted_from_all_sides() -> None:
    """Ended ones are left out, resolved ones stand apart, and the nearest deadline comes first."""
    ana = PersonId(2)
    digest = digest_of(
        [
            replace(PLAIN, id=TicketId(1), resolution_due=None, first_response_due=None),
            replace(PLAIN, id=TicketId(2), owner=ana, status=Status.WAITING_CLIENT),
            replace(PLAIN, id=TicketId(3), owner=ana, first_response_due=NOW + HOUR / 2),
            replace(PLAIN, id=TicketId(4), status=Status.RESOLVED),
            replace(PLAIN, id=TicketId(5), status=Status.CLOSED),
            replace(PLAIN, id=TicketId(6), commented_at=NOW - 25 * HOUR, opened_at=NOW - 200 * HOUR, breached=True),
        ],
        NOW,
    )
    assert numbers(digest.open) == [3, 2, 6, 1]
    assert numbers(digest.resolved) == [4]
    assert digest.by_status == {Status.NEW: 3, Status.WAITING_CLIENT: 1}
    assert digest.by_holder == {Holder.US: 3, Holder.CLIENT: 1}
    assert digest.by_age == {Age.DAY: 3, Age.OLDER: 1}
    assert digest.by_owner == {ana: 2}
    assert (numbers(digest.at_risk), numbers(digest.breached)) == ([3], [6])
    assert (numbers(digest.unowned), numbers(digest.silent)) == ([6, 1], [6])
    assert not digest.is_empty
    assert not digest.changes.any


def test_only_what_waits_for_a_word_is_not_empty() -> None:
    """A digest is empty when nothing is open and nothing waits to be confirmed."""
    assert digest_of([replace(PLAIN, status=Status.CLOSED)], NOW, changes=Changes(closed=1)).is_empty
    assert not digest_of([replace(PLAIN, status=Status.RESOLVED)], NOW).is_empty


@pytest.mark.parametrize(
    ("hours", "age"),
    [(23.9, Age.DAY), (24, Age.THREE_DAYS), (72, Age.WEEK), (167.9, Age.WEEK), (168, Age.OLDER)],
)
def test_each_age_ends_where_the_next_begins(hours: float, age: Age) -> None:
    """A ticket of exactly a day is in the second bucket."""
    assert age_of(replace(PLAIN, opened_at=NOW - hours * HOUR), NOW) is age


@pytest.mark.parametrize(
    ("changes", "risk"),
    [
        ({}, Risk.NONE),
        ({"first_response_due": NOW}, Risk.BREACHED),
        ({"first_response_due": NOW + 2 / 3 * HOUR}, Risk.AT_RISK),
        ({"first_response_due": NOW + 0.7 * HOUR}, Risk.NONE),
        ({"first_response_due": NOW, "first_answered_at": NOW - HOUR}, Risk.NONE),
        ({"breached": True}, Risk.BREACHED),
        ({"first_response_due": None, "resolution_due": None}, Risk.NONE),
    ],
)
def test_risk_by_due_dates(changes: dict[str, object], risk: Risk) -> None:
    """Three quarters of the time make a risk, the due instant a breach; an answered promise is no longer one."""
    assert risk_of(replace(PLAIN, **changes), NOW) is risk  # type: ignore[arg-type]  # the fields are named above


def test_the_next_due_date_is_that_of_the_next_promise() -> None:
    """The first answer's until it came, then the resolution's; none once it is resolved."""
    assert next_due(PLAIN) == PLAIN.first_response_due
    assert next_due(replace(PLAIN, first_answered_at=NOW)) == PLAIN.resolution_due
    assert next_due(replace(PLAIN, status=Status.RESOLVED)) is None
