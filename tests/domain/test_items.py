"""Many ids at once become items, each with its own state."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.items import Item, ItemKey, ItemState, NotPossible, Progress, items_of, merged, progress
from bot.domain.providers import IdKind
from bot.domain.words import Language
from tests.domain.desk_words import EN, ES, PT, read

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
Told = tuple[str, str, str, str]


def told(text: str, language: Language = EN) -> list[Told]:
    """Round, transaction, player and amount of each item."""
    return [(item.round, item.transaction, item.player, item.amount) for item in items_of(text, read(text, language))]


@pytest.mark.parametrize(
    ("text", "language", "items"),
    [
        ("rounds 99812-77, 99812-78 and 99812-79 are stuck", EN, ["99812-77", "99812-78", "99812-79"]),
        ("rodadas 99812-77 e 99812-78 do jogador 83921", PT, ["99812-77", "99812-78"]),
        ("rondas:\n- 99812-77\n- 99812-78", ES, ["99812-77", "99812-78"]),
        ("round 99812-77, and round 99812-77 again, then 99812-78 (SWG)", EN, ["99812-77", "99812-78"]),
        ("round 99812-77 is stuck", EN, []),
        ("round 99812-77, transaction TX123456", EN, []),
        ("hello", EN, []),
        ("", EN, []),
    ],
)
def test_several_rounds_become_items(text: str, language: Language, items: list[str]) -> None:
    assert [each[0] for each in told(text, language)] == items


def test_several_transactions_become_items() -> None:
    text = "transactions TX123456, TX123457 and TX123458 were debited"
    assert told(text) == [("", value, "", "") for value in ("TX123456", "TX123457", "TX123458")]


def test_what_stands_in_one_line_belongs_together() -> None:
    text = (
        "player 83921, round 99812-77, transaction TX123456, 10 EUR\n"
        "player 83922, round 99812-78, transaction TX123457, 20 EUR"
    )
    assert told(text) == [
        ("99812-77", "TX123456", "83921", "10 EUR"),
        ("99812-78", "TX123457", "83922", "20 EUR"),
    ]


def test_lists_of_the_same_length_are_paired_and_others_are_not() -> None:
    same = "rounds 99812-77 and 99812-78, transactions TX123456 and TX123457"
    assert [each[:2] for each in told(same)] == [("99812-77", "TX123456"), ("99812-78", "TX123457")]
    other = "rounds 99812-77 and 99812-78, transactions TX123456, TX123457 and TX123458"
    assert [each[:2] for each in told(other)] == [
        ("99812-77", ""),
        ("99812-78", ""),
        ("", "TX123456"),
        ("", "TX123457"),
        ("", "TX123458"),
    ]


def test_the_only_player_is_every_items_player() -> None:
    assert {each[2] for each in told("player 83921 complains:\nround 99812-77\nround 99812-78")} == {"83921"}
    assert {each[2] for each in told("players 83921, 83922:\nround 99812-77\nround 99812-78")} == {""}


def item(state: ItemState = ItemState.OPEN) -> Item:
    return Item(ItemKey(IdKind.ROUND, "99812-77"), state=state)


@pytest.mark.parametrize(
    ("state", "possible"),
    [
        (ItemState.OPEN, "asked answered done"),
        (ItemState.ASKED, "answered done reopened"),
        (ItemState.ANSWERED, "asked done"),
        (ItemState.DONE, "reopened"),
    ],
)
def test_each_state_allows_its_next_ones(state: ItemState, possible: str) -> None:
    allowed = []
    for name in ("asked", "answered", "done", "reopened"):
        try:
            after = item(state).answered("closed", NOW) if name == "answered" else getattr(item(state), name)(NOW)
        except NotPossible:
            continue
        allowed.append(name)
        assert after.changed_at == NOW
        assert after.state == ("open" if name == "reopened" else name)
    assert allowed == possible.split()


def test_an_answer_is_kept_when_the_item_is_done_and_reopened() -> None:
    later = NOW + timedelta(minutes=5)
    done = item().asked(NOW).answered("win credited", later).done(later)
    assert (done.answer, done.is_settled, done.reopened(later).answer) == ("win credited", True, "win credited")


def test_progress_counts_each_state() -> None:
    items = [item(), item(ItemState.ASKED), item(ItemState.DONE), item(ItemState.DONE)]
    assert progress(items) == Progress(open=1, asked=1, answered=0, done=2)
    assert progress(items).total == 4


def test_another_message_fills_in_and_adds_but_overwrites_nothing() -> None:
    before = (Item(ItemKey(IdKind.ROUND, "99812-77"), transaction="TX123456", state=ItemState.ASKED),)
    text = "round 99812-77, player 83921, transaction TX999999\nround 99812-78, player 83922"
    after = merged(before, items_of(text, read(text)))
    assert after[0] == Item(
        ItemKey(IdKind.ROUND, "99812-77"), transaction="TX123456", player="83921", state=ItemState.ASKED
    )
    assert [each.round for each in after] == ["99812-77", "99812-78"]


@given(
    st.lists(st.integers(10_000, 99_999), min_size=2, max_size=30, unique=True), st.sampled_from([", ", "\n", " and "])
)
def test_every_listed_round_is_one_item(numbers: list[int], mark: str) -> None:
    ids = [f"{number}-77" for number in numbers]
    text = "rounds " + mark.join(ids)
    assert [each[0] for each in told(text)] == ids
    assert items_of(text, read(text)) == items_of(text, read(text))


@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from(["round", "99812-77", "TX123456", "\n", "player", "83921", ","])).map(" ".join)
)
def test_no_text_breaks_the_items(text: str) -> None:
    items = items_of(text, read(text))
    assert len({each.key for each in items}) == len(items) != 1
