"""An entry says which personal data were covered in it: so many card numbers, so many e-mail addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entries", sa.Column("covered", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("entries", "covered")
