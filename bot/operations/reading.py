"""What the desk's rules recognise in a text: one reading for reports, joined messages and edits."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.recognised import Recognised
from bot.domain.recognition import Reading, recognise
from bot.domain.rules import DeskRules
from bot.domain.vocabulary import CategoryWords, ProviderPattern, Vocabulary, vocabulary
from bot.domain.words import Language


def read(rules: DeskRules, text: str, at: datetime, zone: str, language: Language) -> Recognised:
    """Recognise ids, amounts, times, provider, game and category in a text written at that instant in that zone."""
    return recognise(text, vocabulary_of(rules), Reading(at, ZoneInfo(zone), language))


def vocabulary_of(rules: DeskRules) -> Vocabulary:
    """The index over the desk's providers and categories, made once for a version of desk.yaml."""
    return _indexed(_ByVersion(rules))


class _ByVersion:
    def __init__(self, rules: DeskRules) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return hash(self.rules.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByVersion) and other.rules.version == self.rules.version


@lru_cache(maxsize=4)
def _indexed(holder: _ByVersion) -> Vocabulary:
    providers = tuple(
        ProviderPattern(
            key=each.key,
            names=(each.name, *each.aliases),
            games=tuple(game.name for game in each.games),
            patterns={kind.value: tuple(one.pattern for one in some) for kind, some in each.patterns.items()},
            aliases={alias: game.name for game in each.games for alias in game.aliases},
            zone=each.zone,
        )
        for each in holder.rules.providers.values()
    )
    categories = tuple(
        CategoryWords(each.key, each.words, tuple(one.id_kind.value for one in each.fields if one.id_kind))
        for each in holder.rules.categories.values()
    )
    return vocabulary(providers, categories)
