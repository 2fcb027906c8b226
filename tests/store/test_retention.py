"""What is done goes after its time, and what still counts stays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from bot.chat.requests import RemoteFile
from bot.domain.words import Place
from bot.jobs.job import Bench
from bot.jobs.retention import BATCH, forget
from bot.operations.files import keep_file
from bot.store import inbox, outbox
from bot.store.inbox_turns import DONE, EXPIRED, NEW
from bot.store.outbox import AMBIGUOUS, HELD, MOOT, READY, SENDING, SENT
from bot.store.queue_tables import inbox as inbox_rows
from bot.store.queue_tables import outbox as outbox_rows
from bot.store.unit_of_work import EVERYTHING, Store
from tests.fakes.files import FakeFiles
from tests.store.builders import DESK_CHANNEL, LONG_AGO, envelope, housed_ticket, receive, rules, said

DAY = timedelta(days=1)


def bench(store: Store, files: FakeFiles) -> Bench:
    """A bench of a desk that keeps payloads for a day and files for two."""
    kept = replace(rules().retention, payloads=DAY, files=2 * DAY)
    store.rulebook.rules = replace(rules(), retention=kept)
    unused: Any = None
    return Bench(store, {}, unused, files)


async def test_a_payload_goes_before_its_row(store: Store) -> None:
    """After a day what was said is gone from the inbox; what was not worked off stays whole."""
    await receive(store, envelope("done"), envelope("open"))
    async with store.change(EVERYTHING) as uow:
        [done, _] = await uow.inbox.claim(2)
        await uow.inbox.finish(done)
    store.clock.follow(store.clock.wall() + 2 * DAY, timedelta())
    await forget(bench(store, FakeFiles()))
    async with store.look(EVERYTHING) as uow:
        assert (await uow.inbox.by_key("done")).envelope.payload == {}
        assert (await uow.inbox.by_key("open")).envelope.payload == {"text": "hello"}


async def test_what_is_done_goes_from_both_queues_and_the_rest_stays(store: Store) -> None:
    """After thirty days, more than one batch of it; what waits, was given up or is held is still somebody's."""
    ends = (DONE, EXPIRED, inbox.DEAD)
    async with store.change(EVERYTHING) as uow:
        for number in range(BATCH + 20):
            await uow.inbox.add(envelope(f"i{number}"))
        await uow.execute(update(inbox_rows).values(state=DONE))
        for number, state in enumerate(ends):
            await uow.execute(update(inbox_rows).where(inbox_rows.c.key == f"i{number}").values(state=state))
        await uow.inbox.add(envelope("open"))
        for number in range(7):
            await uow.outbox.send(Place(DESK_CHANNEL), f"o{number}", {})
        for number, state in enumerate((SENT, MOOT, outbox.DEAD, HELD, AMBIGUOUS, SENDING)):
            await uow.execute(update(outbox_rows).where(outbox_rows.c.message == f"o{number}").values(state=state))
    await forget(bench(store, FakeFiles()))
    assert await states(store) == ({*ends, NEW}, {SENT, MOOT, outbox.DEAD, HELD, AMBIGUOUS, SENDING, READY})
    store.clock.follow(store.clock.wall() + 31 * DAY, timedelta())
    await forget(bench(store, FakeFiles()))
    assert await states(store) == ({NEW, inbox.DEAD}, {outbox.DEAD, HELD, AMBIGUOUS, SENDING, READY})


async def states(store: Store) -> tuple[set[str], set[str]]:
    """Which states there are in each of the queues."""
    async with store.look(EVERYTHING) as uow:
        both = [await uow.execute(select(table.c.state).distinct()) for table in (inbox_rows, outbox_rows)]
        came, goes = (set(rows.scalars().all()) for rows in both)
    return came, goes


async def test_the_bytes_of_an_old_file_go(store: Store) -> None:
    """The row stays and says why; bytes that another file has stay too."""
    files = FakeFiles()
    hashes = [await files.put(data) for data in (b"old", b"both", b"both")]
    async with store.change(EVERYTHING) as uow:
        ticket, *_ = await housed_ticket(uow)
        for number, (sha256, at) in enumerate(zip(hashes, (LONG_AGO, LONG_AGO, uow.now), strict=True)):
            entry = await said(uow, ticket, f"{number}", ts=f"{number}.5")
            await uow.entries.change(entry.id, at=at)
            await uow.files.want(entry, "slack", "pit", (RemoteFile(f"F{number}", "shot.png"),))
            [file] = await uow.files.of_entry(entry.id)
            await keep_file(uow, file, sha256, "shot.png", "image/png", 4)
    await forget(bench(store, files))
    assert list(files.kept) == [hashes[1]]
    async with store.look(EVERYTHING) as uow:
        kept = (await uow.files.of_tickets([ticket.id]))[ticket.id]
    assert [(each.sha256, each.error) for each in kept] == [(None, "retention"), (None, "retention"), (hashes[2], "")]
