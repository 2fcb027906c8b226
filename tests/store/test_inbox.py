"""What was acknowledged is kept once, worked off in order per channel, fairly among them, and finished exactly once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.chat.platform import Lane
from bot.store.deaths import MANY
from bot.store.inbox import Kept
from bot.store.inbox_turns import DEAD
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import LONG_AGO, envelope, receive

SOON, LATER, LONGEST = timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=20)


async def claim(store: Store, limit: int = 10) -> list[Kept]:
    async with store.change(EVERYTHING) as uow:
        return list(await uow.inbox.claim(limit))


async def finish(store: Store, kept: Kept) -> bool:
    async with store.change(EVERYTHING) as uow:
        return await uow.inbox.finish(kept)


async def wait(store: Store, span: timedelta) -> None:
    """The wall moves on, for this replica."""
    store.clock.follow(store.clock.wall() + span, timedelta())


def keys(claimed: list[Kept]) -> list[str]:
    return [each.envelope.key for each in claimed]


async def test_the_same_thing_is_kept_once(store: Store) -> None:
    assert await receive(store, envelope("a"), envelope("b", channel="C0X"), envelope("a")) == [
        True,
        True,
        False,
    ]
    assert keys(await claim(store)) == ["a", "b"]


async def test_an_envelope_comes_back_as_it_was(store: Store) -> None:
    given = envelope("a", payload={"nested": [1, 2.5, None, {"é": "ñ"}], "nul": "a\0b", "half": "\ud83d"})
    await receive(store, given)
    assert [each.envelope for each in await claim(store)] == [given]


async def test_a_thread_is_worked_off_in_order(store: Store) -> None:
    await receive(store, *(envelope(key, thread="t") for key in ("a", "b", "c")), envelope("z", channel="C0X"))
    first = await claim(store)
    assert keys(first) == ["a", "z"]
    assert await claim(store) == []
    assert await finish(store, first[0])
    assert keys(await claim(store)) == ["b"]


async def test_what_was_told_does_not_hold_up_a_channels_clicks(store: Store) -> None:
    click = envelope("click", channel="C0", lane=Lane.DONE)
    await receive(store, envelope("a", channel="C0"), click)
    await claim(store)
    await wait(store, timedelta(seconds=10))
    async with store.change(EVERYTHING) as uow:
        await uow.inbox.release_all()
    assert keys(await claim(store)) == ["a", "click"]


async def test_a_dead_holders_message_comes_before_the_later_ones_of_its_channel(store: Store) -> None:
    await receive(store, *(envelope(key, channel="C0") for key in ("a", "b")))
    await claim(store)
    await wait(store, timedelta(seconds=21))
    assert keys(await claim(store)) == ["a"]


async def test_one_that_waits_for_its_next_try_holds_up_its_thread_only(store: Store) -> None:
    await receive(
        store,
        *(envelope(key, thread="t", channel="C0") for key in ("a", "b")),
        envelope("c", thread="u", channel="C0"),
    )
    [first] = await claim(store)
    async with store.change(EVERYTHING) as uow:
        await uow.inbox.postpone(first, LATER, "no")
    [other] = await claim(store)
    assert other.envelope.key == "c"
    await finish(store, other)
    assert await claim(store) == []
    await wait(store, LATER + SOON)
    assert keys(await claim(store)) == ["a"]


async def test_a_flood_in_one_channel_leaves_the_others_their_turn(store: Store) -> None:
    flood = [envelope(f"flood{number}", channel="C0FLOOD") for number in range(30)]
    await receive(store, *flood, envelope("x"), envelope("y"))
    assert sorted(keys(await claim(store, 3))) == ["flood0", "x", "y"]


async def test_a_click_is_its_receivers_and_after_its_lease_anybodys(store: Store) -> None:
    await receive(store, envelope("click", lane=Lane.DONE))
    assert await claim(store) == []
    async with store.look(EVERYTHING) as uow:
        mine = await uow.inbox.by_key("click")
    await wait(store, timedelta(seconds=21))
    [theirs] = await claim(store)
    assert not await finish(store, mine), "it is another's by now"
    assert await finish(store, theirs)


async def test_what_a_dead_replica_claimed_is_claimed_again_after_its_lease(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    await receive(store, envelope("a"))
    [first] = await claim(store)
    other = await replica()
    assert await claim(other) == []
    await wait(other, timedelta(seconds=21))
    [second] = await claim(other)
    assert (first.fence, second.fence) == (1, 2)
    assert await finish(other, second)
    assert not await finish(store, first)


async def test_dying_is_no_failed_try(store: Store) -> None:
    """However often its holders die, an envelope is given up only for its own failures; a stale holder's is none."""
    await receive(store, envelope("a"))
    [first] = await claim(store)
    for _ in range(12):
        await wait(store, timedelta(seconds=21))
        taken = await claim(store)
        if not taken:
            await wait(store, LONGEST)
            taken = await claim(store)
        [kept] = taken
    assert (kept.attempts, kept.fence) == (1, 13 + 8), "from the fifth death on it was put back before each try"
    async with store.change(EVERYTHING) as uow:
        await uow.inbox.postpone(first, SOON, "stale")
        await uow.inbox.postpone(kept, SOON, "no")
    await wait(store, SOON)
    [again] = await claim(store)
    assert again.attempts == 2


async def test_what_kills_its_holders_lets_others_go_first(store: Store) -> None:
    """From the fifth death on it waits ever longer, holding up its own thread only."""
    await receive(store, envelope("killer", channel="C0", thread="t"))
    await claim(store)
    for _ in range(MANY - 1):
        await wait(store, timedelta(seconds=21))
        assert keys(await claim(store)) == ["killer"]
    await wait(store, timedelta(seconds=21))
    await receive(store, envelope("same", channel="C0", thread="t"), envelope("other", channel="C0"))
    assert keys(await claim(store)) == []
    [other] = await claim(store)
    assert other.envelope.key == "other" and await finish(store, other)
    assert await claim(store) == []
    await wait(store, timedelta(seconds=20))
    assert keys(await claim(store)) == ["killer"]
    await wait(store, timedelta(seconds=21))
    assert await claim(store) == []
    await wait(store, timedelta(seconds=19))
    assert await claim(store) == [], "the next pause is twice as long"
    await wait(store, timedelta(seconds=21))
    [killer] = await claim(store)
    assert await finish(store, killer)
    assert keys(await claim(store)) == ["same"]


async def test_released_rows_are_free_at_once(store: Store) -> None:
    await receive(store, envelope("a"))
    await claim(store)
    async with store.change(EVERYTHING) as uow:
        await uow.inbox.release_all()
    assert keys(await claim(store)) == ["a"]


async def test_a_rollback_leaves_it_unfinished(store: Store) -> None:
    await receive(store, envelope("a"))
    [kept] = await claim(store)
    with pytest.raises(RuntimeError, match="bug"):
        async with store.change(EVERYTHING) as uow:
            assert await uow.inbox.finish(kept)
            raise RuntimeError("bug")
    assert await finish(store, kept)
    assert not await finish(store, kept)


async def test_the_fifth_failure_is_the_last_and_can_be_replayed(store: Store) -> None:
    await receive(store, envelope("a", thread="t"), envelope("b", thread="t"))
    for _ in range(5):
        [kept] = await claim(store)
        async with store.change(EVERYTHING) as uow:
            await uow.inbox.postpone(kept, SOON, "no")
        await wait(store, SOON)
    assert keys(await claim(store)) == ["b"], "the next goes on"
    async with store.change(EVERYTHING) as uow:
        [dead] = await uow.inbox.dead()
        assert (dead["key"], dead["error"], await uow.inbox.count_dead()) == ("a", "no", 1)
        assert await uow.inbox.replay(dead["id"])
        assert not await uow.inbox.replay(dead["id"])
    assert keys(await claim(store)) == ["a"]


async def test_waiting_for_another_system_is_no_try(store: Store) -> None:
    await receive(store, envelope("a"))
    for _ in range(7):
        [kept] = await claim(store)
        assert kept.attempts == 1
        async with store.change(EVERYTHING) as uow:
            await uow.inbox.wait(kept, SOON, "not there")
        await wait(store, SOON)


async def test_a_dead_one_can_be_left_be(store: Store) -> None:
    await receive(store, envelope("a"))
    [kept] = await claim(store)
    async with store.change(EVERYTHING) as uow:
        assert await uow.inbox.finish(kept, DEAD, "no")
        assert await uow.inbox.discard(kept.id)
        assert (await uow.inbox.count_dead(), await uow.inbox.waiting()) == (0, 0)


async def test_done_rows_go_after_their_time_and_open_ones_stay(store: Store) -> None:
    await receive(store, *(envelope(key, channel=f"C0{key}") for key in "abcd"))
    [first, second, *_] = await claim(store)
    await finish(store, first)
    await finish(store, second)
    async with store.change(EVERYTHING) as uow:
        assert await uow.inbox.forget(uow.wall - LATER, 10) == 0
        assert await uow.inbox.forget(uow.wall + LATER, 1) == 1
        assert await uow.inbox.forget(uow.wall + LATER, 10) == 1
        assert await uow.inbox.waiting() == 2


async def test_the_newest_that_a_workspace_said(store: Store) -> None:
    await receive(store, envelope("a", at=LONG_AGO + LATER), envelope("b", at=LONG_AGO))
    async with store.look(EVERYTHING) as uow:
        assert await uow.inbox.last_heard("slack", "pit") == LONG_AGO + LATER
        assert await uow.inbox.last_heard("slack", "other") is None


async def test_concurrent_claimers_never_take_the_same_and_keep_every_threads_order(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    """Four replicas drain 120 envelopes of 12 threads: each is finished once, each thread in its order."""
    await receive(store, *(envelope(f"{number:03}", thread=f"t{number % 12}") for number in range(120)))
    done: list[str] = []

    async def drain(one: Store) -> None:
        while True:
            claimed = await claim(one, 5)
            async with one.look(EVERYTHING) as uow:
                if not claimed and not await uow.inbox.waiting():
                    return
            for each in claimed:
                async with one.change(EVERYTHING) as uow:
                    assert await uow.inbox.finish(each)
                    done.append(each.envelope.key)

    replicas = [store, *[await replica() for _ in range(3)]]
    await asyncio.gather(*(drain(each) for each in replicas))
    assert sorted(done) == [f"{number:03}" for number in range(120)]
    for thread in range(12):
        mine = [key for key in done if int(key) % 12 == thread]
        assert mine == sorted(mine)


async def test_the_same_delivery_to_two_replicas_at_once_is_kept_once(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    other = await replica()
    for number in range(20):
        new = await asyncio.gather(*(receive(each, envelope(str(number))) for each in (store, other)))
        assert sorted(new) == [[False], [True]]


async def test_a_channel_is_worked_off_in_the_order_in_which_it_was_told(store: Store) -> None:
    """Two reports of one person within a second are not worked on side by side: the later may join the earlier."""
    here = [envelope(key, channel="C0ACME") for key in ("first", "second")]
    await receive(store, *here, envelope("elsewhere", channel="C0X"))
    claimed = await claim(store)
    assert keys(claimed) == ["first", "elsewhere"]
    assert await claim(store) == []
    assert await finish(store, claimed[0])
    assert keys(await claim(store)) == ["second"]
