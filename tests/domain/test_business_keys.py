"""By what a ticket is known elsewhere, read from its evidence."""

import pytest

from bot.domain.business_keys import MOST, keys_of
from bot.domain.duplicates import TicketKeys, duplicates_for_desk
from bot.domain.words import CategoryKey, PersonId, TicketId
from tests.builders import rules
from tests.views.builders import evidence as value
from tests.views.builders import ticket

ROUND = ("round_id", "99812-77")


def keys(*given: tuple[str, str], category: str = "game_round", number: int = 12) -> TicketKeys:
    told = ticket(id=TicketId(number), category=CategoryKey(category))
    return keys_of(told, [value(field, each, PersonId(1)) for field, each in given], rules())


def known(*given: tuple[str, str], category: str = "game_round") -> set[tuple[str, str]]:
    return {(str(each.kind), each.value) for each in keys(*given, category=category).keys}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (ROUND, {("round", "99812-77")}),
        (("round_id", " RF123456789 "), {("round", "rf123456789")}),
        (("bet_transaction_id", "NBX-12345678"), {("transaction", "nbx-12345678")}),
        (("transaction_id", "NBX-12345678"), {("transaction", "nbx-12345678")}),
        (("player_id", "83921"), set()),
        (("player_saw", "NBX-12345678 is gone"), set()),
        (("round_id", "x" * 101), set()),
    ],
)
def test_rounds_and_transactions_are_keys(given: tuple[str, str], found: set[tuple[str, str]]) -> None:
    """However they are spelt and whichever field holds them; nothing else is one event."""
    assert known(given) == found


def test_a_list_of_ids_is_read_by_the_named_providers_patterns() -> None:
    """Without the provider nobody knows which of the words are ids."""
    ids = ("transaction_ids", "NBX-12345678\nNBX-12345679, and 83921")
    assert known(ids, category="balance") == set()
    told = known(ids, ("provider", "Nebula"), category="balance")
    assert told == {("transaction", "nbx-12345678"), ("transaction", "nbx-12345679")}


def test_provider_and_game_are_known_by_their_own_names() -> None:
    """By whichever name they are given; of two that differ none is."""
    told = keys(ROUND, ("provider", "NBG"), ("game", "livro dos sóis"))
    assert (told.provider, told.game, told.error) == ("nebula", "Book of Suns", "game_round")
    assert {each.provider for each in told.keys} == {"nebula"}
    torn = keys(ROUND, ("provider", "NBG"), ("provider", "RedFox"), ("game", "Comet"), ("game", "Foxfire"))
    assert (torn.provider, torn.game) == (None, None)
    assert keys(("game", "Some Game")).game == "some game"


def test_the_same_round_of_another_provider_is_another() -> None:
    mine, theirs = keys(ROUND, ("provider", "NBG")), keys(ROUND, ("provider", "RedFox"), number=13)
    assert duplicates_for_desk(mine, [theirs]) == ()
    assert len(duplicates_for_desk(mine, [keys(ROUND, number=14)])) == 1


def test_a_flood_of_ids_is_cut() -> None:
    told = keys(*(("round_id", f"99812-{number}") for number in range(3 * MOST)))
    assert len(told.keys) == MOST
