"""Evidence on a card: each value with who said it and when, what differs, and what is still missing."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.cards import Fact
from bot.domain.categories import EvidenceField, FieldKind
from bot.domain.money import Money, parse_money
from bot.domain.plain_text import shorten
from bot.domain.sheets import Setting, TicketSheet
from bot.domain.tickets import Evidence
from bot.domain.words import Label
from bot.views.parts import category_of, literal
from bot.words import Words, label, money, stamp

SHOWN = 200
"""Characters of one value on a card."""


def missing(sheet: TicketSheet) -> tuple[EvidenceField, ...]:
    """The fields that the category, or the named provider, requires and that nobody has given, in their order."""
    category = category_of(sheet)
    if category is None:
        return ()
    given = {each.field for each in sheet.evidence}
    required = {each.key for each in category.required} | _required_by_provider(sheet)
    return tuple(each for each in category.fields if each.key in required and each.key not in given)


def _required_by_provider(sheet: TicketSheet) -> set[str]:
    named = {each.value.casefold() for each in sheet.evidence if each.field == "provider"}
    return {
        key
        for provider in sheet.rules.providers.values()
        if named & {provider.key.casefold(), provider.name.casefold(), *(name.casefold() for name in provider.aliases)}
        for key in provider.required
    }


def field_names(sheet: TicketSheet, keys: Iterable[str]) -> list[Label | str]:
    """What evidence fields are called; a key that no category of the ticket has stays as it is."""
    return [field.label if (field := field_of(sheet, key)) else key for key in keys]


def field_of(sheet: TicketSheet, key: str) -> EvidenceField | None:
    """The evidence field of that key, from the ticket's own category or else from any."""
    own = category_of(sheet)
    categories = ([own] if own else []) + list(sheet.rules.categories.values())
    return next((found for each in categories if (found := each.field(key))), None)


def shown(field: EvidenceField | None, value: str, setting: Setting) -> str:
    """A kept value as people read it (plain text): moments in their zone, amounts and choices in their language."""
    told: str | None = None
    if field and field.kind is FieldKind.MOMENT and (at := moment_in(value)):
        told = stamp(at, setting)
    elif field and field.kind is FieldKind.AMOUNT and isinstance(amount := parse_money(value), Money):
        told = money(amount, setting)
    elif field and field.kind is FieldKind.CHOICE:
        told = next((label(each.label, setting) for each in field.choices if each.key == value), None)
    return shorten(told or value, SHOWN)


def typed(field: EvidenceField, value: str, setting: Setting) -> str:
    """A kept value as somebody would type it, for a form that opens with it."""
    if field.kind is FieldKind.MOMENT and (at := moment_in(value)):
        return f"{at.astimezone(ZoneInfo(setting.zone)):%Y-%m-%d %H:%M}"
    return value


def moment_in(value: str) -> datetime | None:
    """The instant that a kept value names, None for words."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo else None


def evidence_facts(sheet: TicketSheet, words: Words, only: Iterable[str] | None = None) -> tuple[Fact, ...]:
    """A fact per field that has values: who said so and when, confirmed or not, several ones when they differ."""
    wanted = None if only is None else frozenset(only)
    keys = [key for key in _given(sheet) if wanted is None or key in wanted]
    names = [label(name, sheet.setting) for name in field_names(sheet, keys)]
    return tuple(Fact(name, _values(sheet, key, words)) for key, name in zip(keys, names, strict=True))


def plain_facts(sheet: TicketSheet) -> tuple[Fact, ...]:
    """A fact per field with its values only."""
    facts = []
    for key in _given(sheet):
        values = dict.fromkeys(shown(field_of(sheet, key), each.value, sheet.setting) for each in _of(sheet, key))
        facts.append(Fact(label(field_names(sheet, [key])[0], sheet.setting), literal(" ≠ ".join(values))))
    return tuple(facts)


def _given(sheet: TicketSheet) -> list[str]:
    return list(dict.fromkeys(each.field for each in sheet.evidence))


def _of(sheet: TicketSheet, key: str) -> list[Evidence]:
    """The values of a field, the last word on each: of equal ones the confirmed, else the latest."""
    best: dict[str, Evidence] = {}
    for each in sheet.evidence:
        if each.field == key and (each.confirmed or not best.get(each.value) or not best[each.value].confirmed):
            best[each.value] = each
    return list(best.values())


def _values(sheet: TicketSheet, key: str, words: Words) -> str:
    said = [_value(sheet, each, words) for each in _of(sheet, key)]
    if len(said) == 1:
        return said[0]
    return f"{words.say('ticket/desk/conflict', sheet.setting)} " + " ≠ ".join(said)


def _value(sheet: TicketSheet, given: Evidence, words: Words) -> str:
    """A value, who said it and when; of what the report itself says, the quote above tells that already."""
    reported = given.entry is not None and given.entry in {entry.id for entry in sheet.report}
    if reported and not given.confirmed:
        return literal(shown(field_of(sheet, given.field), given.value, sheet.setting))
    return words.say(
        "ticket/desk/confirmed" if given.confirmed else "ticket/desk/given",
        sheet.setting,
        value=shown(field_of(sheet, given.field), given.value, sheet.setting),
        person=sheet.name(given.person),
        at=given.at,
    )
