"""`migrate`: bring the database up to date; and whether it fits this code."""

from pathlib import Path
from typing import Any

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.cli.shared import run_async, settings
from bot.errors import Unavailable
from bot.settings import Settings
from bot.store.database import Database

MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"
PATIENCE_SECONDS = 1800.0
"""How long a migration may take, or wait for another one that is under way."""


@click.command()
def migrate() -> None:
    """Bring the database up to date."""
    given = settings()
    run_async(upgrade(given))
    click.echo("The database is up to date.")


async def upgrade(given: Settings, to: str = "head") -> None:
    """Run the migrations that are missing, one process at a time; the others wait, and find nothing left to do.

    Raises Unavailable when the database is not there, or newer than this code.
    """
    database = Database(given.database_url.get_secret_value(), PATIENCE_SECONDS)
    if database.file:
        database.file.parent.mkdir(parents=True, exist_ok=True)
    try:
        async with database.alone() as connection:
            await connection.run_sync(lambda sync: _upgrade(sync, to))
    finally:
        await database.close()


def _upgrade(connection: Any, to: str) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in _known():
        raise Unavailable(f"the database does not fit this code: {misfit(current)}")
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


async def wrong_version(given: Settings) -> str:
    """Why the database does not fit this code, and what to do about it; empty when it does."""
    database = Database(given.database_url.get_secret_value())
    if database.file and not database.file.exists():
        return "there is none yet. Run: python -m bot migrate"
    try:
        async with database.read() as connection:
            current = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    finally:
        await database.close()
    return misfit(current)


def misfit(current: str | None) -> str:
    """Why a database of that version does not fit this code, and what to do; empty when it does."""
    needed = code_version()
    if current == needed:
        return ""
    if current is None or current in _known():
        return f"it is at version {current}, this code needs {needed}. Run: python -m bot migrate"
    return f"it is at version {current}, which is newer than this code ({needed}). Start the code that migrated it"


def code_version() -> str:
    """The version of the database that this code works with."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _known() -> set[str]:
    return {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
