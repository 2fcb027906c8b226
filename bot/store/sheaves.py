"""Rows that nobody reads before the end of a change: they wait, and go to the database together in one statement.

PostgreSQL takes several inserts as parts of one statement, https://www.postgresql.org/docs/current/queries-with.html;
its text is the same for any number of rows, so that it is prepared once.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Dialect, Integer, Table, TextClause, text
from sqlalchemy.types import TypeDecorator

from bot.store.several import rows_of
from bot.store.types import UtcDateTime

Row = Mapping[str, Any]
_INSERT = "INSERT INTO {table} ({columns}) SELECT {values} FROM {rows} WHERE true {conflict}"
_POSTGRESQL = ((BigInteger, "bigint"), (Integer, "integer"), (Boolean, "boolean"), (UtcDateTime, "timestamptz"))


@dataclass(frozen=True)
class _Part:
    table: Table
    columns: tuple[str, ...]
    conflict: str


class Sheaf:
    """The rows that wait in one unit of work."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._parts: dict[_Part, list[Row]] = {}

    def __bool__(self) -> bool:
        return bool(self._parts)

    def add(self, table: Table, rows: Sequence[Row], conflict: str) -> bool:
        """Take rows that have the same columns; False where what waits must be written first.

        The order between two parts of one statement is PostgreSQL's own, and a row may meet a conflict only once.
        """
        part = _Part(table, tuple(rows[0]), conflict)
        if any(each.table is table and (each != part or conflict) for each in self._parts):
            return False
        self._parts.setdefault(part, []).extend(rows)
        return True

    def statements(self) -> Iterator[tuple[TextClause, dict[str, str]]]:
        """What writes all of it, and its values; nothing waits any more."""
        parts, self._parts = self._parts, {}
        together = [tuple(parts)] if self._dialect.name == "postgresql" else [(part,) for part in parts]
        for some in together:
            yield _writing({part: parts[part] for part in some}, self._dialect)


def inserting(
    dialect: Dialect, table: Table, rows: Sequence[Row], after: str = ""
) -> tuple[TextClause, dict[str, str]]:
    """What writes rows at once, all with the same columns, and its values; `after` is SQL, such as what is returned."""
    return _writing({_Part(table, tuple(rows[0]), after): rows}, dialect)


def _writing(parts: Mapping[_Part, Sequence[Row]], dialect: Dialect) -> tuple[TextClause, dict[str, str]]:
    values = {
        f"rows_{number}": json.dumps(list(_plain(part, dialect, rows)))
        for number, (part, rows) in enumerate(parts.items())
    }
    return _statement(tuple(parts), dialect.name), values


def _plain(part: _Part, dialect: Dialect, rows: Sequence[Row]) -> Iterator[Row]:
    written = [(name, _writer(part.table.c[name], dialect)) for name in part.columns]
    for row in rows:
        yield {name: write(row[name]) if write else row[name] for name, write in written}


def _writer(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How a value of that column is written in JSON, as the column's own type would hand it over."""
    kind = column.type
    if isinstance(kind, JSON):
        return json.dumps
    if isinstance(kind, UtcDateTime):
        return lambda value: str(kind.process_bind_param(value, dialect)) if value is not None else None
    if isinstance(kind, TypeDecorator):
        return lambda value: kind.process_bind_param(value, dialect)
    return None


@cache
def _statement(parts: tuple[_Part, ...], dialect: str) -> TextClause:
    *others, last = (_insert(part, dialect, number) for number, part in enumerate(parts))
    named = ", ".join(f"part_{number} AS ({words})" for number, words in enumerate(others))
    return text(f"WITH {named} {last}" if named else last)


def _insert(part: _Part, dialect: str, number: int) -> str:
    kinds = {name: _kind(part.table.c[name]) for name in part.columns}
    is_json = {name: isinstance(part.table.c[name].type, JSON) and dialect == "postgresql" for name in part.columns}
    return _INSERT.format(
        table=part.table.name,
        columns=", ".join(part.columns),
        values=", ".join(f"CAST(one.{name} AS json)" if is_json[name] else f"one.{name}" for name in part.columns),
        rows=rows_of(dialect, kinds, f"rows_{number}"),
        conflict=part.conflict,
    )


def _kind(column: Column[Any]) -> str:
    return next((word for kind, word in _POSTGRESQL if isinstance(column.type, kind)), "text")
