"""The tables; migrations build the same ones, and a test proves it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    false,
    text,
)

from bot.store.types import Json, PlainText, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")

OPEN = "status NOT IN ('resolved', 'closed', 'cancelled')"
"""A ticket of the backlog; a test compares it with the domain's."""

desk_versions = Table(
    "desk_versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", PlainText, nullable=False, unique=True),
    Column("text", PlainText, nullable=False),
    Column("overrides", Json, nullable=False),
    Column("loaded_at", UtcDateTime, nullable=False),
)

desk_overrides = Table(
    "desk_overrides",
    metadata,
    Column("path", PlainText, primary_key=True),
    Column("value", Json, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", PlainText, unique=True),
    Column("name", PlainText, nullable=False),
    Column("language", PlainText),
    Column("zone", PlainText),
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", PlainText, primary_key=True),
    Column("user", PlainText, primary_key=True),
    Column("team", PlainText, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("name", PlainText, nullable=False),
    Column("locale", PlainText),
    Column("zone", PlainText),
    Column("active", Boolean, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

group_members = Table(
    "group_members",
    metadata,
    Column("platform", PlainText, primary_key=True),
    Column("group", PlainText, primary_key=True),
    Column("user", PlainText, primary_key=True),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("client", PlainText, nullable=False),
    Column("category", PlainText),
    Column("category_why", PlainText, nullable=False, server_default=""),
    Column("status", PlainText, nullable=False),
    Column("impact", PlainText, nullable=False),
    Column("urgency", PlainText, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("owner", ForeignKey("people.id"), index=True),
    Column("reporter", ForeignKey("people.id"), nullable=False, index=True),
    Column("title", PlainText, nullable=False),
    Column("language", PlainText, nullable=False),
    Column("team", PlainText),
    Column("policy", PlainText, nullable=False),
    Column("desk_version", ForeignKey("desk_versions.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("commented_at", UtcDateTime, nullable=False),
    Column("first_answered_at", UtcDateTime),
    Column("unanswered_since", UtcDateTime),
    Column("resolved_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("first_response_due", UtcDateTime),
    Column("resolution_due", UtcDateTime),
    Column("next_due", UtcDateTime),
    Column("breached", Boolean, nullable=False, server_default=false()),
    Column("wait_until", UtcDateTime),
    Column("wait_why", PlainText, nullable=False, server_default=""),
    Column("verdict", PlainText),
    Column("resolution", PlainText, nullable=False, server_default=""),
    Column("cancelled_why", PlainText),
    Column("merged_into", ForeignKey("tickets.id")),
    Column("type", PlainText),
    Column("decision", Json),
    Column("watchers", Json),
    Column("proposed", Id),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Index("ix_tickets_status_client_id", "status", "client", "id"),
    Index("ix_tickets_client_id", "client", "id"),
    Index("ix_tickets_proposed_id", "proposed", "id"),
    Index("ix_tickets_desk_version_status", "desk_version", "status"),
    Index("ix_tickets_pressing", "next_due", "priority", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", PlainText, unique=True),
    Column("channel", PlainText, nullable=False),
    Column("thread", PlainText),
    Column("ticket", ForeignKey("tickets.id"), index=True),
    Column("client", PlainText),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("why", PlainText, nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    Column("covered", Json),
    Index("ix_entries_channel_at", "channel", "at"),
)

copies = Table(
    "copies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry", ForeignKey("entries.id"), nullable=False, index=True),
    Column("source", PlainText, nullable=False, unique=True),
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("letter", PlainText, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry", ForeignKey("entries.id"), nullable=False, index=True),
    Column("ticket", ForeignKey("tickets.id"), index=True),
    Column("platform", PlainText, nullable=False),
    Column("workspace", PlainText, nullable=False),
    Column("remote", PlainText, nullable=False),
    Column("url", PlainText, nullable=False, server_default=""),
    Column("name", PlainText, nullable=False),
    Column("mime", PlainText, nullable=False),
    Column("size", Id, nullable=False),
    Column("sha256", PlainText),
    Column("state", PlainText, nullable=False),
    Column("error", PlainText, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("due_at", UtcDateTime, nullable=False),
    UniqueConstraint("entry", "remote"),
    Index("ix_files_state_due_at", "state", "due_at"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False, index=True),
    Column("field", PlainText, nullable=False),
    Column("value", PlainText, nullable=False),
    Column("original", PlainText, nullable=False),
    Column("how", PlainText, nullable=False),
    Column("entry", ForeignKey("entries.id")),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("replaced_at", UtcDateTime),
)

escalations = Table(
    "escalations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False, index=True),
    Column("team", PlainText, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("by", ForeignKey("people.id"), nullable=False),
    Column("why", PlainText, nullable=False),
    Column("called_at", UtcDateTime, nullable=False),
    Column("level", Integer, nullable=False),
    Column("called", Json, nullable=False),
    Column("assignee", ForeignKey("people.id")),
    Column("acknowledged_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("answer", PlainText, nullable=False, server_default=""),
)

places = Table(
    "places",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), index=True),
    Column("kind", PlainText, nullable=False),
    Column("channel", PlainText, nullable=False),
    Column("thread", PlainText),
    Column("card", PlainText),
    Column("escalation", ForeignKey("escalations.id")),
    Column("language", PlainText, nullable=False),
    Column("zone", PlainText, nullable=False),
    Column("dead", PlainText, nullable=False, server_default=""),
    Index("ix_places_channel_thread", "channel", "thread"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", ForeignKey("tickets.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("person", ForeignKey("people.id")),
    Column("event", PlainText, nullable=False),
    Column("facts", Json, nullable=False),
    Index("ix_audit_ticket_id", "ticket", "id"),
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("subject", Integer, nullable=False, server_default=text("0")),
    Column("step", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Column("next_at", UtcDateTime),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("ticket", "kind", "subject", "step"),
    Index("ix_deadlines_due", "due_at", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("command", PlainText, nullable=False),
    Column("words", Json, nullable=False),
    Column("place", PlainText, nullable=False),
    Column("thread", PlainText),
    Column("form", Json, nullable=False),
    Column("answers", Json, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("consumed_at", UtcDateTime),
)

links = Table(
    "links",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("other", ForeignKey("tickets.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("rank", Integer),  # 1: the other one is the parent, -1: it is the child
)

once = Table(
    "once",
    metadata,
    Column("key", PlainText, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("value", PlainText, nullable=False, server_default=""),
)

clock_shift = Table(
    "clock_shift",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seconds", Integer, nullable=False),
)
