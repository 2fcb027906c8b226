"""Which version of the database this code works with, told without Alembic, which takes long to load."""

from pathlib import Path

from bot.settings import Settings
from bot.store.database import Database, version_of

MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"


async def wrong_version(given: Settings) -> str:
    """Why the database does not fit this code, and what to do about it; empty when it does."""
    database = Database(given.database_url.get_secret_value())
    if database.file and not database.file.exists():
        return "there is none yet. Run: python -m bot migrate"
    try:
        async with database.read() as connection:
            current = await connection.run_sync(version_of)
    finally:
        await database.close()
    return misfit(current)


def misfit(current: str | None) -> str:
    """Why a database of that version does not fit this code, and what to do; empty when it does."""
    needed = code_version()
    if current == needed:
        return ""
    if current is None or current in known_versions():
        return f"it is at version {current}, this code needs {needed}. Run: python -m bot migrate"
    return f"it is at version {current}, which is newer than this code ({needed}). Start the code that migrated it"


def code_version() -> str:
    """The version of the database that this code works with."""
    return max(known_versions())


def known_versions() -> frozenset[str]:
    """Every version that the migrations lead through: a file is named after its own."""
    return frozenset(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
