"""Lists in words: `bet 123 10.00 / win 123 25.00 / rollback 124`, one move a line or parted by strokes."""

import re
from collections.abc import Iterator

from bot.domain.ledger_cells import amount_of, currency_of, id_of, is_moment, words_in
from bot.domain.ledger_rows import Move
from bot.domain.ledger_tables import MOST_ROWS, RawRow, settle_amount, take
from bot.domain.ledger_words import HEADERS, ID_WORDS, MOVES, Column
from bot.domain.plain_text import plain_letters

_PARTS = re.compile(rf"\n| / |;| (?:->|→|\|) |, (?=(?:{'|'.join(MOVES)})\b)")
_LEAD = re.compile(r"\s*(?:[-*•>]+|[0-9]{1,2}[.)])?\s+|\s*[-*•>]\s*")
_LINKED = re.compile(r"(?<![0-9])[:=#](?=[\w#-])")
_SHORTEST_BARE_NUMBER = 3
_MOST_WORDS = 14
_MOVE_WITHIN = 3
_OF = frozenset(("of", "for", "de", "da", "do", "del", "para", "bet", "aposta", "apuesta", "original"))


def line_rows(text: str) -> list[RawRow]:
    """The moves that a text lists, each with an id, and with an amount unless it is a rollback."""
    rows: list[RawRow] = []
    for number, part in enumerate(_parts(text), 1):
        if len(rows) < MOST_ROWS and len(part) <= 300:
            rows += _row(part, number)
    return rows


def _parts(text: str) -> Iterator[str]:
    start = 0
    for mark in _PARTS.finditer(plain_letters(text)):
        yield text[start : mark.start()]
        start = mark.end()
    yield text[start:]


def _row(part: str, number: int) -> Iterator[RawRow]:
    lead = _LEAD.match(part)
    pieces = _LINKED.sub(" ", part[lead.end() if lead else 0 :]).replace(": ", " ").split()
    at, move = _move_in(pieces)
    if move is None or len(pieces) > _MOST_WORDS:
        return
    raw = RawRow(number, move, moment=" ".join(pieces[:at]))
    _take_pieces(raw, pieces[at + 1 :])
    settle_amount(raw)
    raw.bare = [bare for bare in raw.bare if len(bare) >= _SHORTEST_BARE_NUMBER or not bare.isdigit()]
    has_id = bool(raw.bare or raw.transaction or raw.round or raw.undoes)
    if has_id and (raw.amount or raw.move is Move.ROLLBACK):
        yield raw


def _move_in(pieces: list[str]) -> tuple[int, Move | None]:
    """The first word that is a move, and where; only moments may stand before it."""
    for at, piece in enumerate(pieces[:_MOVE_WITHIN]):
        words = words_in(piece)
        if len(words) == 1 and words[0] in MOVES and not any(letter.isdigit() for letter in piece):
            return at, MOVES[words[0]]
        if not is_moment(piece):
            break
    return 0, None


def _take_pieces(raw: RawRow, pieces: list[str]) -> None:
    named: Column | None = None
    for at, piece in enumerate(pieces):
        word = " ".join(words_in(piece)) if not any(letter.isdigit() for letter in piece) else ""
        if word:
            named = _named_by(word, raw.move, named)
            raw.currency = raw.currency or currency_of(piece)
            continue
        after = pieces[at + 1] if at + 1 < len(pieces) and currency_of(pieces[at + 1]) else ""
        piece = piece.rstrip(".,)")
        if named and id_of(piece) and not after:
            _put(raw, named, id_of(piece))
        elif after and raw.amount is None and amount_of(f"{piece} {after}"):
            raw.amount = amount_of(f"{piece} {after}")
        else:
            take(raw, piece)
        named = None


def _named_by(word: str, move: Move, before: Column | None) -> Column | None:
    """What the next id is: what the word calls it, or what the word before did when this one adds nothing."""
    column = HEADERS.get(word)
    if column in (Column.ROUND, Column.TRANSACTION) and word not in ID_WORDS:
        return column
    if move is Move.ROLLBACK and word in _OF:
        return before or Column.UNDOES
    return before if word in ID_WORDS else None


def _put(raw: RawRow, column: Column, value: str) -> None:
    if column is Column.ROUND:
        raw.round = raw.round or value
    elif column is Column.UNDOES:
        raw.undoes = raw.undoes or value
    else:
        raw.transaction = raw.transaction or value
