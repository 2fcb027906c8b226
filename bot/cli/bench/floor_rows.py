"""Reporters whom the bot knows already, as rows made by the database itself."""

import sqlite3
from pathlib import Path

from bot.cli.bench.floor import USERS
from bot.cli.bench.postgresql import execute

FIRST_PERSON = 10_000_000
"""Beyond every number that the database gives itself."""
_PEOPLE = "INSERT INTO people (id, name) SELECT {first} + n, 'Reporter ' || n FROM {numbers}"
_ACCOUNTS = (
    'INSERT INTO accounts (platform, "user", team, person, name, locale, zone, active, seen_at) '
    "SELECT 'slack', {user}, 'T0C' || (n % {clients}), {first} + n, 'Reporter ' || n, 'en-US', 'UTC', true, {now} "
    "FROM {numbers}"
)
_POSTGRESQL = {
    "numbers": "generate_series(0, {count} - 1) AS n",
    "user": "'U0R' || lpad(n::text, 6, '0')",
    "now": "now()",
}
_SQLITE = {
    "numbers": "(WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n LIMIT {count}) SELECT n FROM n)",
    "user": "printf('U0R%06d', n)",
    "now": "strftime('%Y-%m-%dT%H:%M:%f000', 'now')",
}


def _statements(words: dict[str, str], clients: int) -> tuple[str, str]:
    numbers = words["numbers"].format(count=USERS)
    given = {**words, "numbers": numbers, "first": str(FIRST_PERSON), "clients": str(clients)}
    return _PEOPLE.format(**given), _ACCOUNTS.format(**given)


async def known_on_postgresql(address: str, clients: int) -> None:
    """Everybody who will report has been seen just now."""
    await execute(address, *_statements(_POSTGRESQL, clients), "ANALYZE")


def known_on_sqlite(file: Path, clients: int) -> None:
    """Everybody who will report has been seen just now."""
    with sqlite3.connect(file) as connection:
        for statement in _statements(_SQLITE, clients):
            connection.execute(statement)
    connection.close()
