"""What a report names is found in three languages, with its place and its reason."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recognised import How
from bot.domain.words import Language
from tests.domain.desk_words import ES, PT, read

STORY = "Player 83921: round 99812-77 on Book of Suns is stuck since 12:31, bet 50 EUR, nothing paid"


def values(text: str, field: str, language: Language = Language.EN) -> list[str]:
    return [found.value for found in read(text, language).all(field)]


def test_the_story_of_the_floor() -> None:
    found = read(STORY)
    assert {each.field: each.value for each in found.values} == {
        "player_id": "83921",
        "round_id": "99812-77",
        "game": "Book of Suns",
        "provider": "sunworks",
        "happened_at": "2026-11-22T11:31:00+00:00",
        "amount": "50 EUR",
        "currency": "EUR",
    }
    assert (found.provider, found.game, found.doubts) == ("sunworks", "Book of Suns", ())
    assert found.category is not None
    assert (found.category.key, found.category.score) == ("game_round", 6.0)
    assert found.category.why == "round, stuck, round_id"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Jogador 0083921, a rodada 99812-77 travou no Book of Suns ontem às 14h, aposta de R$ 1.234,56", PT),
        ("ID do jogador: 0083921. Rodada nº 99812-77 travada (Book of Suns) ontem 14h, valor R$ 1.234,56", PT),
        ("Jugador 0083921: la ronda #99812-77 de Book of Suns atascada ayer a las 14h, apuesta 1.234,56 BRL", ES),
        ("usuario `0083921`, partida *99812-77*, juego Book of Suns atascado, ayer 14h, apostó R$1.234,56", ES),
    ],
)
def test_the_same_report_in_portuguese_and_spanish(text: str, language: Language) -> None:
    found = read(text, language)
    assert found.category is not None and found.category.key == "game_round"
    assert {field: first.value for field in WANTED if (first := found.first(field))} == WANTED


WANTED = {
    "player_id": "0083921",
    "round_id": "99812-77",
    "game": "Book of Suns",
    "provider": "sunworks",
    "happened_at": "2026-11-21T13:00:00+00:00",
    "amount": "1234.56 BRL",
}


@pytest.mark.parametrize(
    ("text", "field", "ids"),
    [
        ("player 83921.", "player_id", ["83921"]),
        ("Player ID is 0007", "player_id", ["0007"]),
        ("Player РLАYER01 lost it", "player_id", ["РLАYER01"]),
        ("conta: abc_123", "player_id", ["abc_123"]),
        ("round id=R-77.12", "round_id", ["R-77.12"]),
        ("round #007", "round_id", ["007"]),
        ("rounds 99812-77, 99812-78 and 99812-79", "round_id", ["99812-77", "99812-78", "99812-79"]),
        ("rodadas 99812-77 e 99812-78", "round_id", ["99812-77", "99812-78"]),
        ("rounds:\n- 99812-77\n- 99812-78\nthanks", "round_id", ["99812-77", "99812-78"]),
        ("round 5 is stuck", "round_id", ["5"]),
        ("round 5, round 5", "round_id", ["5"]),
        ("transação TX9", "transaction_id", ["TX9"]),
        ("id da transação: tx-99.1", "transaction_id", ["tx-99.1"]),
        ("ID de la apuesta 4455", "transaction_id", ["4455"]),
        ("bet id 778899", "transaction_id", ["778899"]),
        ("sessão s-1", "session_id", ["s-1"]),
        ("campaign id C-7", "bonus_id", ["C-7"]),
        ("SWG 99812-77", "round_id", ["99812-77"]),
        ("TX123456 was debited", "transaction_id", ["TX123456"]),
        ("the round is stuck", "round_id", []),
        ("round 12:31", "round_id", []),
        ("round 2026-11-22", "round_id", []),
        ("round 3 times", "round_id", []),
        ("player 50 EUR", "player_id", []),
        ("players 5 affected, 3 players", "player_id", []),
        ("background 12345", "round_id", []),
        ("round " + "9" * 65, "round_id", []),
        ("99812 and 123456789012", "round_id", []),
        ("mail a99812-77@example.org", "round_id", []),
    ],
)
def test_ids_are_found_by_their_label_or_pattern_and_kept_verbatim(text: str, field: str, ids: list[str]) -> None:
    assert values(text, field) == ids


@pytest.mark.parametrize(
    ("text", "field", "reason", "readings"),
    [
        ("SWG round TX123456", "round_id", "looks_like_another_id", ("transaction_id",)),
        ("123456789012 at PP", "round_id", "several_kinds", ("round_id", "transaction_id")),
        ("bet 1.234 EUR", "amount", "separators", ("1.2340 EUR", "1234 EUR")),
        ("bet 50 lost", "amount", "no_currency", ()),
        ("às 3", "happened_at", "half_of_day", ("2026-11-22T02:00:00+00:00", "2026-11-21T14:00:00+00:00")),
        ("SWG and PP", "provider", "several", ("pragma", "sunworks")),
    ],
)
def test_what_is_unclear_becomes_a_doubt(text: str, field: str, reason: str, readings: tuple[str, ...]) -> None:
    found = read(text)
    doubt = next(each for each in found.doubts if each.field == field)
    assert (doubt.reason, doubt.readings) == (reason, readings)
    assert found.first(field) is None


@pytest.mark.parametrize(
    ("text", "provider", "game", "how"),
    [
        ("Sunworks Gaming is down", "sunworks", None, How.NAMED),
        ("swg is down", "sunworks", None, How.NAMED),
        ("sunworksgaming is down", "sunworks", None, How.NAMED),
        ("Sunwroks Gaming is down", "sunworks", None, How.MISSPELT),
        ("Sunwork down", "sunworks", None, How.MISSPELT),
        ("provider sunwork down", "sunworks", None, How.MISSPELT),
        ("sugar nigth does not load", "pragma", "Sugar Night", How.BY_GAME),
        ("game Crash froze", "sunworks", "Crash", How.BY_GAME),
        ("Lucky Wheel of PP", "pragma", "Lucky Wheel", How.NAMED),
        ("PP", "pragma", None, How.NAMED),
    ],
)
def test_providers_and_games_are_known_by_name(text: str, provider: str, game: str | None, how: How) -> None:
    found = read(text)
    assert (found.provider, found.game) == (provider, game)
    assert [each.how for each in found.all("provider")] == [how]


@pytest.mark.parametrize("text", ["pp", "the game crash again", "sunwork", "Lucky Wheel", "books of the sun", "night"])
def test_a_name_is_not_guessed(text: str) -> None:
    assert read(text).provider is None


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("the wallet balance is wrong", "balance"),
        ("saldo errado", "balance"),
        ("BÔNUS sumiu", "bonus"),
        ("giros gratis no acreditados", "bonus"),
        ("o jogo não abre", "game"),
        ("travada", "game_round"),
        ("stuck bonus", "game_round"),
        ("hello", None),
        ("", None),
    ],
)
def test_the_category_follows_the_weights(text: str, category: str | None) -> None:
    guess = read(text).category
    assert (guess.key if guess else None) == category


def test_the_labelled_stake_comes_before_other_amounts() -> None:
    first = read("balance 900 EUR, bet 50 EUR, won 200 EUR").first("amount")
    assert first is not None and (first.value, first.how) == ("50 EUR", How.LABELLED)


def test_the_clients_currency_serves_a_bare_stake() -> None:
    found = read("aposta de 50, sem retorno", PT, currency="BRL")
    assert [each.value for each in found.all("amount")] == ["50 BRL"]
    assert found.all("currency") == ()


def test_a_time_to_come_is_not_when_it_happened() -> None:
    assert values("maintenance tomorrow 9:00", "happened_at") == []


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*STORY.split(), "\n", "às", "-", "1.234"]), max_size=20).map(" ".join)
)
def test_every_value_stands_where_it_says(text: str) -> None:
    found = read(text)
    assert found == read(text)
    for each in (*found.values, *found.doubts):
        assert text[each.start : each.end] == each.original
    for each in found.values:
        if each.field.endswith("_id"):
            assert each.value == each.original


HARD_UNITS = (
    *("On ", "player 1 ", "9", "book of ", "round 99812-77, ", "a", "Sunwrok ", "bet 5 ", "12:31 ", "TX123456 "),
    *("stuck ", "\u0301", "😀", "rounds 1,", "é1-", "player \n", "Book of sun ", "1 000 ", "{", "\t"),
)


@pytest.mark.parametrize("unit", HARD_UNITS)
def test_a_quarter_of_a_megabyte_is_read_in_time(unit: str) -> None:
    text = unit * (262_144 // len(unit))
    taken = []
    for _ in range(3):  # the best of three, so that what else runs on the machine does not count
        start = time.thread_time()
        read(text)
        taken.append(time.thread_time() - start)
    assert min(taken) < 0.25
