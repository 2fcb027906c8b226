"""Whose turn it is in the outbox: the statements by which letters are chosen and claimed, built once."""

from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, and_, bindparam, case, column, func, or_, select, text, update

from bot.store.queue_tables import outbox, paces
from bot.store.several import among, rows_of
from bot.store.tables import places
from bot.store.types import PlainText, UtcDateTime

READY, SENDING, AMBIGUOUS = "ready", "sending", "ambiguous"
UNSENT = (READY, SENDING, AMBIGUOUS)
NARROW = timedelta(seconds=10)
"""So long after its platform slowed it down a channel is one through which only one letter goes at a time."""
_WALL = bindparam("wall", type_=UtcDateTime)
_FREE = """SELECT {columns}, coalesce(outbox.thread, places.thread) AS under
FROM {rows} JOIN outbox ON outbox.seq = one.seq LEFT JOIN places ON places.id = outbox.place
WHERE outbox.state IN ('ready', 'sending', 'ambiguous') AND outbox.due_at <= :wall
AND (outbox.state = 'ready' OR outbox.lease_until IS NULL OR outbox.lease_until <= :wall)
ORDER BY one.turn LIMIT :most"""


def _due(row: Any) -> ColumnElement[bool]:
    return and_(row.due_at <= _WALL, or_(row.state == READY, row.lease_until.is_(None), row.lease_until <= _WALL))


def _heads() -> Select[Any]:
    """The first letter and the first page of each lane that may go now; by windows, as joins grow quadratic.

    Of a narrow channel only the foremost: pages, then what is no new card of the desk's, then these by their rank.
    """
    first = func.min(outbox.c.seq).over(partition_by=outbox.c.lane).label("first")
    page = case((outbox.c.urgent.is_(True), outbox.c.seq))
    first_page = func.min(page).over(partition_by=outbox.c.lane).label("first_page")
    slowed = select(paces.c.key).where(paces.c.free_at > _WALL)  # a lane is of one channel: it is left out as a whole
    waits = (outbox.c.state.in_(UNSENT), outbox.c.channel.not_in(slowed))
    lanes = select(outbox, first, first_page).where(*waits).subquery()
    row, free_at = lanes.c, paces.c.free_at
    card_there = select(places.c.id).where(places.c.id == row.place, places.c.card.is_not(None)).exists()
    head = or_(row.seq == row.first, and_(row.urgent.is_(True), row.seq == row.first_page, card_there))
    order = (row.urgent.desc(), func.coalesce(row.rank, 0), row.seq)
    turn = func.row_number().over(partition_by=row.channel, order_by=order).label("turn")
    wide = or_(free_at.is_(None), free_at <= bindparam("slowed_since", type_=UtcDateTime)).label("wide")
    heads = (
        select(row.seq, row.urgent, turn, wide)
        .select_from(lanes.outerjoin(paces, paces.c.key == row.channel))
        .where(head, _due(row))
        .subquery()
    )
    may = or_(heads.c.wide, heads.c.turn == 1)
    return select(heads.c.seq).where(may).order_by(heads.c.urgent.desc(), heads.c.seq).limit(bindparam("most"))


HEADS = _heads()
"""The letters that may go at `wall`, `most` of them; channels slowed down after `slowed_since` are narrow."""
TAKE = (
    update(outbox)
    .where(among(outbox.c.seq, "numbers"))
    .values(
        state=SENDING,
        lease_until=bindparam("until"),
        fence=outbox.c.fence + 1,
        attempted_at=func.coalesce(outbox.c.attempted_at, _WALL),
    )
)


@cache
def free_ones(dialect: str) -> Executable:
    """Those among `rows` (each a seq and its turn) that nobody else is sending now, locked until the commit."""
    columns = ", ".join(f"outbox.{column.name}" for column in outbox.c)
    words = _FREE.format(columns=columns, rows=rows_of(dialect, {"seq": "bigint", "turn": "integer"}))
    query = text(words if dialect == "sqlite" else f"{words} FOR UPDATE OF outbox SKIP LOCKED")
    return query.bindparams(bindparam("wall", type_=UtcDateTime)).columns(*outbox.c, column("under", PlainText))


UNLESS_IT_WAITS = """ON CONFLICT (lane) WHERE kind = 'card' AND state = 'ready'
DO UPDATE SET created_at = outbox.created_at, rank = coalesce(excluded.rank, outbox.rank)"""
"""A card that waits stays the only one, and locked: nobody claims it before this change can be seen on it."""
