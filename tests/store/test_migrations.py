"""The migrations go up and down, and build exactly the tables of the code."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

import bot.app
from bot.domain.statuses import Status
from bot.store import business_keys, first_looks, queue_tables, search
from bot.store.tables import OPEN, metadata
from bot.store.tickets import OPEN_STATUSES
from tests.databases import in_one_transaction, migrate

assert bot.app, "which knows every part that has tables of its own"
TABLES = set(metadata.tables)
assert {queue_tables.inbox.name, search.searches.name} <= TABLES
assert {business_keys.business_keys.name, first_looks.first_looks.name} <= TABLES


def _tables(connection: Connection) -> set[str]:
    names = set(inspect(connection).get_table_names())
    return {name for name in names if not name.startswith(("search_index", "alembic_"))}


def _differences(connection: Connection) -> list[object]:
    options = {
        "compare_type": True,
        "compare_server_default": _other_default if connection.dialect.name == "sqlite" else True,
        "include_name": lambda name, *_: not (name or "").startswith(("search_index", "ix_searches_body")),
    }
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _other_default(_context: object, _there: object, _here: object, there: str, _plain: object, here: str) -> bool:
    """SQLite spells an empty default `('')`."""
    return (there or "").strip("(')") != (here or "").strip("(')")


def _search_parts(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' OR name = 'search_index'"
    else:
        query = "SELECT indexname FROM pg_indexes WHERE indexname = 'ix_searches_body'"
    return set(connection.execute(text(query)).scalars())


def _search_of_the_code(connection: Connection) -> list[str]:
    """The statements by which this database was made, compared with those in the code."""
    statements = search.SQLITE_INDEX if connection.dialect.name == "sqlite" else search.POSTGRESQL_INDEX
    if connection.dialect.name == "sqlite":
        made = set(connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")).scalars())
        return [statement for statement in statements if statement not in made]
    definition = connection.execute(
        text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_searches_body'")
    ).scalar_one()
    return [] if "array_to_tsvector(string_to_array(body, ' '::text))" in definition else list(statements)


def test_what_migrations_build_equals_the_tables(database_url: str) -> None:
    assert in_one_transaction(database_url, _differences) == []
    assert in_one_transaction(database_url, _tables) == TABLES
    assert in_one_transaction(database_url, _search_of_the_code) == []


def test_up_down_and_up_again(database_url: str) -> None:
    migrate(database_url, "base")
    assert in_one_transaction(database_url, _tables) == set()
    assert in_one_transaction(database_url, _search_parts) == set()
    migrate(database_url)
    assert in_one_transaction(database_url, _differences) == []
    assert in_one_transaction(database_url, _search_parts)


def test_running_the_migrations_again_changes_nothing(database_url: str) -> None:
    migrate(database_url)
    assert in_one_transaction(database_url, _differences) == []


def test_going_down_works_with_rows_in_every_table(database_url: str) -> None:
    """Foreign keys do not stand in the way."""

    def fill(connection: Connection) -> None:
        for statement in (
            "INSERT INTO people (id, name) VALUES (1, 'Rita')",
            "INSERT INTO desk_versions (id, digest, text, overrides, loaded_at) VALUES (1, 'd', 't', '{}', :at)",
            "INSERT INTO tickets (id, client, status, impact, urgency, priority, reporter, title, language, policy, "
            "desk_version, opened_at, changed_at, commented_at) "
            "VALUES (1, 'acme', 'new', 'low', 'low', 3, 1, 't', 'en', 'p3', 1, :at, :at, :at)",
            "INSERT INTO searches (ticket, body) VALUES (1, 'words')",
            "INSERT INTO entries (id, channel, ticket, person, kind, text, at) VALUES (1, 'c', 1, 1, 'note', 'x', :at)",
            "UPDATE tickets SET merged_into = 1",
        ):
            connection.execute(text(statement.replace(":at", "'2026-01-05T12:00:00.000000'")))

    in_one_transaction(database_url, fill)
    migrate(database_url, "base")
    assert in_one_transaction(database_url, _tables) == set()


def test_what_is_open_is_said_in_the_words_of_an_index(database_url: str) -> None:
    """The partial index of the backlog holds the domain's open statuses."""

    def chosen(connection: Connection) -> set[str]:
        statuses = " UNION ALL ".join(f"SELECT '{status}' AS status" for status in Status)
        query = f"SELECT status FROM ({statuses}) AS known WHERE {OPEN}"  # constants of ours
        return set(connection.execute(text(query)).scalars())

    assert in_one_transaction(database_url, chosen) == set(OPEN_STATUSES)
