"""Pasted tables: a cell is what its column's head says."""

import time

import pytest

from bot.domain.plain_text import plain_letters
from bot.domain.tables import find_cells
from tests.domain.desk_words import EN, read


def test_ids_amounts_and_times_are_read_by_their_columns() -> None:
    found = read("time (UTC),player id,round,bet (EUR)\n10:01,77-a1,5501-9,2.50\n10:02,77-a2,5502-9,3.00\nplease check")
    assert [each.value for each in found.all("player_id")] == ["77-a1", "77-a2"]
    assert [each.value for each in found.all("round_id")] == ["5501-9", "5502-9"]
    assert [each.value for each in found.all("amount")] == ["2.5 EUR", "3 EUR"]
    assert [each.value[11:16] for each in found.all("happened_at")] == ["10:01", "10:02"]


def test_a_column_of_currencies_says_what_the_amounts_are() -> None:
    found = read("| tx | amount | ccy |\n|---|---|---|\n| TX100001 | 10.00 | USD |\n| TX100002 | -4 | BRL |")
    assert [each.value for each in found.all("amount")] == ["10 USD", "-4 BRL"]
    assert [each.value for each in found.all("transaction_id")] == ["TX100001", "TX100002"]


@pytest.mark.parametrize(
    "text", ["", "round,bet,player", "hello\nworld", "player and round\n1,2", "a|b\n1|2", "bet | win"]
)
def test_without_heads_and_rows_there_is_no_table(text: str) -> None:
    assert list(find_cells(plain_letters(text))) == []


@pytest.mark.parametrize("unit", ["a|", "round|bet\n1|2\n", "\n", "|", "player,round,bet\n", "\t"])
def test_a_large_table_is_read_in_time(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    start = time.thread_time()
    list(find_cells(text))
    read(text, EN)
    assert time.thread_time() - start < 0.5
