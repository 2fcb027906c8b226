"""Alembic's way in: the caller hands over the connection."""

from alembic import context

from bot.store.queue_tables import inbox
from bot.store.search import searches
from bot.store.tables import metadata

assert inbox.metadata is metadata
assert searches.metadata is metadata


def include_name(name: str | None, type_: str, _parents: object) -> bool:
    """Full text search is built by hand: SQLite's index keeps tables of its own, PostgreSQL's is over an expression."""
    return not (name or "").startswith({"table": "search_index", "index": "ix_searches_body"}.get(type_, "\0"))


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, include_name=include_name)
with context.begin_transaction():
    context.run_migrations()
