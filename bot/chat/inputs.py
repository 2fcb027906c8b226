"""Typed inputs: one parser judges what people fill in, whatever control a platform showed them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.chat.forms import FieldKind
from bot.domain import moments
from bot.domain import money as amounts
from bot.domain.moments import Moment, Precision, Prefer, parse_moment
from bot.domain.money import Doubtful, Money, canonical, canonical_number, parse_money, read_number
from bot.domain.plain_text import clean, plain_letters, shorten
from bot.domain.words import Language

AHEAD_OF_US = timedelta(minutes=5)
"""How far another clock may be ahead of ours before a time counts as in the future."""

_ECHOED = 80


class WrongReason(StrEnum):
    """Why a value is not taken; templates say it and what would be."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    UNSUITED_CHARACTERS = "unsuited_characters"
    NOT_THE_PATTERN = "not_the_pattern"
    LOOKS_LIKE_ANOTHER_ID = "looks_like_another_id"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    NOT_AN_AMOUNT = "not_an_amount"
    AMBIGUOUS_AMOUNT = "ambiguous_amount"
    NO_CURRENCY = "no_currency"
    NOT_A_MOMENT = "not_a_moment"
    AMBIGUOUS_MOMENT = "ambiguous_moment"
    NO_TIME_OF_DAY = "no_time_of_day"
    IN_THE_FUTURE = "in_the_future"
    IN_THE_PAST = "in_the_past"
    NOT_A_PERSON = "not_a_person"


class When(StrEnum):
    """Where a moment must lie; ANY reads a bare time as past, and takes a bare date as its first instant."""

    ANY = "any"
    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True)
class FieldSpec:
    """What a field takes; `pattern` must match the whole text, `id_kind` says which kind of id it is."""

    key: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    max_length: int = 3000
    pattern: str | None = None
    id_kind: str | None = None
    when: When = When.ANY


@dataclass(frozen=True)
class InputContext:
    """Who fills in, and when: `now` is aware; the id patterns, by kind, are those of the ticket's provider."""

    now: datetime
    zone: ZoneInfo
    language: Language
    default_currency: str | None = None
    id_patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Typed = str | Decimal | Money | Moment | tuple[str, ...]


@dataclass(frozen=True)
class Valid:
    """A value as it is kept, and as what it is."""

    value: str
    typed: Typed


@dataclass(frozen=True)
class Wrong:
    """Why a value is not taken, with the facts for the sentence at the field; `word` is what was filled in."""

    reason: WrongReason
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """All fields at once; an optional one left empty is in neither, keys that no field has are `unknown`."""

    valid: Mapping[str, Valid]
    wrong: Mapping[str, Wrong]
    unknown: tuple[str, ...] = ()


def judge(fields: Iterable[FieldSpec], raw: Mapping[str, object], context: InputContext) -> Judged:
    """Every value as text, texts or nothing, judged by its field; never raises, whatever stands in them."""
    valid: dict[str, Valid] = {}
    wrong: dict[str, Wrong] = {}
    specs = {spec.key: spec for spec in fields}
    for key, spec in specs.items():
        match judge_value(spec, raw.get(key), context):
            case Valid() as taken:
                valid[key] = taken
            case Wrong() as refused:
                wrong[key] = refused
    return Judged(valid, wrong, tuple(key for key in raw if key not in specs))


def judge_value(spec: FieldSpec, raw: object, context: InputContext) -> Valid | Wrong | None:
    """One value judged; None for an optional field left empty."""
    given = list(raw) if isinstance(raw, (list, tuple)) else [] if raw is None else [raw]
    texts = [text for each in given if isinstance(each, str) and (text := clean(each).strip())]
    if any(not isinstance(each, str) for each in given):
        return Wrong(WrongReason.NOT_TEXT)
    if not texts:
        return Wrong(WrongReason.MISSING) if spec.required else None
    longest = max(map(len, texts))
    if longest > spec.max_length:
        return Wrong(WrongReason.TOO_LONG, {"limit": spec.max_length, "length": longest})
    if spec.kind is FieldKind.CHOICES:
        return _choices(spec, [part for text in texts for part in text.split(",")])
    if spec.kind is FieldKind.FILE:
        return Valid(",".join(texts), tuple(texts))
    if len(texts) > 1:
        return Wrong(WrongReason.NOT_TEXT)
    return _JUDGES[spec.kind](spec, texts[0], context)


def _text(spec: FieldSpec, text: str, context: InputContext) -> Valid | Wrong:
    if spec.kind is FieldKind.TEXT:
        text = re.sub(r"\s*\n\s*", " ", text)
    if spec.id_kind:
        return _id(spec, text, context)
    if spec.pattern and not re.fullmatch(spec.pattern, text):
        return _wrong(WrongReason.NOT_THE_PATTERN, text, pattern=spec.pattern)
    return Valid(text, text)


def _id(spec: FieldSpec, text: str, context: InputContext) -> Valid | Wrong:
    """An id stays as it was typed; it is refused only when it is certainly another kind of id."""
    if re.search(r"\s", text):
        return _wrong(WrongReason.UNSUITED_CHARACTERS, text)
    kinds = [
        kind
        for kind, patterns in context.id_patterns.items()
        if any(re.fullmatch(pattern, text, re.ASCII) for pattern in patterns)
    ]
    if kinds and spec.id_kind not in kinds:
        return _wrong(WrongReason.LOOKS_LIKE_ANOTHER_ID, text, looks_like=tuple(sorted(kinds)), expected=spec.id_kind)
    if spec.pattern and not re.fullmatch(spec.pattern, text):
        return _wrong(WrongReason.NOT_THE_PATTERN, text, pattern=spec.pattern)
    return Valid(text, text)


def _choice(spec: FieldSpec, text: str, context: InputContext) -> Valid | Wrong:
    found = choice_of(text, spec.choices)
    return Valid(found, found) if found is not None else _wrong(WrongReason.NOT_A_CHOICE, text, choices=spec.choices)


def _choices(spec: FieldSpec, texts: list[str]) -> Valid | Wrong:
    found: dict[str, None] = {}
    for text in texts:
        choice = choice_of(text, spec.choices)
        if choice is None:
            return _wrong(WrongReason.NOT_A_CHOICE, text, choices=spec.choices)
        found[choice] = None
    return Valid(",".join(found), tuple(found))


def choice_of(text: str, choices: Iterable[str]) -> str | None:
    """The choice that a text names: itself whatever its case, accents and gaps, else the start of only one."""
    if text in (known := tuple(choices)):
        return text
    wanted = _bare(text)
    spelt = {choice: _bare(choice) for choice in known}
    for fits in (str.__eq__, str.startswith):
        found = [choice for choice, spelling in spelt.items() if wanted and fits(spelling, wanted)]
        if len(found) == 1:
            return found[0]
    return None


def _bare(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", plain_letters(text.strip()))


def _number(spec: FieldSpec, text: str, context: InputContext) -> Valid | Wrong:
    digits = text.replace("−", "-").lstrip("+")
    sign = -1 if digits.startswith("-") else 1
    found = re.fullmatch(r"-?\s?([0-9][0-9.,'’ \u00a0\u202f]{0,60})", digits)
    readings = read_number(found[1].strip()) if found else ()
    if not readings:
        return _wrong(WrongReason.NOT_A_NUMBER, text)
    if len(readings) > 1:
        shown = tuple(canonical_number(sign * reading) for reading in readings)
        return _wrong(WrongReason.AMBIGUOUS_NUMBER, text, readings=shown)
    return Valid(canonical_number(sign * readings[0]), sign * readings[0])


def _amount(spec: FieldSpec, text: str, context: InputContext) -> Valid | Wrong:
    meant = parse_money(text, context.default_currency)
    match meant:
        case Money():
            return Valid(canonical(meant), meant)
        case amounts.Ambiguous():
            nameless = meant.reason is Doubtful.NO_CURRENCY
            reason = WrongReason.NO_CURRENCY if nameless else WrongReason.AMBIGUOUS_AMOUNT
            shown = tuple(canonical(reading) for reading in meant.readings) or tuple(
                map(canonical_number, meant.amounts)
            )
            return _wrong(reason, text, doubt=meant.reason.value, readings=shown[:4])
    return _wrong(WrongReason.NOT_AN_AMOUNT, text)


def _moment(spec: FieldSpec, text: str, context: InputContext) -> Valid | Wrong:
    prefer = Prefer.FUTURE if spec.when is When.FUTURE else Prefer.PAST
    meant = parse_moment(text, context.now, context.zone, context.language, prefer)
    match meant:
        case None:
            return _wrong(WrongReason.NOT_A_MOMENT, text)
        case moments.Ambiguous():
            return _wrong(WrongReason.AMBIGUOUS_MOMENT, text, doubt=meant.reason.value, readings=meant.readings)
    if spec.when is When.PAST and meant.precision is Precision.DAY:
        return _wrong(WrongReason.NO_TIME_OF_DAY, text)
    if spec.when is When.PAST and meant.utc > context.now + AHEAD_OF_US:
        return _wrong(WrongReason.IN_THE_FUTURE, text, at=meant.utc)
    if spec.when is When.FUTURE and meant.utc <= context.now:
        return _wrong(WrongReason.IN_THE_PAST, text, at=meant.utc)
    return Valid(meant.utc.isoformat(), meant)


def _person(spec: FieldSpec, text: str, context: InputContext) -> Valid | Wrong:
    mention = re.fullmatch(r"<@!?(\w{1,40})(?:\|[^<>]{0,80})?>|@?([\w.:-]{1,80})", text)
    if mention is None:
        return _wrong(WrongReason.NOT_A_PERSON, text)
    person = mention[1] or mention[2]
    return Valid(person, person)


def _wrong(reason: WrongReason, text: str, **facts: object) -> Wrong:
    return Wrong(reason, {"word": shorten(text, _ECHOED), **facts})


_JUDGES: Mapping[FieldKind, Callable[[FieldSpec, str, InputContext], Valid | Wrong]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.MOMENT: _moment,
    FieldKind.AMOUNT: _amount,
    FieldKind.PERSON: _person,
}
