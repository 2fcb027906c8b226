"""Leases: what only one of several replicas may do, held for a while and given up by silence."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_

from bot.store.queue_tables import leases

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork


class Leases:
    """The leases of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def take(self, name: str, holder: str, span: timedelta) -> bool:
        """Take or renew a lease for so long; False while another holder has it."""
        row = {"name": name, "holder": holder, "until": self._uow.wall + span}
        free = or_(leases.c.holder == holder, leases.c.until <= self._uow.wall)
        query = (
            self._uow.insert(leases)
            .values(**row)
            .on_conflict_do_update(index_elements=[leases.c.name], set_=row, where=free)
            .returning(leases.c.name)
        )
        return (await self._uow.execute(query)).first() is not None

    async def release_all(self) -> None:
        """Nobody holds anything: for SQLite, where only one process runs and this one has just started."""
        await self._uow.execute(delete(leases))

    async def give_back(self, name: str, holder: str) -> None:
        """Another may have it at once; nothing happens when it is not this holder's."""
        await self._uow.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
