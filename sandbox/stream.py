"""Server-sent events for the page: who may see it hears of it at once."""

import asyncio
import json
from collections.abc import Iterable

from sandbox.kinds import Json

MAX_WAITING = 1000


class Stream:
    """One queue for each open page; with no page open a notice costs nothing."""

    def __init__(self) -> None:
        self._queues: dict[asyncio.Queue[str], str] = {}

    def open(self, user: str) -> asyncio.Queue[str]:
        """A queue of the notices for `user`; for everybody's when that is empty."""
        queue: asyncio.Queue[str] = asyncio.Queue(MAX_WAITING)
        self._queues[queue] = user
        return queue

    def close(self, queue: asyncio.Queue[str]) -> None:
        """Forget a page that was closed."""
        self._queues.pop(queue, None)

    @property
    def is_watched(self) -> bool:
        """Whether any page is open."""
        return bool(self._queues)

    def tell(self, notice: Json, to: Iterable[str] | None = None) -> None:
        """Send a notice to the given people, or to all; a page that does not read loses some and reloads anyway."""
        if not self._queues:
            return
        audience = None if to is None else set(to)
        text = json.dumps(notice)
        for queue, user in self._queues.items():
            if (audience is None or not user or user in audience) and not queue.full():
                queue.put_nowait(text)
