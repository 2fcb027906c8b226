"""A lease keeps what its holder leaves for the next: where the lost session of a gateway goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leases", sa.Column("handover", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("leases", "handover")
