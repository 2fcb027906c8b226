"""The composition root: the only module that knows all the others."""

import asyncio
import fcntl
import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Protocol, runtime_checkable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.routing import Route

from bot.chat.buttons import Seal
from bot.chat.platform import ChatPlatform
from bot.clock import Clock
from bot.delivery import Delivery
from bot.desk.load import load
from bot.dispatch import Dispatch
from bot.domain.rules import DeskRules
from bot.errors import Unavailable
from bot.hearing import Vocabulary
from bot.identify import Platforms
from bot.jobs import JOBS
from bot.jobs.job import BUG, UNAVAILABLE, Bench, Job, Ticks
from bot.offering import menu_of
from bot.settings import Settings
from bot.store.database import Database
from bot.store.policies import IN_FORCE, versions_in_clocks
from bot.store.unit_of_work import EVERYTHING, Rulebook, Store
from bot.telemetry import FAILPOINTS, log, reference
from bot.words import Words
from commands import COMMANDS
from integrations.folder.client import FolderStore

_LOG = log(__name__)
TEMPLATES = Path(__file__).parent.parent / "templates"
STOP_SECONDS = 10.0
SOON_SECONDS = 1.0
HOW_JOBS_RUN = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
PATIENCE = 0.75
"""Which part of its lease a send may wait for an answer."""
DEAF = 1.5
"""After how many leases without a word a gateway is given up; it is ours for two thirds of that."""


@runtime_checkable
class HasRoutes(Protocol):
    """A platform that reaches us by HTTP."""

    def routes(self) -> list[Route]:
        """The routes for the web server."""
        ...


@dataclass
class App:
    """Everything wired together; `run` works until it is cancelled."""

    settings: Settings
    store: Store
    platforms: Platforms
    dispatch: Dispatch
    delivery: Delivery
    bench: Bench
    lock: IO[str] | None
    ticks: Ticks = field(default_factory=lambda: Ticks(JOBS))

    async def run(self) -> None:
        """Listen, work and send until cancelled; then finish what is under way."""
        await self._set_up()
        scheduler = self._timetable()
        working = asyncio.create_task(self.dispatch.run())
        sending = asyncio.create_task(self.delivery.run())
        try:
            for platform in self.platforms.values():
                await platform.start(self.dispatch)
            scheduler.start()
            ended, _ = await asyncio.wait([working, sending], return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            if scheduler.running:
                scheduler.shutdown(wait=False)
            await self._stop(working, sending)

    def _timetable(self) -> AsyncIOScheduler:
        """Each job soon after the start, so that one that keeps dying still does them all; late ticks are done late."""
        scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=HOW_JOBS_RUN)
        soon = self.store.clock.wall() + timedelta(seconds=SOON_SECONDS)
        for job in JOBS:
            arguments = (self.bench, job, self.ticks)
            scheduler.add_job(_scheduled, "interval", arguments, seconds=job.seconds, id=job.name, next_run_time=soon)
        return scheduler

    async def _set_up(self) -> None:
        FAILPOINTS.set(self.settings.failpoints)
        async with self.store.change(EVERYTHING) as uow:
            await uow.people.list_people()
            if self.store.database.is_sqlite:
                await uow.inbox.release_all()
                await uow.outbox.release_all()
                await uow.leases.release_all()
        self.store.on_letters(self.delivery.wake)
        self.store.on_rules(
            lambda: adopt_rules(self.settings, self.store), lambda: read_rules(self.settings, self.store)
        )
        for job in JOBS:
            if job.name in ("clock", "groups", "duty"):
                await _tick(self.bench, job, self.ticks)

    async def _stop(self, working: "asyncio.Task[None]", sending: "asyncio.Task[None]") -> None:
        self.delivery.stop()
        await asyncio.wait([sending], timeout=STOP_SECONDS)
        for platform in self.platforms.values():
            await platform.stop()
        working.cancel()
        sending.cancel()
        await asyncio.wait([working, sending], timeout=STOP_SECONDS)
        await self.store.database.close()

    @property
    def routes(self) -> list[Route]:
        """The web routes by which platforms reach us."""
        return [route for each in self.platforms.values() if isinstance(each, HasRoutes) for route in each.routes()]

    def ready(self) -> dict[str, str]:
        """What is not ready, by part; empty when all is."""
        found = {f"{platform}/{name}": each.ready() for (platform, name), each in self.platforms.items()}
        return {part: why for part, why in found.items() if why}


async def _scheduled(bench: Bench, job: Job, ticks: Ticks) -> None:
    try:
        await _tick(bench, job, ticks)
    except asyncio.CancelledError:  # we are being stopped: the scheduler would call that an error
        _LOG.info("a job was cut short", job=job.name)


async def _tick(bench: Bench, job: Job, ticks: Ticks) -> None:
    try:
        await job.run(bench)
        ticks.done(job)
    except Unavailable as error:
        ticks.failed(job, UNAVAILABLE, error.why)
        _LOG.warning("a job could not run", job=job.name, why=error.why)
    except Exception as error:  # noqa: BLE001  # the scheduler would swallow it without our reference number
        number = reference()
        ticks.failed(job, BUG, f"see {number} in the log")
        _LOG.error("a job failed", job=job.name, reference=number, exc_info=error)


def platforms_of(settings: Settings, clock: Clock, words: Words) -> dict[tuple[str, str], ChatPlatform]:
    """Every workspace and server that the settings name; a vendor's library loads only when it is used."""
    seal = Seal(settings.secret.get_secret_value().encode())
    patience = settings.lease_seconds * PATIENCE
    found: dict[tuple[str, str], ChatPlatform] = {}
    if settings.slack:
        from integrations.slack import SlackPlatform

        for name, workspace in settings.slack.items():
            url = settings.slack_api_url
            found["slack", name] = SlackPlatform(name, workspace, url, seal, clock, patience=patience)
    if settings.discord:
        from integrations.discord import DiscordPlatform

        for name, server in settings.discord.items():
            urls = settings.discord_api_url, settings.discord_gateway_url
            menu = menu_of(COMMANDS, words)
            deaf = settings.lease_seconds * DEAF
            found["discord", name] = DiscordPlatform(
                name, server, *urls, seal, clock, menu=menu, patience=patience, deaf=deaf
            )
    return found


def lock_sqlite(database: Database) -> IO[str] | None:
    """Make sure that this is the only `run` on a SQLite file; raises Unavailable when it is not."""
    if database.file is None:
        return None
    database.file.parent.mkdir(parents=True, exist_ok=True)
    lock = database.file.with_name(f"{database.file.name}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise Unavailable(f"another process runs on {database.file}") from error
    return lock


async def read_rules(settings: Settings, store: Store) -> None:
    """Read desk.yaml with what was changed from chat, and keep it as a version; raises DeskInvalid."""
    text = settings.desk.read_text(encoding="utf-8")
    async with store.look(EVERYTHING) as uow:
        overrides = await uow.desk.overrides()
        versions = await uow.desk.versions_in_use(await versions_in_clocks(uow))
    rules = load(text, overrides).rules
    digest = sha256(f"{text}\n{json.dumps(overrides, sort_keys=True)}".encode()).hexdigest()
    async with store.change(EVERYTHING) as uow:
        version = await uow.desk.version(digest, text, overrides)
    earlier = {number: _earlier(old, changed) for number, (old, changed) in versions.items() if number != version}
    store.rulebook.rules, store.rulebook.version = rules, version
    store.rulebook.text, store.rulebook.earlier = text, earlier


async def adopt_rules(settings: Settings, store: Store) -> None:
    """The same, and from now on this version is in force."""
    await read_rules(settings, store)
    async with store.change(EVERYTHING) as uow:
        await uow.desk.keep_value(IN_FORCE, str(store.rulebook.version))


def _earlier(text: str, overrides: Mapping[str, Any]) -> DeskRules:
    return load(text, overrides).rules


def make_store(settings: Settings) -> Store:
    """The store with the rules as they stand in the file, before the database is asked."""
    rules = load(settings.desk.read_text(encoding="utf-8")).rules
    database = Database(settings.database_url.get_secret_value())
    return Store(database, Clock(), Rulebook(rules, 0), lease=timedelta(seconds=settings.lease_seconds))


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """The application, wired; raises Unavailable or DeskInvalid when it cannot start."""
    store = make_store(settings)
    lock = lock_sqlite(store.database)
    try:
        await store.follow_clock()
        await adopt_rules(settings, store)
        words = Words.load(TEMPLATES)
        platforms = platforms_of(settings, store.clock, words)
        seal = Seal(settings.secret.get_secret_value().encode())
        dispatch = Dispatch(store, words, Vocabulary.of(COMMANDS, seal), platforms)
        files = FolderStore(settings.files)
        await check_files(store, files)
        delivery = Delivery(store, words, platforms, files)
        bench = Bench(store, platforms, dispatch, files)
        yield App(settings, store, platforms, dispatch, delivery, bench, lock)
    finally:
        await store.database.close()
        if lock:
            lock.close()


async def check_files(store: Store, files: FolderStore) -> None:
    """The folder and the database belong together; raises Unavailable when they do not."""
    async with store.change(EVERYTHING) as uow:
        await uow.desk.first_time("files:marker", secrets.token_hex(8))
        marker = await uow.desk.once_value("files:marker") or ""
    wrong = await files.check(marker)
    if wrong:
        raise Unavailable(wrong)
