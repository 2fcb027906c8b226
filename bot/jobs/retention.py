"""What is done goes after its time, in small batches: rows of the queues, their payloads, the bytes of files."""

from datetime import timedelta

from bot.jobs.job import Bench
from bot.operations.files import lose_file
from bot.store.unit_of_work import EVERYTHING

BATCH = 500


async def forget(bench: Bench) -> None:
    """One batch after the other, each its own transaction."""
    retention = bench.store.rulebook.rules.retention
    for _ in range(100):
        async with bench.store.change(EVERYTHING) as uow:
            gone = await uow.inbox.forget(uow.wall - retention.inbox, BATCH)
            gone += await uow.outbox.forget(uow.wall - retention.outbox, BATCH)
            if retention.payloads is not None:
                gone += await uow.inbox.forget_payloads(uow.wall - retention.payloads, BATCH)
        if retention.files is not None:
            gone += await _forget_files(bench, retention.files)
        if not gone:
            return


async def _forget_files(bench: Bench, age: timedelta) -> int:
    """Bytes that no younger file has go; the card goes on to name what was there."""
    async with bench.store.change(EVERYTHING) as uow:
        old = await uow.files.kept_before(uow.now - age, BATCH)
        for file in old:
            await lose_file(uow, file, "retention")
        unnamed = [file.sha256 for file in old if file.sha256 and not await uow.files.names(file.sha256)]
    for sha256 in unnamed:
        await bench.files.remove(sha256)
    return len(old)
