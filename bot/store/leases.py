"""Leases: what only one of several replicas may do, held for a while and given up by silence."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from bot.store.queue_tables import leases

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_NOBODY = ""


class Leases:
    """The leases of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def take(self, name: str, holder: str, span: timedelta, handover: str | None = None) -> bool:
        """Take or renew a lease for so long; False while another holder has it.

        What is handed over stays with it for whoever takes it next; None leaves what is there.
        """
        row = {"name": name, "holder": holder, "until": self._uow.wall + span, **_left(handover)}
        free = or_(leases.c.holder == holder, leases.c.until <= self._uow.wall)
        query = (
            self._uow.insert(leases)
            .values(**row)
            .on_conflict_do_update(index_elements=[leases.c.name], set_=row, where=free)
            .returning(leases.c.name)
        )
        return (await self._uow.execute(query)).first() is not None

    async def handover(self, name: str, span: timedelta) -> str:
        """What a holder left with a lease; empty when there is nothing, or nobody has had it within that span."""
        recent = leases.c.until >= self._uow.wall - span
        query = select(leases.c.handover).where(leases.c.name == name, recent)
        return (await self._uow.execute(query)).scalar_one_or_none() or ""

    async def release_all(self) -> None:
        """Nobody holds anything: for SQLite, where only one process runs and this one has just started."""
        held = leases.c.until > self._uow.wall
        await self._uow.execute(update(leases).where(held).values(holder=_NOBODY, until=self._uow.wall))

    async def give_back(self, name: str, holder: str, handover: str | None = None) -> None:
        """Another may have it at once; nothing happens when it is not this holder's."""
        mine = (leases.c.name == name, leases.c.holder == holder)
        values = {"holder": _NOBODY, "until": self._uow.wall, **_left(handover)}
        await self._uow.execute(update(leases).where(*mine).values(**values))


def _left(handover: str | None) -> dict[str, Any]:
    return {} if handover is None else {"handover": handover}
