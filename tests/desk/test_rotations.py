"""A team's rotation in desk.yaml: what it becomes, and every fault at once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.load import load
from bot.domain.duty import on_duty
from bot.domain.words import TeamKey
from tests.desk.texts import changed, faults

LAYER = {"people": ["eva"], "rotate": "weekly", "since": "2026-01-05"}


def test_the_layers_of_a_team_and_of_the_desk() -> None:
    """Each in its own zone; a layer begins with its first handover; the desk may have a rotation too."""
    text = changed(
        {
            "teams.infra.rotation": {
                "zone": "America/New_York",
                "layers": [
                    LAYER,
                    {"people": ["ana"], "rotate": "12h", "since": "2026-03-02", "handover": "08:00", "zone": "UTC"},
                ],
                "catch_all": "eva",
                "moves_tickets": True,
            },
            "desk.rotation": {"layers": [{**LAYER, "people": ["ana"], "week": {"mon-fri": ["09:00-18:00"]}}]},
        }
    )
    rules = load(text).rules
    infra = rules.teams[TeamKey("infra")]
    rotation = infra.duty.rotation
    assert rotation is not None
    assert [layer.since for layer in rotation.layers] == [
        datetime(2026, 1, 5, 14, tzinfo=UTC),
        datetime(2026, 3, 2, 8, tzinfo=UTC),
    ]
    assert rotation.layers[1].turns is not None
    assert rotation.layers[1].turns.every == timedelta(hours=12)
    assert (rotation.catch_all, rotation.moves_tickets) == ("eva", True)
    assert infra.duty.takes_turns
    assert on_duty(infra, datetime(2026, 2, 1, tzinfo=UTC)) == "eva"
    assert on_duty(infra, datetime(2026, 4, 1, tzinfo=UTC)) == "ana"


@pytest.mark.parametrize(
    ("change", "path", "part"),
    [
        ({"layers": []}, "teams.infra.rotation.layers", "At least 1"),
        ({"layers": [LAYER], "catch_all": "evan"}, "teams.infra.rotation.catch_all", "Did you mean `eva`?"),
        ({"layers": [{**LAYER, "people": []}]}, "teams.infra.rotation.layers[0].people", "At least 1"),
        ({"layers": [{**LAYER, "people": ["evaa"]}]}, "teams.infra.rotation.layers[0].people[0]", "`eva`"),
        ({"layers": [{**LAYER, "rotate": "monthly"}]}, "teams.infra.rotation.layers[0].rotate", "12h"),
        ({"layers": [{**LAYER, "rotate": "90m"}]}, "teams.infra.rotation.layers[0].rotate", "whole hours"),
        ({"layers": [{**LAYER, "rotate": "999h"}]}, "teams.infra.rotation.layers[0].rotate", "720h"),
        ({"layers": [{**LAYER, "since": "soon"}]}, "teams.infra.rotation.layers[0].since", "not a date"),
        ({"layers": [{**LAYER, "handover": "9"}]}, "teams.infra.rotation.layers[0].handover", "time of day"),
        ({"layers": [{**LAYER, "zone": "Malta/Here"}]}, "teams.infra.rotation.layers[0].zone", "no zone"),
        ({"layers": [{**LAYER, "hours": "ofice"}]}, "teams.infra.rotation.layers[0].hours", "`office`"),
        (
            {"layers": [{**LAYER, "hours": "office", "week": {"mon": ["09:00-18:00"]}}]},
            "teams.infra.rotation.layers[0]",
            "not both",
        ),
        (
            {"layers": [{**LAYER, "week": {"mon-fri": ["09:00-18:00"], "fri": ["09:00-12:00"]}}]},
            "teams.infra.rotation.layers[0]",
            "more than once",
        ),
        (
            {"layers": [{**LAYER, "week": {"mon": ["09:00-18:00", "17:00-19:00"]}}]},
            "teams.infra.rotation.layers[0]",
            "overlap",
        ),
        ({"layers": [LAYER], "moves_ticket": True}, "teams.infra.rotation.moves_ticket", "`moves_tickets`"),
    ],
)
def test_a_fault_is_named_where_it_stands(change: dict[str, object], path: str, part: str) -> None:
    found = faults({"teams.infra.rotation": change})
    assert part in found[path], found


def test_all_faults_come_at_once() -> None:
    wrong = {"layers": [{**LAYER, "rotate": "x", "since": "y"}, {"people": ["zoe"]}], "catch_all": "max"}
    assert {
        "teams.infra.rotation.layers[0].rotate",
        "teams.infra.rotation.layers[0].since",
        "teams.infra.rotation.layers[1].people[0]",
        "teams.infra.rotation.layers[1].since",
        "teams.infra.rotation.catch_all",
    } <= set(faults({"teams.infra.rotation": wrong}))
