"""What a pasted table's cells say by their columns: ids, amounts with the column's currency, times in its zone."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.currencies import currencies_named
from bot.domain.id_labels import IdInText, id_at
from bot.domain.moments import MomentInText, parse_moment
from bot.domain.money import AmountInText, parse_money
from bot.domain.providers import IdKind
from bot.domain.tables import Cell, Column
from bot.domain.words import Language

_UTC = ZoneInfo("UTC")
_WORD = re.compile(r"[^\W\d_]{1,5}\$?|[€£$]")
_ZONE = re.compile(r"(?:utc|gmt)(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?|cet|cest|brt|art|est|edt|wet|eet")


def ids_of(text: str, cells: Iterable[Cell]) -> Iterator[IdInText]:
    """The ids under a column of ids."""
    for cell in cells:
        if isinstance(cell.holds, IdKind) and id_at(text, cell.start) == cell.end:
            yield IdInText(cell.holds, cell.start, cell.end)


def amounts_of(text: str, cells: list[Cell]) -> Iterator[AmountInText]:
    """The amounts whose currency stands in the head of their column or in a column of its own."""
    by_row = {cell.row: text[cell.start : cell.end] for cell in cells if cell.holds is Column.CURRENCY}
    for cell in cells:
        if cell.holds is not Column.AMOUNT:
            continue
        codes = {code for word in _WORD.findall(cell.head) for code in currencies_named(word)}
        if cell.row in by_row:
            codes = set(currencies_named(by_row[cell.row]))
        if len(codes) == 1 and (meant := parse_money(text[cell.start : cell.end], next(iter(codes)))):
            yield AmountInText(cell.start, cell.end, meant)


def in_their_zone(
    told: Iterable[MomentInText], text: str, cells: Iterable[Cell], now: datetime, language: Language
) -> Iterator[MomentInText]:
    """The times, those of a column whose head names a zone read in that zone; `now` is aware."""
    zoned = [(cell, found[0]) for cell in cells if cell.holds is Column.TIME and (found := _ZONE.search(cell.head))]
    for each in told:
        zone = next((zone for cell, zone in zoned if cell.start <= each.start and each.end <= cell.end), None)
        meant = parse_moment(f"{text[each.start : each.end]} {zone}", now, _UTC, language) if zone else None
        yield each._replace(meant=meant) if meant else each
