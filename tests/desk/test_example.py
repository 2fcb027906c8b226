"""The example from the trade, and the sandbox's floor that it belongs to."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.desk.load import load
from bot.domain.calendars import is_open, why_closed
from bot.domain.clients import ChannelKind, IntakeMode
from bot.domain.duty import on_duty
from bot.domain.first_look import Check
from bot.domain.people import AccountKey, GroupKey, Role
from bot.domain.policies import Promise
from bot.domain.priority import Level, Priority, priority_of
from bot.domain.providers import IdKind
from bot.domain.rules import DeskRules, match_policy
from bot.domain.words import CalendarKey, CategoryKey, Channel, ClientKey, Language, ProviderKey, TeamKey

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "desk.example.yaml").read_text()
FLOOR = json.loads((ROOT / "bot" / "cli" / "floor.json").read_text())
TEN = ("game_round", "balance", "bet", "big_win", "bonus", "login", "game", "live_game", "payment", "unexpected")


@pytest.fixture(scope="module")
def rules() -> DeskRules:
    return load(TEXT).rules


def test_the_example_is_good_and_raises_no_doubt():
    assert load(TEXT).warnings == ()


def test_it_has_what_the_trade_has(rules):
    assert len(rules.clients) == 3
    assert len(rules.teams) == 6
    assert len(rules.providers) == 4
    assert tuple(rules.categories) == TEN
    assert [policy.key for policy in rules.policies] == ["p1", "p2", "p3", "p4", "p5"]
    assert len(rules.digests) == 1 + 6 + 3
    assert {plan.at for plan in rules.digests} == {time(9)}


def test_every_text_stands_in_three_languages(rules):
    for category in rules.categories.values():
        labels = [category.label, *(each.label for each in category.fields)]
        labels += [each.label for each in category.first_look if each.label]
        labels += [choice.label for each in category.fields for choice in each.choices]
        labels += [each.hint for each in category.fields if each.hint]
        assert all(set(label.texts) == set(Language) for label in labels)
        assert set(category.words) == set(Language)


def test_every_check_of_the_trade_is_looked_at_and_a_desk_may_have_its_own(rules):
    listed = {key: [each.key for each in category.first_look] for key, category in rules.categories.items()}
    assert listed["game_round"] == ["closed_with_zero", "feature_pending", "rollback_seen", "retry_window"]
    own = {key for keys in listed.values() for key in keys} - set(Check)
    assert own == {"bonus_money"} and set(Check) <= {key for keys in listed.values() for key in keys}
    assert [key for key, each in rules.categories.items() if not each.provider_check] == ["login", "unexpected"]
    assert (rules.duplicates.window, rules.duplicates.clients) == (timedelta(hours=2), 2)


def test_published_targets(rules):
    acme = rules.clients[ClientKey("acme")]
    round_ = CategoryKey("game_round")
    hours = {
        priority: tuple(
            rules.allowance(match_policy(rules, acme, priority, round_).policy, promise, acme).length
            for promise in (Promise.FIRST_RESPONSE, Promise.RESOLUTION)
        )
        for priority in Priority
    }
    assert hours[Priority.P1] == (timedelta(minutes=15), timedelta(hours=2))
    assert hours[Priority.P2] == (timedelta(minutes=30), timedelta(hours=8))
    assert hours[Priority.P3] == (timedelta(hours=4), timedelta(hours=27))
    assert hours[Priority.P4] == hours[Priority.P5] == (timedelta(hours=9), timedelta(hours=90))


def test_a_reported_round_starts_as_p3_and_asks_for_what_its_category_needs(rules):
    category = rules.categories[CategoryKey("game_round")]
    assert (category.impact, category.urgency) == (Level.LOW, Level.HIGH)
    assert priority_of(category.impact, category.urgency) is Priority.P3
    required = [each.key for each in category.required]
    assert required[:3] == ["provider", "game", "round_id"]
    assert {"player_id", "happened_at"} <= set(required)
    assert category.field("round_id").id_kind is IdKind.ROUND


def test_integrations_calls_its_engineer_on_duty_then_after_thirty_minutes_its_lead(rules):
    team = rules.teams[TeamKey("integrations")]
    assert on_duty(team, datetime(2026, 11, 23, 3, tzinfo=UTC)) == "eva"
    ladder = rules.ladder_for(team.key)
    assert [(step.after, step.whom) for step in ladder.steps] == [
        (timedelta(minutes=15), "on_duty"),
        (timedelta(minutes=30), "lead"),
    ]
    assert team.lead == "leo"


def test_ids_are_recognised_by_their_providers_patterns(rules):
    nebula = rules.providers[ProviderKey("nebula")]
    assert nebula.kinds_of("99812-77") == {IdKind.ROUND}
    assert nebula.kinds_of("83921") == {IdKind.PLAYER}
    assert nebula.kinds_of("NBX-00012345") == {IdKind.TRANSACTION}
    assert nebula.kinds_of("hello") == frozenset()


def test_holidays_close_and_half_days_open(rules):
    malta = rules.calendars[CalendarKey("malta-office")]
    assert is_open(malta, datetime(2026, 12, 24, 11, tzinfo=UTC))
    assert not is_open(malta, datetime(2026, 12, 24, 13, tzinfo=UTC))
    assert why_closed(malta, datetime(2026, 12, 25, 11, tzinfo=UTC)).holiday == "Christmas Day"


def test_the_floor_and_the_desk_name_the_same_things(rules):
    channels = {Channel("slack", "pit", each["id"]): each for each in FLOOR["channels"]}
    assert set(channels) == set(rules.bindings)
    groups = {GroupKey("slack", "pit", each["id"]) for each in FLOOR["usergroups"]}
    assert groups == {*rules.roles.groups, rules.desk.usergroup}
    accounts = {AccountKey("slack", each["team"], each["id"]) for each in FLOOR["users"]}
    assert {account for person in rules.people.values() for account in person.accounts} <= accounts
    for channel, binding in rules.bindings.items():
        shared = channels[channel]["shared_with"]
        expected = [rules.clients[ClientKey(binding.owner)]] if binding.kind is ChannelKind.CLIENT else []
        assert [rules.client_of_team("slack", team) for team in shared] == expected


def test_the_floors_people_have_the_roles_that_their_labels_say(rules):
    groups = {each["id"]: each["users"] for each in FLOOR["usergroups"]}

    def roles(user: str, team: str = "T0PIT") -> frozenset[Role]:
        mine = [GroupKey("slack", "pit", group) for group, users in groups.items() if user in users]
        return rules.roles_of("slack", team, user, mine)

    assert roles("U0ANA") == roles("U0BEN") == {Role.ANALYST}
    assert roles("U0EVA") == roles("U0LEO") == roles("U0IVO") == {Role.ENGINEER}
    assert roles("U0CARLA") == {Role.COORDINATOR, Role.ADMIN}
    assert roles("U0RITA", "T0ACME") == frozenset()


def test_channels_say_whose_they_are_and_how_they_take_reports(rules):
    acme = rules.binding(Channel("slack", "pit", "C0ACME"))
    assert (acme.owner, acme.mode, acme.language) == ("acme", IntakeMode.AUTO, Language.PT_BR)
    assert rules.client_of_channel(Channel("slack", "pit", "C0BRAVO")).key == "bravo"
    assert rules.client_of_channel(Channel("slack", "pit", "C0DESK")) is None
    assert rules.binding(Channel("slack", "pit", "C0NEW")) is None


def test_the_app_sits_in_every_channel():
    (app,) = FLOOR["apps"]
    assert set(app["channels"]) == {each["id"] for each in FLOOR["channels"]}
    assert {"chat:write", "reactions:write", "files:read", "metadata.message:read"} <= set(app["scopes"])


def test_labels_and_hints_fit_into_the_forms_of_every_platform(rules):
    """Discord takes 45 characters of a label and 100 of a description."""
    fields = [each for category in rules.categories.values() for each in category.fields]
    assert max(len(text) for each in fields for text in each.label.texts.values()) <= 45
    assert max(len(text) for each in fields if each.hint for text in each.hint.texts.values()) <= 100
