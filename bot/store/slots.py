"""Slots: how many rows of a queue are worked on at once, and when the queue is looked at again."""

import asyncio

BREATH_SECONDS = 0.02
"""While rows are under way one claim serves all that come within this time."""


class Slots:
    """`at_once` rows are under way at most; more are claimed where there is room for `several`."""

    def __init__(self, at_once: int, several: int, idle_seconds: float) -> None:
        self._at_once = at_once
        self._several = several
        self._idle_seconds = idle_seconds
        self._under_way = 0
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There may be something to claim."""
        self._woken.set()

    async def room(self) -> int:
        """How many are to be claimed now."""
        if self._under_way:
            await asyncio.sleep(BREATH_SECONDS)
        self._woken.clear()
        return self._free() if self._free() >= self._several else 0

    async def rest(self) -> None:
        """Until somebody wakes us; after a while we look anyway, since other replicas wake nobody here."""
        try:
            async with asyncio.timeout(self._idle_seconds):  # not wait_for, which may swallow our cancellation
                await self._woken.wait()
        except TimeoutError:
            return

    def begin(self) -> None:
        """One more is under way."""
        self._under_way += 1

    def end(self) -> None:
        """One less is under way: the next one of its thread or lane may go."""
        self._under_way -= 1
        self._woken.set()

    def _free(self) -> int:
        return self._at_once - self._under_way
