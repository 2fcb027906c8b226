"""Unmasking: what was masked is not ours to keep; that somebody reads it back is written down first."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.events import Unmasked
from bot.domain.tickets import Entry, EntryKind, Ticket
from bot.domain.words import EntryId, PersonId
from bot.errors import UserError
from bot.store.unit_of_work import UnitOfWork

AT_ONCE = 5
"""Originals that one look shows: each is a question to the platform."""


async def unmask_entries(uow: UnitOfWork, ticket: Ticket, entry: int | None = None) -> tuple[tuple[Entry, ...], int]:
    """The latest masked entries of a ticket, or that one, and how many older ones there are; each look is recorded.

    Raises UserError when nothing of it is masked.
    """
    masked = [each for each in await uow.entries.of(ticket.id, set(EntryKind)) if each.covered]
    wanted = [each for each in masked if entry is None or each.id == entry]
    if not wanted:
        raise UserError("nothing_masked", ticket=ticket.id if entry is None else "")
    for each in wanted[-AT_ONCE:]:
        uow.record(ticket, Unmasked(each.id))
    return tuple(wanted[-AT_ONCE:]), len(wanted[:-AT_ONCE])


async def looks_at(
    uow: UnitOfWork, ticket: Ticket, entries: Collection[EntryId]
) -> tuple[tuple[PersonId | None, datetime], ...]:
    """Who read back these entries before, and when, oldest first."""
    happened = await uow.audit.of(ticket.id)
    return tuple((who, at) for at, who, event, facts in happened if event == "Unmasked" and facts["entry"] in entries)
