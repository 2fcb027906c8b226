"""Announce whose shift begins, and look whether whoever is on duty can still be called."""

from bot.jobs.job import Bench
from bot.operations.shifts import change_shifts, is_all_announced
from bot.store.unit_of_work import EVERYTHING


async def announce_shifts(bench: Bench) -> None:
    """Only a look while nobody else is on duty; what another replica has just said is not said twice."""
    async with bench.store.look(EVERYTHING) as uow:
        if await is_all_announced(uow):
            return
    async with bench.store.change(EVERYTHING) as uow:
        await change_shifts(uow)
