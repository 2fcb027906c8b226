"""Open tickets as reports leave them, with their entries, places, clocks, deadlines and audit, made by PostgreSQL."""

import asyncpg

from bot.cli.bench.floor import CHANNELS, CLIENTS, USERS
from bot.cli.bench.floor_rows import FIRST_PERSON
from bot.cli.bench.postgresql import connect

OWNED = 30
"""How many the analyst who asks owns, however many there are."""
NOTHING_HEARD = "DELETE FROM once WHERE key LIKE 'heard:%'"
"""Otherwise the bot would begin by reading each of these threads back, and that is not what is measured."""
TABLES = ("tickets", "entries", "places", "audit", "deadlines", "searches", "evidence")
_NUMBERS = "generate_series(1, {count}) AS n"
_OPENED = "now() - n % 80000 * interval '1 second'"
_CHANNEL = "'slack:pit:C0R' || lpad((n % {channels})::text, 4, '0')"
_TS = "(1700000000 + n) || '.000100'"
_TITLE = "'Player ' || n || ' says round ' || n || '-77 is stuck since 12:31, bet 50 EUR, nothing paid'"
ROWS = {
    "tickets": (
        "id, client, category, status, impact, urgency, priority, owner, reporter, title, language, policy, "
        "desk_version, opened_at, changed_at, commented_at, unanswered_since, first_response_due, resolution_due, "
        "next_due",
        "SELECT n, 'client' || n % {clients}, 'game_round', CASE n % 3 WHEN 0 THEN 'in_progress' ELSE 'new' END, "
        "'low', 'high', 3, CASE WHEN n <= {owned} THEN {analyst} WHEN n % 3 = 0 THEN {first} + n % 50 END, "
        "{first} + n % {users}, {title}, 'en', 'p3', {version}, {opened}, {opened}, {opened}, {opened}, "
        "{opened} + interval '4 days', {opened} + interval '9 days', {opened} + interval '4 days' FROM {numbers}",
    ),
    "entries": (
        "id, source, channel, thread, ticket, client, person, kind, text, at",
        "SELECT n, {channel} || '/' || {ts}, {channel}, NULL, n, 'client' || n % {clients}, {first} + n % {users}, "
        "'report', {title}, {opened} FROM {numbers}",
    ),
    "places": (
        "ticket, kind, channel, thread, card, language, zone",
        "SELECT n, kind, CASE kind WHEN 'desk' THEN 'slack:pit:C0DESK' ELSE {channel} END, {ts}, {ts}, 'en', 'UTC' "
        "FROM {numbers}, (VALUES ('client'), ('desk')) AS k (kind)",
    ),
    "audit": (
        "ticket, at, person, event, facts",
        "SELECT n, {opened}, {first} + n % {users}, 'TicketOpened', json_build_object('how', 'message', 'policy', "
        "'p3', 'desk_version', {version}, 'entry', n) FROM {numbers}",
    ),
    "deadlines": (
        "ticket, kind, subject, step, due_at",
        "SELECT n, kind, 0, step, {opened} + days * step * interval '1 day' / 100 FROM {numbers}, "
        "(VALUES ('first_response', 4), ('resolution', 9)) AS k (kind, days), (VALUES (75), (90), (100)) AS s (step)",
    ),
    "searches": ("ticket, body", "SELECT n, lower({title}) FROM {numbers}"),
    "evidence": (
        "ticket, field, value, original, how, entry, person, at, confirmed",
        "SELECT n, field, n || '-77', n || '-77', 'recognised', n, {first} + n % {users}, {opened}, false "
        "FROM {numbers}, (VALUES ('round_id'), ('player_id')) AS f (field)",
    ),
}


async def seed(url: str, count: int, analyst: str) -> None:
    """So many open tickets; `analyst` (a user id) owns a few of them."""
    connection = await connect(url)
    try:
        words = await _words(connection, count, analyst)
        async with connection.transaction():
            await connection.execute("SET LOCAL session_replication_role = replica")  # no foreign key is looked up
            indexes = await _without_indexes(connection)
            for table, (columns, rows) in ROWS.items():
                await connection.execute(f"INSERT INTO {table} ({columns}) {rows.format(**words)}")
            await connection.execute(NOTHING_HEARD)
            for definition in indexes:
                await connection.execute(definition)
            for table in ("tickets", "entries"):
                await connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {count})")
        await connection.execute("ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


async def _words(connection: "asyncpg.Connection[asyncpg.Record]", count: int, analyst: str) -> dict[str, str]:
    """What the statements name; a column's expression may name a number itself."""
    person = await connection.fetchval('SELECT person FROM accounts WHERE "user" = $1', analyst)
    numbers = {"clients": CLIENTS, "channels": CHANNELS, "users": USERS, "first": FIRST_PERSON, "owned": OWNED}
    plain = {name: str(number) for name, number in numbers.items()}
    return plain | {
        "version": str(await connection.fetchval("SELECT max(id) FROM desk_versions")),
        "analyst": str(person),
        "numbers": _NUMBERS.format(count=count),
        "opened": f"({_OPENED})",
        "channel": f"({_CHANNEL.format(**plain)})",
        "ts": f"({_TS})",
        "title": f"({_TITLE})",
    }


async def _without_indexes(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    """Take the indexes away that no constraint needs; how to build them anew, which costs less than keeping them."""
    query = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY($1) AND schemaname = 'public' AND NOT EXISTS "
        "(SELECT FROM pg_constraint WHERE conname = indexname)"
    )
    rows = await connection.fetch(query, list(TABLES))
    for row in rows:
        await connection.execute(f'DROP INDEX "{row["indexname"]}"')
    return [row["indexdef"] for row in rows]
