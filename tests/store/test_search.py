"""The same words find the same tickets on both databases."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.domain.plain_text import fold
from bot.domain.tickets import EntryKind
from bot.domain.words import TicketId
from bot.store.lists import found
from bot.store.search import WORD_LIMIT, index, searches, words_of
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork
from tests.store.builders import new_ticket, open_store, opened, said

TITLES = (
    "Round 99812-07 did not pay 50 EUR",
    "Aposta não creditada: rodada AP-2026-000123, João",
    "La ruleta Ñandú no cerró, Straße GROSS ΣΊΣΥΦΟΣ",
    "игра зависла 卡住了 ゲーム ทดสอบ हिन्दी 🎰",
    "user.name@example.com http://pit.example/a_b?c=d 1e9 -5 €1.234,56 x²½",
    "Ⴀⴀ Ა ა Ꮿ ꭰ ẞ İstanbul ﬁn Ⅻ",
    "",
)
QUESTIONS: tuple[tuple[str, set[int]], ...] = (
    ("99812", {0}),
    ("99812-07", {0}),
    ("ROUND pay", {0}),
    ("round 50 e", {0}),
    ("rou", {0}),
    ("rou did", set()),
    ("não", {1}),
    ("NÃO CREDITADA", {1}),
    ("nao", set()),
    ("ap-2026", {1}),
    ("ñandú", {2}),
    ("strasse", {2}),
    ("gross", {2}),
    ("σίσυφος", {2}),
    ("ИГРА", {3}),
    ("卡住", {3}),
    ("ゲーム", {3}),
    ("हिन्दी", {3}),
    ("🎰", set()),
    ("example", {4}),
    ("a_b", {4}),
    ("1e9", {4}),
    ("1.234,56", {4}),
    ("x²½", {4}),
    ("ა", {5}),
    ("ꮿ", {5}),
    ("fin", {5}),
    ("' OR 1=1 --", set()),
    ('"round" AND NOT pay*', set()),
    ("round & pay | !did <-> :*", {0}),
    ("NEAR(round pay)", set()),
    ("body:round", set()),
    ("\\", set()),
    ("", set()),
)


async def filled(store: Store, titles: tuple[str, ...] = TITLES) -> list[TicketId]:
    async with store.change(EVERYTHING) as uow:
        tickets = [await new_ticket(uow, title=title) for title in titles]
        for ticket in tickets:
            await index(uow, ticket)
        return [ticket.id for ticket in tickets]


async def search(uow: UnitOfWork, words: str) -> set[TicketId]:
    return {ticket.id for ticket in (await found(uow, words, 1)).tickets}


async def test_words_find_what_holds_them_all_the_last_perhaps_only_begun(store: Store) -> None:
    numbers = await filled(store)
    async with store.look(EVERYTHING) as uow:
        for words, expected in QUESTIONS:
            assert await search(uow, words) == {numbers[each] for each in expected}, words


async def test_what_was_said_and_given_and_resolved_is_found_and_what_was_deleted_is_not(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket = await new_ticket(uow, title="plain")
        uow.record(ticket, opened())
        entry = await said(uow, ticket, "the kestrel hangs", EntryKind.CLIENT)
    async with store.change(EVERYTHING) as uow:
        assert await search(uow, "kestrel") == {ticket.id}
        await uow.entries.change(entry.id, text="the sparrow hangs")
        ticket = await uow.tickets.save(replace(await uow.tickets.get(ticket.id), resolution="closed by hand"))
        await index(uow, ticket)
        assert [await search(uow, word) for word in ("kestrel", "sparrow", "hand")] == [set(), {ticket.id}, {ticket.id}]
        await uow.entries.change(entry.id, deleted_at=uow.now)
        await index(uow, ticket)
        assert await search(uow, "sparrow") == set()


@pytest.mark.parametrize("act", ["delete", "update"])
async def test_the_index_follows_its_table(store: Store, act: str) -> None:
    [number] = await filled(store, ("kestrel",))
    async with store.change(EVERYTHING) as uow:
        mine = searches.c.ticket == number
        await uow.execute(delete(searches) if act == "delete" else searches.update().where(mine).values(body="sparrow"))
        assert await search(uow, "kestrel") == set()
        assert await search(uow, "sparrow") == (set() if act == "delete" else {number})


async def test_absurd_texts_are_indexed_and_found(store: Store) -> None:
    long_word = "é" * 5000
    titles = (long_word, "word " * 20_000 + "last", " ".join(str(number) for number in range(30_000)), "́" * 50_000)
    numbers = await filled(store, titles)
    async with store.look(EVERYTHING) as uow:
        assert await search(uow, long_word) == {numbers[0]}
        assert await search(uow, "é" * (WORD_LIMIT - 1)) == {numbers[0]}
        assert await search(uow, "word " * 10_000) == {numbers[1]}
        assert await search(uow, "123") == {numbers[2]} | ({TicketId(123)} & set(numbers))
        assert await search(uow, " ".join("w" * each for each in range(1, 200))) == set()


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


async def test_any_text_is_found_by_its_own_words_on_both(make_database: Callable[[str], str]) -> None:
    """Whatever somebody writes: each of its words finds it, on SQLite as on PostgreSQL."""
    stores = [await open_store(make_database(kind)) for kind in ("sqlite", "postgresql")]
    texts = _some_texts()
    for store in stores:
        await filled(store, texts)
    answers = [await _answers(store, texts) for store in stores]
    assert answers[0] == answers[1]
    for store in stores:
        await store.database.close()


async def _answers(store: Store, texts: tuple[str, ...]) -> list[set[TicketId]]:
    async with store.look(EVERYTHING) as uow:
        return [await search(uow, word) for text in texts for word in (text, *words_of(text).split()[:3])]


def _some_texts() -> tuple[str, ...]:
    kept: list[str] = []

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(TEXTS)
    def collect(text: str) -> None:
        kept.append(text)

    collect()
    return tuple(kept)


@given(TEXTS)
@settings(max_examples=200, deadline=None, database=None)
def test_searchable_words_are_folded_words_with_one_space_between(text: str) -> None:
    words = words_of(text)
    assert words == words_of(words) == words_of(fold(text))
    assert words.split(" ") == words.split() or words == ""
    assert all(word.isalnum() for word in words.split())
