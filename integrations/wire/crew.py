"""Tasks that somebody watches: a failure is logged, and closing waits for them."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.telemetry import log, reference

_log = log(__name__)


class Crew:
    """The background tasks of one integration."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run it; an exception ends it with a log line that names its kind, never its words."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("task failed", task=task.get_name(), kind=type(error).__name__, reference=reference())

    async def finish(self, patience: float) -> None:
        """Wait so many seconds for what is under way, then cancel the rest."""
        if not self._tasks:
            return
        _, left = await asyncio.wait(self._tasks, timeout=patience)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=1.0)
