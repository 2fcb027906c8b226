"""How a message of ours is known again: by a nonce while Discord remembers it, later by the number of a component."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from integrations.wire.shapes import dict_at, dicts_at, number_at

_NONCE = 25  # https://docs.discord.com/developers/resources/message#create-message
_LOWEST, _HIGHEST = 1 << 16, (1 << 31) - 1
"""Numbers of components are 32-bit integers; Discord itself numbers from 1."""


def nonce_of(workspace: str, ref: str) -> str:
    """The same nonce for the same letter, at most 25 characters."""
    digest = hashlib.sha256(f"{workspace}:{ref}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:_NONCE]


def mark_of(workspace: str, ref: str) -> int:
    """The number that a letter's first component has in its message, and keeps in the channel's history."""
    digest = hashlib.sha256(f"mark:{workspace}:{ref}".encode()).digest()
    return _LOWEST + int.from_bytes(digest[:8], "big") % (_HIGHEST - _LOWEST)


def marked(message: Mapping[str, Any], mark: int) -> dict[str, Any]:
    """A drawn message whose first component has that number."""
    components = [dict(each) for each in message.get("components", ())]
    if components:
        components[0]["id"] = mark
    return {**message, "components": components}


def has_mark(message: object, mark: int) -> bool:
    """Whether a component of a message has that number."""
    return any(number_at(each, "id") == mark for each in _components(message))


def _components(node: object) -> Iterator[Mapping[str, Any]]:
    for each in dicts_at(node, "components"):
        yield each
        yield from _components(each)
        for name in ("accessory", "component"):
            if inner := dict_at(each, name):
                yield inner
