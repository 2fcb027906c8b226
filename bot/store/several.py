"""Several rows in one question, whose text is the same for any number of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import BindParameter, bindparam

from bot.domain.words import TicketId

Item = TypeVar("Item")


def several(name: str) -> BindParameter[Any]:
    """A parameter that stands for any number of values."""
    return bindparam(name, expanding=True)


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
