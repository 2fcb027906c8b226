"""How personal data is covered: what is covered is a row of dots, what helps to tell one from another stays."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

DOT = "•"
COVERED = DOT * 3
"""Stands for something of any length."""

BLANK = "\ue000"
"""Stands for each character of what was found already, while the rest is searched."""

MOST = 300
"""So many of one kind are covered one by one; a text with more is a list, and is covered whole from there on."""

_ALNUM = re.compile(r"[^\W_]")
_MASKED_BEFORE = 4


class Covered(NamedTuple):
    """A stretch of a text, and what is shown in its place."""

    start: int
    end: int
    mask: str


def dotted(text: str, first: int = 0, last: int = 0) -> str:
    """The text with a dot for every letter and digit but the first and the last so many; the rest stays as it is."""
    start, end = 0, len(text)
    while first and start < end:
        first -= text[start].isalnum()
        start += 1
    while last and end > start:
        end -= 1
        last -= text[end].isalnum()
    return text[:start] + _ALNUM.sub(DOT, text[start:end]) + text[end:]


def first_of(*ways: Iterator[Covered]) -> list[Covered]:
    """The first that were found in either way, from left to right; each way goes from left to right itself."""
    return sorted(found for way in ways for found in islice(way, MOST))[:MOST]


def blanked(text: str, spans: list[Covered]) -> str:
    """The text, of the same length, with a character that means nothing wherever something was found."""
    parts, end = [], 0
    for span in sorted(spans):
        parts += [text[end : span.start], BLANK * (span.end - span.start)]
        end = span.end
    return "".join((*parts, text[end:]))


def is_rest_of_mask(text: str, start: int) -> bool:
    """Whether what starts here is the visible end of something covered; a single dot is only a list's bullet."""
    before = text[max(start - _MASKED_BEFORE, 0) : start].rstrip(" .-–‑\u00a0\u2009\u202f")
    if before.endswith(DOT * 2):
        return True
    return before.endswith(DOT) and before[:-1].rstrip(" .-").endswith(DOT)
