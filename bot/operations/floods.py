"""A flood at the desk: one card says how many new cards wait for its channel, until all are shown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from bot.domain.floods import MANY, Fate, Flood, FloodEnd, Queue, Step, next_step
from bot.domain.words import Channel, Place, Source
from bot.errors import PitbossError
from bot.store import floods
from bot.store.entries import source_key
from bot.store.outbox import Kind
from bot.store.unit_of_work import UnitOfWork

LETTER = "flood"


class Overtaken(PitbossError):
    """Another replica has told the same at this moment."""


async def is_calm(uow: UnitOfWork) -> bool:
    """Whether no flood has begun that is not told of, and none goes on."""
    _, known = await floods.kept(uow)
    return not known and all(each.count <= MANY for each in (await floods.queues(uow, ())).values())


async def tell_floods(uow: UnitOfWork) -> None:
    """Post the card of each flood that has begun, and edit those of floods that go on or end; raises Overtaken."""
    written, known = await floods.kept(uow)
    queues = await floods.queues(uow, known)
    fates = await floods.fates(uow, [letter for each in known.values() for letter in (each.post, each.latest)])
    told: dict[Channel, Flood] = {}
    for channel, queue in queues.items():
        if channel not in known and queue.count > MANY:
            told[channel] = await _begin(uow, channel, queue)
    for channel, flood in known.items():
        after = await _go_on(uow, channel, flood, queues.get(channel), fates)
        if after:
            told[channel] = after
    if told != known and not await floods.keep(uow, written, told):
        raise Overtaken


async def _begin(uow: UnitOfWork, channel: Channel, queue: Queue) -> Flood:
    began = uow.now - (uow.wall - queue.oldest)
    post = await uow.outbox.send(Place(channel), LETTER, _facts(uow, queue.first, began))
    return Flood(queue.first, began, post, post, queue.count, uow.wall)


async def _go_on(
    uow: UnitOfWork, channel: Channel, flood: Flood, queue: Queue | None, fates: Mapping[str, floods.Told]
) -> Flood | None:
    """What is kept of a flood now, None when it is over, or was before its card could be posted."""
    latest, stands_at = fates.get(flood.latest, floods.NOWHERE).fate, fates.get(flood.post, floods.NOWHERE).stands_at
    step = next_step(flood, queue, latest, uow.wall)
    facts = _facts(uow, flood.first, flood.began) | {
        "letter": LETTER,
        "source": source_key(Source(channel, stands_at)),
    }
    match step:
        case Step.NOTHING:
            return flood
        case Step.TELL if queue and stands_at:
            edit = await uow.outbox.send(Place(channel), LETTER, facts, kind=Kind.COPY_EDIT)
            return replace(flood, latest=edit, told=queue.count, told_at=uow.wall)
        case Step.TELL:
            return None
        case Step.END:
            if stands_at and latest is Fate.STANDS:
                ended = {"ended": uow.now.isoformat()}
                await uow.outbox.send(Place(channel), LETTER, facts | ended, kind=Kind.COPY_EDIT)
            return None
        case _:
            assert_never(step)


def _facts(uow: UnitOfWork, first: int, began: datetime) -> dict[str, Any]:
    desk = uow.rules.desk
    return {"language": desk.language, "zone": desk.zone, "first": first, "began": began.isoformat()}


async def flood_end(uow: UnitOfWork, channel: Channel, facts: Mapping[str, Any]) -> FloodEnd | None:
    """How a flood ended, None while it goes on."""
    if "ended" not in facts:
        return None
    shown, given_up = await floods.shown_since(uow, channel, facts["first"])
    return FloodEnd(shown, given_up, datetime.fromisoformat(facts["began"]), datetime.fromisoformat(facts["ended"]))
