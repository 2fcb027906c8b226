"""A database that cannot be reached or used is Unavailable with a clear text, and works again when it is back."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.errors import Unavailable
from bot.store.database import Database, copy_sqlite
from bot.store.unit_of_work import EVERYTHING, Rulebook, Store
from tests.postgres import PostgreSQL
from tests.store.builders import envelope, new_ticket, open_store, receive, rules


async def works(store: Store) -> bool:
    async with store.change(EVERYTHING) as uow:
        await uow.desk.first_time("probe")
    return True


async def why_not(store: Store) -> str:
    with pytest.raises(Unavailable) as caught:
        await works(store)
    assert "\n" not in caught.value.why
    return caught.value.why


@pytest.fixture
async def store(postgresql_server: PostgreSQL) -> Store:
    return await open_store(postgresql_server.url)


async def test_what_was_acknowledged_survives_a_kill(store: Store, postgresql_server: PostgreSQL) -> None:
    for round_ in range(3):
        await receive(store, *(envelope(f"{round_}-{number}") for number in range(5)))
        postgresql_server.kill9()
        await asyncio.sleep(0.1)  # the loop hears of it
        assert "Connect" in await why_not(store)
        postgresql_server.start()
        async with store.look(EVERYTHING) as uow:
            assert await uow.inbox.waiting() == 5 * (round_ + 1)
    await store.database.close()


async def test_a_kill_in_the_middle_of_a_change_leaves_nothing_of_it(
    store: Store, postgresql_server: PostgreSQL
) -> None:
    with pytest.raises(Unavailable):
        async with store.change(EVERYTHING) as uow:
            assert await uow.desk.first_time("half")
            postgresql_server.kill9()
    postgresql_server.start()
    async with store.change(EVERYTHING) as uow:
        assert await uow.desk.once_value("half") is None
    await store.database.close()


async def test_a_connection_cut_by_the_server_is_unavailable_once(store: Store, postgresql_server: PostgreSQL) -> None:
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'migrated' AND pid <> pg_backend_pid()"
    )
    with pytest.raises(Unavailable):
        async with store.change(EVERYTHING) as uow:
            await uow.desk.first_time("half")
            postgresql_server.sql(cut)
            await asyncio.sleep(0.1)
            await uow.desk.first_time("other half")
    assert await works(store)
    postgresql_server.sql(cut)
    await asyncio.sleep(0.1)  # the loop hears of it
    assert await works(store), "an idle connection that was cut is noticed before it is used"
    await store.database.close()


async def test_a_frozen_server_is_waited_for_only_so_long(postgresql_server: PostgreSQL) -> None:
    store = Store(Database(postgresql_server.url, patience=1.0), Clock(), Rulebook(rules(), 0))
    assert await works(store)
    postgresql_server.freeze()
    async with asyncio.timeout(10):
        assert "Timeout" in await why_not(store)
    postgresql_server.thaw()
    assert await works(store)
    await store.database.close()


async def test_a_server_that_refuses_writes_or_connections_is_unavailable(
    store: Store, postgresql_server: PostgreSQL
) -> None:
    postgresql_server.sql("ALTER DATABASE migrated SET default_transaction_read_only = on", "postgres")
    await store.database.close()
    assert "read-only" in await why_not(store)
    postgresql_server.sql("ALTER DATABASE migrated RESET default_transaction_read_only", "postgres")
    postgresql_server.sql("ALTER DATABASE migrated ALLOW_CONNECTIONS false", "postgres")
    await store.database.close()
    assert "not currently accepting connections" in await why_not(store)
    postgresql_server.sql("ALTER DATABASE migrated ALLOW_CONNECTIONS true", "postgres")
    assert await works(store)
    await store.database.close()


async def test_two_changes_that_lock_crosswise_end_with_one_done_and_one_to_try_again(postgresql_url: str) -> None:
    one, two = await open_store(postgresql_url), await open_store(postgresql_url)
    async with one.change(EVERYTHING) as uow:
        first, second = (await new_ticket(uow)).id, (await new_ticket(uow)).id
    met = asyncio.Barrier(2)

    async def lock(store: Store, *numbers: object) -> str:
        try:
            async with store.change(EVERYTHING) as uow:
                await uow.tickets.get(numbers[0])  # type: ignore[arg-type]
                await met.wait()
                await uow.tickets.get(numbers[1])  # type: ignore[arg-type]
        except Unavailable as error:
            return error.why
        return "done"

    ends = await asyncio.gather(lock(one, first, second), lock(two, second, first))
    assert sorted(ends) == ["database: deadlock detected", "done"]
    for each in (one, two):
        await each.database.close()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda raw: raw[:5000], "malformed"),
        (lambda raw: raw[: len(raw) // 2], "malformed"),
        (lambda raw: b"x" * 9000, "not a database"),
        (lambda raw: b"", "no such table"),
    ],
    ids=["truncated", "halved", "garbage", "emptied"],
)
async def test_a_damaged_file_is_refused_with_a_clear_text(sqlite_url: str, damage: object, words: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    store = Store(Database(sqlite_url), Clock(), Rulebook(rules(), 0))
    assert words in await why_not(store)
    await store.database.close()


async def test_a_file_that_somebody_else_holds_is_unavailable_and_then_works(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with store.look(EVERYTHING) as uow:
        assert await uow.inbox.waiting() == 0, "whoever only looks is not held up"
    assert "locked" in await why_not(store)
    other.execute("ROLLBACK")
    other.close()
    assert await works(store)
    await store.database.close()


async def test_a_place_that_cannot_be_is_unavailable() -> None:
    store = Store(Database("sqlite:////nowhere/at/all.db"), Clock(), Rulebook(rules(), 0))
    assert "unable to open" in await why_not(store)
    await store.database.close()


async def test_a_copy_of_a_file_in_use_is_whole(sqlite_url: str, tmp_path: Path) -> None:
    store = await open_store(sqlite_url)
    await receive(store, envelope("a"))
    copy_sqlite(Path(sqlite_url.removeprefix("sqlite:///")), tmp_path / "copy.db")
    await receive(store, envelope("b"))
    other = await open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    async with other.look(EVERYTHING) as uow:
        assert await uow.inbox.waiting() == 1
    for each in (store, other):
        await each.database.close()


async def test_sqlite_is_as_durable_as_it_can_be(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    async with store.change(EVERYTHING) as uow:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        for name, value in wanted.items():
            assert (await uow._connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one() == value
    await store.database.close()
