"""Lists of a million open tickets go by indexes: by what presses most, by reporter, and by version of desk.yaml."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
OPEN = "status NOT IN ('resolved', 'closed', 'cancelled')"
NEVER = {"sqlite": "9999-01-01T00:00:00.000000", "postgresql": "9999-01-01T00:00:00+00:00"}


def upgrade() -> None:
    op.add_column("tickets", sa.Column("next_due", INSTANT, nullable=True))
    never = NEVER[op.get_bind().dialect.name]
    op.execute(f"UPDATE tickets SET next_due = coalesce(first_response_due, resolution_due, '{never}')")  # noqa: S608
    op.create_index(
        "ix_tickets_pressing",
        "tickets",
        ["next_due", "priority", "id"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.create_index("ix_tickets_reporter", "tickets", ["reporter"])
    op.create_index("ix_tickets_desk_version_status", "tickets", ["desk_version", "status"])


def downgrade() -> None:
    op.drop_index("ix_tickets_desk_version_status", "tickets")
    op.drop_index("ix_tickets_reporter", "tickets")
    op.drop_index("ix_tickets_pressing", "tickets")
    op.drop_column("tickets", "next_due")
