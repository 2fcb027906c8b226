"""What `/readyz` answers: which part is not ready and why, found out soon even when a part does not answer."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.app import App
from bot.errors import Unavailable
from bot.store.unit_of_work import EVERYTHING

PATIENCE_SECONDS = 3.0
"""How long a part may take to answer: whoever asks waits no longer than some five seconds."""
Look = Callable[[], Awaitable[str]]


class Readiness:
    """Looks at database, migrations, files, platforms and ticks; one look at a part at a time."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._marker = ""
        self._looks: dict[str, asyncio.Task[str]] = {}

    async def missing(self) -> dict[str, str]:
        """What is not ready, by part; empty when all is."""
        missing = self._app.ready()
        if why := await self._look("database", self._database):
            missing["database"] = why
        elif why := await self._look("migrations", self._migrations):
            missing["migrations"] = why
        if why := await self._look("files", self._files):
            missing["files"] = why
        if why := self._app.ticks.overdue():
            missing["ticks"] = why
        return missing

    async def _look(self, part: str, look: Look) -> str:
        """What is wrong with it, empty when nothing is; a look that hangs is joined by the next one."""
        task = self._looks.get(part)
        if task is None or task.done():
            task = self._looks[part] = asyncio.create_task(_said(look))
        await asyncio.wait([task], timeout=PATIENCE_SECONDS)
        return task.result() if task.done() else f"{part}: no answer within {PATIENCE_SECONDS:.0f} seconds"

    async def _database(self) -> str:
        async with self._app.store.look(EVERYTHING) as uow:
            self._marker = await uow.desk.once_value("files:marker") or self._marker
        return ""

    async def _migrations(self) -> str:
        await self._app.store.database.check_version()
        return ""

    async def _files(self) -> str:
        return await self._app.bench.files.check(self._marker) or "" if self._marker else ""


async def _said(look: Look) -> str:
    try:
        return await look()
    except Unavailable as error:
        return error.why
    except Exception as error:  # noqa: BLE001  # as when somebody migrates under us: the answer is why, not a 500
        return type(error).__name__
