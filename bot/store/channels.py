"""Channels as the rows know them: one gets another id, and one that was gone works again."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.words import Channel, PlaceId
from bot.store import tables
from bot.store.inbox_turns import NEW
from bot.store.outbox import DEAD, GONE, MOOT, READY, UNSENT
from bot.store.places import place_of
from bot.store.queue_tables import inbox, outbox

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_PLACES, _ENTRIES, _COPIES, _DRAFTS = tables.places, tables.entries, tables.copies, tables.drafts
_TICKETS = tables.tickets
_ENDED = ("closed", "cancelled")


async def move_channel(uow: "UnitOfWork", old: Channel, new: Channel) -> None:
    """Everything that names a channel names its new id: places, messages, copies, forms, and what waits."""
    for table, column in ((_PLACES, "channel"), (_ENTRIES, "channel"), (outbox, "channel"), (_DRAFTS, "place")):
        await uow.execute(update(table).where(table.c[column] == old.key).values({column: new.key}))
    for table in (_ENTRIES, _COPIES):
        ours = table.c.source.startswith(f"{old.key}/", autoescape=True)
        renamed = literal(new.key) + func.substr(table.c.source, len(old.key) + 1)
        await uow.execute(update(table).where(ours).values(source=renamed))
    await _rename_facts(uow, old, new)
    await _rename_waiting(uow, old, new)


async def _rename_facts(uow: "UnitOfWork", old: Channel, new: Channel) -> None:
    """Letters that edit a message name it by its source."""
    query = select(outbox.c.seq, outbox.c.facts).where(outbox.c.channel == new.key, outbox.c.state.in_([*UNSENT, DEAD]))
    for number, facts in (await uow.execute(query)).all():
        source = str(facts.get("source", ""))
        if source.startswith(f"{old.key}/"):
            changed = {**facts, "source": new.key + source[len(old.key) :]}
            await uow.execute(update(outbox).where(outbox.c.seq == number).values(facts=changed))


async def _rename_waiting(uow: "UnitOfWork", old: Channel, new: Channel) -> None:
    """What was told under the old id and is not worked off yet belongs to the same threads."""
    here = (inbox.c.platform == old.platform, inbox.c.workspace == old.workspace, inbox.c.channel == old.id)
    for row in (await uow.execute(select(inbox).where(*here, inbox.c.state == NEW))).mappings().all():
        payload = _renamed(row["payload"], old.id, new.id)
        thread = row["thread"].replace(old.id, new.id, 1)
        values = {"channel": new.id, "thread": thread, "payload": payload}
        await uow.execute(update(inbox).where(inbox.c.id == row["id"]).values(**values))


def _renamed(value: Any, old: str, new: str) -> Any:
    """The same with the new id wherever a value is the old one."""
    if isinstance(value, Mapping):
        return {key: _renamed(each, old, new) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, old, new) for each in value]
    return new if value == old else value


async def gone_channels(uow: "UnitOfWork") -> tuple[Channel, ...]:
    """Channels in which tickets that are not ended have places where nothing could be sent."""
    query = select(_PLACES.c.channel).join(_TICKETS, _TICKETS.c.id == _PLACES.c.ticket).distinct()
    query = query.where(_PLACES.c.dead != "", _TICKETS.c.status.not_in(_ENDED))
    return tuple(Channel.parse(key) for key in (await uow.execute(query)).scalars().all())


async def revive(uow: "UnitOfWork", channel: Channel, since: datetime) -> None:
    """A channel works again: its cards are drawn anew, and what it missed after that instant is sent.

    Letters of tickets that ended meanwhile stay given up, and so do older ones and those of no ticket (digests).
    """
    where = (_PLACES.c.channel == channel.key, _PLACES.c.dead != "")
    query = update(_PLACES).where(*where).values(dead="").returning(_PLACES)
    revived = {row["id"]: place_of(row) for row in (await uow.execute(query)).mappings().all()}
    open_ones = (await uow.execute(_still_open(tuple(revived)))).scalars().all()
    await _send_again(uow, tuple(open_ones), since)
    for number in open_ones:
        await uow.outbox.card(revived[number])


def _still_open(numbers: tuple[PlaceId, ...]) -> Any:
    query = select(_PLACES.c.id).join(_TICKETS, _TICKETS.c.id == _PLACES.c.ticket)
    return query.where(_PLACES.c.id.in_(numbers), _TICKETS.c.status.not_in(_ENDED)).order_by(_PLACES.c.id)


async def _send_again(uow: "UnitOfWork", places: tuple[PlaceId, ...], since: datetime) -> None:
    gone = (outbox.c.state == DEAD, outbox.c.error.startswith(GONE), outbox.c.created_at >= since)
    query = select(outbox.c.seq).where(outbox.c.place.in_(places), *gone).order_by(outbox.c.seq)
    for number in (await uow.execute(query)).scalars().all():
        row = outbox.c.seq == number
        values = {"state": READY, "attempts": 0, "due_at": uow.wall, "error": ""}
        try:
            async with uow.savepoint():
                await uow.execute(update(outbox).where(row).values(**values))
        except IntegrityError:  # a newer card waits already
            await uow.execute(update(outbox).where(row).values(state=MOOT))
    uow.wake_delivery()
