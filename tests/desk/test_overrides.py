"""Values changed from chat lie over the file, and are checked with it."""

import pytest
import yaml

from bot.desk.faults import DeskInvalid
from bot.desk.load import load
from bot.desk.overrides import apply, as_yaml, channel_path
from bot.domain.clients import IntakeMode
from bot.domain.words import Channel, ClientKey, Language
from tests.desk.texts import SMALL

NEW = Channel("slack", "pit", "C0NEW")


def test_a_channel_is_bound_changed_and_taken_away():
    path = channel_path(ClientKey("acme"), NEW)
    assert path == "clients.acme.channels[slack:pit:C0NEW]"
    bound = load(SMALL, {path: {"mode": "ask"}})
    binding = bound.rules.binding(NEW)
    assert (binding.owner, binding.mode, binding.language) == ("acme", IntakeMode.ASK, Language.PT_BR)
    assert len(bound.rules.clients[ClientKey("acme")].channels) == 2
    gone = load(SMALL, {"clients.acme.channels[slack:pit:C0ACME]": None}).rules
    assert gone.clients[ClientKey("acme")].channels == ()


def test_a_second_binding_is_refused():
    with pytest.raises(DeskInvalid, match=r"already bound at clients\.acme"):
        load(SMALL, {"clients.bravo.channels[slack:pit:C0ACME]": {}})


def test_an_override_is_checked_like_the_file():
    with pytest.raises(DeskInvalid) as caught:
        load(SMALL, {"clients.acme.tier": "glod", "clients.acme.channels[0].mode": "x"})
    assert [error.path for error in caught.value.errors] == ["clients.acme.channels[0].mode", "clients.acme.tier"]


def test_the_version_is_that_of_the_file():
    assert load(SMALL, {"name": "Other"}).rules.version == load(SMALL).rules.version
    assert load(SMALL, {"name": "Other"}).rules.name == "Other"


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("clients.acmee.tier", "Did you mean `acme`?"),
        ("name.first", "no mapping"),
        ("policies[7].key", "only 2 items"),
        ("clients.acme.channels[slack:pit:C1].mode", "no item"),
        ("clients[acme]", "no list"),
        ("..", "not spelled"),
        ("[0]", "not spelled"),
        ("", "not spelled"),
        ("policies[" + "9" * 5000 + "].key", "no item"),
    ],
)
def test_an_override_with_nothing_to_hold_on_to_is_named_beside_the_other_faults(path, part):
    with pytest.raises(DeskInvalid) as caught:
        load(SMALL, {path: "x", "zone": "Mars"})
    found = {error.path: error.message for error in caught.value.errors}
    assert part in found[path]
    assert "zone" in found


def test_the_tree_itself_stays_as_it_was():
    tree = yaml.safe_load(SMALL)
    before = yaml.safe_dump(tree)
    apply(tree, {"clients.acme.tier": "x", "policies[0].key": "y", "desk": None})
    assert yaml.safe_dump(tree) == before


def test_overrides_are_listed_ready_to_paste():
    assert yaml.safe_load(as_yaml("clients.acme.tier", "gold")) == {"clients": {"acme": {"tier": "gold"}}}
    assert yaml.safe_load(as_yaml(channel_path(ClientKey("acme"), NEW), {"mode": "ask"})) == {
        "clients": {"acme": {"channels": [{"channel": "slack:pit:C0NEW", "mode": "ask"}]}}
    }
