"""Fresh databases for tests: copies of one that was migrated once, on SQLite and on PostgreSQL."""

import asyncio
import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from bot.store.database import Database
from tests.postgres import PostgreSQL

KINDS = ("sqlite", "postgresql")
TEMPLATE = "migrated"
PREFIX = "pitboss-"
ROOM = 2 << 30
MIGRATIONS = Path(__file__).parents[1] / "migrations"


def in_one_transaction(url: str, work: Callable[[Connection], Any]) -> Any:
    """Do something with a database; a thread of its own lets a running event loop be."""

    async def whole() -> Any:
        database = Database(url)
        try:
            async with database.write() as connection:
                return await connection.run_sync(work)
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(whole())).result()


def migrate(url: str, to: str = "head") -> None:
    """Run the migrations up or down to a version."""

    def run(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        (command.downgrade if to == "base" else command.upgrade)(config, to)

    in_one_transaction(url, run)


class Databases:
    """The databases of one test session; its processes share the folder, and what it takes long to make."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: list[str] = []

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def make(self, kind: str) -> str:
        """A migrated, empty database; its URL."""
        name = f"pit_{uuid.uuid4().hex[:12]}"
        if kind == "sqlite":
            path = self.folder / f"{name}.db"
            shutil.copyfile(self._sqlite_template, path)
            self._made.append(name)
            return f"sqlite:///{path}"
        assert kind == "postgresql", kind
        self._server.sql(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        self._made.append(name)
        return self._server.url_of(name)

    def drop_all(self) -> None:
        """Let go of every database that was made here."""
        while self._made:
            name = self._made.pop()
            files = list(self.folder.glob(f"{name}.db*"))
            for file in files:
                file.unlink(missing_ok=True)
            if not files:
                self._server.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextmanager
    def private_server(self, *, durable: bool = True) -> Iterator[PostgreSQL]:
        """A running server of one's own with a migrated database, to be stopped, frozen and killed."""
        server = PostgreSQL(self.folder / f"private-{uuid.uuid4().hex[:12]}", TEMPLATE, durable=durable)
        server.initialise(self._seed)
        server.start()
        try:
            yield server
        finally:
            server.stop()
            shutil.rmtree(server.folder)

    @cached_property
    def _sqlite_template(self) -> Path:
        path = self.folder / "template.sqlite"
        with self._one_at_a_time():
            if not path.exists():
                fresh = self.folder / "fresh.sqlite"
                migrate(f"sqlite:///{fresh}")
                fresh.rename(path)
        return path

    @cached_property
    def _seed(self) -> Path:
        path = self.folder / "seed"
        with self._one_at_a_time():
            if not path.exists():
                server = PostgreSQL(self.folder / "fresh-seed", TEMPLATE)
                server.initialise()
                server.start()
                server.sql(f"CREATE DATABASE {TEMPLATE}", "postgres")
                migrate(server.url)
                server.stop()
                server.folder.rename(path)
        return path

    @cached_property
    def _server(self) -> PostgreSQL:
        seed, running = self._seed, self.folder / "port"
        with self._one_at_a_time():
            if running.exists():
                return self._shared(int(running.read_text()))
            server = self._shared()
            server.initialise(seed)
            server.start()
            running.write_text(str(server.port))
        return server

    def _shared(self, port: int = 0) -> PostgreSQL:
        return PostgreSQL(self.folder / "shared", port=port)

    def end(self) -> None:
        """Stop every server and remove everything; the last thing of a session."""
        for files in self.folder.glob("*/postmaster.pid"):
            PostgreSQL(files.parent, port=1).stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def new_folder() -> Path:
    """A folder for a session of this process, in memory where there is plenty; those of killed sessions are removed.

    A killed process loses nothing that is in memory, and waiting for a disk proves nothing.
    """
    memory = Path("/dev/shm")
    plenty = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    parent = memory if plenty else Path(tempfile.gettempdir())
    for owner in parent.glob(f"{PREFIX}*/owner"):
        with suppress(FileNotFoundError):  # another session sweeps as well
            if not psutil.pid_exists(int(owner.read_text() or os.getpid())):
                Databases(owner.parent).end()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    (folder / "owner").write_text(str(os.getpid()))
    return folder
