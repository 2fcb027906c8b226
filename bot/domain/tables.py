"""Pasted tables: what each cell is by the head of its column."""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from bot.domain.providers import IdKind


class Column(StrEnum):
    """What a column holds besides ids."""

    AMOUNT = "amount"
    CURRENCY = "currency"
    TIME = "time"


class Cell(NamedTuple):
    """One filled cell: where it stands, in which row, and what its column is called."""

    holds: IdKind | Column
    start: int
    end: int
    row: int
    head: str


_MOST_ROWS = 400
_MOST_CELLS = 20
_SEPARATORS = ("\t", "|", ";", ",")
_ID = r"(?:[ _.-]?(?:id|ids|no|nr|nro|num|numero|number|code|codigo|ref)\.?)?"
_OF = r"(?:(?:id|no|nr|nro|num|numero|codigo)\.? (?:(?:da|do|de la|del|de) )?)?"
_HEADS: tuple[tuple[IdKind | Column, re.Pattern[str]], ...] = tuple(
    (holds, re.compile(rf"{_OF}(?:{words}){_ID}(?: ?\([^()]{{1,12}}\)| (?:utc|gmt|cet|brt|[a-z]{{3}}))?"))
    for holds, words in (
        (IdKind.PLAYER, "players?|jogador|jugador|users?|usuario|account|acct?|conta|cuenta|customer|cliente?|uid"),
        (IdKind.ROUND, "rounds?|rnd|rodada|ronda|partida|jugada|game round|hand"),
        (
            IdKind.TRANSACTION,
            "transaction|transacao|transaccion|tx|txn|trx|ref|reference|referencia|bet id|operacion|operacao",
        ),
        (IdKind.SESSION, "session|sessao|sesion"),
        (IdKind.BONUS, "campaign|campanha|campana|bonus|bono|offer"),
        (
            Column.AMOUNT,
            "amount|amt|bet|stake|wager|win|won|payout|value|valor|monto|importe|aposta|apuesta|premio|ganho|ganancia"
            "|balance|saldo|debit|credit|total|deposit|deposito|saque|retiro",
        ),
        (Column.CURRENCY, "ccy|cur|currency|moeda|moneda|divisa"),
        (
            Column.TIME,
            "time|date|datetime|date ?time|timestamp|hora|horario|fecha|fecha y hora|data|data hora|when|created",
        ),
    )
)


def find_cells(plain: str) -> Iterator[Cell]:
    """The cells of known columns in a text in plain letters; a table opens with a line of heads."""
    if plain.count("\n") < 1:
        return
    lines = _lines(plain)
    columns: list[tuple[IdKind | Column | None, str]] = []
    separator = ""
    for row, (start, line) in enumerate(lines[:_MOST_ROWS]):
        if not columns:
            separator, columns = _heads(line)
            continue
        cells = _cells(line, separator)
        if len(cells) != len(columns):
            if set(line) <= set("|-:+= \t"):  # the rule under a table's heads
                continue
            columns = []
            continue
        for (holds, head), (cell_start, cell_end) in zip(columns, cells, strict=True):
            if holds is not None and cell_end > cell_start:
                yield Cell(holds, start + cell_start, start + cell_end, row, head)


def _lines(plain: str) -> list[tuple[int, str]]:
    starts = [0, *(found.end() for found in re.finditer("\n", plain)), len(plain) + 1]
    return [(start, plain[start : end - 1]) for start, end in pairwise(starts)]


def _heads(line: str) -> tuple[str, list[tuple[IdKind | Column | None, str]]]:
    for separator in _SEPARATORS:
        if separator not in line:
            continue
        names = [line[start:end] for start, end in _cells(line, separator)]
        if not 2 <= len(names) <= _MOST_CELLS:
            continue
        columns = [(_held(name), name) for name in names]
        known = sum(holds is not None for holds, _ in columns)
        if known >= (3 if separator == "," else 2):
            return separator, columns
    return "", []


def _held(name: str) -> IdKind | Column | None:
    name = name.strip("*_` \"'")
    return next((holds for holds, head in _HEADS if head.fullmatch(name)), None) if len(name) <= 32 else None


def _cells(line: str, separator: str) -> list[tuple[int, int]]:
    """The places of a line's cells without the blanks around them, an outer frame left out."""
    places = []
    at = 0
    for part in line.split(separator):
        end = at + len(part)
        start = at + len(part) - len(part.lstrip(" \t`*\"'"))
        places.append((min(start, end), max(at + len(part.rstrip(" \t`*\"'")), min(start, end))))
        at = end + len(separator)
    if separator == "|":
        while places and places[0][0] == places[0][1]:
            places.pop(0)
        while places and places[-1][0] == places[-1][1]:
            places.pop()
    return places
