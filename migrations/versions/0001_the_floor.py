"""The floor: people, tickets and everything around them, the two queues, and full text search."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")

SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_index USING fts5(body, content='searches', content_rowid='ticket', "
        "tokenize='ascii')",
        "CREATE TRIGGER searches_added AFTER INSERT ON searches BEGIN "
        "INSERT INTO search_index(rowid, body) VALUES (new.ticket, new.body); END",
        "CREATE TRIGGER searches_removed AFTER DELETE ON searches BEGIN "
        "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.ticket, old.body); END",
        "CREATE TRIGGER searches_changed AFTER UPDATE ON searches BEGIN "
        "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.ticket, old.body); "
        "INSERT INTO search_index(rowid, body) VALUES (new.ticket, new.body); END",
    ),
    "postgresql": (
        "CREATE INDEX ix_searches_body ON searches USING gin (array_to_tsvector(string_to_array(body, ' ')))",
    ),
}


def upgrade() -> None:
    op.create_table(
        "clock_shift",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clock_shift"),
    )
    op.create_table(
        "desk_versions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.Column("loaded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_versions"),
        sa.UniqueConstraint("digest", name="uq_desk_versions_digest"),
    )
    op.create_table(
        "group_members",
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("group", TEXT, nullable=False),
        sa.Column("user", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "group", "user", name="pk_group_members"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("workspace", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("thread", TEXT, nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("error", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("key", name="uq_inbox_key"),
    )
    op.create_index("ix_inbox_heard", "inbox", ["platform", "workspace", "at"])
    op.create_index("ix_inbox_open", "inbox", ["state", "channel", "id"])
    op.create_index("ix_inbox_thread", "inbox", ["thread", "state", "id"])
    op.create_table(
        "leases",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("value", sa.Float()),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "once",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("value", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_once"),
    )
    op.create_table(
        "paces",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("free_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_paces"),
    )
    op.create_table(
        "people",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", TEXT),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("language", TEXT),
        sa.Column("zone", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("key", name="uq_people_key"),
    )
    op.create_table(
        "accounts",
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("user", TEXT, nullable=False),
        sa.Column("team", TEXT, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("locale", TEXT),
        sa.Column("zone", TEXT),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_accounts_person_people"),
        sa.PrimaryKeyConstraint("platform", "user", name="pk_accounts"),
    )
    op.create_index("ix_accounts_person", "accounts", ["person"])
    op.create_table(
        "desk_overrides",
        sa.Column("path", TEXT, nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_desk_overrides_person_people"),
        sa.PrimaryKeyConstraint("path", name="pk_desk_overrides"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("command", TEXT, nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("thread", TEXT),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("consumed_at", INSTANT),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_drafts_person_people"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_table(
        "tickets",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("client", TEXT, nullable=False),
        sa.Column("category", TEXT),
        sa.Column("category_why", TEXT, server_default="", nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("impact", TEXT, nullable=False),
        sa.Column("urgency", TEXT, nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("owner", NUMBER),
        sa.Column("reporter", NUMBER, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("team", TEXT),
        sa.Column("policy", TEXT, nullable=False),
        sa.Column("desk_version", NUMBER, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("commented_at", INSTANT, nullable=False),
        sa.Column("first_answered_at", INSTANT),
        sa.Column("unanswered_since", INSTANT),
        sa.Column("resolved_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        sa.Column("first_response_due", INSTANT),
        sa.Column("resolution_due", INSTANT),
        sa.Column("breached", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("wait_until", INSTANT),
        sa.Column("wait_why", TEXT, server_default="", nullable=False),
        sa.Column("verdict", TEXT),
        sa.Column("resolution", TEXT, server_default="", nullable=False),
        sa.Column("cancelled_why", TEXT),
        sa.Column("merged_into", NUMBER),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["desk_version"], ["desk_versions.id"], name="fk_tickets_desk_version_desk_versions"),
        sa.ForeignKeyConstraint(["merged_into"], ["tickets.id"], name="fk_tickets_merged_into_tickets"),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], name="fk_tickets_owner_people"),
        sa.ForeignKeyConstraint(["reporter"], ["people.id"], name="fk_tickets_reporter_people"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )
    op.create_index("ix_tickets_client_id", "tickets", ["client", "id"])
    op.create_index("ix_tickets_owner", "tickets", ["owner"])
    op.create_index("ix_tickets_status_client_id", "tickets", ["status", "client", "id"])
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", NUMBER),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("person", NUMBER),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_audit_person_people"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_audit_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_ticket_id", "audit", ["ticket", "id"])
    op.create_table(
        "deadlines",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", NUMBER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_deadlines_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_deadlines"),
        sa.UniqueConstraint("ticket", "kind", "subject", "step", name="uq_deadlines_ticket_kind_subject_step"),
    )
    op.create_index(
        "ix_deadlines_due",
        "deadlines",
        ["due_at"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "entries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("source", TEXT),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("thread", TEXT),
        sa.Column("ticket", NUMBER),
        sa.Column("client", TEXT),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("why", TEXT, server_default="", nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("edited_at", INSTANT),
        sa.Column("deleted_at", INSTANT),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_entries_person_people"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_entries_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.UniqueConstraint("source", name="uq_entries_source"),
    )
    op.create_index("ix_entries_channel_at", "entries", ["channel", "at"])
    op.create_index("ix_entries_ticket", "entries", ["ticket"])
    op.create_table(
        "escalations",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", NUMBER, nullable=False),
        sa.Column("team", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("by", NUMBER, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("called_at", INSTANT, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("called", sa.JSON(), nullable=False),
        sa.Column("assignee", NUMBER),
        sa.Column("acknowledged_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("answer", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["assignee"], ["people.id"], name="fk_escalations_assignee_people"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_escalations_by_people"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_escalations_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_escalations"),
    )
    op.create_index("ix_escalations_ticket", "escalations", ["ticket"])
    op.create_table(
        "links",
        sa.Column("ticket", NUMBER, nullable=False),
        sa.Column("other", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["other"], ["tickets.id"], name="fk_links_other_tickets"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_links_ticket_tickets"),
        sa.PrimaryKeyConstraint("ticket", "other", name="pk_links"),
    )
    op.create_table(
        "searches",
        sa.Column("ticket", NUMBER, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_searches_ticket_tickets"),
        sa.PrimaryKeyConstraint("ticket", name="pk_searches"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", NUMBER, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("original", TEXT, nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("entry", NUMBER),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("replaced_at", INSTANT),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_evidence_entry_entries"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_evidence_person_people"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_evidence_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_ticket", "evidence", ["ticket"])
    op.create_table(
        "files",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("entry", NUMBER, nullable=False),
        sa.Column("ticket", NUMBER),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("workspace", TEXT, nullable=False),
        sa.Column("remote", TEXT, nullable=False),
        sa.Column("url", TEXT, server_default="", nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("mime", TEXT, nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("sha256", TEXT),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("error", TEXT, server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_files_entry_entries"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_files_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.UniqueConstraint("entry", "remote", name="uq_files_entry_remote"),
    )
    op.create_index("ix_files_entry", "files", ["entry"])
    op.create_index("ix_files_state_due_at", "files", ["state", "due_at"])
    op.create_index("ix_files_ticket", "files", ["ticket"])
    op.create_table(
        "places",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", NUMBER),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("thread", TEXT),
        sa.Column("card", TEXT),
        sa.Column("escalation", NUMBER),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("zone", TEXT, nullable=False),
        sa.Column("dead", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["escalation"], ["escalations.id"], name="fk_places_escalation_escalations"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_places_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
    )
    op.create_index("ix_places_channel_thread", "places", ["channel", "thread"])
    op.create_index("ix_places_ticket", "places", ["ticket"])
    op.create_table(
        "copies",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("entry", NUMBER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("place", NUMBER, nullable=False),
        sa.Column("letter", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_copies_entry_entries"),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name="fk_copies_place_places"),
        sa.PrimaryKeyConstraint("id", name="pk_copies"),
        sa.UniqueConstraint("source", name="uq_copies_source"),
    )
    op.create_index("ix_copies_entry", "copies", ["entry"])
    op.create_table(
        "outbox",
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("ticket", NUMBER),
        sa.Column("place", NUMBER),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("thread", TEXT),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", INSTANT),
        sa.Column("attempted_at", INSTANT),
        sa.Column("sent_id", TEXT, server_default="", nullable=False),
        sa.Column("file", TEXT, server_default="", nullable=False),
        sa.Column("error", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name="fk_outbox_place_places"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_outbox_ticket_tickets"),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
    )
    op.create_index("ix_outbox_lane", "outbox", ["lane", "state", "seq"])
    op.create_index("ix_outbox_ticket", "outbox", ["ticket"])
    op.create_index("ix_outbox_state_due", "outbox", ["state", "due_at"])
    op.create_index(
        "uq_outbox_card",
        "outbox",
        ["lane"],
        unique=True,
        sqlite_where=sa.text("kind = 'card' AND state = 'ready'"),
        postgresql_where=sa.text("kind = 'card' AND state = 'ready'"),
    )
    dialect = op.get_bind().dialect.name
    for statement in SEARCH[dialect]:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table("outbox")
    op.drop_table("copies")
    op.drop_table("places")
    op.drop_table("files")
    op.drop_table("evidence")
    op.drop_table("searches")
    op.drop_table("links")
    op.drop_table("escalations")
    op.drop_table("entries")
    op.drop_table("deadlines")
    op.drop_table("audit")
    op.drop_table("tickets")
    op.drop_table("drafts")
    op.drop_table("desk_overrides")
    op.drop_table("accounts")
    op.drop_table("people")
    op.drop_table("paces")
    op.drop_table("once")
    op.drop_table("leases")
    op.drop_table("inbox")
    op.drop_table("group_members")
    op.drop_table("desk_versions")
    op.drop_table("clock_shift")
