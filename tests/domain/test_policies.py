"""The first policy that matches applies, and says what it looked at."""

from datetime import time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendars import Calendar, Interval
from bot.domain.ladders import Ladder, Step, Whom
from bot.domain.policies import Criterion, Policy, Span, TicketType, working_day
from bot.domain.priority import Priority
from bot.domain.rules import NoPolicy, match_policy
from bot.domain.words import CalendarKey, CategoryKey

ROUND = CategoryKey("game_round")


def desk(*policies: Policy) -> SimpleNamespace:
    return SimpleNamespace(policies=policies)


def client(tier: str) -> SimpleNamespace:
    return SimpleNamespace(tier=tier)


GOLD_P1 = Policy("gold-p1", {}, tiers=frozenset({"gold"}), priorities=frozenset({Priority.P1}))
CHANGES = Policy("changes", {}, types=frozenset({TicketType.CHANGE}))
BETS = Policy("bets", {}, categories=frozenset({CategoryKey("bet")}))
REST = Policy("rest", {})


def test_the_list_is_asked_in_its_order():
    rules = desk(GOLD_P1, CHANGES, BETS, REST)
    found = match_policy(rules, client("gold"), Priority.P1, ROUND, TicketType.CHANGE)
    assert (found.policy.key, found.position) == ("gold-p1", 1)
    assert found.criteria == (Criterion.TIER, Criterion.PRIORITY)
    assert match_policy(rules, client("silver"), Priority.P1, ROUND, TicketType.CHANGE).policy is CHANGES
    assert match_policy(rules, client("silver"), Priority.P1, CategoryKey("bet")).criteria == (Criterion.CATEGORY,)
    assert match_policy(rules, client("silver"), Priority.P1, ROUND).criteria == ()


def test_no_policy_is_an_error_of_its_own():
    with pytest.raises(NoPolicy, match="silver"):
        match_policy(desk(GOLD_P1), client("silver"), Priority.P1, ROUND)


def office(*week: str) -> Calendar:
    days = tuple(tuple(Interval(time(9), time(int(end))) for end in day.split()) for day in week)
    return Calendar(CalendarKey("office"), ZoneInfo("UTC"), days)


def test_a_working_day_is_the_usual_one():
    assert working_day(office("18", "18", "18", "18", "13", "", "")) == timedelta(hours=9)
    assert working_day(office("18", "13", "", "", "", "", "")) == timedelta(hours=9)
    assert working_day(office(*[""] * 7)) == timedelta()
    assert working_day(Calendar(CalendarKey("a"), ZoneInfo("UTC"), ((),) * 7, always=True)) == timedelta(days=1)
    night = Calendar(CalendarKey("n"), ZoneInfo("UTC"), ((Interval(time(22), time(6)),),) * 7)
    assert working_day(night) == timedelta(hours=8)
    assert Span(working_days=3).length(timedelta(hours=9)) == timedelta(hours=27)


def test_a_ladder_resumes_at_the_highest_level_whose_time_has_passed():
    ladder = Ladder("l", (Step(timedelta(minutes=15), Whom.ON_DUTY), Step(timedelta(minutes=30), Whom.LEAD)))
    levels = {minutes: ladder.level_at(timedelta(minutes=minutes)) for minutes in (0, 14, 15, 29, 30, 600)}
    assert levels == {0: 0, 14: 0, 15: 1, 29: 1, 30: 2, 600: 2}
    assert ladder.length == timedelta(minutes=30)
    assert Ladder("none", ()).length == timedelta()
