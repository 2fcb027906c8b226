"""The whole house but its web side: a real Dispatch, Store and Delivery around whatever platform is given."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import text

from bot.app import TEMPLATES, adopt_rules, read_rules
from bot.chat.buttons import Seal
from bot.chat.platform import ChatPlatform, Envelope, Receipt
from bot.clock import Clock
from bot.delivery import Delivery
from bot.desk.load import load
from bot.dispatch import Dispatch
from bot.domain.rules import DeskRules
from bot.hearing import Vocabulary
from bot.jobs.files import fetch_files
from bot.jobs.groups import sync_groups
from bot.jobs.job import Bench
from bot.settings import Settings
from bot.store.database import Database
from bot.store.unit_of_work import EVERYTHING, Rulebook, Store
from bot.words import Words
from commands import COMMANDS
from tests.fakes.files import FakeFiles

SECRET = "fake"
SEAL = Seal(SECRET.encode())
BUSY = (
    "SELECT (SELECT count(*) FROM inbox WHERE state IN ('new', 'working')),"
    " (SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending', 'ambiguous')),"
    " (SELECT count(*) FROM files WHERE state = 'wanted')"
)
PATIENCE = 15.0
LULL = 0.03
"""Seconds after which the loops have surely looked once more and found nothing."""

MakePlatform = Callable[[Clock], ChatPlatform]


@cache
def rules_of(text: str) -> DeskRules:
    """The rules of a desk.yaml."""
    return load(text).rules


@cache
def words() -> Words:
    """Everything that we say, compiled once."""
    return Words.load(TEMPLATES)


class Noting(Dispatch):
    """A dispatch that notes what it was given, since the inbox forgets what was worked off."""

    given: tuple[Envelope, ...] = ()

    async def receive(self, envelope: Envelope) -> Receipt:
        """Note the envelope, and keep it."""
        self.given = (*self.given, envelope)
        return await super().receive(envelope)


class House:
    """One bot at work on a database; `restart` is another one on the same database."""

    def __init__(self, url: str, desk: Path, make: MakePlatform, files: FakeFiles | None = None) -> None:
        self.url = url
        self.files = files or FakeFiles()
        self._settings = Settings(
            _env_file=None,
            database_url=SecretStr(url),
            desk=desk,
            secret=SecretStr(SECRET),
        )
        self._make = make
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Read the rules, listen, work and send."""
        self.store = Store(Database(self.url), Clock(), Rulebook(rules_of(self._settings.desk.read_text()), 0))
        await self.store.follow_clock()
        await self._read_rules()
        self.platform = self._make(self.store.clock)
        platforms = {(self.platform.name, self.platform.workspace): self.platform}
        self.dispatch = Noting(self.store, words(), Vocabulary.of(COMMANDS, SEAL), platforms)
        self.delivery = Delivery(self.store, words(), platforms, self.files)
        self.bench = Bench(self.store, platforms, self.dispatch, self.files)
        self.store.on_letters(self.delivery.wake)
        self.store.on_rules(self.adopt_rules, lambda: read_rules(self._settings, self.store))
        async with self.store.change(EVERYTHING) as uow:
            await uow.people.list_people()
            await uow.inbox.release_all()
            await uow.outbox.release_all()
        await self.platform.start(self.dispatch)
        await sync_groups(self.bench)
        self._tasks = [asyncio.create_task(self.dispatch.run()), asyncio.create_task(self.delivery.run())]

    async def _read_rules(self) -> None:
        """As the bot does; the text that all tests share is read only once, since that takes longest."""
        rulebook = self.store.rulebook
        async with self.store.change(EVERYTHING) as uow:
            changed = await uow.desk.overrides()
            rulebook.text = self._settings.desk.read_text(encoding="utf-8")
            rulebook.version = await uow.desk.version(rulebook.rules.version, rulebook.text, {})
        if changed:
            await read_rules(self._settings, self.store)

    async def adopt_rules(self, text: str = "") -> None:
        """Read desk.yaml again, with another text if one is given, and put it in force."""
        if text:
            self._settings.desk.write_text(text, encoding="utf-8")
        await adopt_rules(self._settings, self.store)

    @property
    def desk_text(self) -> str:
        """What desk.yaml says."""
        return self._settings.desk.read_text(encoding="utf-8")

    async def stop(self) -> None:
        """Stop between two things that it does: what kills in the middle of one is tested with real processes."""
        with contextlib.suppress(AssertionError):
            await self.drain()
        self.delivery.stop()
        await asyncio.sleep(LULL)
        while pending := [task for task in self._tasks if not task.done()]:
            for task in pending:
                task.cancel()  # again and again: `wait_for` of Python 3.11 may swallow one
            await asyncio.wait(pending, timeout=0.2)
        await self.platform.stop()
        await self.store.database.close()

    async def restart(self) -> None:
        """Another process on the same database."""
        await self.stop()
        await self.start()

    async def drain(self) -> None:
        """Until everything that was said and done has had its effect, files included."""
        end = time.monotonic() + PATIENCE
        while any(waiting := (await self.rows(BUSY))[0]):
            assert time.monotonic() < end, f"still busy: {await self.state()}"
            if waiting[-1]:
                await fetch_files(self.bench)
            await asyncio.sleep(0.008)

    async def state(self) -> list[tuple[object, ...]]:
        """What is still under way."""
        inbox = "SELECT 'in', key, state, attempts, error FROM inbox WHERE state IN ('new', 'working')"
        outbox = (
            "SELECT kind, message, state, attempts, error FROM outbox WHERE state IN ('ready', 'sending', 'ambiguous')"
        )
        return [*await self.rows(inbox), *await self.rows(outbox)]

    async def rows(self, query: str, **values: object) -> list[tuple[object, ...]]:
        """Rows of the database, as a test may look at them."""
        async with self.store.database.read() as connection:
            return [tuple(row) for row in (await connection.execute(text(query), values)).all()]

    async def count(self, query: str, **values: object) -> int:
        """A number of the database."""
        return int(str((await self.rows(query, **values))[0][0]))

    async def change(self, query: str, **values: object) -> None:
        """Make a row old, as time would."""
        async with self.store.database.write() as connection:
            await connection.execute(text(query), values)

    async def passes(self, span: timedelta) -> None:
        """Time goes by at the desk."""
        async with self.store.change(EVERYTHING) as uow:
            await uow.desk.set_shift(self.store.clock.shift + span)
        await self.store.follow_clock()


@asynccontextmanager
async def opened(url: str, desk: Path, make: MakePlatform) -> AsyncIterator[House]:
    """A house that runs for as long as a test."""
    house = House(url, desk, make)
    await house.start()
    try:
        yield house
    finally:
        await house.stop()
