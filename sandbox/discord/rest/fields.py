"""Checks of fields that several nouns of the REST API share."""

from datetime import datetime
from typing import Any

from sandbox.discord.kit.rules import Errors, error


def bits(value: Any) -> Errors:
    """Permissions: a number, or its digits in a string."""
    good = isinstance(value, int | str) and not isinstance(value, bool) and str(value).isdecimal()
    return {} if good else error("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')


def moment(value: Any) -> Errors:
    """A moment as ISO 8601 with its zone."""
    try:
        good = isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        good = False
    return {} if good else error("DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")
