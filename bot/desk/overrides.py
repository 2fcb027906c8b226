"""Values changed from chat: `path → value`, laid over the tree of desk.yaml before it is checked.

A path is spelled like an error's: `clients.acme.tier`, `policies[0].resolution`. An item of a list may also be named by
what identifies it: `clients.acme.channels[slack:pit:C0NEW]` changes the item with that channel, or adds it. The value
None takes the key or the item away.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from bot.desk.faults import DeskError, DeskInvalid, did_you_mean
from bot.domain.words import Channel, ClientKey

PART = re.compile(r"(?:^|\.)([^.\[\]]+)|\[([^\[\]]+)\]")
INDEX = re.compile(r"[0-9]{1,6}")
IDENTITIES = ("channel", "key", "name")


def channel_path(client: ClientKey, channel: Channel) -> str:
    """The path by which a channel is bound to a client from chat; its value is `{"mode": …, "language": …}` or None."""
    return f"clients.{client}.channels[{channel.key}]"


def apply(tree: Any, overrides: Mapping[str, Any]) -> Any:
    """A copy of the tree with every override in it; raises DeskInvalid naming each that has nothing to hold on to."""
    errors: list[DeskError] = []
    for path, value in overrides.items():
        try:
            tree = _laid(tree, _parts(path), value)
        except LookupError as error:
            errors.append(DeskError(path, f"This override cannot be applied: {error.args[0]}"))
    if errors:
        raise DeskInvalid(errors)
    return tree


def as_yaml(path: str, value: Any) -> str:
    """One override as YAML that a person can paste into desk.yaml; an item of a list stands alone in its list."""
    for part, in_list in reversed(_parts(path)):
        value = [_named(value, part)] if in_list else {part: value}
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)


def _parts(path: str) -> list[tuple[str, bool]]:
    """The parts of a path, each with whether it stands in brackets."""
    found = list(PART.finditer(path))
    if not found or not found[0].group(1) or "".join(each.group(0) for each in found) != path:
        raise LookupError("its path is not spelled like `clients.acme.tier`.")
    return [(each.group(1) or each.group(2), each.group(2) is not None) for each in found]


def _laid(node: Any, parts: list[tuple[str, bool]], value: Any) -> Any:
    (part, in_list), rest = parts[0], parts[1:]
    return _in_list(node, part, rest, value) if in_list else _in_mapping(node, part, rest, value)


def _in_mapping(node: Any, part: str, rest: list[tuple[str, bool]], value: Any) -> Any:
    if not isinstance(node, dict):
        raise LookupError(f"there is no mapping that could hold `{part}`.")
    if rest and part not in node and not rest[0][1]:
        raise LookupError(f"there is no `{part}`.{did_you_mean(part, node)}")
    if not rest and value is None:
        return {key: each for key, each in node.items() if key != part}
    return {**node, part: _laid(node.get(part), rest, value) if rest else value}


def _in_list(node: Any, part: str, rest: list[tuple[str, bool]], value: Any) -> Any:
    if node is not None and not isinstance(node, list):
        raise LookupError(f"there is no list that could hold `{part}`.")
    items = list(node or ())
    place = _place(items, part)
    if rest:
        if place == len(items):
            raise LookupError(f"there is no item `{part}`.")
        items[place] = _laid(items[place], rest, value)
    elif value is None:
        del items[place : place + 1]
    else:
        items[place : place + 1] = [_named(value, part)]
    return items


def _place(items: list[Any], part: str) -> int:
    """Where the item is that a number or an identity names; behind the last for a new one."""
    if INDEX.fullmatch(part):
        if int(part) > len(items):
            raise LookupError(f"there are only {len(items)} items.")
        return int(part)
    for place, item in enumerate(items):
        if item == part or (isinstance(item, dict) and part in [item.get(name) for name in IDENTITIES]):
            return place
    return len(items)


def _named(value: Any, part: str) -> Any:
    """The item, with the channel that its path names when it does not say so itself."""
    if isinstance(value, dict) and not INDEX.fullmatch(part) and not set(IDENTITIES) & set(value):
        return {"channel" if part.count(":") == 2 else "key": part, **value}
    return value
