"""Words that ask for nothing, thanks, greetings and assent, told apart from reports in three languages."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from bot.domain.plain_text import clean, plain_letters
from bot.domain.polite_frames import THANKED, framed, harmless
from bot.domain.polite_words import ASKING, ASSENT, FILLERS, GREETINGS, LOOSE, NAMES, THANKS
from bot.domain.recognised import GAME, ID_FIELDS, PROVIDER, Recognised

_LONGEST = 240
"""Characters; a longer text is never a mere pleasantry."""


def _phrases(*lists: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for listed in lists for phrase in listed.split(","))


_MEANT = _phrases(THANKS, GREETINGS, ASSENT)
_THANKED = _phrases(THANKS)
_GREETED = _phrases(GREETINGS)
_FILLING = _phrases(FILLERS, LOOSE)
_ASKING = _phrases(ASKING)
_NAMES = frozenset(NAMES.split(", "))
_KNOWN = _MEANT | _FILLING
_AFTER_A_SENTENCE = ("thanks",)
_LONGEST_PHRASE = max(len(phrase) for phrase in _KNOWN)
_FIRST = frozenset(phrase[0] for phrase in _KNOWN)
_MOST_UNKNOWN = 3
_ASKED_POLITELY = (
    "how are you",
    "tudo bem",
    "tudo bom",
    "como vai",
    "que tal",
    "como estas",
    "como estan",
    "todo bien",
    "tudo certo por ai",
    "how is it going",
    "how's it going",
    "how are things",
    "como va",
    "como van",
    "como andan",
    "how is everyone",
    "how's everyone",
    "tudo joia",
    "tudo certinho",
    "todo en orden",
    "todo tranquilo",
)

_ASKED_WITH_A_GREETING = ("tudo certo", "tudo ok", "todo ok", "all good", "everything ok", "todo correcto")
"""Without one they ask whether something is mended."""
_OPENING = (
    "bom dia",
    "boa tarde",
    "boa noite",
    "oi",
    "ola",
    "hola",
    "buenas",
    "buen dia",
    "buenos dias",
    "hi",
    "hello",
    "hey",
)
_SIGNS = re.compile(
    r"<[@#!][^<>\n]{1,60}>|:[a-z0-9_+'-]{1,60}:|(?<!\w)@[\w.-]{1,40}|[0-9#*]\ufe0f?\u20e3"
    r"|(?<!\w)[:;=]['’-]?[)(dpo3*|\\]{1,4}(?!\w)|<3|\bxd{1,4}\b|\\o/",
    re.IGNORECASE,
)
_FULL_MARKS = re.compile(r"[+]1\b|\b100 ?%|\b10/10\b")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LAUGHTER = re.compile(r"k{2,}|h?(?:[hj][aei]){2,}[hj]?|(?:rs)+")


class _Sort(Enum):
    THANKS = "thanks"
    ASSENT = "assent"
    GREETING = "greeting"


class _Word(NamedTuple):
    plain: str
    original: str
    gap: str
    """What stands between the word before and this one."""


def is_pleasantry(text: str) -> bool:
    """Whether a text asks for nothing: every word of it is polite, or there is none (emoji alone, or empty)."""
    text = _SIGNS.sub(" ", _FULL_MARKS.sub(" perfect ", clean(text))).replace("’", "'")
    if len(text) > _LONGEST:
        return not text.strip()
    words = list(_words(text))
    if "://" in text:
        return False
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
    """Whether known phrases cover the words, but for a few that nobody knows beside thanks or assent."""
    meant: set[_Sort] = set()
    unknown = 0
    phrase: tuple[str, ...] | None = None
    plain, gaps = [word.plain for word in words], [word.gap for word in words]
    at = 0
    while at < len(words):
        before, phrase = phrase, _phrase_at(words, at)
        length, kind = framed(plain, gaps, at)
        if length > len(phrase or ()):
            meant.add(_Sort.THANKS if kind == THANKED else _Sort.GREETING)
            phrase, at = _AFTER_A_SENTENCE, at + length
        elif phrase is not None:
            if not meant and phrase in _ASKING and phrase not in _MEANT:
                return False
            meant |= _sorts(phrase)
            at += len(phrase)
            if before in _THANKED and phrase in _FILLING:
                phrase = before  # `Obrigada pela ajuda, João` thanks João
        elif _is_name(words[at], before):
            at += 1
        elif harmless(plain[at]) and not (words[at].original[0].isupper() and before):
            unknown, at = unknown + 1, at + 1
        else:
            return False
        if unknown > _MOST_UNKNOWN:
            return False
    return bool(meant) and unknown <= _tolerated(meant, len(words) - unknown)


def _sorts(phrase: tuple[str, ...]) -> set[_Sort]:
    if phrase in _THANKED:
        return {_Sort.THANKS}
    if phrase in _MEANT:
        return {_Sort.GREETING if phrase in _GREETED else _Sort.ASSENT}
    return set()


def _tolerated(meant: set[_Sort], known: int) -> int:
    """How many unknown words the polite ones outweigh: thanks some, assent one, a mere greeting none."""
    if _Sort.THANKS in meant:
        return min(_MOST_UNKNOWN, known // 2)
    return min(1, known // 3) if _Sort.ASSENT in meant else 0


def _phrase_at(words: list[_Word], at: int) -> tuple[str, ...] | None:
    """The longest polite phrase that starts here; drawn-out letters (`graciasss`) and laughter are understood."""
    begins = any(word in _FIRST for (word,) in _spellings((words[at].plain,)))
    for length in range(min(_LONGEST_PHRASE, len(words) - at) if begins else 0, 0, -1):
        for spelling in _spellings(tuple(word.plain for word in words[at : at + length])):
            if spelling in _KNOWN:
                return spelling
    return ("ok",) if _LAUGHTER.fullmatch(words[at].plain) else None


def _spellings(said: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return said, _drawn_in(said, 2), _drawn_in(said, 1), _drawn_out(said)


def _drawn_in(said: tuple[str, ...], letters: int) -> tuple[str, ...]:
    return tuple(re.sub(r"(.)\1{2,}", r"\1" * letters, word) for word in said)


def _drawn_out(said: tuple[str, ...]) -> tuple[str, ...]:
    """`sii`, `okk`: a last letter too many."""
    return tuple(re.sub(r"(.)\1+$", r"\1", word) for word in said)


def _is_name(word: _Word, before: tuple[str, ...] | None) -> bool:
    """`Thanks Maria`, `Obrigado, João`, `Hi Ana`: one capitalised word right after thanks or a greeting."""
    if word.plain in _NAMES and before is not None:
        return True
    if not word.original.isalpha() or not word.original.istitle():
        return False
    if before not in _MEANT:
        return False
    return (before in _THANKED and word.gap in (" ", ", ")) or (before in _GREETED and word.gap == " ")


def _asks_politely(words: list[_Word]) -> bool:
    said = " ".join(word.plain for word in words)
    greets = any(said.startswith(f"{greeting} ") for greeting in _OPENING)
    return any(question in said for question in (*_ASKED_POLITELY, *(_ASKED_WITH_A_GREETING if greets else ())))
