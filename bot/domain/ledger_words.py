"""What lists of transactions call their moves and columns, in plain letters."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.domain.ledger_rows import Move


class Column(StrEnum):
    """What stands in a column."""

    MOVE = "move"
    TRANSACTION = "transaction"
    ROUND = "round"
    AMOUNT = "amount"
    CURRENCY = "currency"
    MOMENT = "moment"
    UNDOES = "undoes"
    BET = "bet"  # the amount staked
    WIN = "win"  # the amount won


MOVES: Mapping[str, Move] = MappingProxyType(
    {
        word: move
        for move, words in {
            Move.ROLLBACK: "rollback|rolledback|rollbacked|refund|refunded|cancel|cancelled|canceled|cancelbet"
            "|cancellation|reversal|reversed|reverse|void|voided|estorno|estornado|estornada|reversao"
            "|revertido|revertida|reembolso|reembolsado|cancelamento|cancelado|cancelada|cancelacion"
            "|anulacion|anulado|anulada|reversion|devolucao|devolucion|reversa|reverso|revertir|devuelto|devuelta"
            "|devolvido|devolvida",
            Move.WIN: "win|wins|won|winning|payout|credit|credited|result|settle|settlement|ganho|ganhos|ganhou"
            "|premio|premios|vitoria|credito|pagamento|ganancia|ganancias|gano|pago|acreditado",
            Move.BET: "bet|bets|wager|stake|debit|debited|placebet|betplaced|aposta|apostas|apostou|debito"
            "|apuesta|apuestas|aposto|jugada",
        }.items()
        for word in words.split("|")
    }
)
"""A move called several things is a rollback before a win, and a win before a bet."""

_ROUND = "round|rounds|rodada|ronda|gameround|game round|partida|jogada|play|hand"
_TRANSACTION = "transaction|tx|txn|trx|transacao|transaccion|operacao id|operacion id"
HEADERS: Mapping[str, Column] = MappingProxyType(
    {
        word: column
        for column, words in {
            Column.MOVE: "type|kind|action|operation|operacao|operacion|movement|movimento|movimiento|tipo|event|evento"
            "|transaction type|tx type|tipo de transacao|tipo de transaccion|tipo de operacao|tipo de operacion|method"
            "|acao|accion",
            Column.TRANSACTION: f"{_TRANSACTION}|txid|transactionid|id|reference|ref|referencia",
            Column.ROUND: f"{_ROUND}|roundid|gameroundid",
            Column.AMOUNT: "amount|value|sum|valor|quantia|importe|monto|cantidad|total",
            Column.CURRENCY: "currency|ccy|cur|moeda|moneda|divisa",
            Column.MOMENT: "time|date|datetime|date time|timestamp|created|created at|when|data|hora|data hora|horario"
            "|fecha|fecha hora|fecha y hora|data e hora|hora utc|time utc|date utc|utc",
            Column.UNDOES: "original transaction|original tx|original id|original|related|related id|related tx"
            "|ref tx|reference tx|reference transaction|bet id|bet tx|bet transaction|transacao original"
            "|transaccion original|parent",
            Column.BET: "bet|stake|wager|bet amount|debit|aposta|valor da aposta|valor apostado|debito|apuesta"
            "|importe apostado|monto apostado",
            Column.WIN: "win|payout|win amount|won|credit|ganho|premio|valor ganho|credito|ganancia|importe ganado"
            "|monto ganado",
        }.items()
        for word in words.split("|")
    }
)
"""Headers without `id` before or after them, which changes nothing but for a bet and a win."""

ID_WORDS = frozenset(
    ("id", "ids", "no", "nr", "number", "numero", "n", "code", "codigo", "da", "de", "do", "la", "del")
)
"""Words around a header that add nothing: `ID da rodada`, `round number`."""
