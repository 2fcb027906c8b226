"""Commands as people type them: words with quotes and keys, and which of a command's inputs each word is."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.moments import Prefer, parse_moment
from bot.domain.plain_text import clean, plain_letters
from bot.domain.priority import Level
from bot.domain.words import Language

MOST_WORDS = 2_000
"""Words that are told apart; what follows them belongs to the last."""

_QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“", "«": "»", "‘": "’", "`": "`"}
_START = re.compile(r"(?:(?P<key>[A-Za-z_][\w-]{0,40})[=＝])?(?P<quote>[\"'“”„«‘`])?")
_PLAIN = re.compile(r"\S+")
_GAP = re.compile(r"\s*")
_LONGEST_MOMENT = 8
_SOME_DAY = datetime(2026, 1, 5, 12, tzinfo=UTC)
_UTC = ZoneInfo("UTC")


class Word(NamedTuple):
    """A word without its quotes, and its place in the source; `key` when it was written as key=value."""

    text: str
    start: int
    end: int
    key: str | None = None
    quoted: bool = False


class Words(NamedTuple):
    """The words of a source, and the source."""

    source: str
    items: tuple[Word, ...]


@dataclass(frozen=True)
class ArgumentSpec:
    """One input of a command.

    `kind` is `ticket`, `number`, `level`, `moment` or `choice` (only a fitting word is taken), or anything else (any
    word is); `many` takes all fitting words that follow, `rest` the text that is left with its own spacing. Every input
    may also be given as name=value; a `named` one only so.
    """

    name: str
    kind: str = "word"
    required: bool = True
    many: bool = False
    rest: bool = False
    choices: tuple[str, ...] = ()
    named: bool = False


class WrongReason(StrEnum):
    """Why words are not taken."""

    MISSING = "missing"
    UNEXPECTED = "unexpected"
    TWICE = "twice"


@dataclass(frozen=True)
class Wrong:
    """An input that is missing or doubled, or a word that no input takes (then `name` is empty)."""

    name: str
    reason: WrongReason
    word: str = ""


@dataclass(frozen=True)
class Parsed:
    """The raw text of every input that was given; several words of one input are parted by spaces."""

    values: Mapping[str, str]


def split_words(text: str) -> Words:
    """The words of a typed line; quotes of any style hold spaces together, a quote that never ends is a letter."""
    source = clean(text)
    return Words(source, tuple(_split(source)))


def parse_arguments(
    specs: Sequence[ArgumentSpec], words: str | Sequence[str] | Words, *, in_ticket: bool = False
) -> Parsed | tuple[Wrong, ...]:
    """Which input each word is, or everything that is wrong.

    A sequence of words (a button's) is taken as it is, but for `name=value` of a named input. Where a ticket is known
    already (`in_ticket`, in its thread), an optional ticket is a bare number only if no later input could take it;
    `#123` always is one.
    """
    named = {spec.name for spec in specs if spec.named}
    line = words if isinstance(words, Words) else split_words(words) if isinstance(words, str) else _given(words, named)
    return _Line(specs, line, in_ticket).parse()


def _split(source: str) -> Iterator[Word]:
    hopeless: set[str] = set()
    place = _GAP.match(source).end()  # type: ignore[union-attr]  # the pattern matches nothing as well
    count = 0
    while place < len(source):
        count += 1
        word = _word_at(source, place, hopeless) if count < MOST_WORDS else Word(source[place:], place, len(source))
        yield word
        place = _GAP.match(source, word.end).end()  # type: ignore[union-attr]


def _word_at(source: str, start: int, hopeless: set[str]) -> Word:
    head = _START.match(source, start)
    assert head is not None
    key, quote = head["key"], head["quote"]
    if quote and quote not in hopeless:
        end = source.find(_QUOTES[quote], head.end())
        if end < 0:
            hopeless.add(quote)  # looked for once, so that a line of open quotes stays linear
        elif end + 1 == len(source) or source[end + 1].isspace():
            return Word(source[head.end() : end], start, end + 1, _key(key), True)
    value = head.end("key") + 1 if key else start
    plain = _PLAIN.match(source, start)
    end = plain.end() if plain else start + 1
    return Word(source[value:end], start, end, _key(key))


def _key(key: str | None) -> str | None:
    return plain_letters(key).replace("-", "_") if key else None


def _given(words: Sequence[str], named: Collection[str]) -> Words:
    source = "\n".join(words)
    items: list[Word] = []
    place = 0
    for word in words:
        key, _, value = word.partition("=")
        text, name = (value, key) if key in named and value else (word, None)
        items.append(Word(text, place, place + len(word), name, True))
        place += len(word) + 1
    return Words(source, tuple(items))


class _Line:
    """One line being matched with a command's inputs, from left to right."""

    def __init__(self, specs: Sequence[ArgumentSpec], words: Words, in_ticket: bool) -> None:
        self._specs = specs
        self._source = words.source
        self._words = list(words.items)
        self._in_ticket = in_ticket
        self._values: dict[str, str] = {}
        self._wrong: list[Wrong] = []

    def parse(self) -> Parsed | tuple[Wrong, ...]:
        """Keys first, where they stand before or behind all else; then every word to the first input that takes it."""
        self._take_keys()
        open_specs = [spec for spec in self._specs if spec.name not in self._values and not spec.named]
        while self._words and open_specs:
            self._take(open_specs.pop(0), open_specs)
        if self._words:
            self._wrong.append(Wrong("", WrongReason.UNEXPECTED, self._words[0].text))
        for spec in self._specs:
            if spec.required and spec.name not in self._values:
                self._wrong.append(Wrong(spec.name, WrongReason.MISSING))
        return tuple(self._wrong) or Parsed(self._values)

    def _take_keys(self) -> None:
        names = {spec.name: spec for spec in self._specs}
        last = len(self._words)
        while last and (spec := names.get(self._words[last - 1].key or "")) and not spec.rest:
            last -= 1
        kept: list[Word] = []
        for at, word in enumerate(self._words):
            if word.key not in names or (at < last and self._is_prose(kept)):
                kept.append(word)
            elif word.key in self._values:
                self._wrong.append(Wrong(word.key, WrongReason.TWICE, word.text))
            else:
                self._values[word.key] = word.text
        self._words = kept

    def _is_prose(self, kept: list[Word]) -> bool:
        """Whether more words stand there already than the inputs before the rest can take."""
        if not any(spec.rest for spec in self._specs):
            return False
        return len(kept) > sum(not spec.rest and not spec.named for spec in self._specs)

    def _take(self, spec: ArgumentSpec, later: list[ArgumentSpec]) -> None:
        if spec.rest:
            begin, end = self._words[0], self._words[-1]
            alone = len(self._words) == 1
            self._values[spec.name] = begin.text if alone and begin.quoted else self._source[begin.start : end.end]
            self._words = []
            return
        if spec.kind == "ticket" and not spec.required and self._in_ticket and not self._is_ticket(later):
            return
        taken: list[str] = []
        while self._words and (spec.many or not taken):
            count = _fitting(spec, self._words)
            if not count:
                break
            taken.append(_joined(spec, self._words[:count]))
            del self._words[:count]
        if taken:
            self._values[spec.name] = " ".join(taken)

    def _is_ticket(self, later: list[ArgumentSpec]) -> bool:
        word = self._words[0]
        if word.text.startswith("#"):
            return True
        following = next((spec for spec in later if not _fits_never(spec, word)), None)
        return following is None


def _fits_never(spec: ArgumentSpec, word: Word) -> bool:
    """Whether an input that takes any word would still not be a bare number: teams and people are not called `123`."""
    return spec.kind in ("team", "person", "category", "client", "word", "choice", "level") and word.text.isdigit()


def _fitting(spec: ArgumentSpec, words: Sequence[Word]) -> int:
    """How many of the next words this input takes together; none when they do not fit."""
    if spec.kind == "moment":
        return next((count for count in range(min(_LONGEST_MOMENT, len(words)), 0, -1) if _is_moment(words[:count])), 0)
    if spec.choices:
        spelt = {_bare(choice) for choice in spec.choices}
        lengths = range(min(3, len(words)), 0, -1)
        exact = next((count for count in lengths if _bare(" ".join(word.text for word in words[:count])) in spelt), 0)
        return exact or int(sum(choice.startswith(_bare(words[0].text)) for choice in spelt) == 1)
    return int(_FITS.get(spec.kind, bool)(words[0].text))


def _joined(spec: ArgumentSpec, words: Sequence[Word]) -> str:
    """The words of one value: a choice as it is spelt in the list, else as they were typed."""
    said = " ".join(word.text for word in words)
    if not spec.choices:
        return said
    exact = [choice for choice in spec.choices if _bare(choice) == _bare(said)]
    return (exact or [choice for choice in spec.choices if _bare(choice).startswith(_bare(said))])[0]


def _bare(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", plain_letters(text))


def _is_moment(words: Sequence[Word]) -> bool:
    said = " ".join(word.text for word in words)
    return any(parse_moment(said, _SOME_DAY, _UTC, language, Prefer.FUTURE) is not None for language in Language)


_FITS: Mapping[str, Callable[[str], bool]] = {
    "ticket": lambda text: re.fullmatch("#?[0-9]{1,15}", text) is not None,
    "number": lambda text: re.fullmatch("[0-9]{1,15}", text) is not None,
    "level": lambda text: Level.parse(text) is not None,
}
