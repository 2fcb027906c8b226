"""`migrate`: bring the database up to date."""

from typing import Any

import click
from alembic import command
from alembic.config import Config

from bot.cli.shared import run_async, settings
from bot.cli.version import MIGRATIONS, known_versions, misfit
from bot.errors import Unavailable
from bot.settings import Settings
from bot.store.database import Database, version_of

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
    current = version_of(connection)
    if current is not None and current not in known_versions():
        raise Unavailable(f"the database does not fit this code: {misfit(current)}")
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
