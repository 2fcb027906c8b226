"""Pasted tables of bets, wins and rollbacks: parted by tabs, bars, semicolons, commas or several spaces."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.domain.ledger_cells import (
    Amount,
    Header,
    amount_of,
    currency_of,
    header_of,
    id_of,
    is_moment,
    move_of,
)
from bot.domain.ledger_rows import Move
from bot.domain.ledger_words import Column

MOST_ROWS = 500
"""Rows that are read of one list."""

_SEVERAL_SPACES = re.compile(r" {2,}|\t+")
_RULE = re.compile(r"[\s|:+=-]*")


@dataclass
class RawRow:
    """A row while it is read: ids that no header or label names are `bare`."""

    line: int
    move: Move
    transaction: str = ""
    round: str = ""
    undoes: str = ""
    amount: Amount | None = None
    currency: str = ""
    moment: str = ""
    bare: list[str] = field(default_factory=list)


def _by_bars(line: str) -> list[str]:
    return line.strip().strip("|").split("|")


def _by_commas(line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=False), [])
    except csv.Error:
        return []


SPLITTERS: tuple[Callable[[str], list[str]], ...] = (
    lambda line: line.split("\t"),
    _by_bars,
    lambda line: line.split(";"),
    _by_commas,
    lambda line: _SEVERAL_SPACES.split(line.strip()),
)


def table_rows(text: str) -> list[RawRow]:
    """The rows of the way of parting cells that reads most of the table; none when it is no table."""
    lines = text.split("\n")
    return max((_rows_parted(lines, split) for split in SPLITTERS), key=len)


def _rows_parted(lines: list[str], split: Callable[[str], list[str]]) -> list[RawRow]:
    headers: list[Header | None] = []
    rows: list[RawRow] = []
    for number, line in enumerate(lines, 1):
        if len(rows) >= MOST_ROWS:
            break
        cells = [cell.strip() for cell in split(line)] if line and not _RULE.fullmatch(line) else []
        if len(cells) < 2:
            continue
        if not headers and _is_header(named := [header_of(cell) for cell in cells]):
            headers = _once(named)
        elif headers:
            rows += _under(headers, cells, number)
        elif len(cells) > 2:
            rows += _by_shape(cells, number)
    return rows


def _is_header(named: list[Header | None]) -> bool:
    columns = {header.column for header in named if header}
    has_move = Column.MOVE in columns or {Column.BET, Column.WIN} <= columns
    return has_move and bool(columns & {Column.TRANSACTION, Column.ROUND}) and len(columns) > 2


def _once(named: list[Header | None]) -> list[Header | None]:
    """Each column once; a second transaction is the one that is undone, and a bet's id alone is the transaction."""
    seen: set[Column] = set()
    headers: list[Header | None] = []
    for header in named:
        column = header.column if header else None
        if column is Column.TRANSACTION and column in seen:
            column = Column.UNDOES
        elif column is Column.UNDOES and not any(each and each.column is Column.TRANSACTION for each in named):
            column = Column.TRANSACTION
        if header is None or column is None or column in seen:
            headers.append(None)
            continue
        seen.add(column)
        headers.append(Header(column, header.currency))
    return headers


def _under(headers: list[Header | None], cells: list[str], line: int) -> Iterator[RawRow]:
    under = {header.column: cell for header, cell in zip(headers, cells, strict=False) if header and cell}
    currency = next((header.currency for header in headers if header and header.currency), "")
    currency = currency_of(under.get(Column.CURRENCY, "")) or currency
    raw = RawRow(
        line,
        Move.BET,
        id_of(under.get(Column.TRANSACTION, "")),
        id_of(under.get(Column.ROUND, "")),
        id_of(under.get(Column.UNDOES, "")),
        currency=currency,
        moment=under.get(Column.MOMENT, ""),
    )
    if not raw.transaction and not raw.round:
        return
    if Column.MOVE in under:
        move = move_of(under[Column.MOVE])
        amounts = {move: under.get(Column.AMOUNT, "")} if move else {}
    else:
        amounts = {Move.BET: under.get(Column.BET, ""), Move.WIN: under.get(Column.WIN, "")}
    for move, written in amounts.items():
        amount = amount_of(written) if written else None
        if amount or Column.MOVE in under:
            yield _with(raw, move, amount, both=len(amounts) > 1)


def _with(raw: RawRow, move: Move, amount: Amount | None, both: bool) -> RawRow:
    """The row as that move; where a bet and a win share a line, its transaction is only the bet's."""
    line = raw.line * 2 + (move is Move.WIN) if both else raw.line
    transaction = "" if both and move is Move.WIN else raw.transaction
    return RawRow(line, move, transaction, raw.round, raw.undoes, amount, raw.currency, raw.moment)


def _by_shape(cells: list[str], line: int) -> Iterator[RawRow]:
    """A row without headers: a move, and what each other cell looks like."""
    moves = [at for at, cell in enumerate(cells) if move_of(cell)]
    if len(moves) != 1:
        return
    move = move_of(cells[moves[0]])
    assert move is not None
    raw = RawRow(line, move)
    for cell in (cell for at, cell in enumerate(cells) if at != moves[0] and cell):
        take(raw, cell)
    settle_amount(raw)
    if raw.bare:
        yield raw


def take(raw: RawRow, cell: str) -> None:
    """Puts a piece that nothing names where its shape says."""
    amount = amount_of(cell)
    if amount and amount.is_exact and raw.amount is None:
        raw.amount = amount
    elif is_moment(cell):
        raw.moment = raw.moment or cell
    elif currency_of(cell):
        raw.currency = raw.currency or currency_of(cell)
    elif id_of(cell):
        raw.bare.append(id_of(cell))


def settle_amount(raw: RawRow) -> None:
    """A whole number at the end is the amount when nothing else is, and an id is left."""
    if raw.amount is None and len(raw.bare) + bool(raw.transaction or raw.round) > 1 and raw.bare[-1:]:
        amount = amount_of(raw.bare[-1])
        if amount and raw.bare[-1].isdigit() and len(raw.bare[-1]) <= 6:
            raw.amount = amount
            raw.bare.pop()
