"""A claim is told from a failed try, and a deadline that fails waits for its turn."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.add_column("inbox", sa.Column("fence", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("deadlines", sa.Column("next_at", INSTANT, nullable=True))
    op.add_column("deadlines", sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute("UPDATE inbox SET fence = attempts, attempts = 0")


def downgrade() -> None:
    op.execute("UPDATE inbox SET attempts = fence")
    op.drop_column("deadlines", "tries")
    op.drop_column("deadlines", "next_at")
    op.drop_column("inbox", "fence")
