"""A pasted list of bets, wins and rollbacks shows the row that nothing answers, and what moved."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ledger import Ledger, Move, Unmatched, read_ledger
from tests.domain.personal_cases import HARMLESS

BET, WIN, ROLLBACK = Move.BET, Move.WIN, Move.ROLLBACK
ALONE, NO_BET = Unmatched.BET_WITHOUT_RESULT, Unmatched.WIN_WITHOUT_BET
NEVER_ARRIVED, DOUBLED = Unmatched.ROLLBACK_WITHOUT_BET, Unmatched.DOUBLED_TRANSACTION


def ledger(text: str) -> Ledger:
    read = read_ledger(text)
    assert read is not None
    return read


def told(text: str) -> list[tuple[Move, str, str, str]]:
    return [(row.move, row.transaction, row.round, f"{row.amount} {row.currency}".strip()) for row in ledger(text).rows]


def alone(text: str) -> list[tuple[str, Unmatched]]:
    return [(each.row.transaction or each.row.round, each.why) for each in ledger(text).findings]


SAME = [
    (BET, "T1", "99812-77", "10.00 EUR"),
    (WIN, "T2", "99812-77", "25.00 EUR"),
    (BET, "T3", "99812-78", "10.00 EUR"),
]


@pytest.mark.parametrize(
    "text",
    [
        "type\ttransaction id\tround id\tamount\tcurrency\nbet\tT1\t99812-77\t10.00\tEUR\nwin\tT2\t99812-77\t25.00"
        "\tEUR\nbet\tT3\t99812-78\t10.00\tEUR",
        "please check:\n| Tipo | ID da transação | Rodada | Valor |\n|---|:--|---|---|\n| aposta | T1 | 99812-77"
        " | 10,00 EUR |\n| prêmio | T2 | 99812-77 | 25,00 EUR |\n| aposta | T3 | 99812-78 | 10,00 EUR |\nobrigado",
        "Operación;Transacción;Ronda;Importe (EUR)\napuesta;T1;99812-77;10,00\nganancia;T2;99812-77;25,00\n"
        "apuesta;T3;99812-78;10,00",
        'Action,TxId,RoundId,Amount,Currency\nBET,T1,99812-77,"10.00",EUR\nWIN,T2,99812-77,25.00,EUR\nBET,T3,99812-78,10.00,EUR',
        "bet    T1   99812-77   10.00 EUR\nwin    T2   99812-77   25.00 EUR\nbet    T3   99812-78   10.00 EUR",
        "99812-77  T1  bet  10.00 EUR\n99812-77  T2  win  25.00 EUR\n99812-78  T3  bet  10.00 EUR",
        "bet T1 round 99812-77 10.00 EUR\nwin T2 round 99812-77 25.00 EUR\nbet T3 round 99812-78 10.00 EUR",
        "- aposta: tx T1, rodada 99812-77, 10,00 EUR\n- ganho: tx T2, rodada 99812-77, 25,00 EUR\n"
        "- aposta: tx T3, rodada 99812-78, 10,00 EUR",
        "betPlaced | T1 | 99812-77 | €10.00\nbet_win | T2 | 99812-77 | €25.00\nbetPlaced | T3 | 99812-78 | €10.00",
    ],
)
def test_the_same_list_in_many_spellings(text: str) -> None:
    assert told(text) == SAME
    assert alone(text) == [("T3", ALONE)]
    totals = ledger(text).totals["EUR"]
    assert (totals.staked, totals.won, totals.net) == (Decimal("20.00"), Decimal("25.00"), Decimal("5.00"))


def test_a_line_of_moves_with_one_id_each() -> None:
    text = "bet 123 10.00 / win 123 25.00 / rollback 124"
    assert told(text) == [(BET, "", "123", "10.00"), (WIN, "", "123", "25.00"), (ROLLBACK, "", "124", "None")]
    assert alone(text) == [("124", NEVER_ARRIVED)]
    assert ledger(text).wrong == ()
    assert ledger(text).totals[""].net == Decimal("15.00")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("bet,T1,R1,10.00\nwin,T2,R1,0.00", []),
        ("bet,T1,R1,10.00\nbet,T2,R1,10.00\nwin,T3,R1,50.00", []),
        ("bet,T1,R1,10.00\nwin,T2,R2,25.00", [("T1", ALONE), ("T2", NO_BET)]),
        ("bet,T1,R1,10.00\nrollback,T2,R1,10.00", []),
        ("bet,T1,R1,10.00\nrollback,T1,R1,10.00", []),
        ("bet,T1,R1,10.00\nbet,T2,R1,20.00\nrollback,T3,R1,20.00", [("T1", ALONE)]),
        ("bet,T1,R1,10.00\nrollback,T2,R1,10.00\nrollback,T3,R1,10.00", [("T3", NEVER_ARRIVED)]),
        ("rollback,T2,R1,10.00\nbet,T3,R2,5.00\nwin,T4,R2,5.00", [("T2", NEVER_ARRIVED)]),
        ("bet,T1,R1,10.00\nwin,T2,R1,5.00\nwin,T2,R1,5.00", [("T2", DOUBLED)]),
        ("bet,T1,R1,10.00\nbet,T1,R2,10.00\nwin,T2,R1,5.00", [("T1", DOUBLED)]),
        ("bet,T1,R1,10.00\nwin,T1,R1,5.00", [("T1", DOUBLED)]),
    ],
)
def test_which_rows_stand_alone(rows: str, found: list[tuple[str, Unmatched]]) -> None:
    assert alone("type,tx,round,amount\n" + rows) == found


def test_a_rollback_names_the_bet_that_it_undoes() -> None:
    text = "bet tx T1 round R1 10 EUR\nbet tx T2 round R2 10 EUR\nrollback T3 of T2"
    assert alone(text) == [("T1", ALONE)]
    assert ledger(text).totals["EUR"].given_back == 10
    columns = "type\ttx\toriginal tx\tamount\nbet\tT1\t\t10\nrollback\tT9\tT1\t10\nrollback\tT8\tT0\t10"
    assert alone(columns) == [("T8", NEVER_ARRIVED)]


def test_a_bare_rollback_carries_the_id_of_its_bet() -> None:
    text = "bet 10.00 NBX-11220011\nwin 35.00 NBX-11220012\nrollback 10.00 NBX-11220011\nwhy is there a rollback??"
    assert alone(text) == [("NBX-11220012", NO_BET)]
    spanish = (
        "Fecha | Tipo | ID | Monto\n22/11 20:01 | APUESTA | T1 | -50,00 ARS\n22/11 20:03 | REVERSA | T2 | 50,00 ARS"
    )
    assert alone(spanish) == [("T1", ALONE), ("T2", NEVER_ARRIVED)]


def test_without_rounds_a_win_answers_the_bet_before_it() -> None:
    text = "12:31 bet 100234 10\n12:32 win 100235 25\n12:33 bet 100236 10"
    assert alone(text) == [("100236", ALONE)]
    assert [row.moment for row in ledger(text).rows] == ["12:31", "12:32", "12:33"]


def test_a_row_with_stake_and_win_is_both() -> None:
    text = "Round ID\tTime\tBet\tWin\n99812-77\t12:31\t10.00\t0.00\n99812-78\t12:32\t10.00\t25.00"
    assert [(row.move, row.round, row.amount) for row in ledger(text).rows] == [
        (BET, "99812-77", Decimal("10.00")),
        (WIN, "99812-77", Decimal("0.00")),
        (BET, "99812-78", Decimal("10.00")),
        (WIN, "99812-78", Decimal("25.00")),
    ]
    assert alone(text) == []


def test_an_unclear_amount_is_settled_by_the_others_or_stays_unclear() -> None:
    settled = ledger('type,tx,round,amount\nbet,T1,R1,10.50\nwin,T2,R1,"1,234"')
    assert [row.amount for row in settled.rows] == [Decimal("10.50"), Decimal(1234)]
    unclear = ledger("type;tx;round;amount\nbet;T1;R1;10\nwin;T2;R1;1.234")
    assert [row.transaction for row in unclear.unclear] == ["T2"]
    assert unclear.totals[""].won == 0


def test_signs_stay_and_totals_have_none() -> None:
    read = ledger("type,tx,round,amount\ndebit,T1,R1,-10.00\ncredit,T2,R1,+25.00")
    assert [row.amount for row in read.rows] == [Decimal("-10.00"), Decimal("25.00")]
    assert (read.totals[""].staked, read.totals[""].out) == (Decimal("10.00"), Decimal("25.00"))


def test_currencies_are_not_added_up() -> None:
    read = ledger("type,tx,round,amount,currency\nbet,T1,R1,10.00,EUR\nbet,T2,R2,30.00,BRL\nwin,T3,R2,5.00,BRL")
    assert {code: total.staked for code, total in read.totals.items()} == {"EUR": 10, "BRL": 30}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bet 50 EUR\nwin 200 EUR",
        "the bet 99812-77 was lost, the win never came",
        "bet 123 10.00",
        "balance 900 EUR, bet 50 EUR, won 200 EUR",
        "player\tround\tgame\n83921\t99812-77\tBook of Suns\n83922\t99812-78\tBook of Suns",
        "Jogador 0083921, a rodada 99812-77 travou ontem às 14h, aposta de R$ 1.234,56",
        "aposta recusada\nrodada 99812-77\naposta de 50 EUR em 99812-78",
        *(text for text in HARMLESS if "rollback" not in text),
    ],
)
def test_other_texts_are_no_ledger(text: str) -> None:
    assert read_ledger(text) is None


MOVES = st.sampled_from(["bet", "win", "rollback"])
ROWS = st.lists(
    st.tuples(MOVES, st.integers(100, 120), st.integers(1, 5), st.decimals(0, 999, places=2)), min_size=2, max_size=12
)


@given(ROWS)
def test_every_row_is_kept_and_stands_alone_at_most_once(rows: list[tuple[str, int, int, Decimal]]) -> None:
    text = "type,tx,round,amount\n" + "\n".join(f"{move},T{tx},R{round_},{amount}" for move, tx, round_, amount in rows)
    read = ledger(text)
    assert [(row.move, row.transaction, row.round, row.amount) for row in read.rows] == [
        (move, f"T{tx}", f"R{round_}", amount) for move, tx, round_, amount in rows
    ]
    lines = [finding.row.line for finding in read.findings]
    assert lines == sorted(set(lines))


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=8))
def test_complete_rounds_leave_nothing_alone(rounds: list[tuple[int, bool]]) -> None:
    lines = ["type,tx,round,amount"]
    for at, (bets, wins) in enumerate(rounds):
        lines += [f"bet,B{at}-{bet},R{at},10.00" for bet in range(bets)]
        lines += [f"win,W{at}-0,R{at},5.00"] if wins else [f"rollback,X{at}-{bet},R{at},10.00" for bet in range(bets)]
    read = ledger("\n".join(lines))
    assert read.findings == ()
    staked = sum(10 * bets for bets, _ in rounds)
    assert read.totals[""].staked == staked


@given(st.text(max_size=200) | st.text("betwinrolack\t|;,\n 0123456789.-", max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    read_ledger(text)


@pytest.mark.parametrize(
    "unit",
    ["bet,T1,R1,10.00\n", "bet 123 10.00 / ", "bet ", "\t", "|", ", ", "  ", "12:31 ", "9", "bet\t1\t2\n", '"', "\n"],
)
def test_long_lists_are_read_in_linear_time(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    taken = []
    for _ in range(3):  # the best of three, so that what else runs on the machine does not count
        start = time.thread_time()
        read_ledger(text)
        taken.append(time.thread_time() - start)
    assert min(taken) < 0.2
