"""Deadlines as rows: what is due when, claimed by one replica and done exactly once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, bindparam, delete, func, select, text, update

from bot.domain.clocks import BREACH
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
_MOVED = """ON CONFLICT (ticket, kind, subject, step)
DO UPDATE SET due_at = excluded.due_at, done_at = NULL, next_at = NULL, tries = 0"""
BACKOFF, LONGEST_BACKOFF = timedelta(seconds=2), timedelta(minutes=5)
DOUBLINGS = 8  # of the back-off; after so many it is the longest anyway


class DeadlineKind(StrEnum):
    """What falls due; a clock's is called as the clock is."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    UPDATE = "update"
    RESOLUTION = "resolution"
    ACKNOWLEDGEMENT = "acknowledgement"
    PROGRESS = "progress"
    WAITING_CLIENT = "waiting_client"
    ESCALATION = "escalation"
    WAIT = "wait"
    CLOSING = "closing"


CLOCKS = frozenset(DeadlineKind) - {DeadlineKind.ESCALATION, DeadlineKind.WAIT, DeadlineKind.CLOSING}
"""The clocks, whose deadlines are all planned together."""


class Step(NamedTuple):
    """A step of something: `subject` is an escalation's number or 0, `number` the percent or the ladder's level."""

    kind: DeadlineKind
    subject: int
    number: int


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


class _Planned(NamedTuple):
    """A step as it stands."""

    id: int
    due_at: datetime
    done_at: datetime | None

    def is_moved_by(self, due: datetime, since: datetime | None) -> bool:
        """Whether it is due at another time now, or once more: later than it was done."""
        if self.done_at is None:
            return due != self.due_at
        return due > max(self.done_at, since or self.done_at)


_Known = dict[tuple[TicketId, Step], _Planned]


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
        """These steps are due then, and no others of the same subject; what is done comes again only if due later."""
        where = (_DEADLINES.c.kind == kind, _DEADLINES.c.subject == subject)
        wanted = {Step(kind, subject, number): due for number, due in steps.items()}
        known = await self._known([ticket], *where)
        await self._put({ticket: wanted}, known)

    async def plan_clocks(
        self,
        steps: Mapping[TicketId, Mapping[Step, datetime]],
        *,
        fresh: frozenset[TicketId] = frozenset(),
        quiet: frozenset[TicketId] = frozenset(),
    ) -> None:
        """The same for all clocks of tickets at once; `fresh` tickets have none yet.

        `quiet` are those whose past was put right: there what is done comes again only if it is still to come.
        """
        older = [number for number in steps if number not in fresh]
        known = await self._known(older, _DEADLINES.c.kind.in_(sorted(CLOCKS))) if older else {}
        await self._put(steps, known, quiet)

    async def _known(self, tickets: Sequence[TicketId], *where: ColumnElement[bool]) -> _Known:
        columns = (_DEADLINES.c[name] for name in ("ticket", "kind", "subject", "step", "id", "due_at", "done_at"))
        rows = await self._uow.execute(select(*columns).where(_DEADLINES.c.ticket.in_(tickets), *where))
        return {
            (TicketId(ticket), Step(DeadlineKind(kind), subject, number)): _Planned(*rest)
            for ticket, kind, subject, number, *rest in rows.all()
        }

    async def _put(
        self,
        wanted: Mapping[TicketId, Mapping[Step, datetime]],
        known: _Known,
        quiet: frozenset[TicketId] = frozenset(),
    ) -> None:
        gone = [row.id for (ticket, step), row in known.items() if step not in wanted[ticket] and row.done_at is None]
        if gone:
            await self._uow.execute(delete(_DEADLINES).where(_DEADLINES.c.id.in_(gone)))
        rows = [
            {"ticket": ticket, "kind": step.kind, "subject": step.subject, "step": step.number, "due_at": due}
            for ticket, steps in wanted.items()
            for step, due in steps.items()
            if (row := known.get((ticket, step))) is None
            or row.is_moved_by(due, self._uow.now if ticket in quiet else None)
        ]
        await self._uow.add_rows(_DEADLINES, rows, _MOVED if known else "")

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

    async def ends(self, tickets: Sequence[TicketId]) -> dict[Subject, datetime]:
        """When the time of these tickets' clocks is used up, as far as they run."""
        here = (_DEADLINES.c.ticket.in_(tickets), _DEADLINES.c.step == BREACH, _DEADLINES.c.kind.in_(sorted(CLOCKS)))
        columns = (_DEADLINES.c[name] for name in ("ticket", "kind", "subject", "due_at"))
        rows = (await self._uow.execute(select(*columns).where(*here))).all()
        return {(TicketId(ticket), DeadlineKind(kind), subject): due for ticket, kind, subject, due in rows}

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
