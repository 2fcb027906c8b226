"""Send the digests whose time has come in their audience's own zone."""

from bot.jobs.job import Bench
from bot.operations.digests import send_due_digests
from bot.store.unit_of_work import EVERYTHING


async def send_digests(bench: Bench) -> None:
    """Each once for its local date."""
    async with bench.store.change(EVERYTHING) as uow:
        await send_due_digests(uow)
