"""Requests as the plain JSON that the fake platform delivers, and back again."""

import types
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from bot.chat import requests
from bot.chat.requests import Request


def payload_of(request: Request) -> dict[str, Any]:
    """The request as JSON values."""
    plain = _plain(asdict(request))
    assert isinstance(plain, dict)
    return {"kind": type(request).__name__, **plain}


def request_of(payload: Mapping[str, Any]) -> Request | None:
    """The request in a payload; None for one that is none of ours."""
    kind = getattr(requests, str(payload.get("kind")), None)
    if not (isinstance(kind, type) and issubclass(kind, Request)):
        return None
    found = _read(kind, payload)
    assert isinstance(found, Request)
    return found


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _read(kind: Any, value: Any) -> Any:
    if isinstance(kind, NewType):
        return _read(kind.__supertype__, value)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _read_one_of(arguments, value)
    if origin is tuple:
        return tuple(_read(arguments[0], each) for each in value)
    if origin is not None:  # a mapping, as collections.abc calls it
        return {key: _read(arguments[1], each) for key, each in value.items()}
    if kind is datetime:
        return datetime.fromisoformat(value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{each.name: _read(hints[each.name], value[each.name]) for each in fields(kind)})
    return value


def _read_one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, list):
        return _read(next(kind for kind in kinds if get_origin(kind) is tuple), value)
    plain = [kind for kind in kinds if kind is not type(None) and get_origin(kind) is not tuple]
    return _read(plain[0], value)
