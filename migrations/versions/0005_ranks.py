"""A desk card that was never shown has the rank of its ticket: where few are let through, the most severe go first."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("rank", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "rank")
