"""The demo's clock as a web route: the sandbox's page asks what time it is, and lets it pass."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.cli.moving import asked_instant, move_time, wait_until_drained
from bot.errors import UserError
from bot.store.unit_of_work import Store

CLOCK_PATH = "/demo/clock"


class TimeDoor:
    """Reads and moves the desk's time; only the demo has it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._one_at_a_time = asyncio.Lock()
        self._history: list[dict[str, float]] = [{"at": 0.0, "shift_seconds": 0.0}]

    @property
    def route(self) -> Route:
        """GET tells the time; POST `{"advance_seconds": n}` or `{"to": "09:00 tomorrow", "tz": zone}` moves it."""
        return Route(CLOCK_PATH, self._serve, methods=["GET", "POST"])

    async def _serve(self, request: Request) -> Response:
        if request.method == "POST":
            try:
                await self._move(await request.json())
            except (ValueError, UserError):
                return JSONResponse({"ok": False, "error": "bad_moment"}, 400)
        await self._store.follow_clock()
        return JSONResponse(self._told())

    async def _move(self, asked: Any) -> None:
        async with self._one_at_a_time:
            await self._store.follow_clock()
            to = asked_instant(asked if isinstance(asked, dict) else {}, self._store.clock.now())
            await move_time(self._store, to, self._step)

    async def _step(self) -> None:
        clock = self._store.clock
        self._history.append({"at": clock.wall().timestamp(), "shift_seconds": clock.shift.total_seconds()})
        await wait_until_drained(self._store)

    def _told(self) -> dict[str, object]:
        clock = self._store.clock
        told = {"now": clock.now().isoformat(), "shift_seconds": clock.shift.total_seconds()}
        return {"ok": True, **told, "history": self._history}
