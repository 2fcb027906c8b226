"""Who is on duty: overrides and swaps, absences told in chat, whose shift was announced last, and handovers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "duty_changes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("begins_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("deal", sa.Text(), nullable=False),
        sa.Column("by", NUMBER),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("uid", sa.Text()),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_duty_changes_person_people"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_duty_changes_by_people"),
        sa.PrimaryKeyConstraint("id", name="pk_duty_changes"),
        sa.UniqueConstraint("uid", name="uq_duty_changes_uid"),
    )
    op.create_index("ix_duty_changes_ends_at", "duty_changes", ["ends_at"])
    op.create_index("ix_duty_changes_deal", "duty_changes", ["deal"])
    op.create_table(
        "absences",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("begins_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("by", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_absences_person_people"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_absences_by_people"),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    op.create_index("ix_absences_ends_at", "absences", ["ends_at"])
    op.create_table(
        "duty_rounds",
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("person", NUMBER),
        sa.Column("since", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_duty_rounds_person_people"),
        sa.PrimaryKeyConstraint("room", name="pk_duty_rounds"),
    )
    op.create_table(
        "duty_handovers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("leaving", NUMBER, nullable=False),
        sa.Column("arriving", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("tickets", sa.JSON(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False, server_default=""),
        sa.Column("accepted_by", NUMBER),
        sa.Column("accepted_at", INSTANT),
        sa.ForeignKeyConstraint(["leaving"], ["people.id"], name="fk_duty_handovers_leaving_people"),
        sa.ForeignKeyConstraint(["arriving"], ["people.id"], name="fk_duty_handovers_arriving_people"),
        sa.ForeignKeyConstraint(["accepted_by"], ["people.id"], name="fk_duty_handovers_accepted_by_people"),
        sa.PrimaryKeyConstraint("id", name="pk_duty_handovers"),
    )


def downgrade() -> None:
    for table in ("duty_handovers", "duty_rounds", "absences", "duty_changes"):
        op.drop_table(table)
