"""A backup comes back whole, and sends nothing by itself."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import lock_sqlite
from bot.store.database import Database
from bot.store.unit_of_work import EVERYTHING, Store
from integrations.folder.client import FolderStore
from tests.cli.conftest import make_terminal
from tests.cli.terminal import Terminal
from tests.store.builders import envelope, housed_ticket, open_store, receive


@pytest.fixture
def terminal(tmp_path: Path, sqlite_url: str) -> Terminal:
    """Its bot's files beside it."""
    return make_terminal(tmp_path, sqlite_url)


async def busy(store: Store) -> None:
    """Something not worked off, something not sent, something being sent."""
    await receive(store, envelope("one"), envelope("two", thread="other"))
    async with store.change(EVERYTHING) as uow:
        _, client, desk = await housed_ticket(uow)
        await uow.outbox.card(client)
        await uow.outbox.card(desk)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.claim(1)
        await uow.desk.set_shift(timedelta(hours=3))


async def test_a_backup_comes_back_whole_and_sends_nothing(terminal: Terminal, sqlite_url: str) -> None:
    """Database and files, and what waited is held back until an operator agrees."""
    store = await open_store(sqlite_url)
    kept = await FolderStore(terminal.folder / "files").put(b"a screenshot")
    await busy(store)
    told = terminal.pit("backup", "saved")
    assert told.code == 0, told.all

    file = Database(sqlite_url).file
    assert file is not None
    async with store.change(EVERYTHING) as uow:
        await housed_ticket(uow)
    await store.database.close()
    (terminal.folder / "files" / kept[:2] / kept[2:]).unlink()

    told = terminal.pit("restore", "saved", "--yes")
    assert told.code == 0, told.all
    assert "Held back: 2 incoming, 2 outgoing" in told.out
    assert await FolderStore(terminal.folder / "files").get(kept) == b"a screenshot"
    again = await open_store(sqlite_url)
    async with again.look(EVERYTHING) as uow:
        assert await uow.desk.shift() == timedelta(hours=3)
        assert await uow.inbox.waiting() == 0
        assert (await uow.outbox.waiting())[0] == 0
        dead = [*await uow.inbox.dead(), *await uow.outbox.dead()]
    await again.database.close()
    assert {row["error"] for row in dead} == {"older than the restore"}
    assert terminal.pit("dead-letters", "replay", "--all").code == 0
    assert file.with_name(f"{file.name}.before-1").exists()


async def test_a_running_bot_is_not_replaced(terminal: Terminal, sqlite_url: str) -> None:
    """Its lock file says that it runs; a backup may be made meanwhile."""
    assert terminal.pit("backup", "saved").code == 0
    lock = await asyncio.to_thread(lock_sqlite, Database(sqlite_url))
    assert lock is not None
    try:
        told = terminal.pit("restore", "saved", "--yes")
        assert told.code == 1
        assert "another process runs" in told.err
        assert terminal.pit("backup", "second").code == 0
    finally:
        lock.close()


def test_nothing_is_overwritten_without_asking(terminal: Terminal) -> None:
    """A backup wants an empty folder; a restore asks first."""
    (terminal.folder / "saved").mkdir()
    (terminal.folder / "saved" / "notes").write_text("mine")
    assert terminal.pit("backup", "saved").code == 1
    assert terminal.pit("restore", "saved", "--yes").code == 1
    assert terminal.pit("backup", "other").code == 0
    assert terminal.pit("restore", "other", typed="n\n").code == 1


def test_on_postgresql_the_lines_to_run_are_printed(tmp_path: Path, postgresql_url: str) -> None:
    """Without the password; the files are copied, and what waits is held back."""
    terminal = make_terminal(tmp_path, postgresql_url)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "PITBOSS").write_text("ours")
    told = terminal.pit("backup", "saved")
    assert told.code == 0, told.all
    assert "pg_dump --format=custom --file=saved/pitboss.dump postgresql://" in told.out
    password = Database(postgresql_url).url.password
    assert not password or password not in told.out
    assert (tmp_path / "saved" / "files" / "PITBOSS").read_text() == "ours"
    told = terminal.pit("restore", "saved", typed="y\n")
    assert told.code == 0, told.all
    assert "pg_restore --clean --if-exists" in told.out
    assert "Held back: 0 incoming, 0 outgoing" in told.out
