"""The small language of the rules: a check looks at a value and returns Discord's nested errors, empty when fine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sandbox.kinds import Json

Errors: TypeAlias = Json
Check = Callable[[Any], Errors]
Rule = Callable[[Json], Errors]


def error(code: str, message: str) -> Errors:
    """One problem at the place where it is put."""
    return {"_errors": [{"code": code, "message": message}]}


REQUIRED = error("BASE_TYPE_REQUIRED", "This field is required")


def at(path: Iterable[str | int], errors: Errors) -> Errors:
    """The errors below a path; nothing when there are none."""
    for name in reversed(list(path)):
        errors = {str(name): errors} if errors else {}
    return errors


def merged(one: Errors, other: Errors) -> Errors:
    """Two trees of errors as one; at the same place the first one's words come first."""
    together = dict(one)
    for name, below in other.items():
        mine = together.get(name)
        if mine is None:
            together[name] = below
        elif name == "_errors":
            together[name] = [*mine, *below]
        else:
            together[name] = merged(mine, below)
    return together


def bad_length(least: int, most: int) -> Errors:
    """Too short or too long, in Discord's words for the kind of bound."""
    if not least:
        return error("BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    return error("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def string(most: int, least: int = 0) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any) -> Errors:
        if not isinstance(value, str):
            return error("STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
        return {} if least <= len(value) <= most else bad_length(least, most)

    return check


def required_string(most: int) -> Check:
    """A string that may not be empty, where Discord calls an empty one missing."""
    inner = string(most)
    return lambda value: REQUIRED if value == "" else inner(value)


def url(*schemes: str, most: int = 2048) -> Check:
    """An address with one of these schemes."""
    inner = string(most)

    def check(value: Any) -> Errors:
        if errors := inner(value):
            return errors
        scheme, colon, rest = value.partition("://")
        if not colon or not rest:
            return error("URL_TYPE_INVALID_URL", "Not a well formed URL.")
        known = ", ".join(f"'{one}'" for one in schemes)
        unsupported = f'Scheme "{scheme}" is not supported. Scheme must be one of ({known}).'
        return {} if scheme in schemes else error("URL_TYPE_INVALID_SCHEME", unsupported)

    return check


def choice(*values: object) -> Check:
    """One of these values."""
    words = f"Value must be one of ({', '.join(map(repr, values))}{',' if len(values) == 1 else ''})."
    return lambda value: {} if value in values else error("BASE_TYPE_CHOICES", words)


def boolean(value: Any) -> Errors:
    """True or false."""
    return {} if isinstance(value, bool) else error("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


def integer(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any) -> Errors:
        if isinstance(value, bool) or not isinstance(value, int):
            return error("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        if value < least:
            return error("NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")
        if value > most:
            return error("NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
        return {}

    return check


def snowflake(value: Any) -> Errors:
    """An id, as digits."""
    good = isinstance(value, str | int) and not isinstance(value, bool) and str(value).isdigit()
    return {} if good else error("NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


def anything(value: Any) -> Errors:
    """Whatever; not looked at."""
    return {}


def array(item: Check, least: int = 0, most: int = 0) -> Check:
    """A list of `least` to `most` items (0: no limit)."""

    def check(value: Any) -> Errors:
        if not isinstance(value, list):
            return error("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        if len(value) < least or (most and len(value) > most):
            return bad_length(least, most or len(value))
        return {str(number): errors for number, one in enumerate(value) if (errors := item(one))}

    return check


@dataclass(frozen=True)
class Shape:
    """An object with its fields, those it must have, and rules over several; Discord ignores unknown fields."""

    fields: dict[str, Check]
    required: tuple[str, ...] = ()
    also: tuple[Rule, ...] = ()

    def __call__(self, value: Any) -> Errors:
        if not isinstance(value, dict):
            return error("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        errors: Errors = {name: REQUIRED for name in self.required if value.get(name) is None}
        for name, check in self.fields.items():
            if value.get(name) is not None and (problem := check(value[name])):
                errors[name] = problem
        if not errors:
            for rule in self.also:
                errors = merged(errors, rule(value))
        return errors


def by_type(shapes: dict[int, Check]) -> Check:
    """A component whose `type` says which shape it has."""
    known = ", ".join(map(str, shapes)) + ("," if len(shapes) == 1 else "")

    def check(value: Any) -> Errors:
        if not isinstance(value, dict):
            return error("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        if value.get("type") is None:
            return {"type": REQUIRED}
        if value["type"] not in shapes:
            return error("UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({known}).')
        return shapes[value["type"]](value)

    return check
