"""The bot's database as a test may look at it: what is still under way, and the desk's time."""

from datetime import datetime

from sqlalchemy import text

from bot.app import make_store
from bot.cli.moving import Drained, move_time, wait_until_drained
from bot.settings import Settings
from bot.store.unit_of_work import EVERYTHING


class Books:
    """Reads the queues and moves the time, from outside the bot."""

    def __init__(self, settings: Settings) -> None:
        self._store = make_store(settings)

    async def close(self) -> None:
        """Let go of the database."""
        await self._store.database.close()

    async def count(self, query: str) -> int:
        """A number."""
        return int(str((await self.rows(query))[0][0]))

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        """Some rows."""
        async with self._store.database.read() as connection:
            return [tuple(row) for row in (await connection.execute(text(query))).all()]

    async def change(self, query: str) -> None:
        """Make rows old, as time would."""
        async with self._store.database.write() as connection:
            await connection.execute(text(query))

    async def drained(self) -> None:
        """Return when nothing is to be worked off, fetched or sent."""
        await wait_until_drained(self._store)

    async def now(self) -> datetime:
        """The desk's instant."""
        await self._store.follow_clock()
        return self._store.clock.now()

    async def begin_at(self, instant: datetime) -> None:
        """It is that time at the desk when the bot starts."""
        async with self._store.change(EVERYTHING) as uow:
            await uow.desk.set_shift(instant - uow.wall)

    async def move_to(self, instant: datetime, drained: Drained) -> None:
        """Let the time pass until then, from due date to due date."""
        await move_time(self._store, instant, drained)
