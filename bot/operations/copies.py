"""Copies of a message follow what becomes of it."""

from bot.domain.words import EntryId
from bot.store.entries import source_key
from bot.store.outbox import Kind
from bot.store.unit_of_work import UnitOfWork


async def copies_follow(uow: UnitOfWork, entry: EntryId) -> None:
    """Every copy of an entry is drawn anew."""
    for source, number, letter in await uow.entries.copies(entry):
        place = await uow.places.get(number)
        facts = {"source": source_key(source), "entry": entry, "letter": letter, "calls": []}
        await uow.outbox.post(place, letter, facts, kind=Kind.COPY_EDIT)
