"""Tell the desk how many reports wait when its platform lets through fewer than come."""

from contextlib import suppress

from bot.jobs.job import Bench
from bot.operations.floods import Overtaken, is_calm, tell_floods
from bot.store.unit_of_work import EVERYTHING


async def count_floods(bench: Bench) -> None:
    """Only a look while all is calm; what another replica has just told is not told twice."""
    async with bench.store.look(EVERYTHING) as uow:
        if await is_calm(uow):
            return
    with suppress(Overtaken):
        async with bench.store.change(EVERYTHING) as uow:
            await tell_floods(uow)
