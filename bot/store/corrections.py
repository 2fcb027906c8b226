"""Corrections: what a person changed of what a rule had decided, counted by rule."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Table, func, select

from bot.domain.corrections import Corrected, Correction
from bot.domain.decisions import Facet
from bot.domain.words import TicketId
from bot.store.tables import Id, metadata
from bot.store.types import PlainText, UtcDateTime

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

corrections = Table(
    "corrections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("facet", PlainText, nullable=False),
    Column("rule", PlainText, nullable=False),
    Column("before", PlainText, nullable=False),
    Column("after", PlainText, nullable=False),
)


async def keep_corrections(uow: "UnitOfWork", ticket: TicketId, found: Sequence[Correction]) -> None:
    """Keep what was corrected on a ticket, at this instant."""
    rows = [{"ticket": ticket, "at": uow.now, **asdict(one)} for one in found]
    await uow.add_rows(corrections, rows)


async def most_corrected(uow: "UnitOfWork", since: datetime, limit: int) -> tuple[Corrected, ...]:
    """The rules that people corrected after an instant, the most corrected first, each with what it became most."""
    table = corrections.c
    query = (
        select(table.facet, table.rule, table.after, func.count().label("times"))
        .where(table.at > since)
        .group_by(table.facet, table.rule, table.after)
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for facet, rule, after, times in (await uow.execute(query)).all():
        found.setdefault((facet, rule), {})[after] = times
    told = [Corrected(Facet(facet), rule, sum(into.values()), into) for (facet, rule), into in found.items()]
    return tuple(sorted(told, key=lambda each: (-each.times, each.facet, each.rule))[:limit])
