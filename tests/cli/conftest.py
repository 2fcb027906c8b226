"""Terminals in empty folders, on a database of either kind or on SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.unit_of_work import Store
from tests.cli.terminal import EXAMPLE, Terminal
from tests.store.builders import open_store


def make_terminal(folder: Path, url: str) -> Terminal:
    """The example desk on that database."""
    environment = {"DATABASE_URL": url, "DESK": str(EXAMPLE), "FILES": str(folder / "files"), "SECRET": "demo"}
    return Terminal(folder, environment)


@pytest.fixture
def terminal(tmp_path: Path, database_url: str) -> Terminal:
    """On either database."""
    return make_terminal(tmp_path, database_url)


@pytest.fixture
def quick_terminal(tmp_path: Path, sqlite_url: str) -> Terminal:
    """On SQLite, where the kind of database does not matter."""
    return make_terminal(tmp_path, sqlite_url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """What the terminal's verbs work on."""
    opened = await open_store(database_url)
    yield opened
    await opened.database.close()
