"""`migrate`: one at a time, whoever else migrates at that moment; and no work on tables of another version."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.cli.version import MIGRATIONS, code_version, known_versions
from bot.store.database import Database
from tests.cli.conftest import make_terminal
from tests.cli.terminal import Terminal
from tests.databases import migrate

LONGER_THAN_SQLITE_WAITS = 6.0
AT_ONCE = 2


def begin(terminal: Terminal) -> "subprocess.Popen[str]":
    """One that migrates."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "migrate"],
        cwd=terminal.folder,
        env=terminal.whole,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


async def all_end_well(migrating: "list[subprocess.Popen[str]]") -> None:
    """Each says that the database is up to date, and none complains."""
    told = await asyncio.gather(*(asyncio.to_thread(each.communicate, timeout=60) for each in migrating))
    assert [out for out, _ in told] == ["The database is up to date.\n"] * len(migrating)
    assert {each.returncode for each in migrating} == {0}


async def set_version(url: str, version: str) -> None:
    """The tables are of that version, as far as anybody can tell."""
    database = Database(url)
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    await database.close()


async def test_several_that_migrate_at_once_wait_for_each_other(terminal: Terminal, database_url: str) -> None:
    """One does it, the others find nothing left to do."""
    await asyncio.to_thread(migrate, database_url, "base")
    await all_end_well([begin(terminal) for _ in range(AT_ONCE)])
    assert (await asyncio.to_thread(terminal.pit, "migrate")).code == 0


async def test_several_make_the_same_new_file(tmp_path: Path) -> None:
    """Also where there is no database yet."""
    terminal = make_terminal(tmp_path, f"sqlite:///{tmp_path / 'new' / 'pit.db'}")
    await all_end_well([begin(terminal) for _ in range(AT_ONCE)])


async def test_a_migration_that_takes_long_is_waited_for(terminal: Terminal, database_url: str) -> None:
    """Longer than any other statement may take on SQLite."""
    database = Database(database_url)
    async with database.alone():
        waiting = [begin(terminal) for _ in range(2)]
        await asyncio.sleep(LONGER_THAN_SQLITE_WAITS if database.is_sqlite else 4.0)
        assert [each.poll() for each in waiting] == [None, None]
    await all_end_well(waiting)
    await database.close()


@pytest.mark.parametrize(
    ("version", "step", "other"),
    [("0001", "Run: python -m bot migrate", "check"), ("9999", "newer than this code", "migrate")],
)
async def test_a_database_of_another_version_is_left_alone(
    version: str, step: str, other: str, quick_terminal: Terminal, sqlite_url: str
) -> None:
    """`run` refuses to start and says why; so does `check`, and `migrate` where it knows nothing of that version."""
    await set_version(sqlite_url, version)
    tokens = {"PITBOSS_SLACK__PIT__BOT_TOKEN": "xoxb-none", "PITBOSS_SLACK_API_URL": "http://127.0.0.1:9/api/"}
    for verb in ("run", other):
        told = await asyncio.to_thread(quick_terminal.pit, verb, **tokens)
        assert told.code == 1, told.all
        assert f"does not fit this code: it is at version {version}" in told.all
        assert step in told.all
        assert code_version() in told.all


def test_the_files_names_tell_the_version_that_alembic_knows() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert code_version() == script.get_current_head()
    assert known_versions() == {each.revision for each in script.walk_revisions()}
