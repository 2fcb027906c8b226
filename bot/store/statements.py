"""Statements of one transaction; what nobody reads before its end waits, and is written together."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.sheaves import Row, Sheaf, inserting


@cache
def _insert(dialect: str, table: Table) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


class Statements:
    """How rows are read and written on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._sheaf = Sheaf(connection.dialect)

    @property
    def dialect(self) -> str:
        """Which database this is, for full text search."""
        return self._connection.dialect.name

    async def execute(
        self, query: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement in this transaction; `values` are its parameters, or the rows of an insert.

        Rows that are handed over here cost no new compilation, as those in `values()` of an insert do.
        """
        await self.write_sheaf()
        return await self._connection.execute(query, values)

    async def add_rows(self, table: Table, rows: Sequence[Row], conflict: str = "") -> None:
        """New rows, all with the same columns, that are there when the next statement runs; `conflict` is SQL.

        What is added last before the commit goes to PostgreSQL together, in one statement.
        """
        if rows and not self._sheaf.add(table, rows, conflict):
            await self.write_sheaf()
            self._sheaf.add(table, rows, conflict)

    async def insert_rows(self, table: Table, rows: Sequence[Row], after: str) -> CursorResult[*tuple[Any, ...]]:
        """New rows at once, all with the same columns; `after` is SQL, such as what is returned."""
        return await self.execute(*inserting(self._connection.dialect, table, rows, after))

    async def write_sheaf(self) -> None:
        """Write what waits."""
        if self._sheaf:
            for query, values in self._sheaf.statements():
                await self._connection.execute(query, values)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part of this transaction that may fail alone."""
        await self.write_sheaf()
        async with self._connection.begin_nested():
            yield
            await self.write_sheaf()

    def insert(self, table: Table) -> Any:
        """An insert that knows ON CONFLICT on either database."""
        return _insert(self.dialect, table)
