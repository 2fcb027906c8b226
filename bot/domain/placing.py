"""Where a recognised value belongs: which evidence field of a category it fills."""

from collections.abc import Callable

from bot.domain.categories import Category, EvidenceField, FieldKind
from bot.domain.recognised import AMOUNT, CURRENCY, HAPPENED_AT, ID_FIELDS, Found

Fits = Callable[[EvidenceField], bool]


def field_for(found: Found, category: Category | None) -> str:
    """The key of the category's field that such a value fills; its own name where the category asks for none.

    Empty for a currency that nobody asks for: the amount names it.
    """
    fields = category.fields if category else ()
    if any(each.key == found.field for each in fields):
        return found.field
    if found.field in ID_FIELDS:
        return _first(fields, lambda each: each.id_kind is not None and f"{each.id_kind}_id" == found.field, found)
    if found.field == AMOUNT:
        return _first(fields, lambda each: each.kind is FieldKind.AMOUNT, found)
    if found.field == CURRENCY:
        return ""
    if found.field == HAPPENED_AT:
        return _first(fields, lambda each: each.kind is FieldKind.MOMENT, found)
    return found.field


def _first(fields: tuple[EvidenceField, ...], fits: Fits, found: Found) -> str:
    return next((each.key for each in fields if fits(each)), found.field)
