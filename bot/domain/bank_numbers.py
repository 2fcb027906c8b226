"""Card numbers and IBANs in a text, told from ids by their check digits, their issuer and how they are written."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from bot.domain.bank_ranges import IBAN_LENGTHS, is_issued
from bot.domain.checksums import fits_iban, fits_luhn, luhn_sum
from bot.domain.id_spans import IdSpans
from bot.domain.masks import MOST, Covered, dotted, is_rest_of_mask

_SPACE = "[ \u00a0\u2009\u202f]"
_MARK = rf"(?:{_SPACE}{{1,2}}|[-.–‑])"
_FOURS = re.compile(
    rf"(?<!\w)[0-9]{{4}}(?P<mark>{_MARK})[0-9]{{4}}(?:(?P=mark)[0-9]{{4}}){{2,}}"
    r"(?P<more>(?P=mark)[0-9]{1,3}(?!\w))?(?!\w)"
)
_FOUR_SIX = re.compile(rf"(?<!\w)[0-9]{{4}}(?P<mark>{_MARK})[0-9]{{6}}(?P=mark)[0-9]{{4,5}}(?!\w)")
_UNBROKEN = re.compile(r"(?<![\w/@#&!:.,-])[0-9]{13,19}(?![\w]|[.,/:-][0-9•])")
_ANYHOW = re.compile(rf"(?<![\w@])(?<!@&)[0-9](?:(?:{_SPACE}|[-.–‑])?[0-9]){{12,18}}(?!\w)")
_CARD_WORD = re.compile(
    r"(?<![a-z])(?:cards?|cart(?:ao|oes)|tarjetas?|visa|master ?card|master|amex|elo|hipercard|maestro|pan"
    r"|cc)(?![a-z])[^0-9\n]{0,25}"
)
_VISIBLE = 4
_IBAN = re.compile(r"(?<!\w)(?P<country>[A-Za-z]{2})[0-9]{2}(?=[ \u00a0-]?[A-Za-z0-9])")
_IBAN_REST: dict[str, re.Pattern[str]] = {
    country: re.compile(rf"(?:[ \u00a0-]?[A-Za-z0-9]){{{length - 4}}}(?!\w)")
    for country, length in IBAN_LENGTHS.items()
}
_NOT_ALNUM = re.compile(r"[^A-Za-z0-9]")


def find_cards(text: str, plain: str, ids: IdSpans) -> Iterator[Covered]:
    """Card numbers; one without spaces or dashes only if some issuer has it or a card is named before it."""
    end = 0
    ways = (_fours(text, ids), _four_and_six(text, ids), _unbroken(text, ids), _after_card_word(text, plain, ids))
    for start, stop in sorted(span for way in ways for span in islice(way, MOST)):
        if start >= end and not is_rest_of_mask(text, start):
            end = stop
            yield Covered(start, stop, dotted(text[start:stop], last=_VISIBLE))


def find_ibans(text: str, ids: IdSpans) -> Iterator[Covered]:
    """IBANs of the length that their country has; one in a single word under a round's or payment's label is an id."""
    end = 0
    for found in _IBAN.finditer(text):
        country = found["country"].upper()
        pattern = _IBAN_REST.get(country)
        rest = pattern.match(text, found.end()) if pattern and found.start() >= end else None
        if rest is None:
            continue
        written = text[found.start() : rest.end()]
        if not _is_iban(_NOT_ALNUM.split(written)) or ids.is_labelled(found.start(), rest.end()):
            continue
        end = rest.end()
        yield Covered(found.start(), end, dotted(written, first=2, last=_VISIBLE))


def _is_iban(groups: list[str]) -> bool:
    """Digits may be parted anyhow; letters after the country only in groups of four, so that no word is taken in."""
    characters = "".join(groups).upper()
    in_fours = all(len(group) == 4 for group in groups[:-1])
    return (in_fours or characters[4:].isdigit()) and fits_iban(characters)


def _four_and_six(text: str, ids: IdSpans) -> Iterator[tuple[int, int]]:
    for found in _FOUR_SIX.finditer(text):
        if _is_card(found[0].replace(found["mark"], ""), is_issued) and not ids.is_labelled(*found.span()):
            yield found.span()


def _fours(text: str, ids: IdSpans) -> Iterator[tuple[int, int]]:
    for start, stop, mark in _in_fours(text):
        if _is_card(text[start:stop].replace(mark, ""), is_issued) and not ids.is_labelled(start, stop):
            yield start, stop


def _in_fours(text: str) -> Iterator[tuple[int, int, str]]:
    """Four groups of four out of however many that stand there, and up to three digits more: whose sum may be right."""
    found = _FOURS.search(text)
    while found:
        mark, start = found["mark"], found.start()
        stop = found.start("more") if found["more"] else found.end()
        sums = [_OF_FOUR[group] for group in text[start:stop].split(mark)]
        step = 4 + len(mark)
        for at, four in enumerate(zip(sums, sums[1:], sums[2:], sums[3:], strict=False)):
            if not sum(four) % 10:
                yield start + at * step, start + (at + 4) * step - len(mark), mark
        if found["more"]:
            yield stop - 4 * step + len(mark), found.end(), mark
        found = _FOURS.search(text, stop - 4)  # the last group may be the first of others, parted otherwise


class _Sums(dict[str, int]):
    """What four digits add to Luhn's sum, worked out once each."""

    def __missing__(self, group: str) -> int:
        self[group] = luhn_sum(group)
        return self[group]


_OF_FOUR = _Sums()


def _unbroken(text: str, ids: IdSpans) -> Iterator[tuple[int, int]]:
    for found in _UNBROKEN.finditer(text):
        start, stop = found.span()
        if _is_card(found[0], is_issued) and not ids.is_known(start, stop):
            yield start, stop


def _after_card_word(text: str, plain: str, ids: IdSpans) -> Iterator[tuple[int, int]]:
    """With a card named directly before it, the check digit is enough, however it is written."""
    for word in _CARD_WORD.finditer(plain):
        found = _ANYHOW.match(text, word.end())
        if found and _is_card(_NOT_ALNUM.sub("", found[0])) and not ids.is_labelled(*found.span()):
            yield found.span()


def _is_card(digits: str, known: Callable[[str], bool] = bool) -> bool:
    return len(digits) >= 13 and fits_luhn(digits) and known(digits)
