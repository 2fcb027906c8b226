"""desk.yaml is checked as a whole: every fault at once, each with its path and a sentence that helps."""

from datetime import timedelta

import pytest

from bot.desk.faults import DeskError, DeskInvalid, by_path
from bot.desk.load import RemovedKey, load, removed_keys, version_of
from bot.domain.policies import Promise
from tests.desk.texts import SMALL, changed, desk, faults, faults_of


def test_a_small_desk_is_good():
    loaded = load(SMALL)
    assert loaded.warnings == ()
    assert loaded.rules.version == version_of(SMALL)
    assert len(loaded.rules.version) == 64


@pytest.mark.parametrize(
    ("change", "path", "part"),
    [
        ({"nmae": "x"}, "nmae", "Did you mean `name`?"),
        ({"name": None}, "name", "required"),
        ({"zone": "Europe/Multa"}, "zone", "Did you mean `Europe/Malta`?"),
        ({"zone": 3}, "zone", "zone such as"),
        ({"zone": "../../etc/passwd"}, "zone", "no zone"),
        ({"language": "pt-BR"}, "language", "Did you mean `pt_BR`?"),
        ({"clients.acme.langauge": "es"}, "clients.acme.langauge", "Did you mean `language`?"),
        ({"clients.acme.channels[0].langage": "es"}, "clients.acme.channels[0].langage", "Did you mean `language`?"),
        ({"clients.acme.channels[0].language": "fr"}, "clients.acme.channels[0].language", "not a language"),
        ({"clients.acme.channels[0].mode": "automatic"}, "clients.acme.channels[0].mode", "Did you mean `auto`?"),
        ({"clients.acme.channels[0].channel": "C0ACME"}, "clients.acme.channels[0].channel", "slack:pit:C0ACME"),
        ({"clients.acme.channels[0].channel": "slcak:pit:C1"}, "clients.acme.channels[0].channel", "`slack`"),
        ({"clients.acme.channels[0].channel": "slack:pti:C1"}, "clients.acme.channels[0].channel", "`slack:pit`"),
        ({"clients.acme.tier": "glod"}, "clients.acme.tier", "Did you mean `gold`?"),
        ({"clients.acme.calendar": "ofice"}, "clients.acme.calendar", "Did you mean `office`?"),
        ({"clients.acme.desk": "slack:pit:C0ACME"}, "clients.acme.desk", "none of the desk's channels"),
        ({"clients.acme.name": 5}, "clients.acme.name", "Expected text, not a number"),
        ({"clients.acme.channels": {"a": 1}}, "clients.acme.channels", "Expected a list, not a mapping"),
        ({"clients.acme": "x"}, "clients.acme", "Expected a mapping"),
        ({"clients": ["x"]}, "clients", "Expected a mapping"),
        ({"clients.Acme Casino": {}}, "clients.Acme Casino", "not a key"),
        ({"clients.acme.teams": {"slack": "T0ACME"}}, "clients.acme.teams.slack", "Expected a list"),
        ({"desk.channels": []}, "desk.channels", "At least 1"),
        ({"desk.on_duty[0]": "anna"}, "desk.on_duty[0]", "Did you mean `ana`?"),
        ({"teams.infra.lead": "evan"}, "teams.infra.lead", "Did you mean `eva`?"),
        ({"teams.infra.ladder": "x"}, "teams.infra.ladder", "There is no ladder `x`. Known: standard."),
        ({"roles": {"analist": {}}}, "roles.analist", "Did you mean `analyst`?"),
        ({"people.ana.accounts[0]": "U0ANA"}, "people.ana.accounts[0]", "slack:T0PIT:U0ANA"),
        (
            {"people.ana.away": [{"from": "2026-02-02", "until": "2026-02-01"}]},
            "people.ana.away[0]",
            "before the first",
        ),
        ({"people.ana.away": [{"from": "2026-02-02", "untill": "x"}]}, "people.ana.away[0].untill", "`until`"),
        ({"providers.nebula.ids.round[0]": "(a+)+"}, "providers.nebula.ids.round[0]", "for ever"),
        ({"providers.nebula.ids.rnd": ["a"]}, "providers.nebula.ids.rnd", "Did you mean `round`?"),
        ({"providers.nebula.money": "cent"}, "providers.nebula.money", "Did you mean `cents`?"),
        ({"providers.nebula.games[1]": {"name": "book of suns"}}, "providers.nebula", "Two games"),
        ({"providers.nebula.required": ["rond_id"]}, "providers.nebula.required[0]", "Did you mean `round_id`?"),
        ({"fields.round_id.label": "Round id"}, "fields.round_id.label", "in each language in use"),
        ({"fields.round_id.label": {"en": "Round"}}, "fields.round_id.label", "missing in pt_BR"),
        ({"fields.round_id.label.fr": "x"}, "fields.round_id.label", "`fr` is not a language"),
        ({"fields.round_id.kind": "choice"}, "fields.round_id", "go together"),
        ({"fields.round_id.max_length": 0}, "fields.round_id.max_length", "1 or more"),
        ({"fields.round_id.max_length": "long"}, "fields.round_id.max_length", "whole number, not text"),
        ({"categories.round.required[0]": "player"}, "categories.round.required[0]", "Did you mean `player_id`?"),
        ({"categories.round.required[1]": "player_id"}, "categories.round", "asked for more than once"),
        ({"categories.round.impact": "hihg"}, "categories.round.impact", "Did you mean `high`?"),
        ({"categories.round.words.en.Round": 11}, "categories.round.words.en.Round", "10 or less"),
        ({"categories.round.first_look": ["lockd"]}, "categories.round.first_look[0]", "Did you mean `locked`?"),
        ({"categories.round.first_look": [{"key": "vip"}]}, "categories.round.first_look[0]", "needs a label"),
        (
            {"categories.round.first_look": [{"key": "locked", "label": {"en": "x", "pt_BR": "x"}}]},
            "categories.round.first_look[0]",
            "has its words already",
        ),
        (
            {"categories.round.first_look": [{"key": "vip", "label": {"en": "x"}}]},
            "categories.round.first_look[0].label",
            "missing in pt_BR",
        ),
        ({"categories.round.first_look": ["locked", "locked"]}, "categories.round", "more than once"),
        ({"duplicates": {"clients": 1}}, "duplicates.clients", "2 or more"),
        ({"duplicates": {"window": "soon"}}, "duplicates.window", "length of time"),
        ({"routing.rund": ["infra"]}, "routing.rund", "Did you mean `round`?"),
        ({"routing": {}}, "routing.round", "goes to no team"),
        ({"calendars.office.week": None}, "calendars.office", "no working time"),
        ({"calendars.office.week": {"mon-fri": []}}, "calendars.office", "no working time"),
        ({"calendars.office.zone": None}, "calendars.office", "needs a zone"),
        ({"calendars.office.week.fri": ["09:00-12:00"]}, "calendars.office", "names fri more than once"),
        ({"calendars.office.week.sat": ["09:00-12:00", "11:00-13:00"]}, "calendars.office", "overlap"),
        ({"calendars.office.week.mon-fri[0]": "9-18"}, "calendars.office.week.mon-fri[0]", "not a time of day"),
        ({"calendars.office.week.funday": []}, "calendars.office.week.funday", "not a day"),
        ({"calendars.always.zone": "UTC"}, "calendars.always", "neither zone"),
        ({"calendars.always.hours": "24/7"}, "calendars.always.hours", "Expected '24x7'"),
        ({"calendars.office.public": {"country": "XX", "years": [2026]}}, "calendars.office.public.country", "country"),
        ({"calendars.office.public": {"country": "BR-XX", "years": [2026]}}, "calendars.office.public.country", "part"),
        ({"policies[0].resolution": "3d"}, "policies[0].resolution", "ambiguous"),
        ({"policies[0].first_response": "5h"}, "policies[0]", "later than the resolution"),
        ({"policies[0].match.priorities": ["P6"]}, "policies[0].match.priorities[0]", "P1, P2, P3, P4 or P5"),
        ({"policies[0].match.types": ["incidnt"]}, "policies[0].match.types[0]", "Did you mean `incident`?"),
        ({"policies[0].key": "rest"}, "policies[1].key", "already taken at policies[0].key"),
        ({"policies[1].match": {"priorities": ["P2"]}}, "policies", "No policy takes tier gold, P3"),
        ({"ladders.standard.steps[1].after": "10m"}, "ladders.standard", "one after the other"),
        ({"ladders.standard.steps[0].call": "boss"}, "ladders.standard.steps[0].call", "whom to call"),
        ({"ladders.standard.steps[0].call": "person"}, "ladders.standard.steps[0]", "go together"),
        ({"ladders.standard.then": "standard"}, "ladders.standard.then", "standard → standard"),
        ({"digests": {"clients": {"at": "9:00"}}}, "digests.clients.at", "time of day"),
        ({"digests": {"client": {}}}, "digests.client", "Did you mean `clients`?"),
        ({"intake": {"join_window": "3 minutes"}}, "intake.join_window", "length of time"),
        ({"closing": {"after": "soon"}}, "closing.after", "3 working days"),
        ({"colleagues": {"look": "yes"}}, "colleagues.look", "Expected true or false, not text"),
        ({"unmasking": {"roles": ["client"]}}, "unmasking", "Only our own people may see"),
        ({"unmasking": {"roles": ["cordinator"]}}, "unmasking.roles[0]", "Did you mean `coordinator`?"),
        ({"workspaces": {"pit": "T0PIT"}}, "workspaces.pit", "slack:pit"),
    ],
)
def test_a_fault_is_named_where_it_stands(change, path, part):
    found = faults(change)
    assert part in found[path], found


def test_all_faults_come_at_once_in_the_order_of_their_paths():
    found = faults(
        {
            "nmae": "typo",
            "zone": "Mars",
            "clients.acme.tier": "glod",
            "clients.acme.channels[0].language": "fr",
            "clients.bravo.channels[0].channel": "slack:pit:C0ACME",
            "ladders.standard.then": "standard",
            "policies[0].resolution": "soon",
            "calendars.office.week": {},
        }
    )
    assert list(found) == [
        "calendars.office",
        "clients.acme.channels[0].language",
        "clients.acme.tier",
        "clients.bravo.channels[0].channel",
        "ladders.standard.then",
        "nmae",
        "policies[0].resolution",
        "zone",
    ]
    assert all(message[0].isupper() or message[0] == "`" for message in found.values())
    assert all(message[-1] in ".?" for message in found.values())


def test_paths_sort_as_people_count():
    paths = ["a[10]", "a[9]", "a[9].b", "a"]
    assert sorted((DeskError(path, "x") for path in paths), key=by_path) == [
        DeskError("a", "x"),
        DeskError("a[9]", "x"),
        DeskError("a[9].b", "x"),
        DeskError("a[10]", "x"),
    ]


def test_duplicates_in_the_text_come_with_everything_else_and_their_line():
    text = SMALL.replace("    tier: gold\n", "    tier: gold\n    tier: silver\n", 1).replace("Europe/Malta", "Mars", 1)
    with pytest.raises(DeskInvalid) as caught:
        load(text)
    found = [(error.path, error.message.split()[0], error.line) for error in caught.value.errors]
    assert found == [("clients.acme.tier", "This", 14), ("zone", "There", 3)]
    assert "line 14: clients.acme.tier: This key stands here twice" in str(caught.value)


def test_an_empty_value_and_an_empty_file():
    assert "Nothing stands here" in faults_of(SMALL.replace("tiers: [gold]", "tiers:"))["tiers"]
    assert "not nothing" in faults_of(SMALL.replace("    name: Acme\n", "    name:\n"))["clients.acme.name"]
    assert "mapping of sections" in faults_of("")[""]
    assert "mapping of sections" in faults_of("- a\n- b")[""]


@pytest.mark.parametrize(
    ("change", "path", "first"),
    [
        (
            {"clients.bravo.channels[0].channel": "slack:pit:C0ACME"},
            "clients.bravo.channels[0].channel",
            "clients.acme.channels[0].channel",
        ),
        ({"teams.infra.channel": "slack:pit:C0DESK"}, "teams.infra.channel", "desk.channels[0]"),
        ({"people.eva.accounts[0]": "slack:T0PIT:U0ANA"}, "people.eva.accounts[0]", "people.ana.accounts[0]"),
        ({"clients.bravo.teams": {"slack": ["T0ACME"]}}, "clients.bravo.teams.slack[0]", "clients.acme.teams.slack[0]"),
        ({"clients.bravo.teams": {"slack": ["T0PIT"]}}, "clients.bravo.teams.slack[0]", "workspaces.slack:pit"),
        ({"providers.other": {"name": "NEBULA games"}}, "providers.other.name", "providers.nebula.name"),
    ],
)
def test_what_belongs_to_one_cannot_belong_to_another(change, path, first):
    assert first in faults(change)[path]


def test_a_ring_of_ladders_is_shown_whole():
    step = {"steps": [{"after": "5m", "call": "lead"}]}
    found = faults(
        {"ladders.standard.then": "b", "ladders.b": {**step, "then": "c"}, "ladders.c": {**step, "then": "standard"}}
    )
    assert found["ladders.standard.then"] == "This ladder comes back to itself: standard → b → c → standard."
    assert "ladders.b.then" in found


def test_a_ladder_goes_on_in_the_next_one():
    rules = desk(
        ladders__standard__then="late", ladders__late={"steps": [{"after": "1h", "call": "person", "person": "ana"}]}
    ).rules
    assert [step.after for step in rules.ladders["standard"].steps] == [
        timedelta(minutes=15),
        timedelta(minutes=30),
        timedelta(hours=1, minutes=30),
    ]


@pytest.mark.parametrize(
    ("change", "path", "part"),
    [
        ({"policies[0].first_response": "20m"}, "policies[0].first_response", "the ladder `standard` of 30m"),
        ({"policies[0].acknowledgement": "40m"}, "policies[0].first_response", "an acknowledgement in 40m"),
        ({"policies[2]": {"key": "x", "first_response": "4h", "resolution": "9h"}}, "policies[2]", "reaches `x`"),
        ({"teams.infra.channel": None}, "teams.infra.channel", "no channel"),
        ({"teams.infra.lead": None}, "teams.infra.lead", "calls the lead"),
        ({"categories.round.words.en": {}}, "categories.round.words", "who write en"),
        ({"people.eva.accounts": []}, "people.eva.accounts", "never called"),
    ],
)
def test_a_doubt_is_a_warning_not_a_fault(change, path, part):
    found = {warning.path: warning.message for warning in load(changed(change)).warnings}
    assert part in found[path], found


def test_targets_follow_the_calendar_that_counts():
    rules = load(SMALL).rules
    acme, bravo = rules.clients.values()
    rest = rules.policies[1]
    assert rules.allowance(rest, Promise.RESOLUTION, acme).length == timedelta(hours=27)
    assert rules.allowance(rest, Promise.RESOLUTION, bravo).length == timedelta(days=3)
    assert rules.allowance(rest, Promise.ACKNOWLEDGEMENT, bravo) is None
    assert rules.allowance(rules.policies[0], Promise.RESOLUTION, acme).calendar.always


def test_a_category_decides_over_what_is_always_asked():
    category = load(SMALL).rules.categories["round"]
    assert [(each.key, each.required) for each in category.fields] == [("round_id", True), ("player_id", False)]
    assert category.words["en"] == {"round": 5}


def test_a_client_without_channels_gets_no_digest_and_one_may_have_its_own_hours():
    plans = {
        plan.key: plan
        for plan in desk(clients__bravo__channels=[], clients__acme__digest={"at": "08:00"}).rules.digests
    }
    assert set(plans) == {"coordinators", "team:infra", "client:acme"}
    assert (plans["client:acme"].at.hour, plans["client:acme"].zone) == (8, "America/Sao_Paulo")
    assert (plans["coordinators"].at.hour, plans["coordinators"].zone) == (9, "Europe/Malta")


def test_removed_keys_are_found():
    old = load(SMALL).rules
    new = desk(clients__bravo=None, people__eva=None, teams__infra__lead="ana", teams__infra__members=["ana"]).rules
    assert removed_keys(old, new) == (RemovedKey("clients", "bravo"), RemovedKey("people", "eva"))
    assert removed_keys(new, old) == ()
