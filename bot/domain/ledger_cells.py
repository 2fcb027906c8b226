"""One piece of a pasted list: a move, an id, an amount, a moment, a currency, or nothing of the kind."""

import re
from decimal import Decimal
from typing import NamedTuple

from bot.domain.currencies import CODES, currencies_named
from bot.domain.id_labels import id_at
from bot.domain.ledger_rows import Move
from bot.domain.ledger_words import HEADERS, ID_WORDS, MOVES, Column
from bot.domain.money import Money, parse_money
from bot.domain.plain_text import plain_letters

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].{0,30})?|[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?(?: .{0,30})?"
    r"|.{0,20}\b[0-9]{1,2}:[0-9]{2}.{0,20}"
)
_EXACT = re.compile(r"[-+−]|.*[.,][0-9]{1,2}(?![0-9])")
_DECIMAL_END = re.compile(r"[0-9]([.,])[0-9]{1,2}(?![0-9])")
_SEPARATOR = re.compile(r"[0-9]([.,])[0-9]{3}(?![0-9])")
_AROUND = " \t*_`\"'#[]<>"
_LONGEST_WORDS = 4


class Amount(NamedTuple):
    """What an amount can be, the currency when it names one, and how it is written."""

    readings: tuple[Decimal, ...]
    currency: str
    written: str

    @property
    def is_exact(self) -> bool:
        """Whether it has a sign, cents or a currency: an id has none of them."""
        return bool(self.currency or _EXACT.match(self.written))


class Header(NamedTuple):
    """What a column holds, and the currency that its header names."""

    column: Column
    currency: str


def words_in(cell: str) -> list[str]:
    """The words of a cell in plain letters; `betAmount` and `bet_amount` are two."""
    return _WORD.findall(plain_letters(_CAMEL.sub(" ", cell)))


def move_of(cell: str) -> Move | None:
    """The move that a cell of a few words names, None for none."""
    words = words_in(cell)
    if not words or len(words) > _LONGEST_WORDS or any(letter.isdigit() for letter in cell):
        return None
    named = {MOVES[word] for word in words if word in MOVES}
    return next((move for move in (Move.ROLLBACK, Move.WIN, Move.BET) if move in named), None)


def header_of(cell: str) -> Header | None:
    """What the column under this header holds, None for one that the ledger does not need."""
    words = words_in(cell)
    if not words or len(words) > _LONGEST_WORDS + 2 or any(letter.isdigit() for letter in cell):
        return None
    currency = words[-1].upper() if len(words) > 1 and words[-1].upper() in CODES else ""
    words = words[:-1] if currency else words
    bare = [word for word in words if word not in ID_WORDS]
    column = HEADERS.get(" ".join(words)) or HEADERS.get(" ".join(bare))
    if column in (Column.BET, Column.WIN) and bare != words:
        column = Column.UNDOES
    return Header(column, currency) if column else None


def amount_of(cell: str) -> Amount | None:
    """The amount that a cell names, with or without a currency."""
    written = cell.strip(_AROUND)
    meant = parse_money(written)
    if meant is None:
        return None
    if isinstance(meant, Money):
        return Amount((meant.amount,), meant.currency, written)
    readings = tuple(dict.fromkeys(meant.amounts))
    return Amount(readings, meant.currencies[0] if len(meant.currencies) == 1 else "", written)


def currency_of(cell: str) -> str:
    """The currency that a cell names and nothing else, empty for none."""
    named = currencies_named(cell.strip(_AROUND))
    return named[0] if len(named) == 1 else ""


def id_of(cell: str) -> str:
    """The id that fills a cell, verbatim; empty when it is none."""
    word = cell.strip(_AROUND)
    return word if word and id_at(word, 0) == len(word) else ""


def is_moment(cell: str) -> bool:
    """Whether a cell is written like a date or a time."""
    return len(cell) <= 60 and _MOMENT.fullmatch(cell.strip()) is not None


def settled(amounts: list[Amount]) -> list[tuple[Decimal, ...]]:
    """The readings of each amount, one where the others show which mark parts the decimals."""
    marks = {found[1] for amount in amounts if (found := _DECIMAL_END.search(amount.written))}
    decimal_mark = marks.pop() if len(marks) == 1 else None
    return [_settled(amount, decimal_mark) for amount in amounts]


def _settled(amount: Amount, decimal_mark: str | None) -> tuple[Decimal, ...]:
    mark = _SEPARATOR.search(amount.written)
    if len(amount.readings) != 2 or decimal_mark is None or mark is None or mark[1] == decimal_mark:
        return amount.readings
    return amount.readings[-1:]
