"""Floods: channels whose platform holds up the desk's new cards, what waits there, and what was told of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select

from bot.domain.floods import Fate, Flood, FloodSheet, Queue
from bot.domain.priority import Priority
from bot.domain.words import Channel, ClientKey
from bot.store.outbox import DEAD, HELD, SENT
from bot.store.outbox_turns import NARROW, UNSENT
from bot.store.queue_tables import outbox, paces
from bot.store.tables import once, places, tickets

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_KEY = "floods"
_COUNT = func.count(outbox.c.place.distinct())
_WAITS = (outbox.c.state.in_(UNSENT), outbox.c.rank.is_not(None), places.c.card.is_(None))


@dataclass(frozen=True)
class Told:
    """What became of a letter, and the id under which it stands on its platform."""

    fate: Fate
    stands_at: str


NOWHERE = Told(Fate.LOST, "")


async def kept(uow: "UnitOfWork") -> tuple[str, dict[Channel, Flood]]:
    """The floods that are not over, and how they are written."""
    written = (await uow.execute(select(once.c.value).where(once.c.key == _KEY))).scalar_one_or_none() or ""
    return written, {Channel.parse(key): _flood(row) for key, row in json.loads(written or "{}").items()}


async def keep(uow: "UnitOfWork", written: str, floods: Mapping[Channel, Flood]) -> bool:
    """Write them anew; False when they are no longer written like that, because another replica was quicker."""
    row = {"key": _KEY, "at": uow.now, "value": json.dumps({each.key: _row(flood) for each, flood in floods.items()})}
    query = uow.insert(once).values(**row)
    query = query.on_conflict_do_update(index_elements=["key"], set_=row, where=once.c.value == written)
    return (await uow.execute(query.returning(once.c.key))).first() is not None


async def queues(uow: "UnitOfWork", known: Iterable[Channel]) -> dict[Channel, Queue]:
    """What waits for these channels, and for those that their platform has just slowed down."""
    slowed = select(paces.c.key).where(paces.c.free_at > uow.wall - NARROW)
    there = or_(outbox.c.channel.in_([channel.key for channel in known]), outbox.c.channel.in_(slowed))
    query = select(outbox.c.channel, _COUNT, func.min(outbox.c.seq), func.min(outbox.c.created_at))
    rows = await uow.execute(query.join(places).where(*_WAITS, there).group_by(outbox.c.channel))
    return {Channel.parse(channel): Queue(count, first, oldest) for channel, count, first, oldest in rows.all()}


async def fates(uow: "UnitOfWork", letters: Iterable[str]) -> dict[str, Told]:
    """What became of letters."""
    query = select(outbox.c.id, outbox.c.state, outbox.c.sent_id).where(outbox.c.id.in_(list(letters)))
    return {number: Told(_fate(state), sent) for number, state, sent in (await uow.execute(query)).all()}


async def waiting_in(uow: "UnitOfWork", channel: Channel) -> FloodSheet | None:
    """What waits for a channel now, None when nothing does."""
    columns = (tickets.c.client, tickets.c.priority)
    query = select(*columns, _COUNT, func.min(outbox.c.created_at)).join(places, places.c.id == outbox.c.place)
    query = query.join(tickets, tickets.c.id == places.c.ticket).where(*_WAITS, outbox.c.channel == channel.key)
    rows = (await uow.execute(query.group_by(*columns))).all()
    if not rows:
        return None
    waiting = {(ClientKey(client), Priority(priority)): count for client, priority, count, _ in rows}
    oldest: datetime = min(row[3] for row in rows)
    clients = {key: each.name for key, each in uow.rules.clients.items()}
    return FloodSheet(waiting, uow.now - (uow.wall - oldest), clients)


async def shown_since(uow: "UnitOfWork", channel: Channel, first: int) -> tuple[int, int]:
    """How many new cards were shown in a channel from that number of the outbox on, and how many were given up."""
    shown = func.count(case((outbox.c.state == SENT, outbox.c.place)).distinct())
    lost = func.count(case((and_(outbox.c.state == DEAD, places.c.card.is_(None)), outbox.c.place)).distinct())
    here = (outbox.c.seq >= first, outbox.c.channel == channel.key, outbox.c.rank.is_not(None))
    found: tuple[int, int] = tuple((await uow.execute(select(shown, lost).join(places).where(*here))).one())
    return found


def _flood(row: Mapping[str, Any]) -> Flood:
    instants = {name: datetime.fromisoformat(row[name]) for name in ("began", "told_at")}
    return Flood(**{**row, **instants})


def _row(flood: Flood) -> dict[str, Any]:
    return {**asdict(flood), "began": flood.began.isoformat(), "told_at": flood.told_at.isoformat()}


def _fate(state: str) -> Fate:
    if state in UNSENT:
        return Fate.ON_ITS_WAY
    return Fate.LOST if state in (DEAD, HELD) else Fate.STANDS
