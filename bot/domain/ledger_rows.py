"""A list of bets, wins and rollbacks: its rows, those that stand alone, and what moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Move(StrEnum):
    """What a row does with money: the player stakes it, wins it, or has a stake given back."""

    BET = "bet"
    WIN = "win"
    ROLLBACK = "rollback"


class Unmatched(StrEnum):
    """Why a row stands alone."""

    BET_WITHOUT_RESULT = "bet_without_result"
    WIN_WITHOUT_BET = "win_without_bet"
    ROLLBACK_WITHOUT_BET = "rollback_without_bet"  # the bet never arrived: an "unknown transaction" here is expected
    DOUBLED_TRANSACTION = "doubled_transaction"


EXPECTED = frozenset({Unmatched.ROLLBACK_WITHOUT_BET})
"""What looks wrong and is not."""


@dataclass(frozen=True)
class LedgerRow:
    """One row, `line` counted from 1; ids and the moment as they are written, empty where the list has none.

    `readings` are the values that the amount can have: one, several where `1.234` stays unclear, or none. The sign is
    the one that is written. `undoes` is the transaction that a rollback names.
    """

    line: int
    move: Move
    transaction: str = ""
    round: str = ""
    readings: tuple[Decimal, ...] = ()
    currency: str = ""
    moment: str = ""
    undoes: str = ""

    @property
    def amount(self) -> Decimal | None:
        """The amount, None where there is none or where it has to be asked about."""
        return self.readings[0] if len(self.readings) == 1 else None


@dataclass(frozen=True)
class Finding:
    """A row that stands alone, and why."""

    row: LedgerRow
    why: Unmatched

    @property
    def is_expected(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.why in EXPECTED


@dataclass(frozen=True)
class Totals:
    """What moved in one currency, without signs; a transaction that is listed twice moved once."""

    staked: Decimal = Decimal(0)
    won: Decimal = Decimal(0)
    given_back: Decimal = Decimal(0)

    @property
    def out(self) -> Decimal:
        """What went to the player."""
        return self.won + self.given_back

    @property
    def net(self) -> Decimal:
        """By how much the player's balance changed."""
        return self.out - self.staked


@dataclass(frozen=True)
class Ledger:
    """The rows in the order of the list, those that stand alone, and the totals per currency (empty when unnamed)."""

    rows: tuple[LedgerRow, ...]
    findings: tuple[Finding, ...]
    totals: Mapping[str, Totals]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The rows that somebody has to look at."""
        return tuple(finding for finding in self.findings if not finding.is_expected)

    @property
    def unclear(self) -> tuple[LedgerRow, ...]:
        """The rows whose amount has to be asked about; the totals leave them out."""
        return tuple(row for row in self.rows if len(row.readings) > 1)
