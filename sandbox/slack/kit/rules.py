"""The small language of the rules: a check looks at a value and yields problems with their pointers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.kinds import Json


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, at a JSON pointer, in Slack's words."""

    message: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Check = Callable[[Any, str], Iterator[Problem]]


def string(most: int = 0, least: int = 0, pattern: str = "") -> Check:
    """A string of `least` to `most` characters (0: no limit) that fits a pattern."""
    wanted = re.compile(pattern) if pattern else None

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem("must provide a string", at)
        elif len(value) < least:
            yield Problem(f"must be more than {least - 1} characters", at)
        elif most and len(value) > most:
            yield Problem(f"must be less than {most + 1} characters", at)
        elif wanted and not wanted.fullmatch(value):
            yield Problem("failed to match the required format", at)

    return check


def choice(*values: str) -> Check:
    """One of these words."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if value not in values:
            yield Problem("must be a valid enum value", at)

    return check


def boolean(value: Any, at: str) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem("must provide a boolean", at)


def integer(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem("must provide a number", at)
        elif not least <= value <= most:
            yield Problem(f"must be between {least} and {most}", at)

    return check


def anything(value: Any, at: str) -> Iterator[Problem]:
    """Whatever; not looked at."""
    return iter(())


def array(item: Check, least: int = 0, most: int = 0) -> Check:
    """A list of `least` to `most` items (0: no limit)."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("must provide an array", at)
            return
        if len(value) < least:
            yield Problem(f"no fewer than {least} items allowed", at)
        if most and len(value) > most:
            yield Problem(f"no more than {most} items allowed", at)
            return
        for number, element in enumerate(value):
            yield from item(element, f"{at}/{number}")

    return check


@dataclass(frozen=True)
class Shape:
    """An object with the fields it may have, those it must have, and rules over several of them."""

    fields: dict[str, Check]
    required: tuple[str, ...] = ()
    also: tuple[Callable[[Json, str], Iterator[Problem]], ...] = ()

    def __call__(self, value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must provide an object", at)
            return
        for name in self.required:
            if value.get(name) is None:
                yield Problem(f"missing required field: {name}", at)
        for name, content in value.items():
            if name not in self.fields:
                yield Problem(f"invalid additional property: {name}", at)
            elif content is not None or name in self.required:
                yield from self.fields[name](content, f"{at}/{name}")
            else:
                yield Problem(
                    "must provide an object" if name.startswith("initial_") else "must not be null", f"{at}/{name}"
                )
        for rule in self.also:
            yield from rule(value, at)


def by_type(shapes: dict[str, Shape]) -> Check:
    """An object whose `type` says which shape it has."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must provide an object", at)
        elif "type" not in value:
            yield Problem("missing required field: type", at)
        elif value["type"] not in shapes:
            yield Problem(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from shapes[value["type"]](value, at)

    return check


def at_least_one(*names: str) -> Callable[[Json, str], Iterator[Problem]]:
    """A rule: one of these fields must be there."""

    def check(value: Json, at: str) -> Iterator[Problem]:
        if not any(value.get(name) for name in names):
            yield Problem(f"must define either `{'` or `'.join(names)}`", at)

    return check


def exactly_one(*names: str) -> Callable[[Json, str], Iterator[Problem]]:
    """A rule: one of these fields must be there, and not two."""

    def check(value: Json, at: str) -> Iterator[Problem]:
        if sum(value.get(name) is not None for name in names) != 1:
            yield Problem(f"must define exactly one of `{'` or `'.join(names)}`", at)

    return check
