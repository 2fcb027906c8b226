"""Full text search: FTS5 on SQLite, a tsvector index on PostgreSQL, over the same folded words."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Table, cast, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import TSQUERY

from bot.domain.plain_text import fold
from bot.domain.tickets import EntryKind, Ticket
from bot.store import tables
from bot.store.types import PlainText

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

BODY_LIMIT = 60_000
WORD_LIMIT = 500
"""Letters of a word that are compared: PostgreSQL keeps 2046 bytes of one."""
QUERY_WORDS = 30
SAID = frozenset(
    {
        "TicketOpened",
        "MessageJoined",
        "ClientWrote",
        "ClientAnswered",
        "NoteAdded",
        "EvidenceGiven",
        "EntryEdited",
        "EntryDeleted",
        "Resolved",
        "Merged",
        "Split",
    }
)
"""Events after which a ticket is found by other words."""
_NO_WORD = re.compile(r"[\W_]+")

searches = Table(
    "searches",
    tables.metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("body", PlainText, nullable=False),
)

SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5(body, content='searches', content_rowid='ticket', tokenize='ascii')",
    "CREATE TRIGGER searches_added AFTER INSERT ON searches BEGIN "
    "INSERT INTO search_index(rowid, body) VALUES (new.ticket, new.body); END",
    "CREATE TRIGGER searches_removed AFTER DELETE ON searches BEGIN "
    "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.ticket, old.body); END",
    "CREATE TRIGGER searches_changed AFTER UPDATE ON searches BEGIN "
    "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.ticket, old.body); "
    "INSERT INTO search_index(rowid, body) VALUES (new.ticket, new.body); END",
)
POSTGRESQL_INDEX = (
    "CREATE INDEX ix_searches_body ON searches USING gin (array_to_tsvector(string_to_array(body, ' ')))",
)
"""Both databases split at our spaces only, so that the same words are words on both, in any locale."""


def words_of(text_: str) -> str:
    """A text as searchable words, one space between: folded, a very long one cut."""
    return " ".join(word[:WORD_LIMIT] for word in _NO_WORD.sub(" ", fold(text_)).split())


def body_of(ticket: Ticket, said: Iterable[str], given: Iterable[str]) -> str:
    """Everything by which a ticket is found."""
    return words_of(" ".join([ticket.title, *given, *said, ticket.resolution]))[:BODY_LIMIT].rstrip()


async def index(uow: "UnitOfWork", ticket: Ticket, body: str | None = None) -> None:
    """Make a ticket findable by what was said and given in it; `body` when that is known already."""
    if body is None:
        said = [entry.text for entry in await uow.entries.of(ticket.id, set(EntryKind)) if not entry.deleted_at]
        given = [value.value for value in await uow.evidence.of(ticket.id)]
        body = body_of(ticket, said, given)
    anew = "ON CONFLICT (ticket) DO UPDATE SET body = excluded.body"
    await uow.add_rows(searches, [{"ticket": ticket.id, "body": body}], anew)


def matching(uow: "UnitOfWork", words: str) -> ColumnElement[bool]:
    """The condition that a ticket holds all these words, the last one perhaps only begun."""
    parts = words_of(words).split()[:QUERY_WORDS]
    if not parts:
        return literal_column("1") == literal_column("0")
    number: Any = tables.tickets.c.id
    if uow.dialect == "sqlite":
        query = " ".join([*(f'"{part}"' for part in parts[:-1]), f'"{parts[-1]}"*'])
        found = text("SELECT rowid FROM search_index WHERE search_index MATCH :words").bindparams(words=query)
        return number.in_(found.columns(Column("rowid")))  # type: ignore[no-any-return]
    query = " & ".join([*(f"'{part}'" for part in parts[:-1]), f"'{parts[-1]}':*"])
    vector = func.array_to_tsvector(func.string_to_array(searches.c.body, literal_column("' '")))
    condition = vector.op("@@")(cast(query, TSQUERY))
    return number.in_(select(searches.c.ticket).where(condition))  # type: ignore[no-any-return]
