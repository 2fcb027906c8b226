"""The patterns that find words of time in plain letters; every repetition is bounded, so they take linear time."""

import re
from collections.abc import Iterable

from bot.domain.moment_words import (
    DAYS,
    HALF_AN_HOUR,
    HALVES,
    MONTHS,
    NAMED_TIMES,
    NUMBERS,
    ONE,
    PLACES,
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
_DIGITS_OR_WORD = rf"(?:[0-9]{{1,4}}(?= ?[a-z])|(?:{_any_of({*HALF_AN_HOUR, *ONE, *NUMBERS})})(?= ))"
_DAY_WORD = _any_of({*DAYS, *HALVES, *WEEKDAYS, "utc", "gmt"})
_PART_OF_DAY = _any_of(set(HALVES) - set(DAYS))
_AFTER_BARE_HOUR = rf"(?= ?(?:$|[.,;!?)\n]|(?:on|of|do|de|del|in|no|na|em|el|am|pm|{_DAY_WORD})\b))"

_NO_DAY = rf"(?![0-9:/h-]|[.][0-9]| ?(?:[ap][.]?m\b|hs?\b|hrs?\b)| (?:de |of )?(?:{_MONTH})\b)"
_ABOUT = (
    r"(?:(?:like|about|around|approx|approximately|roughly|over|more than|almost|nearly|some|just|the last|the past"
    r"|cerca de|mais de|mas de|unos|unas|uns|umas|como|tipo|quase|casi|aprox[.]?|aproximadamente|mais ou menos"
    r"|mas o menos) ){0,2}"
)


_NO_CLOCK = r"(?! [0-9]{1,2}h[0-9]| (?:umas |unas |las |as |about |around )?(?:1[0-9]|2[0-3]) ?(?:h|hs|hrs)\b)"
"""`since 17h` names an hour, `since 2h` a length of time."""


def _length(name: str) -> str:
    """A length of time: `20 min`, `uma hora`, `1h30`, `2 hours and 10 minutes`, `una hora y media`."""
    return (
        rf"(?P<{name}_by>{_DIGITS_OR_WORD}) ?(?P<{name}_unit>{_UNIT})"
        rf"(?:(?P<{name}_glued>[0-9]{{2}})(?:m(?:in)?)?|,? (?:e |y "
        rf"|and )?(?P<{name}_more>[0-9]{{1,2}}) ?min(?:utes?|utos?|s)?"
        rf"|(?P<{name}_half> e meia| y media| and a half))?\b"
    )


_DATES = (
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?=t[0-9]|(?![a-z0-9/.-]|[.][0-9]))",
    r"(?P<year_first>[0-9]{4}[/.][0-9]{1,2}[/.][0-9]{1,2})(?![-/.]?[0-9])",
    r"(?P<numeric>[0-9]{1,2}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)(?:[0-9]{4}|[0-9]{2})|[0-9]{1,2}/[0-9]{1,2}"
    r"|[0-9]{1,2}[.][0-9]{1,2}[.](?= (?:at |as |a las )?[0-9]{1,2}[:h][0-9]{2}))(?![-/.]?[0-9]|[a-z])",
    rf"(?P<day_month>(?P<dm_day>[0-9]{{1,2}})(?:st|nd|rd|th|o|º)?[ -](?:of |de )?(?P<dm_month>{_MONTH})\b\.?"
    r"(?:,?[ -](?:de |del |of )?(?P<dm_year>[0-9]{4})\b)?)",
    rf"(?P<month_day>(?P<md_month>{_ENGLISH_MONTH})\.? (?P<md_day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:.]| ?[ap]m)"
    r"(?:,? (?P<md_year>[0-9]{4})\b)?)",
    rf"(?P<on_day>(?:dia (?P<od_day>[0-9]{{1,2}})|the (?P<od_nth>[0-9]{{1,2}})(?:st|nd|rd|th)){_NO_DAY})",
)
_SPANS = (
    rf"(?P<back>{_length('back')} (?:ago|atras|back)\b)",
    rf"(?P<since>(?:ha|faz|hace|fazem|hacen|tem|(?:since|desde){_NO_CLOCK}|for the last|for the past"
    r"|(?:in|over|during)? ?the last|(?:in|over)? ?the past|n?[oa]s ultim[oa]s|(?:en )?l[oa]s ultim[oa]s)"
    rf" {_ABOUT}{_length('since')}(?! (?:ago|atras)))",
    rf"(?P<ahead>(?:in|em|en|daqui a|dentro de|within) {_ABOUT}{_length('ahead')})",
    r"(?P<epoch>(?:epoch|unix|unix time|timestamp|ts)[\"':= ]{1,4}(?P<epoch_seconds>1[0-9]{9})(?:[0-9]{3})?(?![0-9]))",
)
_TIMES = (
    r"(?P<half_clock>(?P<half_hour>[0-9]{1,2})(?:[:.](?P<half_minute>[0-9]{2}))? ?(?P<half_mark>[ap])(?:\. ?m\.|m\b))",
    r"(?P<clock>(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    r"(?!:?[0-9])(?: ?h(?:s|rs|oras)?\b)?)",
    r"(?P<h_clock>(?P<hm_hour>[0-9]{1,2})h(?P<hm_minute>[0-9]{2})(?:m(?:in)?)?\b"
    r"|(?P<dot_hour>[0-9]{1,2})\.(?P<dot_minute>[0-9]{2}) ?h(?:s|rs|oras)?\b)",
    r"(?P<dot_clock>(?:at|as|a las|las|around|@) ?(?P<dc_hour>1[0-9]|2[0-3])\.(?P<dc_minute>[0-5][0-9])(?![0-9.,%x]))",
    r"(?P<compact>(?P<c_hour>[01][0-9]|2[0-3])(?P<c_minute>[0-5][0-9])(?= ?(?:utc|gmt|cet|cest|brt)\b))",
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
    rf"(?P<weekday_name>{_any_of(WEEKDAYS)})\b(?P<passed> (?:passada|passado|pasado|pasada)\b)?"
    rf"(?:,? (?:dia |the )?(?P<weekday_day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_NO_DAY})?)",
    rf"(?P<zone>\(?(?:(?:utc|gmt) ?(?P<zone_offset>[+−-][0-9]{{1,2}}(?::?[0-9]{{2}})?)"
    rf"|(?P<zone_name>{_any_of(ZONES)}|{_any_of(UNCLEAR_ZONES)})"
    rf"|(?:hora|horario)(?: local)?(?: de| do| da| del| en| em)? (?P<zone_place>{_any_of(PLACES)})"
    rf"|(?P<zone_place_time>{_any_of(PLACES)}) time"
    r"|(?P<zone_provider>(?:the )?(?:provider|server|studio)(?:'s)? time|(?:hora|horario) d[oe]l? (?:provedor|proveedor"
    r"|fornecedor|servidor|estudio)))(?![a-z0-9])\)?)",
    r"(?P<offset>(?<=[0-9]) ?(?P<offset_by>[+−-][0-9]{2}:?[0-9]{2})(?![0-9:]))",
)
ATOM = re.compile(
    r"(?:(?<![a-z0-9_.:/+−#-])|(?<=[0-9])(?=[ap]\.? ?m|z\b|[ +−-])|(?<=[0-9]t)"
    r"|(?<=[0-9h][-–])(?=[0-9]{1,2}[:h][0-9]{2}(?![0-9-])))(?:" + "|".join((*_DATES, *_SPANS, *_TIMES, *_REST)) + ")"
)
"""One word of time; the outer group that matched says which kind (KINDS)."""

SLOTS: dict[str, str] = {
    **dict.fromkeys(("iso", "year_first", "numeric", "day_month", "month_day", "on_day", "day"), "date"),
    **dict.fromkeys(("back", "since", "ahead", "epoch"), "span"),
    **dict.fromkeys(
        ("half_clock", "clock", "h_clock", "dot_clock", "compact", "full_hour", "bare", "named_time"), "time"
    ),
    **dict.fromkeys(("zone", "offset"), "zone"),
    "half": "half",
    "weekday": "weekday",
}
"""What each kind of word says; a moment has at most one of each."""

LINK = re.compile(
    r"(?:[ ,]|t(?=$)"
    r"|\b(?:at|on|the|of|as|a las|a la|las|de|del|da|do|das|dia|em|no|na|el|la|a|o|desde|since|por volta das|by"
    r"|about|like"
    r"|around|approx|aprox|umas|uns|unas|unos|tipo|como|la pelas|pelas|cerca de|sobre|a eso|from|between|entre"
    r"|mais ou menos|mas o menos)\b"
    r"){0,8}"
)
"""What may stand between two words of one moment."""

ZONE_LINK = re.compile(
    r"[ ,(]{0,3}(?:(?:stream|dealer|table|server|local|provider|wall|clock|time|zone|timezone|hora|horario|do|da|de|del"
    r"|la|el|the|in|en|em|provedor|proveedor|zona|fuso|huso|is)\b[ :=,(]{0,3}){0,5}"
)
"""What may stand between a time and its zone: `(stream clock, GMT-4)`."""

RANGE = re.compile(
    r"[ ,;(]{0,2}(?:-|–|—|/|,|\b(?:to|till|until|and|e|y|a|ate|hasta|as|and then)\b){1,2}"
    r"[ ]?(?:at|as|a las|las|a|the|around|again at)? ?"
)
"""What may stand between two times that share their day and their zone."""

LONE_HOUR = re.compile(r"(?:^|[,;(|\n])[ ~@]{0,2}$")
LONE_END = re.compile(r" ?(?:$|[,;)|\n.!])")
"""What stands around `15hs` where it is a clock's hour and no length of time."""

LEAD = re.compile(
    r"(?:[\s~(]|\b(?:since|from|at|around|about|approx|approximately|desde|a partir|de|cerca|por volta|das|a eso|sobre"
    r"|until|till|ate|hasta|on|em|el|the|no|na|las|as|a)\b[.:]?){0,12}"
)
"""What may stand before a moment that is given alone."""

BEFORE_FULL_HOUR = re.compile(
    r"\b(?:at|as|las|la|das|pelas|since|desde|from|ate|until|hasta|around|entre|between"
    r"|(?:since|desde|by) (?:umas|unas|about|like)) $"
)
"""In a sentence `2h` is a length of time, unless one of these stands before it."""

TO_COME = re.compile(
    r"\b(?:ends?|ending|expires?|valid|closes|scheduled|planned|termina|acaba|vence|expira|finaliza|valido"
    r"|programad[oa])"
    r"(?: (?:at|on|for|until|till|to|a las|as|el|em|para|ate|hasta|o|a|las)){0,3} $"
)
"""What stands before a moment at which something is to end or to happen."""

BEFORE_LATE_HOUR = re.compile(r"(?:\b(?:umas|unas|uns|unos|tipo|like|hoje|hoy|hj|e|y|o) |[~@] ?)$")
"""The same for `14h` and later, which few lengths of time have."""

DURATION = re.compile(rf"\+? ?(?P<by>{_DIGITS_OR_WORD}) ?(?P<unit>{_UNIT})")
"""A length of time that is given alone."""
