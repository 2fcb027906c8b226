"""One unsent card per place, letters in order, pages ahead; leases, fences and what is unsure."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.tickets import TicketPlace
from bot.domain.words import Place
from bot.store.arrivals import cards_stand
from bot.store.deaths import MANY
from bot.store.letters import Kind, Outgoing
from bot.store.outbox import AMBIGUOUS, DEAD, HELD, MOOT, READY, SENT
from bot.store.queue_tables import outbox
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import ACME_CHANNEL, DESK_CHANNEL, housed_ticket, open_store

SECOND, LEASE = timedelta(seconds=1), timedelta(seconds=21)


async def house(store: Store, *, card: str | None = "9.9") -> TicketPlace:
    """A desk's place whose card was sent already, unless it is None."""
    async with store.change(EVERYTHING) as uow:
        _, _, desk = await housed_ticket(uow)
        if card:
            await cards_stand(uow, {desk.id: (card, card)})
        return await uow.places.get(desk.id)


async def post(store: Store, place: TicketPlace, *messages: str, urgent: bool = False) -> None:
    for message in messages:
        async with store.change(EVERYTHING) as uow:
            await uow.outbox.post(place, message, {"n": message}, urgent=urgent)


async def draw(store: Store, place: TicketPlace) -> None:
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.card(place)


async def claim(store: Store, limit: int = 10) -> list[Outgoing]:
    async with store.change(EVERYTHING) as uow:
        return list(await uow.outbox.claim(limit))


async def settle(store: Store, letter: Outgoing, state: str = SENT, **values: object) -> bool:
    async with store.change(EVERYTHING) as uow:
        return await uow.outbox.settle(letter, state, **values)


async def wait(store: Store, span: timedelta) -> None:
    """The wall moves on, for this replica."""
    store.clock.follow(store.clock.wall() + span, timedelta())


def messages(letters: list[Outgoing]) -> list[str]:
    return [each.message for each in letters]


async def test_only_the_head_of_a_lane_is_claimed(store: Store) -> None:
    place = await house(store)
    await post(store, place, "one", "two")
    [first] = await claim(store)
    assert first.message == "one"
    assert await claim(store) == []
    assert await settle(store, first)
    assert messages(await claim(store)) == ["two"]


async def test_ten_changes_before_the_card_is_sent_cost_one(store: Store) -> None:
    place = await house(store)
    for _ in range(10):
        await draw(store, place)
    [card] = await claim(store)
    await draw(store, place)
    await draw(store, place)
    await settle(store, card)
    [again] = await claim(store)
    assert again.id != card.id, "a change while it is being sent is drawn afterwards"
    await settle(store, again)
    assert await claim(store) == []


async def test_two_places_do_not_wait_for_each_other(store: Store) -> None:
    one, two = await house(store), await house(store)
    await post(store, one, "a")
    await post(store, two, "b")
    assert messages(await claim(store)) == ["a", "b"]


async def test_a_page_overtakes_what_waits_but_not_the_card_that_it_hangs_under(store: Store) -> None:
    await post(store, await house(store), "elsewhere")
    [elsewhere] = await claim(store)
    place = await house(store, card=None)
    await draw(store, place)
    await post(store, place, "note")
    await post(store, place, "page", urgent=True)
    [card] = await claim(store)
    assert card.kind is Kind.CARD
    assert await claim(store) == []
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.settle(card, SENT, sent_id="5.5")
        await cards_stand(uow, {place.id: ("5.5", "5.5")})
    page, note = await claim(store)
    assert (page.message, note.message) == ("page", "note")
    assert page.where == note.where == Place(DESK_CHANNEL, "5.5")
    assert elsewhere.place != place.id, "another place's card is no card here"


async def test_pages_keep_their_own_order(store: Store) -> None:
    place = await house(store)
    await post(store, place, "note")
    await post(store, place, "first call", "second call", urgent=True)
    first = await claim(store)
    assert messages(first) == ["first call", "note"]
    await settle(store, first[1])
    assert await claim(store) == []
    await settle(store, first[0])
    assert messages(await claim(store)) == ["second call"]


async def test_a_lease_that_ran_out_is_ambiguous_and_its_first_holder_writes_nothing(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    await post(store, await house(store), "one")
    [first] = await claim(store)
    assert (first.doubtful, first.attempts) == (False, 1)
    other = await replica()
    assert await claim(other) == []
    await wait(other, LEASE)
    [second] = await claim(other)
    assert (second.doubtful, second.attempts, second.attempted_at) == (True, 1, second.attempted_at), "dying is no try"
    assert second.fence == first.fence + 1
    assert not await settle(store, first)
    assert await settle(other, second)
    assert await claim(other) == []


async def test_an_ambiguous_letter_holds_its_lane_until_it_is_decided(store: Store) -> None:
    place = await house(store)
    await post(store, place, "one", "two")
    [first] = await claim(store)
    await settle(store, first, AMBIGUOUS, due_at=store.clock.wall() + SECOND)
    assert await claim(store) == []
    await wait(store, SECOND)
    [again] = await claim(store)
    assert (again.message, again.doubtful, again.attempted_at) == ("one", True, again.attempted_at)
    assert again.attempted_at
    assert again.attempted_at < store.clock.wall()


async def test_what_a_killed_process_was_sending_is_doubtful_at_once(store: Store) -> None:
    await post(store, await house(store), "one")
    await claim(store)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.release_all()
    [again] = await claim(store)
    assert again.doubtful


async def test_a_letter_that_kills_its_senders_waits_ever_longer(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    """From the fifth death on; the letters of other lanes go on, and whether it arrived stays doubtful."""
    await post(store, await house(store), "killer")
    await claim(store)
    for _ in range(MANY - 1):
        await wait(store, LEASE)
        assert messages(await claim(store)) == ["killer"]
    await post(store, await house(store), "other")
    await wait(store, LEASE)
    assert messages(await claim(store)) == ["other"]
    await wait(store, SECOND * 20)
    killer = next(each for each in await claim(store) if each.message == "killer")
    assert (killer.doubtful, killer.attempts) == (True, 1)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.release_all()
    assert "killer" not in messages(await claim(store)), "nor at once after a start"


async def test_a_letter_that_failed_goes_again_when_it_is_due(store: Store) -> None:
    await post(store, await house(store), "one")
    [first] = await claim(store)
    assert await settle(store, first, READY, due_at=store.clock.wall() + SECOND, error="no")
    assert await claim(store) == []
    await wait(store, SECOND)
    [again] = await claim(store)
    assert (again.doubtful, again.attempts) == (False, 2)


async def test_a_card_that_failed_is_moot_when_a_newer_one_waits(store: Store) -> None:
    place = await house(store)
    await draw(store, place)
    [card] = await claim(store)
    await draw(store, place)
    assert await settle(store, card, READY)
    [newer] = await claim(store)
    assert newer.id != card.id
    await settle(store, newer)
    assert await claim(store) == []


async def test_a_dead_card_that_is_replayed_while_a_newer_one_waits_is_moot(store: Store) -> None:
    place = await house(store)
    await draw(store, place)
    [card] = await claim(store)
    await settle(store, card, DEAD, error="no")
    await draw(store, place)
    async with store.change(EVERYTHING) as uow:
        assert await uow.outbox.replay(card.id)
        assert not await uow.outbox.replay(card.id)
        assert await uow.outbox.count_dead() == 0
    assert len(await claim(store)) == 1


async def test_a_dead_letter_lets_the_next_go_on_and_can_be_replayed(store: Store) -> None:
    await post(store, await house(store), "one", "two")
    [first] = await claim(store)
    await settle(store, first, DEAD, error="no")
    [second] = await claim(store)
    assert second.message == "two"
    await settle(store, second)
    async with store.change(EVERYTHING) as uow:
        [dead] = await uow.outbox.dead()
        assert (dead["id"], dead["error"]) == (first.id, "no")
        assert await uow.outbox.replay(first.id)
    assert [(each.message, each.attempts) for each in await claim(store)] == [("one", 1)]


async def test_a_dead_letter_can_be_left_be(store: Store) -> None:
    await post(store, await house(store), "one")
    [letter] = await claim(store)
    await settle(store, letter, DEAD)
    async with store.change(EVERYTHING) as uow:
        assert await uow.outbox.discard(letter.id)
        assert await uow.outbox.waiting() == (0, None)


async def test_a_slowed_channel_rests_and_the_others_go_on(store: Store) -> None:
    """The longest pause that was named counts, for every replica."""
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.send(Place(ACME_CHANNEL), "greeting", {})
        await uow.outbox.send(Place(DESK_CHANNEL), "greeting", {})
        await uow.outbox.slow_down(ACME_CHANNEL, uow.wall + 30 * SECOND)
        await uow.outbox.slow_down(ACME_CHANNEL, uow.wall + SECOND)
    assert [each.where.channel for each in await claim(store)] == [DESK_CHANNEL]
    await wait(store, 2 * SECOND)
    assert await claim(store) == []
    await wait(store, 30 * SECOND)
    assert ACME_CHANNEL in [each.where.channel for each in await claim(store)]


async def test_a_held_letter_is_somebodys_decision(store: Store) -> None:
    """Sent again or left be, once; its lane goes on meanwhile, and a held card is moot when a newer one waits."""
    place = await house(store)
    await draw(store, place)
    await post(store, place, "one", "two")
    held = []
    for _ in range(2):
        [letter] = await claim(store)
        held.append(letter)
        await settle(store, letter, HELD)
    assert messages(await claim(store)) == ["two"]
    await draw(store, place)
    card, one = held
    for letter in held:
        async with store.change(EVERYTHING) as uow:
            assert await uow.outbox.decide(letter.id, again=True)
            assert not await uow.outbox.decide(letter.id, again=False)
    async with store.look(EVERYTHING) as uow:
        states = dict((await uow.execute(select(outbox.c.id, outbox.c.state))).all())
    assert (states[card.id], states[one.id]) == (MOOT, READY)


async def test_a_dead_place_gets_nothing_more(store: Store) -> None:
    """What it would have got is kept, for its channel may work again."""
    place = await house(store)
    async with store.change(EVERYTHING) as uow:
        await uow.places.mark_dead(place.id, "archived")
        place = await uow.places.get(place.id)
    await draw(store, place)
    await post(store, place, "one")
    assert await claim(store) == []
    async with store.look(EVERYTHING) as uow:
        assert [(row["message"], row["error"]) for row in await uow.outbox.dead()] == [("one", "gone: archived")]


async def test_a_file_id_is_on_the_row_before_the_upload_ends(store: Store) -> None:
    place = await house(store)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.post(place, "file", {"file": 1}, kind=Kind.FILE)
    [letter] = await claim(store)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.begin_file(letter, "F0NEW")
        await uow.outbox.release_all()
    [again] = await claim(store)
    assert (again.file, again.doubtful) == ("F0NEW", True)


async def test_sent_letters_go_after_their_time_and_dead_ones_stay(store: Store) -> None:
    await post(store, await house(store), "one", "two", "three", "four")
    for state in (SENT, MOOT, DEAD):
        [letter] = await claim(store)
        await settle(store, letter, state)
    async with store.change(EVERYTHING) as uow:
        assert await uow.outbox.forget(uow.wall - SECOND, 10) == 0
        assert await uow.outbox.forget(uow.wall + SECOND, 1) == 1
        assert await uow.outbox.forget(uow.wall + SECOND, 10) == 1
        assert (await uow.outbox.count_dead(), (await uow.outbox.waiting())[0]) == (1, 1)


async def test_concurrent_claimers_never_take_the_same_and_keep_every_lanes_order(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    places = [await house(store) for _ in range(6)]
    async with store.change(EVERYTHING) as uow:
        for number in range(90):
            await uow.outbox.post(places[number % 6], f"{number:03}", {})
    sent: list[str] = []

    async def drain(one: Store) -> None:
        while True:
            letters = await claim(one, 4)
            async with one.look(EVERYTHING) as uow:
                if not letters and not (await uow.outbox.waiting())[0]:
                    return
            for letter in letters:
                sent.append(letter.message)
                assert await settle(one, letter)

    replicas = [store, *[await replica() for _ in range(3)]]
    await asyncio.gather(*(drain(each) for each in replicas))
    assert sorted(sent) == [f"{number:03}" for number in range(90)]
    for lane in range(6):
        mine = [message for message in sent if int(message) % 6 == lane]
        assert mine == sorted(mine)


async def test_a_card_is_never_drawn_without_the_change_that_asked_for_it(postgresql_url: str) -> None:
    """A card that waits is not claimed while a change that counts on it is under way: it would be drawn too early."""
    store, other = await open_store(postgresql_url), await open_store(postgresql_url)
    place = await house(store)
    await draw(store, place)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.card(place)
        await uow.outbox.waiting()  # a question: what was to be written is written before it
        assert await claim(other) == []
    assert len(await claim(other)) == 1
    for each in (store, other):
        await each.database.close()


async def test_a_change_that_meets_a_card_being_claimed_asks_for_another(postgresql_url: str) -> None:
    store, other = await open_store(postgresql_url), await open_store(postgresql_url)
    place = await house(store)
    await draw(store, place)
    async with other.change(EVERYTHING) as claiming:
        [card] = await claiming.outbox.claim(10)
        changing = asyncio.create_task(draw(store, place))
        done, _ = await asyncio.wait([changing], timeout=0.2)
        assert not done, "it waits for the claim"
    await changing
    await settle(other, card)
    assert [each.id != card.id for each in await claim(other)] == [True]
    for each in (store, other):
        await each.database.close()


@pytest.mark.parametrize("state", [READY, AMBIGUOUS])
async def test_a_stale_holder_cannot_put_a_letter_back(store: Store, state: str) -> None:
    await post(store, await house(store), "one")
    [first] = await claim(store)
    await wait(store, LEASE)
    [second] = await claim(store)
    assert not await settle(store, first, state)
    assert await settle(store, second)
    assert await claim(store) == []
