"""Words that every module of the sandbox shares."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


class Refusal(Exception):
    """A control request that cannot be done, with the words that its caller reads."""


def flag(value: object) -> bool:
    """True for the spellings of true that Slack's clients send (true, "true", 1, "1")."""
    return value is True or str(value).lower() in {"true", "1"}
