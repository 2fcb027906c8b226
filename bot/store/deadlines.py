"""Deadlines as rows: what is due when, claimed by one replica and done exactly once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Executable, bindparam, delete, func, select, text, update

from bot.domain.words import TicketId
from bot.store import tables
from bot.store.several import rows_of
from bot.store.types import UtcDateTime

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_DEADLINES = tables.deadlines
_CLAIM = """UPDATE deadlines SET done_at = :now FROM {rows} WHERE deadlines.ticket = one.ticket
AND deadlines.kind = one.kind AND deadlines.subject = one.subject AND deadlines.done_at IS NULL
AND deadlines.due_at <= :now RETURNING {columns}"""
BACKOFF, LONGEST_BACKOFF = timedelta(seconds=2), timedelta(minutes=5)
DOUBLINGS = 8  # of the back-off; after so many it is the longest anyway


class DeadlineKind(StrEnum):
    """What falls due."""

    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"
    ESCALATION = "escalation"
    WAIT = "wait"
    CLOSING = "closing"


@dataclass(frozen=True)
class Deadline:
    """One step that is due: `subject` is an escalation's number or 0, `step` the percent or the ladder's level.

    `tries` have failed so far.
    """

    id: int
    ticket: TicketId
    kind: DeadlineKind
    subject: int
    step: int
    due_at: datetime
    tries: int = 0

    @property
    def about(self) -> "Subject":
        """What it is a step of."""
        return self.ticket, self.kind, self.subject


Subject = tuple[TicketId, DeadlineKind, int]


@cache
def _claiming(dialect: str) -> Executable:
    rows = rows_of(dialect, {"ticket": "bigint", "kind": "text", "subject": "integer"})
    columns = ", ".join(f"deadlines.{column.name}" for column in _DEADLINES.c)
    query = text(_CLAIM.format(rows=rows, columns=columns)).bindparams(bindparam("now", type_=UtcDateTime))
    return query.columns(*_DEADLINES.c)


def deadline_of(row: Any) -> Deadline:
    """A row as a deadline."""
    ticket, kind = TicketId(row["ticket"]), DeadlineKind(row["kind"])
    return Deadline(row["id"], ticket, kind, row["subject"], row["step"], row["due_at"], row["tries"])


class Deadlines:
    """The deadlines of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def plan(self, ticket: TicketId, kind: DeadlineKind, steps: Mapping[int, datetime], subject: int = 0) -> None:
        """These steps of a clock or ladder are due then, and no others; steps already done stay done."""
        await self.plan_all(ticket, {kind: steps}, subject)

    async def plan_all(
        self,
        ticket: TicketId,
        planned: Mapping[DeadlineKind, Mapping[int, datetime]],
        subject: int = 0,
        *,
        fresh: bool = False,
    ) -> None:
        """The same for several clocks at once; a `fresh` ticket has none yet."""
        wanted = {(kind, step): due for kind, steps in planned.items() for step, due in steps.items()}
        known = {} if fresh else await self._known(ticket, planned, subject)
        for (kind, step), (due, done) in known.items():
            here = self._here(ticket, kind, subject, step)
            if (kind, step) not in wanted and done is None:
                await self._uow.execute(delete(_DEADLINES).where(*here))
            elif done is None and due != wanted.get((kind, step), due):
                moved = {"due_at": wanted[kind, step], "next_at": None, "tries": 0}
                await self._uow.execute(update(_DEADLINES).where(*here).values(**moved))
        rows = [
            {"ticket": ticket, "kind": kind, "subject": subject, "step": step, "due_at": due}
            for (kind, step), due in wanted.items()
            if (kind, step) not in known
        ]
        await self._uow.add_rows(_DEADLINES, rows)

    async def _known(
        self, ticket: TicketId, kinds: Iterable[DeadlineKind], subject: int
    ) -> dict[tuple[DeadlineKind, int], tuple[datetime, datetime | None]]:
        columns = (_DEADLINES.c.kind, _DEADLINES.c.step, _DEADLINES.c.due_at, _DEADLINES.c.done_at)
        where = (_DEADLINES.c.ticket == ticket, _DEADLINES.c.subject == subject, _DEADLINES.c.kind.in_(list(kinds)))
        rows = await self._uow.execute(select(*columns).where(*where))
        return {(DeadlineKind(kind), step): (due, done) for kind, step, due, done in rows.all()}

    @staticmethod
    def _here(ticket: TicketId, kind: DeadlineKind, subject: int, step: int) -> tuple[ColumnElement[bool], ...]:
        row = _DEADLINES.c
        return (row.ticket == ticket, row.kind == kind, row.subject == subject, row.step == step)

    async def forget(self, ticket: TicketId, kind: DeadlineKind, subject: int = 0) -> None:
        """Nothing of this kind is due any more, and its steps may come again later."""
        await self._uow.execute(
            delete(_DEADLINES).where(
                _DEADLINES.c.ticket == ticket, _DEADLINES.c.kind == kind, _DEADLINES.c.subject == subject
            )
        )

    async def due(self, limit: int) -> tuple[Deadline, ...]:
        """What is due now and not done, not locked: the oldest first, one that failed at the time of its next try."""
        turn = func.coalesce(_DEADLINES.c.next_at, _DEADLINES.c.due_at)
        query = (
            select(_DEADLINES)
            .where(_DEADLINES.c.done_at.is_(None), _DEADLINES.c.due_at <= self._uow.now, turn <= self._uow.now)
            .order_by(turn, _DEADLINES.c.id)
            .limit(limit)
        )
        return tuple(deadline_of(row) for row in (await self._uow.execute(query)).mappings().all())

    async def claim(self, deadlines: Iterable[Deadline]) -> dict[Subject, tuple[Deadline, ...]]:
        """All due steps of the same subjects, marked done in this transaction; nothing where another was quicker.

        The tickets are locked by the caller first, so a step that was moved or taken away meanwhile is not there.
        """
        subjects = list(dict.fromkeys(each.about for each in deadlines))
        rows = [{"ticket": ticket, "kind": kind, "subject": number} for ticket, kind, number in subjects]
        values = {"rows": json.dumps(rows), "now": self._uow.now}
        claimed: dict[Subject, list[Deadline]] = {about: [] for about in subjects}
        for row in (await self._uow.execute(_claiming(self._uow.dialect), values)).mappings().all():
            each = deadline_of(row)
            claimed[each.about].append(each)
        return {about: tuple(sorted(steps, key=lambda each: each.step)) for about, steps in claimed.items() if steps}

    async def failed(self, deadline: Deadline) -> None:
        """Doing it failed: all due steps of the same subject are tried again, later each time, and never given up."""
        same = (
            _DEADLINES.c.ticket == deadline.ticket,
            _DEADLINES.c.kind == deadline.kind,
            _DEADLINES.c.subject == deadline.subject,
        )
        due = (*same, _DEADLINES.c.done_at.is_(None), _DEADLINES.c.due_at <= self._uow.now)
        wait = min(BACKOFF * 2 ** min(deadline.tries, DOUBLINGS), LONGEST_BACKOFF)
        values = {"next_at": self._uow.now + wait, "tries": deadline.tries + 1}
        await self._uow.execute(update(_DEADLINES).where(*due).values(**values))

    async def next_due(self) -> datetime | None:
        """When the next step falls due; None when nothing is planned."""
        query = select(func.min(_DEADLINES.c.due_at)).where(_DEADLINES.c.done_at.is_(None))
        return (await self._uow.execute(query)).scalar_one_or_none()
