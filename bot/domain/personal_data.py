"""Personal data that must not be there: found in free text, and covered before it is stored or shown elsewhere."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from bot.domain.access_tokens import find_access_tokens
from bot.domain.bank_numbers import find_cards, find_ibans
from bot.domain.checksums import fits_cpf
from bot.domain.id_spans import IdSpans, Span
from bot.domain.masks import COVERED, MOST, Covered, blanked, dotted, first_of
from bot.domain.phones import find_phones
from bot.domain.plain_text import plain_letters

_NEXT_EMAIL = re.compile(
    r"[.%+-]*+(?P<first>\w)[\w.%+-]*+@(?P<host>\w)[\w-]{0,62}\.(?:[\w-]{1,63}\.){0,7}(?P<top>[^\W\d_]{2,24})(?![\w@])"
)
_EMAIL = re.compile(r"(?<![\w.%+-])" + _NEXT_EMAIL.pattern)
_CPF = re.compile(r"(?<![\w.-])[0-9]{3}\.[0-9]{3}\.[0-9]{3}[-/. ][0-9]{2}(?![\w•]|[.-][0-9•])")
_CPF_LABEL = re.compile(
    r"(?<![a-z])(?:cpf|chave(?: do)? pix|pix|documento|doc)(?: (?:do|da|del|de la) (?:jogadora?|jugadora?|cliente"
    r"|titular|usuari[oa]))?(?: (?:n[oº°]|numero|is|e|es))?\.? ?[:=#-]? ?"
)
_ELEVEN_DIGITS = re.compile(r"[0-9]{3}[. ]?[0-9]{3}[. ]?[0-9]{3}[-/. ]?[0-9]{2}(?![\w•])")
_CPF_WORDS = ("cpf", "pix", "doc")
"""Whatever stands before eleven digits has one of these in it."""
_SEVEN_DIGITS = re.compile(r"[0-9](?:[^0-9\n]{0,3}[0-9]){6}")
"""Fewer are no card, CPF or telephone."""
_NO_DIGIT = re.compile(r"\D")
_VISIBLE = 2
_MOST_PASSES = 4


class PersonalKind(StrEnum):
    """What was found that must not be there."""

    CARD = "card"
    IBAN = "iban"
    CPF = "cpf"
    EMAIL = "email"
    PHONE = "phone"
    TOKEN = "token"  # noqa: S105 - a kind, not a password


class Cover(NamedTuple):
    """What was covered, and what is shown in its place."""

    kind: PersonalKind
    mask: str


class Masked(NamedTuple):
    """A text with its personal data covered, and the covers that stand in it, in the order in which they were put."""

    text: str
    covers: tuple[Cover, ...] = ()


class Personal(NamedTuple):
    """Where personal data stands in a text, and what is shown in its place."""

    start: int
    end: int
    kind: PersonalKind
    mask: str


def find_personal_data(text: str, ids: Iterable[Span] = ()) -> tuple[Personal, ...]:
    """The personal data of a cleaned text from left to right; stretches never overlap.

    `ids` are the stretches that recognition knows as ids. A number in one word stays when it is one of them, or when a
    label directly before it says so. What is written as nothing but a card, a CPF, an e-mail address or a token in a
    URL is found under any label.
    """
    found: list[Personal] = []
    plain = plain_letters(text)
    known = tuple(ids)
    rest, labels, spans = text, plain, IdSpans(plain, known)
    for kind in _ORDER:
        covered = list(islice(_find(kind, rest, plain, spans), MOST))
        if not covered:
            continue
        if len(covered) == MOST and covered[-1].end < len(rest):
            end = covered[-1].end
            found = [personal for personal in found if personal.end <= end]
            found.append(Personal(end, len(text), kind, COVERED))
            rest, plain, labels = rest[:end], plain[:end], labels[:end]
        found += (Personal(start, end, kind, mask) for start, end, mask in covered)
        rest, labels = blanked(rest, covered), blanked(labels, covered)
        spans = IdSpans(labels, known)
    return tuple(sorted(found))


def masked(text: str, ids: Iterable[Span] = ()) -> str:
    """The text with its personal data covered; what is covered already stays as it is."""
    return mask(text, ids).text


def mask(text: str, ids: Iterable[Span] = ()) -> Masked:
    """The same, and what was covered."""
    spans, covers = tuple(ids), list[Cover]()
    for _ in range(_MOST_PASSES):  # what is covered may have kept what stands beside it from being seen
        found = find_personal_data(text, spans)
        if not found:
            return Masked(text, tuple(covers))
        covers += (Cover(personal.kind, personal.mask) for personal in found)
        text, spans = _cover(text, found, spans)
    if found := find_personal_data(text, spans):  # a text made to be never done
        text = f"{text[: found[0].start]}{COVERED}"
        covers.append(Cover(found[0].kind, COVERED))
    return Masked(text, tuple(covers))


def _cover(text: str, found: tuple[Personal, ...], ids: Iterable[Span]) -> tuple[str, tuple[Span, ...]]:
    """The covered text, and where the ids stand in it."""
    parts, end = [], 0
    starts, moved = [0], [0]
    for personal in found:
        parts += [text[end : personal.start], personal.mask]
        end = personal.end
        starts.append(end)
        moved.append(moved[-1] + len(personal.mask) - (end - personal.start))
    by = [(start, end, moved[bisect_right(starts, start) - 1]) for start, end in ids]
    return "".join((*parts, text[end:])), tuple((start + shift, end + shift) for start, end, shift in by)


_ORDER = (
    PersonalKind.TOKEN,
    PersonalKind.EMAIL,
    PersonalKind.IBAN,
    PersonalKind.CPF,
    PersonalKind.CARD,
    PersonalKind.PHONE,
)
"""What is surer comes first; the next look only at what is left."""


def _find(kind: PersonalKind, text: str, plain: str, ids: IdSpans) -> Iterator[Covered]:
    """Where the text cannot hold any, which is told quickly, nothing is searched."""
    match kind:
        case PersonalKind.TOKEN:
            return find_access_tokens(text, plain)
        case PersonalKind.EMAIL:
            return _emails(text) if "@" in text else iter(())
        case PersonalKind.IBAN:
            return find_ibans(text, ids)
    if _SEVEN_DIGITS.search(text) is None:
        return iter(())
    match kind:
        case PersonalKind.CARD:
            return find_cards(text, plain, ids)
        case PersonalKind.CPF:
            return _cpfs(text, plain)
        case PersonalKind.PHONE:
            return find_phones(text, plain, ids)


def _emails(text: str) -> Iterator[Covered]:
    for email in _EMAIL.finditer(text):
        found: re.Match[str] | None = email
        while found:
            mask = f"{found['first']}{COVERED}@{found['host']}{COVERED}.{found['top']}"
            yield Covered(found.start("first"), found.end(), mask)
            found = _NEXT_EMAIL.match(text, found.end())


def _cpfs(text: str, plain: str) -> Iterator[Covered]:
    """Written with its dots and dash, or as eleven digits under its label."""
    dotted_ones = (found.span() for found in _CPF.finditer(text)) if "." in text else ()
    labels = _CPF_LABEL.finditer(plain) if any(word in plain for word in _CPF_WORDS) else ()
    labelled = (found.span() for label in labels if (found := _ELEVEN_DIGITS.match(text, label.end())))
    ways = (_fitting(text, dotted_ones), _fitting(text, labelled))
    end = 0
    for each in first_of(*ways):
        if each.start >= end:
            end = each.end
            yield each


def _fitting(text: str, spans: Iterable[Span]) -> Iterator[Covered]:
    for start, stop in spans:
        if fits_cpf(_NO_DIGIT.sub("", text[start:stop])):
            yield Covered(start, stop, dotted(text[start:stop], last=_VISIBLE))
