"""The two databases behind one face: SQLite with no set-up, PostgreSQL by URL; both fully durable."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.clock import monotonic
from bot.errors import Unavailable

BUSY_SECONDS = 5.0
"""How long SQLite may wait for another process that writes."""
CONNECT_SECONDS = 10
COMMAND_SECONDS = 15
"""How long PostgreSQL may take for one statement: a frozen server, or a lost route, must not hold us for ever."""
LAST_WORDS = 0.1
ONE_AT_A_TIME = 0x7069_7462_6F73_73
"""The number of PostgreSQL's lock for whoever changes the tables."""
POOL = 16
"""Connections to PostgreSQL, all of them kept: one that is closed after use takes its prepared statements with it."""
READERS = 8
REST_SECONDS = 5.0
TRUSTED_SECONDS = 1.0
"""How long the tables are taken to be of the version that they were found to be of."""
_VERSION = text("SELECT version_num FROM alembic_version")
_STATES = ("08", "25006", "28", "3D", "40", "53", "55", "57", "58")
"""SQLSTATEs of the server, not of the statement: no connection, read-only, not let in, no such database, deadlock,
full, locked, shut down, broken disk."""


class Database:
    """Opens transactions; a lost connection is Unavailable, whatever the driver calls it.

    `patience` in seconds is how long a statement may take; `version` the schema that the code works with, None for any.
    """

    def __init__(self, url: str, patience: float | None = None) -> None:
        self.url = make_url(url)
        self.version: str | None = None
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._refused = False
        self._fits_until = 0.0
        if self.is_sqlite:
            address, busy = self.url.set(drivername="sqlite+aiosqlite"), patience or BUSY_SECONDS
            self._writer = _sqlite(address, "BEGIN IMMEDIATE", 1, busy)
            self._reader = _sqlite(address, "BEGIN", READERS, busy)
            self._alone = self._writer
        else:
            self._writer = create_async_engine(
                self.url.set(drivername="postgresql+asyncpg"),
                pool_size=POOL,
                max_overflow=0,
                pool_use_lifo=True,
                pool_timeout=CONNECT_SECONDS,
                connect_args={"timeout": CONNECT_SECONDS, "command_timeout": patience or COMMAND_SECONDS},
            )
            self._alone = self._writer.execution_options(isolation_level="AUTOCOMMIT")
            self._reader = self._alone  # in a transaction each question would have a snapshot of its own, too
            _ping_after_a_rest(self._writer)
            self._writer.sync_engine.dialect.use_insertmanyvalues_wo_returning = True  # several rows, one statement

    @property
    def file(self) -> Path | None:
        """SQLite's file; None on PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @asynccontextmanager
    async def write(self, *, one_statement: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that may change rows: returning commits, raising rolls back.

        One statement alone is a transaction by itself, which spares PostgreSQL two round trips. Raises Unavailable when
        the tables are of another version than the code, a second after they became so at most.
        """
        engine = self._alone if one_statement else self._writer
        async with self._translated(), engine.begin() as connection:
            if monotonic() >= self._fits_until:
                await self._must_fit(connection)
            yield connection

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that changes the tables themselves: one process at a time, the others wait."""
        async with self.write() as connection:
            if not self.is_sqlite:  # whose write lock does the same
                await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only looks; on PostgreSQL each question sees what is committed then."""
        async with self._translated(), self._reader.begin() as connection:
            yield connection

    async def check_version(self) -> None:
        """Raise Unavailable when the tables are of another version than the code."""
        async with self.read() as connection:
            await self._must_fit(connection)

    async def _must_fit(self, connection: AsyncConnection) -> None:
        """Somebody may have migrated while we run: what we do not know we leave alone."""
        if self.version is None:
            return
        found = (await connection.execute(_VERSION)).scalar_one_or_none()
        self._fits_until = monotonic() + TRUSTED_SECONDS if found == self.version else 0.0
        if found != self.version:
            raise Unavailable(f"database: it is at version {found}, and this code works with {self.version}")

    async def time(self) -> datetime | None:
        """PostgreSQL's clock; None on SQLite, where this machine's clock is the database's."""
        if self.is_sqlite:
            return None
        async with self.read() as connection:
            now: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
            return now

    async def close(self) -> None:
        """Let go of every connection."""
        await self._writer.dispose()
        await self._reader.dispose()
        if self.is_sqlite and self._refused:
            await asyncio.sleep(LAST_WORDS)  # a connection that failed ends in a thread, which reports to this loop

    @asynccontextmanager
    async def _translated(self) -> AsyncIterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
            self._refused = True
            raise Unavailable(f"database: {_first_line(error)}") from error
        except DBAPIError as error:
            if not _is_the_servers(error):
                raise
            self._refused = True
            raise Unavailable(f"database: {_first_line(error)}") from error


def version_of(connection: Connection) -> str | None:
    """The version of a database, None for one without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(_VERSION).scalar_one_or_none()
    return version


def _ping_after_a_rest(engine: AsyncEngine) -> None:
    """Ask a connection whether it lives only after a rest: a ping costs three round trips."""

    @event.listens_for(engine.sync_engine, "checkin")
    def _checkin(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _checkout(connection: Any, record: Any, _proxy: Any) -> None:
        if record.driver_connection.is_closed():  # what the server has closed costs no question
            raise DisconnectionError("closed while it rested")
        if monotonic() - record.info.get("rests_since", monotonic()) < REST_SECONDS:
            return
        try:
            engine.sync_engine.dialect.do_ping(connection)
        except Exception as error:  # whatever the driver calls it: the pool opens another one
            raise DisconnectionError from error


def _is_the_servers(error: DBAPIError) -> bool:
    broken_file = type(error) is DatabaseError and isinstance(error.orig, sqlite3.DatabaseError)
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or broken_file or state.startswith(_STATES)


def _first_line(error: BaseException) -> str:
    return (str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__])[0][:200]


def _sqlite(url: Any, begin: str, pool_size: int, busy: float) -> AsyncEngine:
    engine = create_async_engine(
        url, pool_size=pool_size, max_overflow=0, pool_timeout=60, connect_args={"timeout": busy}
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-16000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a SQLite database that may be in use."""
    with sqlite3.connect(source) as origin, sqlite3.connect(target) as copy:
        origin.backup(copy)
    origin.close()
    copy.close()
