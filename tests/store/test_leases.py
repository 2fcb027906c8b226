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
