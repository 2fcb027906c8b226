"""Rows of several tickets in one question."""

from collections.abc import Callable, Iterable
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
