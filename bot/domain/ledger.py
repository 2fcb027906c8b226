"""A pasted bet, win and rollback list becomes a ledger that shows the row which nothing answers."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.ledger_cells import settled
from bot.domain.ledger_lines import line_rows
from bot.domain.ledger_pairing import ledger_of
from bot.domain.ledger_rows import Finding, Ledger, LedgerRow, Move, Totals, Unmatched
from bot.domain.ledger_tables import RawRow, table_rows

__all__ = ["Finding", "Ledger", "LedgerRow", "Move", "Totals", "Unmatched", "read_ledger"]

SCANNED = 40_000
"""Characters that are searched; a longer list comes as a file."""

_FEWEST_ROWS = 2


def read_ledger(text: str) -> Ledger | None:
    """The ledger that a cleaned text holds, as a table or line by line; None when it holds none."""
    text = text[:SCANNED]
    raw = table_rows(text)
    if len(raw) < _FEWEST_ROWS:
        raw = line_rows(text)
    if len(raw) < _FEWEST_ROWS:
        return None
    _name_bare_ids(raw)
    return ledger_of(_rows(raw))


def _rows(raw: Sequence[RawRow]) -> list[LedgerRow]:
    readings = iter(settled([row.amount for row in raw if row.amount]))
    return [
        LedgerRow(
            row.line,
            row.move,
            row.transaction,
            row.round,
            next(readings) if row.amount else (),
            (row.amount.currency if row.amount else "") or row.currency,
            row.moment,
            row.undoes,
        )
        for row in raw
    ]


def _name_bare_ids(raw: Sequence[RawRow]) -> None:
    """Of two ids in a row the one that returns in other rows is the round; an id of a bet and of its win is one too."""
    rounds_second = _returns(raw, 1) >= _returns(raw, 0)
    for row in raw:
        ids = row.bare if rounds_second else row.bare[:2][::-1]
        for value in ids[:2]:
            if not row.transaction and not (len(ids) == 1 and row.round and row.undoes):
                row.transaction = value
            elif not row.round:
                row.round = value
    if not any(row.round for row in raw) and _shared(raw):
        for row in raw:
            row.round, row.transaction = row.transaction, ""


def _returns(raw: Sequence[RawRow], place: int) -> int:
    """How many rows repeat an id that stands at this place of another."""
    counted = Counter(row.bare[place] for row in raw if len(row.bare) > 1)
    return sum(times - 1 for times in counted.values())


def _shared(raw: Sequence[RawRow]) -> bool:
    bets = {row.transaction for row in raw if row.move is Move.BET}
    return any(row.transaction in bets for row in raw if row.move is Move.WIN and row.transaction)
