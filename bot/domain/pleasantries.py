"""Words that ask for nothing, thanks, greetings and assent, told apart from reports in three languages."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.plain_text import clean, plain_letters
from bot.domain.polite_words import ASSENT, FILLERS, GREETINGS, THANKS
from bot.domain.recognised import GAME, ID_FIELDS, PROVIDER, Recognised

_LONGEST = 240
"""Characters; a longer text is never a mere pleasantry."""


def _phrases(*lists: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for listed in lists for phrase in listed.split(","))


_MEANT = _phrases(THANKS, GREETINGS, ASSENT)
_THANKED = _phrases(THANKS)
_GREETED = _phrases(GREETINGS)
_FILLING = _phrases(FILLERS)
_KNOWN = _MEANT | _FILLING
_LONGEST_PHRASE = max(len(phrase) for phrase in _KNOWN)
_ASKED_POLITELY = (
    "how are you",
    "tudo bem",
    "tudo bom",
    "como vai",
    "que tal",
    "como estas",
    "como estan",
    "todo bien",
)

_SIGNS = re.compile(
    r"<[@#!][^<>\n]{1,60}>|:[a-z0-9_+'-]{1,60}:|(?<!\w)@[\w.-]{1,40}|[0-9#*]\ufe0f?\u20e3|[+][1]\b|\b100 ?%|\b10/10\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LAUGHTER = re.compile(r"k{2,}|h?(?:[hj][aei]){2,}[hj]?|(?:rs)+")


class _Word(NamedTuple):
    plain: str
    original: str
    gap: str
    """What stands between the word before and this one."""


def is_pleasantry(text: str) -> bool:
    """Whether a text asks for nothing: every word of it is polite, or there is none (emoji alone, or empty)."""
    text = _SIGNS.sub(" ", clean(text)).replace("’", "'")
    if len(text) > _LONGEST:
        return not text.strip()
    words = list(_words(text))
    if not words:
        return "?" not in text
    return _is_only_polite(words) and ("?" not in text or _asks_politely(words))


def looks_new(text: str, recognised: Recognised) -> bool:
    """Whether a further message is a report of its own: it names an id, a provider, a game or a category."""
    if is_pleasantry(text):
        return False
    names = ID_FIELDS | {PROVIDER, GAME}
    told = {found.field for found in recognised.values} | {doubt.field for doubt in recognised.doubts}
    return recognised.category is not None or not names.isdisjoint(told)


def _words(text: str) -> Iterator[_Word]:
    plain, end = plain_letters(text), 0
    for found in _WORD.finditer(plain):
        yield _Word(found[0], text[found.start() : found.end()], text[end : found.start()])
        end = found.end()


def _is_only_polite(words: list[_Word]) -> bool:
    meant = False
    phrase: tuple[str, ...] | None = None
    at = 0
    while at < len(words):
        before, phrase = phrase, _phrase_at(words, at)
        if phrase is not None:
            meant = meant or phrase in _MEANT
            at += len(phrase)
            if before in _THANKED and phrase in _FILLING:
                phrase = before  # `Obrigada pela ajuda, João` thanks João
        elif _is_name(words[at], before):
            at += 1
        else:
            return False
    return meant


def _phrase_at(words: list[_Word], at: int) -> tuple[str, ...] | None:
    """The longest polite phrase that starts here; drawn-out letters (`graciasss`) and laughter are understood."""
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        said = tuple(word.plain for word in words[at : at + length])
        for spelling in (said, _drawn_in(said, 2), _drawn_in(said, 1)):
            if spelling in _KNOWN:
                return spelling
    return ("ok",) if _LAUGHTER.fullmatch(words[at].plain) else None


def _drawn_in(said: tuple[str, ...], letters: int) -> tuple[str, ...]:
    return tuple(re.sub(r"(.)\1{2,}", r"\1" * letters, word) for word in said)


def _is_name(word: _Word, before: tuple[str, ...] | None) -> bool:
    """`Thanks Maria`, `Obrigado, João`, `Hi Ana`: one capitalised word right after thanks or a greeting."""
    if not word.original.isalpha() or not word.original.istitle():
        return False
    return (before in _THANKED and word.gap in (" ", ", ")) or (before in _GREETED and word.gap == " ")


def _asks_politely(words: list[_Word]) -> bool:
    said = " ".join(word.plain for word in words)
    return any(question in said for question in _ASKED_POLITELY)
