"""Whatever stands in desk.yaml, the answer is rules or faults, never a crash."""

import copy
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.faults import DeskInvalid
from bot.desk.load import load
from tests.desk.texts import SMALL

TREE = yaml.safe_load(SMALL)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path of a tree, deepest last."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, child in children for found in places(child, (*path, key)))]


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(
        [
            "24x7",
            "acme",
            "slack:pit:C0ACME",
            "slack::",
            "15m",
            "3 working days",
            "09:00-18:00",
            "P1",
            "standard",
            "(a+)+",
        ]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
CHANGES = st.lists(st.tuples(st.sampled_from(places(TREE)[1:]), ODD), min_size=1, max_size=4)


def with_changes(changes: list[tuple[tuple[Any, ...], Any]]) -> dict[str, Any]:
    """The small desk's tree with odd values at some places, as far as those are still there."""
    tree = copy.deepcopy(TREE)
    for path, value in changes:
        node: Any = tree
        for part in path[:-1]:
            node = node[part] if _holds(node, part) else None
        if _holds(node, path[-1]):
            node[path[-1]] = value
    return tree


def _holds(node: Any, part: Any) -> bool:
    return (isinstance(node, dict) and part in node) or (
        isinstance(node, list) and isinstance(part, int) and part < len(node)
    )


def told(text: str, overrides: dict[str, Any] | None = None) -> None:
    """Load a text; faults must have sentences, anything but faults is a failure of ours."""
    try:
        load(text, overrides)
    except DeskInvalid as invalid:
        assert invalid.errors
        assert all(error.message for error in invalid.errors)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES)
def test_odd_values_anywhere(changes):
    told(yaml.safe_dump(with_changes(changes), allow_unicode=True))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.integers(0, len(SMALL)))
def test_odd_text_anywhere(text, place):
    told(SMALL[:place] + text + SMALL[place:])


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.text(max_size=12) | st.sampled_from(["clients.acme", "policies[0]", "desk.channels[x]"]), ODD)
)
def test_odd_overrides(overrides):
    told(SMALL, overrides)
