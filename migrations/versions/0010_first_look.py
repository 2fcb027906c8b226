"""What was seen at a first look, by what tickets are known elsewhere, and which of two linked ones is the parent."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "first_looks",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_first_looks_ticket_tickets"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_first_looks_person_people"),
        sa.PrimaryKeyConstraint("id", name="pk_first_looks"),
        sa.UniqueConstraint("ticket", "key", name="uq_first_looks_ticket_key"),
    )
    op.create_table(
        "business_keys",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_business_keys_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_business_keys"),
    )
    op.create_index("ix_business_keys_ticket", "business_keys", ["ticket"])
    op.create_index("ix_business_keys_kind_value_at", "business_keys", ["kind", "value", "at"])
    op.add_column("links", sa.Column("rank", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("links", "rank")
    op.drop_table("business_keys")
    op.drop_table("first_looks")
