"""Several rows in one question, whose text is the same for any number of them."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import ARRAY, BigInteger, Boolean, ColumnElement, Dialect, Integer, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from bot.domain.words import TicketId

Item = TypeVar("Item")


class _Values(TypeDecorator[Any]):
    """Any number of values in one parameter: an array, or JSON on SQLite, which has none."""

    impl = Text
    cache_ok = True

    def __init__(self, numbers: bool) -> None:
        super().__init__()
        self.numbers = numbers

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        array = ARRAY(BigInteger() if self.numbers else Text())
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else array)

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return json.dumps(values) if dialect.name == "sqlite" else values


class _Among(FunctionElement[bool]):
    """Whether a column has one of the values."""

    name = "among"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """As it stands: what SQLAlchemy writes behind a truth value on SQLite (`= 1`) would keep it from its index."""
        return self


@compiles(_Among)
def _any(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(clause, **more) for clause in element.clauses)
    among = "IN (SELECT value FROM json_each({}))" if compiler.dialect.name == "sqlite" else "= ANY ({})"
    return f"{column} {among.format(values)}"


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The condition that a column has one of the values of a parameter; its text is the same for any number of them."""
    numbers = isinstance(column.type, BigInteger | Integer)
    return _Among(column, bindparam(name, type_=_Values(numbers)))


def by_ticket(rows: Iterable[Any], build: Callable[[Any], Item]) -> dict[TicketId, tuple[Item, ...]]:
    """What rows say, sorted by their ticket and in their order."""
    found: dict[TicketId, list[Item]] = {}
    for row in rows:
        found.setdefault(TicketId(row["ticket"]), []).append(build(row))
    return {ticket: tuple(items) for ticket, items in found.items()}


def rows_of(dialect: str, columns: Mapping[str, str], name: str = "rows") -> str:
    """SQL for a table `one` of rows that come as JSON in that parameter; `columns` are PostgreSQL's types."""
    if dialect == "sqlite":
        taken = ", ".join(f"json_extract(value, '$.{column}') AS {column}" for column in columns)
        return f"(SELECT {taken} FROM json_each(:{name})) AS one"  # noqa: S608  # names of our own
    return f"json_to_recordset(CAST(:{name} AS json)) AS one({', '.join(' '.join(each) for each in columns.items())})"
