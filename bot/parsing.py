"""Typed words: from what stands behind a command to its raw inputs by name."""

from collections.abc import Iterable, Sequence

from rapidfuzz import process

from bot.calls import Argument, Kind
from bot.chat.command_line import ArgumentSpec, Wrong, parse_arguments
from bot.errors import UserError

LIKE_ENOUGH = 60.0
_NAMES = frozenset({Kind.PERSON, Kind.TEAM, Kind.CATEGORY, Kind.CLIENT})
"""What people call by a name of several words, which nothing but the end of the line ends."""


def parse_words(
    arguments: Sequence[Argument], words: str | Sequence[str], *, in_ticket: bool = False
) -> dict[str, str]:
    """The raw inputs by name; raises UserError for a word that has no place.

    Within a ticket's thread (`in_ticket`) the number may be left out.
    """
    named = {each.name for each in arguments if each.named}
    keyed: dict[str, str] = {}
    if not isinstance(words, str):  # a button's words are taken as they are, but for those that are only given by name
        keyed = {name: value for name, _, value in (word.partition("=") for word in words) if name in named}
        words = [word for word in words if word.partition("=")[0] not in named]
    last = next((each for each in reversed(arguments) if not each.named), None)
    specs = tuple(
        ArgumentSpec(
            each.name,
            each.kind.value,
            required=False,
            many=each.kind is Kind.FIELDS,
            rest=each.kind is Kind.TEXT or (each is last and each.kind in _NAMES),
            choices=each.choices,
            named=each.named,
        )
        for each in arguments
    )
    parsed = parse_arguments(specs, words, in_ticket=in_ticket)
    if isinstance(parsed, tuple):
        wrong: Wrong = parsed[0]
        raise UserError("unknown_argument", word=wrong.word)
    return keyed | dict(parsed.values)


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word that is most like this one; empty when none is."""
    found = process.extractOne(word.casefold(), list(known), score_cutoff=LIKE_ENOUGH)
    return str(found[0]) if found else ""
