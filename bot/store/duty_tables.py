"""The tables of being on duty: overrides and swaps, absences, whose shift was announced last, and handovers."""

from sqlalchemy import Column, ForeignKey, Index, Table

from bot.store.tables import Id, metadata
from bot.store.types import Json, PlainText, UtcDateTime

duty_changes = Table(
    "duty_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("team", PlainText, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("begins_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("deal", PlainText, nullable=False),
    Column("by", ForeignKey("people.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("uid", PlainText, unique=True),
    Index("ix_duty_changes_ends_at", "ends_at"),
    Index("ix_duty_changes_deal", "deal"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("begins_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("by", ForeignKey("people.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_absences_ends_at", "ends_at"),
)

duty_rounds = Table(
    "duty_rounds",
    metadata,
    Column("room", PlainText, primary_key=True),
    Column("person", ForeignKey("people.id")),
    Column("since", UtcDateTime, nullable=False),
)

duty_handovers = Table(
    "duty_handovers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("room", PlainText, nullable=False),
    Column("leaving", ForeignKey("people.id"), nullable=False),
    Column("arriving", ForeignKey("people.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("tickets", Json, nullable=False),
    Column("letter", PlainText, nullable=False, server_default=""),
    Column("accepted_by", ForeignKey("people.id")),
    Column("accepted_at", UtcDateTime),
)
