"""A letter that belongs to no ticket and was posted: it can be drawn anew where it stands."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.domain.words import Channel, Place, Source
from bot.store.entries import source_key
from bot.store.letters import Kind
from bot.store.queue_tables import outbox

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork


async def draw_anew(uow: "UnitOfWork", letter: str) -> None:
    """Edit a letter where it stands; one that is still to be sent is drawn as things are then."""
    row = (await uow.execute(select(outbox).where(outbox.c.id == letter))).mappings().first()
    if row is None or not row["sent_id"]:
        return
    channel = Channel.parse(row["channel"])
    facts = {**row["facts"], "letter": row["message"], "source": source_key(Source(channel, row["sent_id"]))}
    await uow.outbox.send(Place(channel, row["thread"]), row["message"], facts, kind=Kind.COPY_EDIT)
