"""Which rows of a ledger belong together: by the transaction that is undone, by round, else by their order."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.domain.ledger_rows import Finding, Ledger, LedgerRow, Move, Totals, Unmatched


def ledger_of(rows: Sequence[LedgerRow]) -> Ledger:
    """The ledger that these rows make up."""
    doubled = set(_doubled(rows))
    once = [row for row in rows if row.line not in doubled]
    undone = _undone(once)
    alone = {
        **dict.fromkeys(doubled, Unmatched.DOUBLED_TRANSACTION),
        **{
            row.line: Unmatched.ROLLBACK_WITHOUT_BET
            for row in once
            if row.move is Move.ROLLBACK and row.line not in undone
        },
        **_unanswered(rows, doubled | set(undone.values())),
    }
    findings = tuple(Finding(row, alone[row.line]) for row in rows if row.line in alone)
    return Ledger(tuple(rows), findings, _totals(once, undone))


def _doubled(rows: Sequence[LedgerRow]) -> Iterator[int]:
    """The lines whose transaction stands above already; a rollback may carry the id of the bet that it undoes."""
    seen: set[tuple[bool, str]] = set()
    for row in rows:
        key = (row.move is Move.ROLLBACK, row.transaction)
        if row.transaction and key in seen:
            yield row.line
        seen.add(key)


def _undone(rows: Sequence[LedgerRow]) -> dict[int, int]:
    """The line of the bet that each rollback undoes, by the rollback's line."""
    bets = [row for row in rows if row.move is Move.BET]
    by_transaction = {bet.transaction: bet for bet in bets if bet.transaction}
    by_round: dict[str, list[LedgerRow]] = {}
    for bet in bets:
        if bet.round:
            by_round.setdefault(bet.round, []).append(bet)
    undone: dict[int, int] = {}
    taken: set[int] = set()
    for row in (row for row in rows if row.move is Move.ROLLBACK):
        found = _bet_of(row, by_transaction, by_round, taken)
        if found is not None:
            undone[row.line] = found.line
            taken.add(found.line)
    return undone


def _bet_of(
    row: LedgerRow, by_transaction: dict[str, LedgerRow], by_round: dict[str, list[LedgerRow]], taken: set[int]
) -> LedgerRow | None:
    named = by_transaction.get(row.undoes) if row.undoes else by_transaction.get(row.transaction)
    if named is not None or row.undoes:
        return named if named is not None and named.line not in taken else None
    free = [bet for bet in by_round.get(row.round, ()) if bet.line not in taken]
    same = [bet for bet in free if row.amount is not None and bet.amount is not None and _equal(bet, row)]
    return next(iter(same or free), None)


def _equal(one: LedgerRow, other: LedgerRow) -> bool:
    return abs(one.amount or 0) == abs(other.amount or 0)


def _unanswered(rows: Sequence[LedgerRow], settled: set[int]) -> dict[int, Unmatched]:
    bets = {row.round for row in rows if row.move is Move.BET}
    wins = {row.round for row in rows if row.move is Move.WIN}
    alone: dict[int, Unmatched] = {}
    for row in rows:
        if row.round and row.move is Move.BET and row.line not in settled and row.round not in wins:
            alone[row.line] = Unmatched.BET_WITHOUT_RESULT
        elif row.round and row.move is Move.WIN and row.line not in settled and row.round not in bets:
            alone[row.line] = Unmatched.WIN_WITHOUT_BET
    return alone | _unanswered_in_order([row for row in rows if not row.round and row.line not in settled])


def _unanswered_in_order(rows: Sequence[LedgerRow]) -> dict[int, Unmatched]:
    """Without rounds a win answers the bet before it."""
    waiting: list[LedgerRow] = []
    alone: dict[int, Unmatched] = {}
    for row in rows:
        if row.move is Move.BET:
            waiting.append(row)
        elif row.move is Move.WIN and waiting:
            waiting.pop()
        elif row.move is Move.WIN:
            alone[row.line] = Unmatched.WIN_WITHOUT_BET
    return alone | {row.line: Unmatched.BET_WITHOUT_RESULT for row in waiting}


def _totals(rows: Sequence[LedgerRow], undone: dict[int, int]) -> dict[str, Totals]:
    """A rollback without an amount gives back its bet's; one whose bet never arrived moves nothing."""
    by_line = {row.line: row for row in rows}
    totals: dict[str, Totals] = {}
    for row in rows:
        bet = by_line[undone[row.line]] if row.line in undone else None
        if row.move is Move.ROLLBACK and bet is None:
            continue
        amount = row.amount if row.readings or bet is None else bet.amount
        if amount is None:
            continue
        currency = row.currency or (bet.currency if bet else "")
        totals[currency] = _plus(totals.get(currency, Totals()), row.move, abs(amount))
    return totals


def _plus(totals: Totals, move: Move, amount: Decimal) -> Totals:
    match move:
        case Move.BET:
            return Totals(totals.staked + amount, totals.won, totals.given_back)
        case Move.WIN:
            return Totals(totals.staked, totals.won + amount, totals.given_back)
        case Move.ROLLBACK:
            return Totals(totals.staked, totals.won, totals.given_back + amount)
