"""Entries: every message that was kept, its files, and where it was copied to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from bot.domain.covering import Covered, added, beyond, covered_in, covered_of
from bot.domain.personal_data import Cover
from bot.domain.tickets import Entry, EntryKind, StoredFile
from bot.domain.words import Channel, ClientKey, EntryId, FileId, PersonId, Place, PlaceId, Source, TicketId
from bot.store import tables
from bot.store.several import among, by_ticket

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_ENTRIES, _COPIES, _FILES = tables.entries, tables.copies, tables.files
_OF_TICKETS = (
    select(_ENTRIES)
    .where(among(_ENTRIES.c.ticket, "tickets"), among(_ENTRIES.c.kind, "kinds"))
    .order_by(_ENTRIES.c.at, _ENTRIES.c.id)
)
_REPORTS = and_(
    _ENTRIES.c.channel == bindparam("channel"),
    _ENTRIES.c.person == bindparam("person"),
    _ENTRIES.c.ticket.is_not(None),
    _ENTRIES.c.at >= bindparam("since"),
    _ENTRIES.c.kind.in_([EntryKind.REPORT, EntryKind.CLIENT]),
)
_SAME = _ENTRIES.c.source == bindparam("source")
_BEFORE = (
    select(_ENTRIES).where(or_(_SAME, _REPORTS)).order_by(case((_SAME, 0), else_=1), _ENTRIES.c.at.desc()).limit(1)
)


def source_key(source: Source) -> str:
    """A source as one unique string."""
    return f"{source.channel.key}/{source.id}"


def source_of(key: str) -> Source:
    """The source that a key names."""
    channel, _, number = key.partition("/")  # a platform's id of a message may have more of them
    return Source(Channel.parse(channel), number)


def entry_of(row: Any) -> Entry:
    """A row as an entry."""
    return Entry(
        EntryId(row["id"]),
        source_of(row["source"]) if row["source"] else None,
        Place(Channel.parse(row["channel"]), row["thread"]),
        TicketId(row["ticket"]) if row["ticket"] else None,
        ClientKey(row["client"]) if row["client"] else None,
        PersonId(row["person"]),
        EntryKind(row["kind"]),
        row["text"],
        row["at"],
        row["edited_at"],
        row["deleted_at"],
        covered_of(row["covered"]),
    )


def file_of(row: Any) -> StoredFile:
    """A row as a file."""
    return StoredFile(
        FileId(row["id"]),
        EntryId(row["entry"]),
        TicketId(row["ticket"]) if row["ticket"] else None,
        *(row[name] for name in ("platform", "workspace", "remote", "url", "name", "mime", "size", "sha256", "error")),
    )


class Entries:
    """The entries of one unit of work.

    `covers` is what was covered in the words that it works with; `told` counts what of that came to stand in entries.
    """

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow
        self.covers: tuple[Cover, ...] = ()
        self.told: Covered = ()

    async def add(
        self,
        source: Source | None,
        place: Place,
        person: PersonId,
        kind: EntryKind,
        text: str,
        at: datetime,
        *,
        ticket: TicketId | None = None,
        client: ClientKey | None = None,
        why: str = "",
    ) -> Entry:
        """Keep a message; `why` says why it became nothing when it did."""
        covered = self._covered(text)
        row: dict[str, Any] = {
            "source": source_key(source) if source else None,
            "channel": place.channel.key,
            "thread": place.thread,
            "ticket": ticket,
            "client": client,
            "person": person,
            "kind": kind,
            "text": text,
            "at": at,
            "why": why,
        }
        if covered:
            row["covered"] = dict(covered)
        added = await self._uow.execute(self._uow.insert(_ENTRIES).returning(_ENTRIES), row)
        return entry_of(added.mappings().one())

    async def at(self, source: Source) -> Entry | None:
        """The entry of a message on a platform, None when it was never kept."""
        query = select(_ENTRIES).where(_ENTRIES.c.source == source_key(source))
        row = (await self._uow.execute(query)).mappings().first()
        return entry_of(row) if row else None

    async def get(self, entry: EntryId) -> Entry:
        """One entry by its number."""
        return entry_of((await self._uow.execute(select(_ENTRIES).where(_ENTRIES.c.id == entry))).mappings().one())

    async def find(self, entry: EntryId) -> Entry | None:
        """One entry by a number that somebody named, None when there is none."""
        row = (await self._uow.execute(select(_ENTRIES).where(_ENTRIES.c.id == entry))).mappings().first()
        return entry_of(row) if row else None

    async def of(self, ticket: TicketId, kinds: Iterable[EntryKind]) -> tuple[Entry, ...]:
        """A ticket's entries of these kinds, oldest first."""
        return (await self.of_all([ticket], kinds)).get(ticket, ())

    async def of_all(
        self, tickets: Sequence[TicketId], kinds: Iterable[EntryKind]
    ) -> dict[TicketId, tuple[Entry, ...]]:
        """The same for several tickets."""
        rows = (await self._uow.execute(_OF_TICKETS, {"tickets": tickets, "kinds": list(kinds)})).mappings().all()
        return by_ticket(rows, entry_of)

    async def before(self, source: Source, person: PersonId, since: datetime) -> Entry | None:
        """What a new message meets: itself where it was kept already, else its author's newest report to join.

        That is one at the top of the same channel, written at `since` or later.
        """
        values = {"source": source_key(source), "channel": source.channel.key, "person": person, "since": since}
        row = (await self._uow.execute(_BEFORE, values)).mappings().first()
        return entry_of(row) if row else None

    async def latest_at(self, channel: Channel) -> datetime | None:
        """When the newest kept message of a channel was written."""
        query = select(func.max(_ENTRIES.c.at)).where(_ENTRIES.c.channel == channel.key)
        return (await self._uow.execute(query)).scalar_one_or_none()

    def _covered(self, text: str, known: Covered = ()) -> Covered:
        """What is covered in a text that comes to stand in an entry."""
        covered = covered_in(text, self.covers) if self.covers else ()
        self.told = added(self.told, beyond(covered, known))
        return covered

    async def rewrite(self, entry: Entry, text: str) -> Entry:
        """Its author wrote it anew."""
        after = replace(entry, text=text, edited_at=self._uow.now, covered=self._covered(text, entry.covered))
        await self.change(entry.id, text=text, edited_at=self._uow.now, covered=dict(after.covered) or None)
        return after

    async def change(self, entry: EntryId, **values: Any) -> None:
        """New values for an entry."""
        await self._uow.execute(update(_ENTRIES).where(_ENTRIES.c.id == entry).values(**values))

    async def move(self, ticket: TicketId, to: TicketId) -> None:
        """Everything that was said in one ticket belongs to another now."""
        await self._uow.execute(update(_ENTRIES).where(_ENTRIES.c.ticket == ticket).values(ticket=to))
        await self._uow.execute(update(_FILES).where(_FILES.c.ticket == ticket).values(ticket=to))

    async def copied(self, entry: EntryId, source: Source, place: PlaceId, letter: str) -> None:
        """A copy of an entry stands there now."""
        row = {"entry": entry, "source": source_key(source), "place": place, "letter": letter}
        await self._uow.execute(self._uow.insert(_COPIES).values(**row).on_conflict_do_nothing())

    async def copies(self, entry: EntryId) -> tuple[tuple[Source, PlaceId, str], ...]:
        """Where an entry was copied to, and by which letter."""
        query = select(_COPIES).where(_COPIES.c.entry == entry).order_by(_COPIES.c.id)
        rows = (await self._uow.execute(query)).mappings().all()
        return tuple((source_of(row["source"]), PlaceId(row["place"]), row["letter"]) for row in rows)
