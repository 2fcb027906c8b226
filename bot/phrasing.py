"""What stands behind a command: which words name its inputs, which inputs the place stands for, and what is prose."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.calls import Argument, Command, Kind
from bot.converting import exactly, nearly
from bot.domain.permissions import Standing
from bot.domain.rules import DeskRules
from bot.domain.words import TeamKey
from bot.parsing import parse_words

NAME_WORDS = 4
"""Words that the name of a category has at most."""

_OURS = frozenset({Kind.TEAM, Kind.LEVEL, Kind.CHOICE})
"""What only our own people have names for: behind a client's command stands what they say."""


@dataclass(frozen=True)
class Spoken:
    """Where and by whom words were typed: `team` is that of a team's thread, `in_ticket` any thread of a ticket.

    `kept` when the words are a message as well: then an input that need not be filled takes no prose.
    """

    standing: Standing
    in_ticket: bool = False
    team: TeamKey | None = None
    kept: bool = False


def arguments_of(command: Command, standing: Standing) -> tuple[Argument, ...]:
    """The inputs that somebody of that standing can name."""
    if standing.client is None:
        return command.arguments
    return tuple(each for each in command.arguments if each.kind not in _OURS)


def raw_words(rules: DeskRules, command: Command, text: str, spoken: Spoken) -> dict[str, str]:
    """The raw inputs by name; raises UserError for a word that has no place.

    A team's thread stands for the team, and a category that the first words do not name is none: then they are prose.
    """
    arguments, given = arguments_of(command, spoken.standing), {}
    here = next((each for each in arguments if each.here), None)
    if here and spoken.team and not _names_team(rules, arguments, here, text, spoken.team):
        given[here.name] = str(spoken.team)
    category = next((each for each in arguments if each.kind is Kind.CATEGORY and not each.required), None)
    if category and text and f"{category.name}=" not in text:
        key, text = _leading(rules, category, text)
        given[category.name] = key
    left = tuple(each for each in arguments if each.name not in given)
    parsed = parse_words(left, text, in_ticket=spoken.in_ticket)
    prose = {each.name for each in left if each.kind is Kind.TEXT and not each.required and spoken.kept}
    return {name: value for name, value in (parsed | given).items() if value and name not in prose}


def called_team(rules: DeskRules, words: str) -> tuple[TeamKey, str] | None:
    """The team whose name stands before an exclamation mark, and what follows: `integrations! please look`."""
    name, mark, rest = words.partition("!")
    short = len(name.strip()) > 1 and len(name.split()) <= NAME_WORDS
    found = nearly(rules, Kind.TEAM, name.strip()) if mark and short else None
    return (TeamKey(found), rest.strip(" !")) if found else None


def _names_team(rules: DeskRules, arguments: Sequence[Argument], here: Argument, text: str, team: TeamKey) -> bool:
    """Whether the words name the thread's own team themselves, as they have to elsewhere."""
    words = text.split()
    if words and words[0].lstrip("#").isdecimal():
        words = words[1:]
    if f"{here.name}=" in text:
        return True
    after = arguments[arguments.index(here) + 1 :]
    if not after:
        return bool(words)
    names = [exactly(rules, Kind.TEAM, word) for word in words[:2]]
    another = any(each.kind is Kind.TEAM for each in after)
    return names[:1] == [team] and (not another or None not in names[1:2])


def _leading(rules: DeskRules, category: Argument, text: str) -> tuple[str, str]:
    """The category that the first words name in full, or that all of them begin, and what is left to say."""
    for count in range(NAME_WORDS, 0, -1):
        words = text.split(maxsplit=count)
        if key := exactly(rules, category.kind, " ".join(words[:count])):
            return key, " ".join(words[count:])
    key = nearly(rules, category.kind, text) if len(text.split()) <= NAME_WORDS else None
    return (key, "") if key else ("", text)
