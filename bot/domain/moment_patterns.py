"""The patterns that find words of time in plain letters; every repetition is bounded, so they take linear time."""

import re
from collections.abc import Iterable

from bot.domain.moment_words import (
    DAYS,
    HALF_AN_HOUR,
    HALVES,
    MONTHS,
    NAMED_TIMES,
    ONE,
    UNCLEAR_ZONES,
    UNITS,
    WEEKDAYS,
    ZONES,
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_MONTH = _any_of(MONTHS)
_ENGLISH_MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
)
_UNIT = _any_of(UNITS)
_DIGITS_OR_WORD = rf"(?:[0-9]{{1,4}}(?= ?[a-z])|(?:{_any_of(HALF_AN_HOUR | ONE)})(?= ))"
_DAY_WORD = _any_of({*DAYS, *HALVES, *WEEKDAYS, "utc", "gmt"})
_PART_OF_DAY = _any_of(set(HALVES) - set(DAYS))
_AFTER_BARE_HOUR = rf"(?= ?(?:$|[.,;!?)\n]|(?:on|of|do|de|del|in|no|na|em|el|am|pm|{_DAY_WORD})\b))"

_DATES = (
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?=t[0-9]|(?![a-z0-9/.-]|[.][0-9]))",
    r"(?P<year_first>[0-9]{4}[/.][0-9]{1,2}[/.][0-9]{1,2})(?![-/.]?[0-9])",
    r"(?P<numeric>[0-9]{1,2}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)(?:[0-9]{4}|[0-9]{2})|[0-9]{1,2}/[0-9]{1,2})"
    r"(?![-/.]?[0-9]|[a-z])",
    rf"(?P<day_month>(?P<dm_day>[0-9]{{1,2}})(?:st|nd|rd|th|o|º)?[ -](?:of |de )?(?P<dm_month>{_MONTH})\b\.?"
    r"(?:,?[ -](?:de |del |of )?(?P<dm_year>[0-9]{4})\b)?)",
    rf"(?P<month_day>(?P<md_month>{_ENGLISH_MONTH})\.? (?P<md_day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:.]| ?[ap]m)"
    r"(?:,? (?P<md_year>[0-9]{4})\b)?)",
)
_SPANS = (
    rf"(?P<back>(?P<back_by>{_DIGITS_OR_WORD}) ?(?P<back_unit>{_UNIT}) (?:ago|atras)\b)",
    r"(?P<since>(?:ha|faz|hace|fazem|hacen|since|desde) (?:cerca de |mais de |mas de |unos |unas |about )?"
    rf"(?P<since_by>{_DIGITS_OR_WORD}) ?(?P<since_unit>{_UNIT})\b(?! (?:ago|atras)))",
    rf"(?P<ahead>(?:in|em|en|daqui a|dentro de|within) (?P<ahead_by>{_DIGITS_OR_WORD}) ?(?P<ahead_unit>{_UNIT})\b)",
)
_TIMES = (
    r"(?P<half_clock>(?P<half_hour>[0-9]{1,2})(?:[:.](?P<half_minute>[0-9]{2}))? ?(?P<half_mark>[ap])(?:\. ?m\.|m\b))",
    r"(?P<clock>(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    r"(?![:0-9])(?: ?h(?:s|rs|oras)?\b)?)",
    r"(?P<h_clock>(?P<hm_hour>[0-9]{1,2})h(?P<hm_minute>[0-9]{2})(?:m(?:in)?)?\b"
    r"|(?P<dot_hour>[0-9]{1,2})\.(?P<dot_minute>[0-9]{2}) ?h(?:s|rs|oras)?\b)",
    r"(?P<full_hour>(?P<h_hour>[0-9]{1,2}) ?h(?:s|rs|oras?)?\b)",
    r"(?P<bare>(?:at|as|a las|a la|las|a eso de las|por volta das|since|desde|desde as|desde las) "
    r"(?P<bare_hour>[0-9]{1,2})"
    rf"(?P<bare_half> e meia| y media)?{_AFTER_BARE_HOUR}(?![.,][0-9])"
    rf"|(?P<led_hour>[0-9]{{1,2}})(?= (?:{_PART_OF_DAY})(?![a-z0-9])))",
    rf"(?P<named_time>{_any_of(NAMED_TIMES)})\b",
)
_REST = (
    rf"(?P<half>{_PART_OF_DAY})(?![a-z0-9])",
    rf"(?P<day>{_any_of(DAYS)})\b",
    r"(?P<weekday>(?P<other_week>last |ultima |ultimo |next |proxima |proximo )?"
    rf"(?P<weekday_name>{_any_of(WEEKDAYS)})\b(?P<passed> (?:passada|passado|pasado|pasada)\b)?)",
    rf"(?P<zone>\(?(?:(?:utc|gmt) ?(?P<zone_offset>[+−-][0-9]{{1,2}}(?::?[0-9]{{2}})?)"
    rf"|(?P<zone_name>{_any_of(ZONES)}|{_any_of(UNCLEAR_ZONES)}))(?![a-z0-9])\)?)",
    r"(?P<offset>(?<=[0-9]) ?(?P<offset_by>[+−-][0-9]{2}:?[0-9]{2})(?![0-9:]))",
)
ATOM = re.compile(
    r"(?:(?<![a-z0-9_.:/+−#-])|(?<=[0-9])(?=[ap]\.? ?m|z\b|[ +−-])|(?<=[0-9]t))(?:"
    + "|".join((*_DATES, *_SPANS, *_TIMES, *_REST))
    + ")"
)
"""One word of time; the outer group that matched says which kind (KINDS)."""

SLOTS: dict[str, str] = {
    **dict.fromkeys(("iso", "year_first", "numeric", "day_month", "month_day", "day"), "date"),
    **dict.fromkeys(("back", "since", "ahead"), "span"),
    **dict.fromkeys(("half_clock", "clock", "h_clock", "full_hour", "bare", "named_time"), "time"),
    **dict.fromkeys(("zone", "offset"), "zone"),
    "half": "half",
    "weekday": "weekday",
}
"""What each kind of word says; a moment has at most one of each."""

LINK = re.compile(
    r"(?:[ ,]|t(?=$)"
    r"|\b(?:at|on|the|of|as|a las|a la|las|de|del|da|do|dia|em|no|na|el|la|a|o|desde|since|por volta das)\b){0,8}"
)
"""What may stand between two words of one moment."""

LEAD = re.compile(
    r"(?:[\s~(]|\b(?:since|from|at|around|about|approx|approximately|desde|a partir|de|cerca|por volta|das|a eso|sobre"
    r"|until|till|ate|hasta|on|em|el|the|no|na|las|as|a)\b[.:]?){0,12}"
)
"""What may stand before a moment that is given alone."""

BEFORE_FULL_HOUR = re.compile(r"\b(?:at|as|las|la|das|since|desde|from|ate|until|hasta|around) $")
"""In a sentence `2h` is a length of time, unless one of these stands before it."""

DURATION = re.compile(rf"\+? ?(?P<by>{_DIGITS_OR_WORD}) ?(?P<unit>{_UNIT})")
"""A length of time that is given alone."""
