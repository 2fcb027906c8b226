"""What raises a priority, and whose turn it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decisions import Decision, Facet, Raise, Raised
from bot.domain.people import Away, PersonKey
from bot.domain.priority import Level, Priority, priority_of
from bot.domain.raising import RAISES_NOTHING, Raising, Signs, lifted, raised_by
from bot.domain.recognised import AMOUNT
from bot.domain.triage import ByHand, Seen, game_named, provider_named, triage
from bot.domain.turns import those_on_duty, whose_turn
from bot.domain.words import CategoryKey, ClientKey, PersonId, ProviderKey, TeamKey
from tests.builders import rules

RAISING = Raising(10, {"EUR": Decimal(5000)}, frozenset({"bet_amount"}), timedelta(hours=24), ("MGA", "regulación"))
ROUND = rules().categories[CategoryKey("game_round")]


@pytest.mark.parametrize(
    ("signs", "found"),
    [
        (Signs((("players_affected", "9"),)), []),
        (Signs((("players_affected", "10"),)), [Raised(Raise.PLAYERS, "10", "10")]),
        (Signs((("players_affected", "3"), ("players_affected", "40"))), [Raised(Raise.PLAYERS, "40", "10")]),
        (Signs((("players_affected", "many"),)), []),
        (Signs((("bet_amount", "4999.99 EUR"),)), []),
        (Signs((("bet_amount", "5000 EUR"),)), [Raised(Raise.AMOUNT, "5000 EUR", "5000 EUR")]),
        (Signs(((AMOUNT, "7000.5 EUR"),)), [Raised(Raise.AMOUNT, "7000.5 EUR", "5000 EUR")]),
        (Signs((("wallet_says", "9000 EUR"), ("bet_amount", "9000 BRL"))), []),
        (Signs(again=2), [Raised(Raise.AGAIN, "2")]),
        (Signs(text="The mga asks why"), [Raised(Raise.REGULATOR, "mga")]),
        (Signs(text="Regulacion"), [Raised(Raise.REGULATOR, "regulacion")]),
        (Signs(text="an omgaze"), []),
    ],
)
def test_each_limit(signs: Signs, found: list[Raised]) -> None:
    """From the limit on, and not below it; words whole, whatever their case and accents."""
    assert list(raised_by(signs, RAISING, ROUND)) == found
    assert raised_by(signs, RAISES_NOTHING, ROUND) == ()


reasons = st.lists(st.sampled_from(Raise), unique=True).map(lambda each: [Raised(why, "1") for why in each])


@given(st.sampled_from(Level), st.sampled_from(Level), reasons)
def test_each_reason_is_one_step_until_the_top(impact: Level, urgency: Level, raised: list[Raised]) -> None:
    """P1 at most; nothing is ever lowered."""
    before, after = priority_of(impact, urgency), priority_of(*lifted(impact, urgency, raised))
    assert after is Priority(max(1, before - len(raised)))


@given(
    st.lists(st.integers(1, 5), min_size=1, unique=True),
    st.dictionaries(st.integers(1, 5), st.integers(0, 3)),
    st.dictionaries(st.integers(1, 5), st.integers(0, 99)),
)
def test_nobody_with_less_is_passed_over(people: list[int], work: dict[int, int], turns: dict[int, int]) -> None:
    """Who has least is next; of equals the one whose turn is longest ago."""
    load = {PersonId(person): count for person, count in work.items()}
    last = {PersonId(person): number for person, number in turns.items()}
    chosen = whose_turn([PersonId(person) for person in people], load, last)
    assert chosen is not None
    mine = load.get(chosen, 0), last.get(chosen, 0)
    assert all(mine <= (load.get(PersonId(each), 0), last.get(PersonId(each), 0)) for each in people)
    assert whose_turn([], load, last) is None


def test_turns_are_taken_by_those_on_duty_and_there() -> None:
    """Whoever is away is left out, and who would only step in as lead takes no turns."""
    at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    desk = rules().desk
    ana, ben = PersonKey("ana"), PersonKey("ben")
    assert those_on_duty(desk, at) == (ana, ben)
    away = {ana: (Away(at - timedelta(hours=1), at + timedelta(hours=1)),)}
    gone = replace(desk, duty=replace(desk.duty, away=away))
    assert those_on_duty(gone, at) == (ben,)
    nobody = replace(desk, duty=replace(desk.duty, shifts=()))
    assert those_on_duty(nobody, at) == ()


def test_names_lead_to_provider_and_game() -> None:
    """By key, name or alias, in whatever case; nothing for what nobody is called."""
    assert provider_named(rules(), " nebula GAMES") == ProviderKey("nebula")
    assert game_named(rules(), "livro dos sóis") == "Book of Suns"
    assert (provider_named(rules(), ""), game_named(rules(), "Chess")) == (None, None)


def seen(category: str, client: str = "acme", **signs: object) -> Seen:
    """A report of a category at midday."""
    known, clients = rules().categories, rules().clients
    at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    return Seen(clients[ClientKey(client)], known[CategoryKey(category)], Signs(**signs), at)  # type: ignore[arg-type]


def test_rules_see_the_priority_as_it_was_raised_or_set_by_hand() -> None:
    """A payment that a regulator asks about is pressing, and so routed; what a person set stays."""
    usual = triage(rules(), seen("payment"))
    assert usual.route is None
    flagged = triage(rules(), seen("payment", text="the UKGC wrote to us"))
    assert flagged.priority < usual.priority
    assert flagged.route is not None
    assert flagged.turns
    again = triage(rules(), seen("payment"), stays=flagged.raised)
    assert again.priority is flagged.priority
    calm = triage(rules(), seen("payment", text="UKGC"), ByHand(Level.LOW, Level.LOW, team=TeamKey("product")))
    assert (calm.priority, calm.route, calm.team) == (Priority.P5, None, TeamKey("product"))


def test_a_decision_is_kept_as_plain_values() -> None:
    """What is written is read back the same, and says which rule decided what."""
    decision = Decision(
        "big_win",
        Level.MEDIUM,
        Level.HIGH,
        words=(("big win", 6.0),),
        raised=(Raised(Raise.AMOUNT, "7000 EUR", "5000 EUR"),),
        rule="big-win-of-gold",
        looked_at=(("tier", "gold"),),
        team=TeamKey("infosec"),
        load=((PersonId(3), 2),),
    ).taken_over(Facet.TYPE)
    assert Decision.of(decision.facts()) == decision
    assert (decision.rule_of(Facet.TEAM), decision.rule_of(Facet.PRIORITY)) == ("big-win-of-gold", "category:big_win")
