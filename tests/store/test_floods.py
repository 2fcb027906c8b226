"""New cards of the desk that wait: their rank, one at a time while the platform is slow, and who tells how many."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain.floods import MANY, PAUSE
from bot.domain.priority import Priority
from bot.domain.tickets import TicketPlace
from bot.domain.words import Place
from bot.operations.floods import Overtaken, flood_end, is_calm, tell_floods
from bot.store.arrivals import cards_stand
from bot.store.floods import keep, kept, queues, waiting_in
from bot.store.letters import Kind, Outgoing
from bot.store.outbox import DEAD, MOOT, SENT
from bot.store.outbox_turns import NARROW
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import ACME, BRAVO, DESK_CHANNEL, housed_ticket

SECOND = timedelta(seconds=1)


async def report(store: Store, priority: Priority = Priority.P3, **more: object) -> TicketPlace:
    """A ticket whose card is to be shown at the desk."""
    async with store.change(EVERYTHING) as uow:
        _, _, desk = await housed_ticket(uow, priority=priority, **more)
        await uow.outbox.cards([desk], {desk.ticket: priority})
    return desk


async def raise_to(store: Store, place: TicketPlace, priority: Priority) -> None:
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.cards([place], {place.ticket: priority})


async def slow(store: Store) -> None:
    """The platform has told us to wait for a second, and that second is over."""
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.slow_down(DESK_CHANNEL, uow.wall - SECOND)


async def claim(store: Store, limit: int = 100) -> list[Outgoing]:
    async with store.change(EVERYTHING) as uow:
        return list(await uow.outbox.claim(limit))


async def arrive(store: Store, letter: Outgoing) -> None:
    """The platform has taken it."""
    async with store.change(EVERYTHING) as uow:
        sent_id = f"1.{letter.seq}"
        assert await uow.outbox.settle(letter, SENT, sent_id=sent_id)
        if letter.kind is Kind.CARD and letter.place:
            await cards_stand(uow, {letter.place: (sent_id, sent_id)})


async def drain(store: Store) -> list[Outgoing]:
    """Everything is sent, one after the other."""
    found: list[Outgoing] = []
    while claimed := await claim(store):
        for letter in claimed:
            await arrive(store, letter)
        found += claimed
    return found


async def tell(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        await tell_floods(uow)


async def calm(store: Store) -> bool:
    async with store.look(EVERYTHING) as uow:
        return await is_calm(uow)


async def wait(store: Store, span: timedelta) -> None:
    """The wall moves on, for this replica."""
    store.clock.follow(store.clock.wall() + span, timedelta())


async def test_a_slow_channel_gets_one_at_a_time_the_most_severe_first(store: Store) -> None:
    """What is no new card goes before them, and a ticket that becomes urgent while it waits overtakes."""
    shown = await report(store)
    await drain(store)
    fifth, third, other = [await report(store, each) for each in (Priority.P5, Priority.P3, Priority.P5)]
    await slow(store)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.card(await uow.places.get(shown.id))
    await raise_to(store, other, Priority.P1)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.card(fifth)  # drawn anew for a reason that is no event: it keeps its rank
    claimed = [await claim(store) for _ in range(4)]
    assert [[letter.place for letter in each] for each in claimed] == [[shown.id], [other.id], [third.id], [fifth.id]]


async def test_a_channel_that_is_not_slow_takes_what_comes_in_its_order(store: Store) -> None:
    """So it is again a while after it was."""
    await slow(store)
    await wait(store, NARROW)
    places = [await report(store, each) for each in (Priority.P5, Priority.P1)]
    assert [letter.place for letter in await claim(store)] == [place.id for place in places]


async def test_only_a_slow_channel_is_counted(store: Store) -> None:
    """Of its cards those that were never shown, by client and priority, and since when the oldest waits."""
    await report(store)
    await drain(store)
    for number in range(MANY):
        await report(store, Priority.P1 if number == 5 else Priority.P4, client=ACME if number < 7 else BRAVO)
    async with store.look(EVERYTHING) as uow:
        assert await queues(uow, ()) == {}
    await slow(store)
    await wait(store, SECOND)
    async with store.look(EVERYTHING) as uow:
        assert {channel: each.count for channel, each in (await queues(uow, ())).items()} == {DESK_CHANNEL: MANY}
        found = await waiting_in(uow, DESK_CHANNEL)
        assert found
        expected = {(ACME, Priority.P4): 6, (ACME, Priority.P1): 1, (BRAVO, Priority.P4): 3}
        assert found.waiting == expected
        assert SECOND <= uow.now - found.oldest < SECOND * 60
    assert await calm(store), "as many as these are no flood"


async def flood(store: Store) -> None:
    for _ in range(MANY + 1):
        await report(store)
    await slow(store)


async def test_a_flood_is_told_once_then_edited_and_ends(store: Store) -> None:
    """The card that counts goes ahead of the cards; its edits wait for one another, and for their pause."""
    await flood(store)
    assert not await calm(store)
    await tell(store)
    await tell(store)
    [post] = await claim(store)
    assert (post.message, post.kind, post.where) == ("flood", Kind.POST, Place(DESK_CHANNEL))
    await wait(store, PAUSE)
    await report(store)
    await tell(store)
    await arrive(store, post)
    await tell(store)
    await slow(store)
    [edit] = await claim(store)
    assert (edit.kind, edit.facts["letter"], edit.facts["source"]) == (
        Kind.COPY_EDIT,
        "flood",
        f"{DESK_CHANNEL.key}/1.{post.seq}",
    )
    await arrive(store, edit)
    cards = await drain(store)
    assert {letter.kind for letter in cards} == {Kind.CARD}
    await tell(store)
    [last] = await claim(store)
    async with store.look(EVERYTHING) as uow:
        end = await flood_end(uow, DESK_CHANNEL, last.facts)
        assert end
        assert (end.shown, end.given_up) == (MANY + 2, 0)
        assert end.began <= end.ended
    await arrive(store, last)
    assert await calm(store)
    await flood(store)
    await tell(store)
    assert [letter.message for letter in await claim(store)] == ["flood"], "the next flood is another one"


async def test_two_replicas_tell_once(store: Store, replica: Callable[[], Awaitable[Store]]) -> None:
    """Also at the same moment: the one that is overtaken rolls back."""
    await flood(store)
    other = await replica()
    outcomes = await asyncio.gather(tell(store), tell(other), tell(store), tell(other), return_exceptions=True)
    assert {type(each) for each in outcomes} <= {type(None), Overtaken}
    async with store.look(EVERYTHING) as uow:
        written, known = await kept(uow)
    assert list(known) == [DESK_CHANNEL]
    async with other.change(EVERYTHING) as uow:
        assert not await keep(uow, "", {}), "nobody writes over what they have not seen"
        assert await keep(uow, written, known)
    assert [letter.message for letter in await claim(store, 1)] == ["flood"]
    assert [letter.message for letter in await claim(other, 1)] == ["card"]


async def test_a_flood_that_is_over_before_its_card_was_sent_is_forgotten(store: Store) -> None:
    """Nothing is posted about it; one whose card cannot be posted is silent until the next flood."""
    await flood(store)
    await tell(store)
    [post] = await claim(store)
    await drain(store)
    await tell(store)
    assert not await calm(store), "its letter is still on its way"
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.settle(post, MOOT)
    await tell(store)
    assert await calm(store)
    assert await claim(store) == []


async def test_a_card_that_cannot_be_posted_is_not_tried_over_and_over(store: Store) -> None:
    """A given up one stays alone; what was given up of the reports is counted apart."""
    await flood(store)
    await tell(store)
    [post] = await claim(store)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.settle(post, DEAD)
    await wait(store, PAUSE)
    await tell(store)
    [lost] = await claim(store)
    assert lost.kind is Kind.CARD
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.settle(lost, DEAD)
    await drain(store)
    await tell(store)
    assert await claim(store) == []
    async with store.look(EVERYTHING) as uow:
        facts = {"first": 1, "began": uow.now.isoformat(), "ended": uow.now.isoformat()}
        end = await flood_end(uow, DESK_CHANNEL, facts)
        assert end
        assert (end.shown, end.given_up) == (MANY, 1)
