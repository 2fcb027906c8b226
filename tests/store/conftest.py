"""A store on a fresh database of either kind, and more replicas on the same one."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.store.unit_of_work import Store
from tests.store.builders import open_store


@pytest.fixture
async def replica(database_url: str) -> AsyncIterator[Callable[[], Awaitable[Store]]]:
    """Opens one more replica on the test's database."""
    opened: list[Store] = []

    async def another() -> Store:
        opened.append(await open_store(database_url))
        return opened[-1]

    yield another
    for each in opened:
        await each.database.close()


@pytest.fixture
async def store(replica: Callable[[], Awaitable[Store]]) -> Store:
    """The first replica."""
    return await replica()
