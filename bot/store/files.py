"""Files of entries: first wanted, then kept by the content's hash, or given up with a reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.chat.requests import RemoteFile
from bot.domain.tickets import Entry, StoredFile
from bot.domain.words import EntryId, FileId, TicketId
from bot.store import tables
from bot.store.entries import file_of
from bot.store.several import among, by_ticket

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_FILES = tables.files
WANTED, KEPT, LOST = "wanted", "kept", "lost"
_OF_TICKETS = select(_FILES).where(among(_FILES.c.ticket, "tickets")).order_by(_FILES.c.id)


class Files:
    """The files of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def want(self, entry: Entry, platform: str, workspace: str, files: tuple[RemoteFile, ...]) -> None:
        """These files of an entry are to be fetched."""
        for file in files:
            row = {
                "entry": entry.id,
                "ticket": entry.ticket,
                "platform": platform,
                "workspace": workspace,
                "remote": file.id,
                "url": file.url,
                "name": file.name,
                "mime": file.mime,
                "size": file.size,
                "state": WANTED,
                "due_at": self._uow.wall,
            }
            await self._uow.execute(self._uow.insert(_FILES).values(**row).on_conflict_do_nothing())

    async def wanted(self, limit: int) -> tuple[StoredFile, ...]:
        """Files that are to be fetched now."""
        query = (
            select(_FILES)
            .where(_FILES.c.state == WANTED, _FILES.c.due_at <= self._uow.wall)
            .order_by(_FILES.c.due_at)
            .limit(limit)
        )
        return tuple(file_of(row) for row in (await self._uow.execute(query)).mappings().all())

    async def of_entry(self, entry: EntryId) -> tuple[StoredFile, ...]:
        """The files of one entry."""
        query = select(_FILES).where(_FILES.c.entry == entry).order_by(_FILES.c.id)
        return tuple(file_of(row) for row in (await self._uow.execute(query)).mappings().all())

    async def of_tickets(self, tickets: Sequence[TicketId]) -> dict[TicketId, tuple[StoredFile, ...]]:
        """The files of tickets."""
        rows = (await self._uow.execute(_OF_TICKETS, {"tickets": tickets})).mappings().all()
        return by_ticket(rows, file_of)

    async def get(self, file: FileId) -> StoredFile:
        """One file by its number."""
        return file_of((await self._uow.execute(select(_FILES).where(_FILES.c.id == file))).mappings().one())

    async def adopt(self, entry: EntryId, ticket: TicketId) -> None:
        """The files of an entry belong to that ticket."""
        await self._uow.execute(update(_FILES).where(_FILES.c.entry == entry).values(ticket=ticket))

    async def keep(self, file: FileId, sha256: str, name: str, mime: str, size: int) -> bool:
        """The bytes are in the file store; False when they already were."""
        values = {"sha256": sha256, "name": name, "mime": mime, "size": size, "state": KEPT}
        done = await self._uow.execute(
            update(_FILES).where(_FILES.c.id == file, _FILES.c.state == WANTED).values(**values)
        )
        return bool(done.rowcount)

    async def postpone(self, file: FileId, after: timedelta, why: str) -> None:
        """Try again later."""
        values = {"due_at": self._uow.wall + after, "error": why, "attempts": _FILES.c.attempts + 1}
        await self._uow.execute(update(_FILES).where(_FILES.c.id == file).values(**values))

    async def lose(self, file: FileId, why: str) -> None:
        """The bytes cannot be had; the link and the reason stay."""
        await self._uow.execute(update(_FILES).where(_FILES.c.id == file).values(state=LOST, sha256=None, error=why))

    async def attempts(self, file: FileId) -> int:
        """How often it was tried."""
        query = select(_FILES.c.attempts).where(_FILES.c.id == file)
        count: int = (await self._uow.execute(query)).scalar_one()
        return count

    async def kept_before(self, before: datetime, limit: int) -> tuple[StoredFile, ...]:
        """Files whose entry was written before an instant and whose bytes are still kept."""
        entries = tables.entries
        query = (
            select(_FILES)
            .join(entries, entries.c.id == _FILES.c.entry)
            .where(_FILES.c.state == KEPT, entries.c.at < before)
            .limit(limit)
        )
        return tuple(file_of(row) for row in (await self._uow.execute(query)).mappings().all())

    async def names(self, sha256: str) -> bool:
        """Whether any file still has these bytes."""
        query = select(_FILES.c.id).where(_FILES.c.sha256 == sha256, _FILES.c.state == KEPT).limit(1)
        return (await self._uow.execute(query)).first() is not None
