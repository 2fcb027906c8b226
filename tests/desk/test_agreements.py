"""What teams, providers and clients have agreed to: read, checked, and added up against what we promise."""

from datetime import date, timedelta

import pytest

from bot.desk.budgets import budgets_of
from bot.desk.load import load
from bot.domain.policies import Promise
from bot.domain.priority import Priority
from tests.desk.texts import SMALL, changed, desk, faults

HOUR = timedelta(hours=1)
REST = {"key": "rest", "first_response": "4h", "resolution": "9h", "acknowledgement": "1h", "progress": "3h"}
CONTRACT = {"calendar": "always", "answers": {"P3": "4h"}}


def test_what_is_not_promised_is_not_there() -> None:
    rules = load(SMALL).rules
    acme = next(iter(rules.clients.values()))
    given = {promise for promise in Promise if rules.allowance(rules.policies[0], promise, acme)}
    assert given == {Promise.FIRST_RESPONSE, Promise.RESOLUTION}


def test_every_promise_has_its_target() -> None:
    wanted = {promise.value: "2h" for promise in Promise} | {"key": "rest", "resolution": "9h"}
    rules = load(changed({"policies[1]": wanted})).rules
    acme = next(iter(rules.clients.values()))
    lengths = {promise: rules.allowance(rules.policies[1], promise, acme) for promise in Promise}
    assert {promise: each.length for promise, each in lengths.items() if each} == {
        promise: 9 * HOUR if promise is Promise.RESOLUTION else 2 * HOUR for promise in Promise
    }


@pytest.mark.parametrize(
    ("change", "path", "part"),
    [
        ({"policies[1].update": "0m"}, "policies[1]", "no cadence"),
        ({"policies[1].slow_update": "8h"}, "policies[1]", "takes the place of `update`"),
        ({"policies[1].update": "8h", "policies[1].slow_update": "4h"}, "policies[1]", "more often"),
        ({"policies[1].next_response": "1d"}, "policies[1].next_response", "ambiguous"),
        ({"clients.acme.calendars": {"update": "nights"}}, "clients.acme.calendars.update", "nights"),
        ({"clients.acme.calendars": {"updates": "always"}}, "clients.acme.calendars", "updates"),
        ({"teams.infra.calendar": "nights"}, "teams.infra.calendar", "nights"),
        ({"providers.nebula.contract": {"calendar": "always"}}, "providers.nebula.contract.answers", "required"),
        (
            {"providers.nebula.contract": {"calendar": "nights", "answers": {"P3": "4h"}}},
            "providers.nebula.contract.calendar",
            "nights",
        ),
        (
            {"calendars.office.public": {"country": "BR-SP", "years": [2026], "worked": ["2026-11-21"]}},
            "calendars.office.public",
            "2026-11-21 is no public holiday of BR-SP",
        ),
    ],
)
def test_what_cannot_have_been_meant_is_refused(change: dict[str, object], path: str, part: str) -> None:
    found = faults(change)
    assert any(where.startswith(path) and part in text for where, text in found.items()), found


def test_a_promise_may_run_on_another_calendar_of_the_client_and_an_agreement_on_the_teams() -> None:
    loaded = desk(clients__acme__calendars={"first_response": "always"}, teams__infra__calendar="always")
    rules = loaded.rules
    acme, infra, rest = rules.clients["acme"], rules.teams["infra"], rules.policies[1]
    first, resolution = (rules.allowance(rest, each, acme) for each in (Promise.FIRST_RESPONSE, Promise.RESOLUTION))
    assert (first.calendar.key, resolution.calendar.key) == ("always", "office")
    rules = load(changed({"policies[1]": REST, "teams.infra.calendar": "always"})).rules
    rest = rules.policies[1]
    assert rules.agreement(rest, Promise.PROGRESS, rules.teams["infra"], acme).calendar.key == "always"
    assert rules.agreement(rest, Promise.PROGRESS, infra, acme).calendar.key == "always"
    assert rules.agreement(rules.policies[0], Promise.PROGRESS, infra, acme) is None


def test_a_contract_says_how_long_an_answer_takes() -> None:
    rules = desk(providers__nebula__contract={"calendar": "office", "answers": {"P3": "1 working day"}}).rules
    nebula = rules.providers["nebula"]
    assert rules.contract(nebula, Priority.P3).length == 9 * HOUR
    assert rules.contract(nebula, Priority.P1) is None


def test_a_public_holiday_may_be_worked_and_a_day_of_our_own_be_free() -> None:
    public = {"country": "BR-SP", "years": [2026], "worked": ["2026-04-21"]}
    own = [{"name": "Half", "date": "2026-12-24", "hours": ["09:00-12:00"]}]
    office = desk(calendars__office__public=public, calendars__office__holidays=own).rules.calendars["office"]
    assert date(2026, 4, 21) not in office.holidays
    assert date(2026, 9, 7) in office.holidays
    assert date(2026, 7, 9) in office.holidays, "a holiday of the state"
    assert len(office.intervals(date(2026, 12, 24))) == 1


def warnings_of(**policy: object) -> dict[str, str]:
    change = {"policies[1]": REST | policy, "providers.nebula.contract": CONTRACT}
    return {each.path: each.message for each in load(changed(change)).warnings}


def test_what_fits_raises_no_doubt() -> None:
    """Acknowledgement 1 h, team 3 h, provider 4 h and relay 1 h are the nine hours of the resolution."""
    found = warnings_of(relay="1h")
    assert "policies[1].resolution" not in found, found


def test_what_others_have_agreed_to_must_fit_into_the_resolution() -> None:
    told = warnings_of(relay="2h")["policies[1].resolution"]
    assert "rest promises Bravo a resolution in 9h" in told
    assert "an acknowledgement 1h, the team 3h, the provider 4h, passing it on 2h" in told


def test_a_providers_time_that_does_not_count_raises_no_doubt() -> None:
    assert "policies[1].resolution" not in warnings_of(relay="2h", provider_pauses=True)


def test_a_team_alone_may_need_more_than_was_promised() -> None:
    """Without any provider: an hour and nine do not fit into nine."""
    told = warnings_of(progress="9h", provider_pauses=True)["policies[1].resolution"]
    assert "with a team alone it may take longer (an acknowledgement 1h, the team 9h)" in told


def test_the_ways_that_fit_are_counted() -> None:
    """Each policy, client and team, alone and with each provider that has agreed to a time."""
    change = {"policies[1]": REST | {"relay": "2h"}, "providers.nebula.contract": CONTRACT}
    budgets = budgets_of(load(changed(change)).rules)
    assert 0 < budgets.held < budgets.ways
    assert budgets.ways - budgets.held >= len(budgets.doubts) > 0
