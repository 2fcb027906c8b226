"""What only one of several replicas may do is held by one of them at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.store.unit_of_work import EVERYTHING, Store

LONG, OVER = timedelta(seconds=20), timedelta(0)


async def takes(store: Store, holder: str, span: timedelta = LONG, name: str = "server") -> bool:
    """One replica asks."""
    async with store.change(EVERYTHING) as uow:
        return await uow.leases.take(name, holder, span)


async def test_a_lease_is_one_holders_until_it_ends_or_is_given_back(store: Store) -> None:
    """Its holder renews it, another waits; a different name is a different lease."""
    assert await takes(store, "one")
    assert await takes(store, "one")
    assert not await takes(store, "two")
    assert await takes(store, "two", name="other")
    async with store.change(EVERYTHING) as uow:
        await uow.leases.give_back("server", "two")  # not theirs to give
    assert not await takes(store, "two")
    async with store.change(EVERYTHING) as uow:
        await uow.leases.give_back("server", "one")
    assert await takes(store, "two")
    assert await takes(store, "two", OVER)
    assert await takes(store, "one")


async def test_of_several_replicas_one_has_it(replica: Callable[[], Awaitable[Store]]) -> None:
    """All ask at the same moment."""
    stores = [await replica() for _ in range(4)]
    taken = await asyncio.gather(*(takes(store, str(number)) for number, store in enumerate(stores)))
    assert taken.count(True) == 1


async def test_what_a_holder_leaves_is_there_for_the_next(store: Store) -> None:
    """Kept through renewals, deaths and giving back; only its holder writes it, and after a while it is of no use."""

    async def found(span: timedelta = LONG) -> str:
        async with store.look(EVERYTHING) as uow:
            return await uow.leases.handover("server", span)

    async with store.change(EVERYTHING) as uow:
        await uow.leases.take("server", "one", LONG, "here")
        await uow.leases.take("server", "two", LONG, "stolen")
    assert await takes(store, "one")
    assert await found() == "here"
    async with store.change(EVERYTHING) as uow:
        await uow.leases.release_all()
    assert await takes(store, "two", OVER)
    assert (await found(), await found(timedelta(seconds=-1))) == ("here", "")
    async with store.change(EVERYTHING) as uow:
        await uow.leases.take("server", "three", LONG)
        await uow.leases.give_back("server", "two", "stolen")
        await uow.leases.give_back("server", "three", "there")
    assert await found() == "there"
