"""What the rules decided stands on the ticket, with its type and who follows it; what people corrected is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("type", sa.Text()))
    op.add_column("tickets", sa.Column("decision", sa.JSON()))
    op.add_column("tickets", sa.Column("watchers", sa.JSON()))
    op.add_column("tickets", sa.Column("proposed", NUMBER))
    op.create_index("ix_tickets_proposed_id", "tickets", ["proposed", "id"])
    op.create_index("ix_tickets_client_resolved_at", "tickets", ["client", "resolved_at"])
    op.create_table(
        "corrections",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_corrections_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_at", "corrections", ["at"])
    op.create_index("ix_corrections_ticket", "corrections", ["ticket"])


def downgrade() -> None:
    op.drop_table("corrections")
    op.drop_index("ix_tickets_client_resolved_at", "tickets")
    op.drop_index("ix_tickets_proposed_id", "tickets")
    for column in ("proposed", "watchers", "decision", "type"):
        op.drop_column("tickets", column)
