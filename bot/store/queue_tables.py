"""The tables of the two queues: what came in, what goes out, and how fast it may go."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, false, text

from bot.store.tables import Id, metadata
from bot.store.types import Json, PlainText, UtcDateTime

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", PlainText, nullable=False, unique=True),
    Column("platform", PlainText, nullable=False),
    Column("workspace", PlainText, nullable=False),
    Column("channel", PlainText, nullable=False),
    Column("thread", PlainText, nullable=False),
    Column("lane", PlainText, nullable=False),
    Column("payload", Json, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("deaths", Integer, nullable=False, server_default=text("0")),
    Column("due_at", UtcDateTime, nullable=False),
    Column("error", PlainText, nullable=False, server_default=""),
    Index("ix_inbox_open", "state", "channel", "id"),
    Index("ix_inbox_thread", "thread", "state", "id"),
    Index("ix_inbox_heard", "platform", "workspace", "at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Id, primary_key=True),
    Column("id", PlainText, nullable=False, unique=True),
    Column("lane", PlainText, nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("message", PlainText, nullable=False),
    Column("ticket", ForeignKey("tickets.id")),
    Column("place", ForeignKey("places.id")),
    Column("channel", PlainText, nullable=False),
    Column("thread", PlainText),
    Column("facts", Json, nullable=False),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("state", PlainText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("deaths", Integer, nullable=False, server_default=text("0")),
    Column("lease_until", UtcDateTime),
    Column("attempted_at", UtcDateTime),
    Column("sent_id", PlainText, nullable=False, server_default=""),
    Column("file", PlainText, nullable=False, server_default=""),
    Column("error", PlainText, nullable=False, server_default=""),
    Column("rank", Integer),
    Index("ix_outbox_state_due", "state", "due_at"),
    Index("ix_outbox_lane", "lane", "state", "seq"),
    Index("ix_outbox_ticket", "ticket"),
    Index(
        "uq_outbox_card",
        "lane",
        unique=True,
        sqlite_where=text("kind = 'card' AND state = 'ready'"),
        postgresql_where=text("kind = 'card' AND state = 'ready'"),
    ),
)

paces = Table(
    "paces",
    metadata,
    Column("key", PlainText, primary_key=True),
    Column("free_at", UtcDateTime, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", PlainText, primary_key=True),
    Column("holder", PlainText, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("value", Float),
    Column("handover", PlainText, nullable=False, server_default=""),
)
