"""What only one of several replicas may do, and what whoever did it last left for the next."""

import secrets
from datetime import timedelta

from bot.chat.leases import HANDOVER_SECONDS
from bot.errors import Unavailable
from bot.store.unit_of_work import EVERYTHING, Store
from bot.telemetry import LEASES, log

_LOG = log(__name__)


class Leasing:
    """One replica's leases."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._holder = secrets.token_hex(8)

    async def holds(self, name: str, handover: str | None) -> bool:
        """Take or renew the lease of that name; False while another replica has it, or the database does not answer."""
        held = False
        try:
            async with self._store.change(EVERYTHING) as uow:
                held = await uow.leases.take(name, self._holder, uow.lease, handover)
        except Unavailable as error:
            _LOG.warning("a lease could not be renewed", lease=name, why=error.why)
        LEASES.labels(name).set(held)
        return held

    async def handed_over(self, name: str) -> str:
        """What the last holder left with a lease, unless that is long ago; raises Unavailable."""
        async with self._store.look(EVERYTHING) as uow:
            return await uow.leases.handover(name, timedelta(seconds=HANDOVER_SECONDS))

    async def lets_go(self, name: str, handover: str | None) -> None:
        """Give a lease back; without a database its time runs out by itself."""
        LEASES.labels(name).set(0)
        try:
            async with self._store.change(EVERYTHING) as uow:
                await uow.leases.give_back(name, self._holder, handover)
        except Unavailable as error:
            _LOG.warning("a lease could not be given back", lease=name, why=error.why)
