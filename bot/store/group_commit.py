"""What comes at one moment is written in one transaction, and each is told what became of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 64
"""So many are written together at most."""


class GroupCommit(Generic[Item, Result]):
    """Writes what waits, in the order in which it came; the next ones wait while the disk is at work.

    `write` returns the results in the order of its items. Where it fails each is written alone, so that nobody fails
    for another's sake.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        self._write = write
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> Result:
        """Returning means that it is committed; raises what its own write raised."""
        told: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, told))
        if self._writer is None:
            self._writer = asyncio.create_task(self._work(), name="group commit")
        return await told

    async def _work(self) -> None:
        batch: list[tuple[Item, asyncio.Future[Result]]] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._commit(batch)
        finally:
            self._writer = None
            left, self._waiting = [*batch, *self._waiting], []
            for _, told in left:  # only where we are cancelled
                told.cancel()

    async def _commit(self, batch: list[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._write([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001  # whoever waits is told
            if len(batch) > 1:
                await asyncio.gather(*(self._commit([each]) for each in batch))
            elif not (told := batch[0][1]).done():
                told.set_exception(error)
            return
        for (_, told), result in zip(batch, results, strict=True):
            if not told.done():
                told.set_result(result)
