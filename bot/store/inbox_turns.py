"""Whose turn it is in the inbox: the statements by which envelopes are chosen, claimed and finished, built once."""

from functools import cache
from typing import Any

from sqlalchemy import Executable, Select, and_, bindparam, case, func, or_, select, text, update

from bot.chat.platform import Lane
from bot.store.queue_tables import inbox
from bot.store.several import among, rows_of
from bot.store.types import UtcDateTime

NEW, WORKING, DONE, DEAD, EXPIRED = "new", "working", "done", "dead", "expired"
_FREE = """SELECT {columns} FROM inbox JOIN {rows} ON inbox.id = one.id
WHERE inbox.state IN ('new', 'working') AND inbox.due_at <= :wall ORDER BY one.turn LIMIT :most"""


def _heads() -> Select[Any]:
    """The heads of threads, numbered per channel; by windows, since joins grow quadratic in a flood."""
    wall, row = bindparam("wall", type_=UtcDateTime), inbox.c
    waiting = case((and_(row.state == NEW, row.due_at > wall), row.id))
    columns = (row.id, row.channel, row.lane, row.state, row.due_at)
    threads = (
        select(
            *columns,
            func.min(row.id).over(partition_by=row.thread).label("first"),
            func.min(waiting).over(partition_by=row.thread).label("waiting"),
        )
        .where(row.state.in_([NEW, WORKING]))
        .subquery()
    )
    each = threads.c
    under_way = and_(
        each.lane == Lane.TOLD,
        or_(each.state == WORKING, each.due_at <= wall),
        func.coalesce(each.waiting, each.id) >= each.id,
    )
    told = func.min(case((under_way, each.id))).over(partition_by=each.channel).label("told")
    channels = select(threads, told).subquery()
    one = channels.c
    place = func.row_number().over(partition_by=one.channel, order_by=one.id).label("place")
    free = or_(one.lane != Lane.TOLD, func.coalesce(one.told, one.id) >= one.id)
    heads = select(one.id, place).where(one.id == one.first, one.due_at <= wall, free).subquery()
    return select(heads.c.id).order_by(heads.c.place, heads.c.id).limit(bindparam("most"))


HEADS = _heads()
"""The envelopes that may go at `wall`, `most` of them; asked for apart, so that no plan joins it row by row."""
TAKE = (
    update(inbox)
    .where(among(inbox.c.id, "numbers"))
    .values(state=WORKING, due_at=bindparam("until"), fence=inbox.c.fence + 1)
)
FINISH = update(inbox).where(
    inbox.c.id == bindparam("number"), inbox.c.state == WORKING, inbox.c.fence == bindparam("ours")
)
"""Its `state`, `error` and `attempts` are parameters too."""


@cache
def free_ones(dialect: str) -> Executable:
    """Those among `rows` (each an id and its turn) that nobody else works on now, locked until the commit."""
    columns = ", ".join(f"inbox.{column.name}" for column in inbox.c)
    words = _FREE.format(columns=columns, rows=rows_of(dialect, {"id": "bigint", "turn": "integer"}))
    query = text(words if dialect == "sqlite" else f"{words} FOR UPDATE OF inbox SKIP LOCKED")
    return query.bindparams(bindparam("wall", type_=UtcDateTime)).columns(*inbox.c)
