"""Reading a vendor's JSON without trusting its shape: what is missing or of another type reads as empty."""

import math
from collections.abc import Mapping
from typing import Any


def text_at(node: object, *path: str) -> str:
    """The text at a path; empty when there is none."""
    found = at(node, path)
    return found if isinstance(found, str) else ""


def dict_at(node: object, *path: str) -> Mapping[str, Any]:
    """The object at a path; empty when there is none."""
    found = at(node, path)
    return found if isinstance(found, dict) else {}


def list_at(node: object, *path: str) -> list[Any]:
    """The list at a path; empty when there is none."""
    found = at(node, path)
    return found if isinstance(found, list) else []


def texts_at(node: object, *path: str) -> tuple[str, ...]:
    """The texts in the list at a path."""
    return tuple(item for item in list_at(node, *path) if isinstance(item, str))


def dicts_at(node: object, *path: str) -> tuple[Mapping[str, Any], ...]:
    """The objects in the list at a path."""
    return tuple(item for item in list_at(node, *path) if isinstance(item, dict))


def flag_at(node: object, *path: str) -> bool:
    """Whether there is a plain `true` at a path."""
    return at(node, path) is True


def number_at(node: object, *path: str, default: int = 0) -> int:
    """The whole number at a path; `default` when there is none."""
    found = at(node, path)
    return found if isinstance(found, int) and not isinstance(found, bool) else default


def at(node: object, path: tuple[str, ...]) -> object:
    """Whatever stands at a path of keys; None when nothing does."""
    for name in path:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def storable(node: Any) -> Any:
    """JSON as every database takes it: no NUL, lone surrogates or NaN; raises RecursionError when too deep."""
    if isinstance(node, str):
        return node if node.isascii() and "\x00" not in node else _storable_text(node)
    if isinstance(node, dict):
        return {_storable_text(str(key)): storable(value) for key, value in node.items()}
    if isinstance(node, list):
        return [storable(item) for item in node]
    if isinstance(node, float) and not math.isfinite(node):
        return None
    return node


def _storable_text(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
