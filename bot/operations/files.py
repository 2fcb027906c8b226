"""Files: fetched after the acknowledgement, kept by their content, and shown where the ticket is worked."""

from bot.domain.covering import cover_name
from bot.domain.tickets import Entry, EntryKind, PlaceKind, StoredFile
from bot.operations.copies import copies_follow
from bot.store.outbox import Kind
from bot.store.unit_of_work import UnitOfWork

_SHOWN_AT_DESK = frozenset({EntryKind.REPORT, EntryKind.CLIENT, EntryKind.STAFF, EntryKind.TEAM})


async def keep_file(uow: UnitOfWork, file: StoredFile, sha256: str, name: str, mime: str, size: int) -> None:
    """The bytes are in the store; they are shown at the desk from now on, under a name without personal data."""
    name = cover_name(name).text
    if await uow.files.keep(file.id, sha256, name, mime, size):
        await mirror_files(uow, await uow.entries.get(file.entry))
        if name != file.name:  # a platform may only announce a file, and name it later
            await copies_follow(uow, file.entry)


async def lose_file(uow: UnitOfWork, file: StoredFile, why: str) -> None:
    """The bytes cannot be had: the card says so, and why."""
    await uow.files.lose(file.id, why)
    if file.ticket:
        uow.redraw(file.ticket)


async def mirror_files(uow: UnitOfWork, entry: Entry) -> None:
    """Show an entry's kept files in the desk's thread, each once."""
    if entry.ticket is None or entry.kind not in _SHOWN_AT_DESK or entry.deleted_at:
        return
    files = [file for file in await uow.files.of_entry(entry.id) if file.sha256]
    for place in await uow.places.of(entry.ticket) if files else ():
        if place.kind is not PlaceKind.DESK:
            continue
        for file in files:
            if await uow.desk.first_time(f"mirror:{file.id}:{place.id}"):
                uow.redraw(entry.ticket)
                await uow.outbox.post(place, "file", {"file": file.id, "entry": entry.id}, kind=Kind.FILE)
