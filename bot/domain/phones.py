"""Telephone numbers in a text: with a country code, in a national format that is nothing else, or under their label."""

import re
from collections.abc import Iterator

from bot.domain.currencies import NAMES_IN_TEXT
from bot.domain.id_spans import IdSpans
from bot.domain.masks import Covered, dotted, first_of, is_rest_of_mask
from bot.domain.phone_ranges import AREA_CODES_BRAZIL, NATIONAL_DIGITS

_VISIBLE = 2
_START = r"(?<![\w+.,:/#=-])"
_NO_DIGITS_BEFORE = r"(?<![0-9][ .-])"
_END = r"(?![\w•]|[.,:/-][0-9]| ?[-.] ?[0-9])"
_GAP = r"[ \u00a0().–‑-]{1,3}"
_INTERNATIONAL = re.compile(rf"(?<![\w+.,])\+(?P<digits>[1-9](?:(?:{_GAP})?[0-9]){{7,18}})")
_GROUP = re.compile("[0-9]+")
_BRAZIL = re.compile(
    rf"{_START}(?:\((?P<in_brackets>[0-9]{{2}})\) ?(?:9 ?[0-9]{{4}}|[2-5][0-9]{{3}})[ -]?[0-9]{{4}}"
    rf"|{_NO_DIGITS_BEFORE}(?P<bare>[0-9]{{2}}) 9[ .]?[0-9]{{4}}-[0-9]{{4}}){_END}"
)
_EUROPE = re.compile(
    rf"{_START}{_NO_DIGITS_BEFORE}(?:"
    r"[6789][0-9]{2}(?P<mark>[ .-])[0-9]{2}(?P=mark)[0-9]{2}(?P=mark)[0-9]{2}"  # Spain
    r"|07[0-9]{3} (?:[0-9]{6}|[0-9]{3} [0-9]{3})"  # the United Kingdom, mobile and fixed
    r"|\(?02[0-9]\)? [0-9]{4} [0-9]{4}|\(?01[0-9]{3}\)? [0-9]{5,6}|\(?01[0-9]1\)? [0-9]{3} [0-9]{4})"
    rf"{_END}(?! [0-9])"
)
_LABEL = re.compile(
    r"(?<![a-z])(?:(?:(?:tele)?phone|mobile|cell|celular|telefone|telefono|fone|movil|tel|cel|whats ?app)\.?"
    r"(?: (?:number|no|nr|n[oº°]|numero|do jogador|del jugador|of the player|de contato|de contacto))?\.?"
    r"(?: (?:is|e|es))? ?[:=] ?"
    r"|(?:phone|mobile|telephone|cell) number(?: is)? "
    r"|(?:numero|n[oº°]) (?:de |do )?(?:telefone|telefono|celular|movil|whats ?app)(?: (?:e|es))? "
    r"|(?:tel|telefone|telefono|fone|whats ?app|wpp|zap)\.? )"
    r"|wa\.me/(?=[0-9]{8})"
)
_LABEL_WORDS = ("tel", "fon", "phone", "mobile", "movil", "cel", "what", "wpp", "zap", "wa.me")
"""Whatever calls a number a telephone's has one of these in it."""
_NUMBER = re.compile(r"\+?(?:\([0-9]{1,4}\) ?)?[0-9](?:[ .-]?[0-9]){6,12}(?![\w•]|[.,:/-][0-9])")
_DATE = re.compile(r"[0-9]{4}[-.][0-9]{2}[-.][0-9]{2}|[0-9]{2}[-.][0-9]{2}[-.][0-9]{4}")
_MONEY_AFTER = re.compile(rf" ?(?:{NAMES_IN_TEXT}|mil|k|m)(?![a-z])")
_DECIMALS_AFTER = re.compile("[.,][0-9]")


def find_phones(text: str, plain: str, ids: IdSpans) -> Iterator[Covered]:
    """Telephone numbers; of a word of digits that may be an id, an amount or a time, none."""
    end = 0
    for found in first_of(*_ways(text, plain, ids)):
        rest_of_mask = text[found.start] not in "+(" and is_rest_of_mask(text, found.start)
        if found.start >= end and not rest_of_mask:
            end = found.end
            yield found


def _ways(text: str, plain: str, ids: IdSpans) -> Iterator[Iterator[Covered]]:
    """Each way in which one can be written, where what it cannot do without is in the text at all."""
    if "+" in text:
        yield _international(text, plain)
    if "(" in text or "-" in text:
        yield _brazilian(text, ids)
    yield _european(text, ids)
    if any(word in plain for word in _LABEL_WORDS):
        yield _labelled(text, plain)


def _international(text: str, plain: str) -> Iterator[Covered]:
    for found in _INTERNATIONAL.finditer(text):
        groups = list(_GROUP.finditer(text, found.start(), found.end()))
        code = _country_code("".join(group[0] for group in groups)[:3])
        for count in range(len(groups), 0, -1):
            end = groups[count - 1].end()
            digits = "".join(group[0] for group in groups[:count])
            if code and _is_national(code, digits[len(code) :]) and _ends(text, plain, end):
                mask = dotted(text[found.start() : end], first=len(code), last=_VISIBLE)
                yield Covered(found.start(), end, mask)
                break


def _country_code(digits: str) -> str:
    return next((digits[:length] for length in (1, 2, 3) if digits[:length] in NATIONAL_DIGITS), "")


def _is_national(code: str, rest: str) -> bool:
    fewest, most = NATIONAL_DIGITS[code]
    if code == "39":
        return fewest <= len(rest) <= most  # Italy keeps the zero
    rest = rest.removeprefix("0")  # written as `+44 (0)20 …`
    return fewest <= len(rest) <= most and rest[0] != "0" and not (code == "1" and rest[0] == "1")


def _ends(text: str, plain: str, end: int) -> bool:
    if end < len(text) and (text[end].isalnum() or text[end] in "_•"):
        return False
    return _MONEY_AFTER.match(plain, end) is None and _DECIMALS_AFTER.match(text, end) is None


def _brazilian(text: str, ids: IdSpans) -> Iterator[Covered]:
    for found in _BRAZIL.finditer(text):
        area = found["in_brackets"] or found["bare"]
        if area in AREA_CODES_BRAZIL and not _has_an_id(found, ids):
            yield Covered(*found.span(), dotted(found[0], last=_VISIBLE))


def _european(text: str, ids: IdSpans) -> Iterator[Covered]:
    for found in _EUROPE.finditer(text):
        if not _has_an_id(found, ids):
            yield Covered(*found.span(), dotted(found[0], last=_VISIBLE))


def _has_an_id(found: re.Match[str], ids: IdSpans) -> bool:
    """Whether a label before it makes its first or last word an id: `rounds 11 91234-5678`."""
    words = re.finditer(r"[0-9-]+", found[0])
    return any(ids.is_known(found.start() + word.start(), found.start() + word.end()) for word in words)


def _labelled(text: str, plain: str) -> Iterator[Covered]:
    for label in _LABEL.finditer(plain):
        found = _NUMBER.match(text, label.end())
        if found and not _DATE.match(found[0]) and _MONEY_AFTER.match(plain, found.end()) is None:
            yield Covered(*found.span(), dotted(found[0], last=_VISIBLE))
