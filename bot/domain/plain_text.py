"""What people type, made safe to store, to show and to search, without changing what it says."""

import re
import unicodedata

MARKS_KEPT = 8
"""Combining marks kept on one letter: no living script stacks more, and longer runs only smear over other lines."""

_ELLIPSIS = "…"
_CLUSTER_SEARCH = 64
_JOINER = "\u200d"

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters but tab and newline
    "\xad\u034f\u061c\u180e"  # soft hyphen, grapheme joiner, Arabic letter mark, Mongolian separator
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width and bidi controls
    "\u3164\uffa0\ufeff\ufff9-\ufffb\ufffe\uffff"  # fillers, byte order mark, annotations, no characters
    "\ud800-\udfff"  # half a surrogate pair
    "\U000e0000-\U000e007f]+"  # tags
)
_EMOJI = "\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d+|\u200d{{2,}}|\u200d(?![{_EMOJI}])")


def clean(text: str) -> str:
    """The text in NFC (never NFKC) without what cannot be seen; line ends become newlines; in linear time."""
    text = _UNSEEN.sub("", _NEWLINES.sub("\n", text))
    if text.isascii():
        return text
    # Marks are capped before they are put in order as well: normalising sorts a run of marks in quadratic time.
    return _cap_marks(unicodedata.normalize("NFC", _cap_marks(_STRAY_JOINER.sub("", text))))


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` code points, cut with an ellipsis, never inside a letter or an emoji."""
    if len(text) <= limit:
        return text
    if limit <= 1:
        return _ELLIPSIS[: max(limit, 0)]
    return text[: _cut_before(text, limit - 1)].rstrip() + _ELLIPSIS


def fold(text: str) -> str:
    """The text as search compares it: cleaned, letter case folded, accents kept."""
    return unicodedata.normalize("NFC", clean(text).casefold())


def plain_letters(text: str) -> str:
    """The text in lower case without accents and of the same length, so that a position in it is one in the text."""
    if text.isascii():
        return text.lower()
    return text.translate({ord(letter): _plain_letter(letter) for letter in set(text)})


def _plain_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


def _cap_marks(text: str) -> str:
    marks = "".join(sorted(letter for letter in set(text) if unicodedata.category(letter).startswith("M")))
    if not marks:
        return text
    any_mark = f"[{re.escape(marks)}]"
    return re.sub(f"({any_mark}{{{MARKS_KEPT}}}){any_mark}+", r"\1", text)


def _cut_before(text: str, at: int) -> int:
    """The last place at or before `at` where no visible letter is torn; `at` itself when a letter is absurdly long."""
    for place in range(at, max(at - _CLUSTER_SEARCH, 0), -1):
        if not _belongs_together(text, place):
            return place
    return 0 if at <= _CLUSTER_SEARCH else at


def _belongs_together(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    return (
        unicodedata.category(after).startswith("M")
        or _JOINER in (before, after)
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\u1160" <= after <= "\u11ff"
        or (_is_flag_letter(after) and _flag_letters_before(text, place) % 2 == 1)
    )


def _is_flag_letter(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flag_letters_before(text: str, place: int) -> int:
    start = place
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return place - start
