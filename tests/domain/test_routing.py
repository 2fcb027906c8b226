"""Routing: the first rule that matches wins, and a rule that can never match is found, by whatever it is covered."""

from datetime import UTC, datetime, time
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendars import Interval
from bot.domain.dead_rules import DeadRule, DeadWhy, World, dead_rules
from bot.domain.policies import TicketType
from bot.domain.priority import Priority
from bot.domain.routing import (
    DAY,
    WEEK,
    Criterion,
    Facts,
    Rule,
    Then,
    When,
    clock_of,
    minute_of_week,
    minutes_of,
    route,
)
from bot.domain.words import CategoryKey, ClientKey, ProviderKey, TeamKey

CATEGORIES = [CategoryKey(each) for each in ("round", "payment")]
NEBULA, ORBIT = ProviderKey("nebula"), ProviderKey("orbit")
CLIENTS = {ClientKey("acme"): "gold", ClientKey("bravo"): "silver"}
WORLD = World(
    frozenset(CATEGORIES),
    {NEBULA: frozenset({"Suns"}), ORBIT: frozenset({"Roulette"})},
    CLIENTS,
    frozenset({"gold", "silver", "bronze"}),
)
NIGHT, MORNING = frozenset(range(6 * 60)), frozenset(range(6 * 60, 12 * 60))
ORIGINS = [(None, None), (NEBULA, None), (NEBULA, "Suns"), (None, "Suns"), (ORBIT, "Roulette"), (None, "Roulette")]
ORIGINS.append((ORBIT, None))
MINUTES = [0, 6 * 60, 13 * 60]
TICKETS = [
    Facts(category, client, CLIENTS[client], priority, minute, provider, game)
    for category, client, priority, minute, (provider, game) in product(CATEGORIES, CLIENTS, Priority, MINUTES, ORIGINS)
]
"""One ticket of every kind that the rules below can tell apart."""


def some(values: list[str]) -> st.SearchStrategy[frozenset[str]]:
    """Nothing, or a few of them."""
    return st.frozensets(st.sampled_from(values), max_size=2)


whens = st.builds(
    When,
    categories=some(CATEGORIES),
    providers=some([NEBULA, ORBIT]),
    games=some(["Suns", "Roulette"]),
    clients=some(list(CLIENTS)),
    tiers=some(["gold", "silver", "bronze"]),
    priorities=st.frozensets(st.sampled_from(Priority), max_size=3),
    hours=st.sampled_from([frozenset(), NIGHT, MORNING, NIGHT | MORNING]),
)
lists = st.lists(whens, max_size=6).map(
    lambda found: [Rule(f"r{place}", when, Then(TeamKey("infra"))) for place, when in enumerate(found)]
)


@given(lists, st.sampled_from(TICKETS))
def test_the_first_that_takes_a_ticket_is_its_rule(rules: list[Rule], ticket: Facts) -> None:
    """None before it takes it, and it says what it looked at."""
    found = route(rules, ticket)
    taking = [place for place, rule in enumerate(rules, 1) if rule.when.takes(ticket)]
    assert (found.position if found else None) == (taking[0] if taking else None)
    if found:
        assert [criterion for criterion, _ in found.reasons] == list(found.rule.when.named)


@settings(max_examples=300)
@given(lists)
def test_dead_rules_are_those_that_no_ticket_reaches(rules: list[Rule]) -> None:
    """Compared with trying every kind of ticket: what is called dead is, and what is dead is called so."""
    reached = {found.rule.name for ticket in TICKETS if (found := route(rules, ticket))}
    assert {dead.name for dead in dead_rules(rules, WORLD)} == {rule.name for rule in rules} - reached


@given(lists)
def test_a_dead_rule_can_be_left_out(rules: list[Rule]) -> None:
    """Without the dead ones every ticket is routed as before."""
    dead = {each.name for each in dead_rules(rules, WORLD)}
    alive = [rule for rule in rules if rule.name not in dead]
    for ticket in TICKETS:
        before, after = route(rules, ticket), route(alive, ticket)
        assert (before.rule.name if before else None) == (after.rule.name if after else None)


def rule(name: str, **when: object) -> Rule:
    """A rule on these criteria."""
    given = {key: value if isinstance(value, frozenset) else frozenset([value]) for key, value in when.items()}
    return Rule(name, When(**given), Then(type=TicketType.REQUEST))  # type: ignore[arg-type]


def test_each_reason_is_named() -> None:
    """An earlier rule, two earlier ones together, what excludes each other, what nothing is called, and nobody."""
    rules = [
        rule("gold", tiers="gold"),
        rule("acme", clients="acme", priorities=Priority.P1),
        rule("silver", tiers="silver"),
        rule("all"),
        rule("acme-silver", clients="acme", tiers="silver"),
        rule("suns-of-orbit", providers=ORBIT, games="Suns"),
        rule("moon", games="Moon", categories="bet"),
        rule("bronze", tiers="bronze"),
    ]
    assert dead_rules(rules, WORLD) == (
        DeadRule(2, "acme", DeadWhy.COVERED, ("gold",)),
        DeadRule(4, "all", DeadWhy.COVERED, ("gold", "silver")),
        DeadRule(5, "acme-silver", DeadWhy.CONTRADICTION, ("client", "tier")),
        DeadRule(6, "suns-of-orbit", DeadWhy.CONTRADICTION, ("provider", "game")),
        DeadRule(7, "moon", DeadWhy.UNKNOWN, ("bet", "Moon")),
        DeadRule(8, "bronze", DeadWhy.NOBODY, ("bronze",)),
    )


def test_hours_run_over_midnight_and_over_the_week() -> None:
    """Sunday's night goes on into Monday; a whole day is a whole day."""
    night = minutes_of({6: [Interval(time(22), time(6))]})
    assert (6 * DAY + 22 * 60 in night, 5 * 60 + 59 in night, 6 * 60 in night, len(night)) == (True, True, False, 480)
    assert minutes_of({day: [Interval(time(), time())] for day in range(7)}) == frozenset(range(WEEK))


def test_the_hour_is_that_of_the_desks_own_clock() -> None:
    """A Monday's midnight in São Paulo is 03:00 in UTC."""
    at = datetime(2026, 11, 9, 3, 5, tzinfo=UTC)
    assert minute_of_week(at, "America/Sao_Paulo") == 5
    assert clock_of(minute_of_week(at, "Europe/Malta")) == "04:05"
    ticket = Facts(CATEGORIES[0], ClientKey("acme"), "gold", Priority.P2, minute_of_week(at, "Europe/Malta"))
    found = route([rule("night", hours=NIGHT, priorities=Priority.P2)], ticket)
    assert found is not None
    assert found.reasons == ((Criterion.PRIORITY, "P2"), (Criterion.HOUR, "04:05"))
