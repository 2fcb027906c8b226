"""The names of providers and games and the words of categories, indexed for linear search."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.id_patterns import IdPatterns, compiled
from bot.domain.plain_text import plain_letters
from bot.domain.words import Language


@dataclass(frozen=True, eq=False)
class ProviderPattern:
    """How a provider, its games and its ids are spelt; `aliases` lead from another name of a game to its own.

    `zone` is the key of the zone in which the provider tells times, where that is known.
    """

    key: str
    names: tuple[str, ...]
    games: tuple[str, ...] = ()
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None


@dataclass(frozen=True, eq=False)
class CategoryWords:
    """The words that suggest a category, by language and with their weights, and the kinds of id that it asks for.

    A word may end in `*` for any ending (`trav*`).
    """

    key: str
    words: Mapping[Language, Mapping[str, float]]
    ids: tuple[str, ...] = ()


class Named(StrEnum):
    """What a name is the name of."""

    PROVIDER = "provider"
    GAME = "game"


class Word(NamedTuple):
    """A word of a text in plain letters, with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Name:
    """A provider's key or a game's full name, and the providers that it points to."""

    named: Named
    value: str
    providers: frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """Words that suggest a category; with `open_end` the last is only a beginning (`trav*`)."""

    words: tuple[str, ...]
    open_end: bool
    category: str
    weight: float

    @property
    def text(self) -> str:
        """The phrase as it was configured, in plain letters."""
        return " ".join(self.words) + ("*" if self.open_end else "")


@dataclass(frozen=True)
class Vocabulary:
    """What a desk's texts may name."""

    names: Mapping[tuple[str, ...], tuple[Name, ...]]
    starts: Mapping[str, tuple[int, ...]]
    similar: Mapping[tuple[int, str, int], Mapping[str, tuple[str, ...]]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    common: frozenset[str]
    patterns: Mapping[str, IdPatterns]
    categories: tuple[CategoryWords, ...]
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)


class NameInText(NamedTuple):
    """Where a text names something; `exact` is false for a likely misspelling."""

    start: int
    end: int
    names: tuple[Name, ...]
    exact: bool


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LABELS = frozenset(("game", "slot", "jogo", "juego", "provider", "provedor", "fornecedor", "proveedor", "studio"))
_SHORTEST_TYPO = 6
_LONG_NAME = 11
_WORDS_SEARCHED_FOR_TYPOS = 150


@lru_cache(maxsize=8)
def vocabulary(providers: tuple[ProviderPattern, ...], categories: tuple[CategoryWords, ...]) -> Vocabulary:
    """The index over these very objects, made once."""
    names = _names(providers)
    phrases: dict[str, list[Phrase]] = {}
    for phrase in (phrase for category in categories for phrase in _phrases(category)):
        phrases.setdefault(phrase.words[0][:3], []).append(phrase)
    starts: dict[str, set[int]] = {}
    similar: dict[tuple[int, str, int], dict[str, tuple[str, ...]]] = {}
    for words in names:
        starts.setdefault(words[0], set()).add(len(words))
        spelt = " ".join(words)
        similar.setdefault((len(words), spelt[0], len(spelt)), {})[spelt] = words
    return Vocabulary(
        names,
        {word: tuple(sorted(lengths, reverse=True)) for word, lengths in starts.items()},
        similar,
        {start: tuple(sorted(found, key=lambda each: -len(each.words))) for start, found in phrases.items()},
        frozenset(phrase.words[0] for found in phrases.values() for phrase in found if len(phrase.words) == 1),
        {provider.key: compiled(provider.patterns) for provider in providers},
        categories,
        {provider.key: ZoneInfo(provider.zone) for provider in providers if provider.zone},
    )


def words_of(plain: str) -> list[Word]:
    """The words of a text in plain letters."""
    return [Word(found[0], found.start(), found.end()) for found in _WORD.finditer(plain)]


def find_names(text: str, words: list[Word], known: Vocabulary) -> Iterator[NameInText]:
    """The names in the text, the longest at each place; a misspelt one where no game is spelt right."""
    found: set[Named] = set()
    skip_to = 0
    for at, word in enumerate(words):
        lengths = known.starts.get(word.text, ()) if at >= skip_to else ()
        for length in lengths:
            key = tuple(each.text for each in words[at : at + length])
            if len(key) == length and key in known.names and _is_meant(text, words, at, length, known):
                found |= {name.named for name in known.names[key]}
                skip_to = at + length
                yield NameInText(word.start, words[at + length - 1].end, known.names[key], True)
                break
    if Named.GAME in found:
        return
    typo = _misspelt(text, words[:_WORDS_SEARCHED_FOR_TYPOS], known)
    if typo and (not found or all(name.named is Named.GAME for name in typo.names)):
        yield typo


def find_phrases(words: list[Word], known: Vocabulary) -> Iterator[Phrase]:
    """The phrases that suggest a category, each once and in the order of the text; none inside a longer one."""
    seen: set[Phrase] = set()
    covered: dict[str, int] = {}
    for at, word in enumerate(words):
        for phrase in known.phrases.get(word.text[:3], ()):
            end = at + len(phrase.words)
            if end <= covered.get(phrase.category, 0) or not _fits(phrase, words, at):
                continue
            covered[phrase.category] = end
            if phrase not in seen:
                seen.add(phrase)
                yield phrase


def _names(providers: tuple[ProviderPattern, ...]) -> dict[tuple[str, ...], tuple[Name, ...]]:
    names: dict[tuple[str, ...], dict[tuple[Named, str], Name]] = {}

    def add(spelling: str, named: Named, value: str, provider: str) -> None:
        words = tuple(word.text for word in words_of(plain_letters(spelling)))
        joined = "".join(words)
        for key in {words, (joined,)} if len(joined) > 7 else {words}:
            if key:
                same = names.setdefault(key, {})
                before = same.get((named, value))
                also = before.providers if before else frozenset[str]()
                same[named, value] = Name(named, value, also | {provider})

    for provider in providers:
        for spelling in (provider.key, *provider.names):
            add(spelling, Named.PROVIDER, provider.key, provider.key)
        for spelling in (*provider.games, *provider.aliases):
            add(spelling, Named.GAME, provider.aliases.get(spelling, spelling), provider.key)
    return {key: tuple(same.values()) for key, same in names.items()}


def _phrases(category: CategoryWords) -> Iterator[Phrase]:
    weights = {plain_letters(word): weight for words in category.words.values() for word, weight in words.items()}
    for spelling, weight in weights.items():
        words = tuple(word.text for word in words_of(spelling))
        if words:
            yield Phrase(words, spelling.endswith("*"), category.key, float(weight))


def _fits(phrase: Phrase, words: list[Word], at: int) -> bool:
    said = [word.text for word in words[at : at + len(phrase.words)]]
    if len(said) < len(phrase.words) or said[:-1] != list(phrase.words[:-1]):
        return False
    return said[-1].startswith(phrase.words[-1]) if phrase.open_end else said[-1] == phrase.words[-1]


def _is_meant(text: str, words: list[Word], at: int, length: int, known: Vocabulary) -> bool:
    """Whether a single word is a name here: `crash` and `bonus` only after `game`, `PP` only in capitals."""
    word = words[at]
    said = text[word.start : word.end]
    if length > 1:
        return True
    if word.text in known.common:
        return _is_labelled(words, at) and said[0].isupper()
    return len(word.text) > 2 or said.isupper()


def _is_labelled(words: list[Word], at: int) -> bool:
    return at > 0 and words[at - 1].text in _LABELS


def _misspelt(text: str, words: list[Word], known: Vocabulary) -> NameInText | None:
    best: tuple[float, NameInText] | None = None
    for length in sorted({length for length, _, _ in known.similar}):
        for at in range(len(words) - length + 1):
            window = words[at : at + length]
            said = " ".join(each.text for each in window)
            if len(said) < _SHORTEST_TYPO or not _may_be_a_typo(text, words, at, length, known):
                continue
            for key, distance in _close(said, length, known):
                if best is None or distance < best[0]:
                    best = (distance, NameInText(window[0].start, window[-1].end, known.names[key], False))
    return best[1] if best else None


def _close(said: str, length: int, known: Vocabulary) -> Iterator[tuple[tuple[str, ...], float]]:
    """The names that are at most a slip or two away from what was said, with how many."""
    allowed = 2 if len(said) >= _LONG_NAME else 1
    for size in range(max(len(said) - allowed, _SHORTEST_TYPO), len(said) + allowed + 1):
        if candidates := known.similar.get((length, said[0], size)):
            match = process.extractOne(said, candidates.keys(), scorer=OSA.distance, score_cutoff=allowed)
            if match:
                yield candidates[match[0]], match[1]


def _may_be_a_typo(text: str, words: list[Word], at: int, length: int, known: Vocabulary) -> bool:
    """A single word in small letters, or one that belongs to a category, is taken for itself."""
    if length > 1 or _is_labelled(words, at):
        return True
    return text[words[at].start].isupper() and words[at].text not in known.common
