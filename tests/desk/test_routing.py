"""`routing_rules` and `raising`: every fault at once, and rules that can never match with the reason."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.policies import TicketType
from bot.domain.routing import Turn
from tests.desk.texts import changed, desk, faults, faults_of

GOOD = {"name": "gold", "when": {"tiers": ["gold"]}, "then": {"team": "infra"}}


def one(**other: Any) -> list[dict[str, Any]]:
    """A list of one rule, with other values."""
    return [{**GOOD, **other}]


@pytest.mark.parametrize(
    ("rules", "path", "part"),
    [
        (one(when={"categories": ["rond"]}), "routing_rules[0].when.categories[0]", "Did you mean `round`?"),
        (one(when={"providers": ["nebla"]}), "routing_rules[0].when.providers[0]", "Did you mean `nebula`?"),
        (one(when={"clients": ["acne"]}), "routing_rules[0].when.clients[0]", "Did you mean `acme`?"),
        (one(when={"tiers": ["glod"]}), "routing_rules[0].when.tiers[0]", "Did you mean `gold`?"),
        (one(when={"priorities": ["P9"]}), "routing_rules[0].when.priorities[0]", "not a priority"),
        (one(when={"hours": {"mon": ["9-18"]}}), "routing_rules[0].when.hours.mon[0]", "not a time of day"),
        (one(when={"hours": {"mon-fri": ["09:00-18:00"], "fri": ["20:00-21:00"]}}), "routing_rules[0].when", "fri"),
        (one(when={"hours": {"mon": []}}), "routing_rules[0].when", "would never match"),
        (one(when={"tier": ["gold"]}), "routing_rules[0].when.tier", "Did you mean `tiers`?"),
        (one(when={"games": ["Chess"]}), "routing_rules[0]", "nothing is called `Chess`"),
        (one(then={}), "routing_rules[0].then", "does nothing"),
        (one(then={"team": "infar"}), "routing_rules[0].then.team", "Did you mean `infra`?"),
        (one(then={"type": "incidnt"}), "routing_rules[0].then.type", "Did you mean `incident`?"),
        (one(then={"owner": "ana"}), "routing_rules[0].then.owner", "rotation"),
        (one(then={"watchers": ["anna"]}), "routing_rules[0].then.watchers[0]", "Did you mean `ana`?"),
        ([GOOD, {**GOOD, "when": {"priorities": ["P1"]}}], "routing_rules[1].name", "already taken"),
        ([GOOD, {**GOOD, "name": "acme", "when": {"clients": ["acme"]}}], "routing_rules[1]", "`gold`, which stands"),
    ],
)
def test_what_is_wrong_with_a_rule(rules: list[dict[str, Any]], path: str, part: str) -> None:
    """Each with its path and a sentence that helps."""
    found = faults({"routing_rules": rules})
    assert part in found[path], found


def test_all_at_once() -> None:
    """One wrong value hides no other fault, nor that another rule can never match."""
    rules = [GOOD, {**GOOD, "name": "b"}, {"name": "c", "when": {"clients": ["x"]}, "then": {"team": "y"}}]
    raising = {"players_affected": 1, "amounts": {"EURO": 5, "EUR": -1}, "amount_of": ["bet"], "again_within": "24"}
    assert set(faults_of(changed({"routing_rules": rules, "raising": raising}))) == {
        "routing_rules[1]",
        "routing_rules[2].when.clients[0]",
        "routing_rules[2].then.team",
        "raising.players_affected",
        "raising.amounts.EURO",
        "raising.amounts.EUR",
        "raising.amount_of[0]",
        "raising.again_within",
    }


def test_what_nobody_reaches_today_is_only_a_warning() -> None:
    """A tier without a client is no fault: the client may come tomorrow."""
    loaded = desk(tiers=["gold", "bronze"], routing_rules=one(when={"tiers": ["bronze"]}))
    assert next(str(each) for each in loaded.warnings if "routing_rules" in each.path).endswith(
        "routing_rules[0]: `gold` can never match: no client has the tier `bronze`."
    )


def test_what_rules_become() -> None:
    """A rule with all that it may say, and the limits."""
    rules = desk(
        routing_rules=one(then={"type": "request", "owner": "rotation", "watchers": ["eva"]}),
        raising={"players_affected": 5, "amounts": {"EUR": 100}, "again_within": "2h", "regulator": ["MGA"]},
    ).rules
    [rule] = rules.routing_rules
    assert (rule.then.type, rule.then.owner, rule.then.watchers) == (TicketType.REQUEST, Turn.ROTATION, ("eva",))
    raising = rules.raising
    assert (raising.players, raising.amounts, raising.again_within) == (5, {"EUR": Decimal(100)}, timedelta(hours=2))


def test_a_category_has_a_usual_type() -> None:
    """Incident where none is said."""
    assert desk().rules.categories["round"].type is TicketType.INCIDENT  # type: ignore[index]
    assert desk(categories__round__type="change").rules.categories["round"].type is TicketType.CHANGE  # type: ignore[index]
