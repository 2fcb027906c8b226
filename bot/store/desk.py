"""The desk's own rows: versions of desk.yaml, overrides made from chat, things done only once, links, and the shift."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, or_, select, update

from bot.domain.duplicates import Links
from bot.domain.statuses import Status
from bot.domain.words import PersonId, TicketId
from bot.store import tables
from bot.store.several import by_ticket
from bot.store.tickets import OPEN_STATUSES

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_VERSIONS, _OVERRIDES, _ONCE, _LINKS = tables.desk_versions, tables.desk_overrides, tables.once, tables.links
_SHIFT, _TICKETS = tables.clock_shift, tables.tickets


class DeskRows:
    """The desk's rows in one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def version(self, digest: str, text: str, overrides: dict[str, Any]) -> int:
        """The number of this text of desk.yaml with these overrides; a new one gets the next."""
        row = {"digest": digest, "text": text, "overrides": overrides, "loaded_at": self._uow.wall}
        await self._uow.execute(self._uow.insert(_VERSIONS).values(**row).on_conflict_do_nothing())
        query = select(_VERSIONS.c.id).where(_VERSIONS.c.digest == digest)
        number: int = (await self._uow.execute(query)).scalar_one()
        return number

    async def versions_in_use(self, others: Collection[int] = ()) -> dict[int, tuple[str, dict[str, Any]]]:
        """Text and overrides of the versions that tickets which are not ended name, and of these others."""
        alive = _TICKETS.c.status.in_([*OPEN_STATUSES, Status.RESOLVED])
        named = select(_TICKETS.c.id).where(_TICKETS.c.desk_version == _VERSIONS.c.id, alive).exists()
        wanted = or_(named, _VERSIONS.c.id.in_(others))
        query = select(_VERSIONS.c.id, _VERSIONS.c.text, _VERSIONS.c.overrides).where(wanted)
        return {row.id: (row.text, row.overrides) for row in (await self._uow.execute(query)).all()}

    async def overrides(self) -> dict[str, Any]:
        """What was changed from chat: path to value."""
        rows = await self._uow.execute(select(_OVERRIDES.c.path, _OVERRIDES.c.value).order_by(_OVERRIDES.c.path))
        return {row.path: row.value for row in rows.all()}

    async def override(self, path: str, value: Any, person: PersonId) -> None:
        """One value of desk.yaml is this now."""
        row = {"path": path, "value": value, "person": person, "at": self._uow.now}
        query = self._uow.insert(_OVERRIDES).values(**row)
        await self._uow.execute(query.on_conflict_do_update(index_elements=["path"], set_=row))

    async def first_time(self, key: str, value: str = "") -> bool:
        """Whether this was never done before; it is marked as done in this transaction."""
        row = {"key": key, "at": self._uow.now, "value": value}
        query = self._uow.insert(_ONCE).values(**row).on_conflict_do_nothing().returning(_ONCE.c.key)
        return (await self._uow.execute(query)).first() is not None

    async def not_within(self, key: str, span: timedelta) -> bool:
        """Whether this was not done within the span before now; it is marked as done now when so."""
        await self._uow.execute(delete(_ONCE).where(_ONCE.c.key == key, _ONCE.c.at <= self._uow.now - span))
        return await self.first_time(key)

    async def once_value(self, key: str) -> str | None:
        """What was kept with a thing done once."""
        return (await self._uow.execute(select(_ONCE.c.value).where(_ONCE.c.key == key))).scalar_one_or_none()

    async def forget(self, key: str) -> None:
        """A thing may be done again."""
        await self._uow.execute(delete(_ONCE).where(_ONCE.c.key == key))

    async def keep_value(self, key: str, value: str) -> None:
        """A value of ours that changes with time."""
        row = {"key": key, "at": self._uow.now, "value": value}
        query = self._uow.insert(_ONCE).values(**row)
        await self._uow.execute(query.on_conflict_do_update(index_elements=["key"], set_=row))

    async def link(self, ticket: TicketId, other: TicketId) -> None:
        """Two tickets have to do with each other."""
        for one, two in ((ticket, other), (other, ticket)):
            row = {"ticket": one, "other": two, "at": self._uow.now}
            await self._uow.execute(self._uow.insert(_LINKS).values(**row).on_conflict_do_nothing())

    async def hang(self, ticket: TicketId, parent: TicketId | None) -> None:
        """A ticket is that one's child, and nobody else's; with None nobody's at all, though they stay linked."""
        about = or_(_LINKS.c.ticket == ticket, _LINKS.c.other == ticket)
        upward = case((_LINKS.c.ticket == ticket, 1), else_=-1)
        await self._uow.execute(update(_LINKS).where(about, _LINKS.c.rank == upward).values(rank=None))
        if parent is None:
            return
        await self.link(ticket, parent)
        pair = about & or_(_LINKS.c.ticket == parent, _LINKS.c.other == parent)
        await self._uow.execute(update(_LINKS).where(pair).values(rank=upward))

    async def linked(self, tickets: Sequence[TicketId]) -> dict[TicketId, Links]:
        """The tickets that each is linked with."""
        query = select(_LINKS).where(_LINKS.c.ticket.in_(tickets)).order_by(_LINKS.c.other)
        rows = (await self._uow.execute(query)).mappings().all()
        return {
            number: Links(
                tuple(other for other, _ in pairs),
                next((other for other, rank in pairs if rank == 1), None),
                tuple(other for other, rank in pairs if rank == -1),
            )
            for number, pairs in by_ticket(rows, lambda row: (TicketId(row["other"]), row["rank"])).items()
        }

    async def shift(self) -> timedelta:
        """How far tests or the demo have moved the desk's time."""
        seconds = (await self._uow.execute(select(_SHIFT.c.seconds))).scalar_one_or_none()
        return timedelta(seconds=seconds or 0)

    async def set_shift(self, shift: timedelta) -> None:
        """Only tests and the demo do this."""
        row = {"id": 1, "seconds": int(shift.total_seconds())}
        query = self._uow.insert(_SHIFT).values(**row)
        await self._uow.execute(query.on_conflict_do_update(index_elements=["id"], set_=row))
