"""How much waits and since when, by the indexes of what is open: the rows that are done are not read."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.chat.platform import Lane
from bot.store import tables
from bot.store.files import WANTED
from bot.store.inbox_turns import DEAD as GIVEN_UP
from bot.store.inbox_turns import NEW, WORKING
from bot.store.outbox import AMBIGUOUS, DEAD, HELD, READY, SENDING
from bot.store.queue_tables import inbox, outbox

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

PAGE, ROUTINE = "page", "routine"
INBOX_STATES = (NEW, WORKING)
OUTBOX_STATES = (READY, SENDING, AMBIGUOUS, HELD)
_DEADLINES, _FILES = tables.deadlines, tables.files


@dataclass(frozen=True)
class Waiting:
    """How many there are, and how long the oldest of them waits, in seconds."""

    count: int = 0
    age: float = 0.0


Depths = dict[tuple[str, str], Waiting]


async def inbox_depths(uow: "UnitOfWork") -> Depths:
    """By lane and state; a lane in which nothing waits is there with 0."""
    found: Depths = {(lane, state): Waiting() for lane in Lane for state in INBOX_STATES}
    query = select(inbox.c.lane, inbox.c.state, func.count(), func.min(inbox.c.received_at))
    open_ones = query.where(inbox.c.state.in_(INBOX_STATES)).group_by(inbox.c.lane, inbox.c.state)
    for lane, state, count, oldest in (await uow.execute(open_ones)).all():
        found[lane, state] = Waiting(count, _age(uow.wall, oldest))
    return found


async def outbox_depths(uow: "UnitOfWork") -> Depths:
    """By urgency and state; where nothing waits it is 0."""
    found: Depths = {(urgency, state): Waiting() for urgency in (PAGE, ROUTINE) for state in OUTBOX_STATES}
    query = select(outbox.c.urgent, outbox.c.state, func.count(), func.min(outbox.c.created_at))
    unsent = query.where(outbox.c.state.in_(OUTBOX_STATES)).group_by(outbox.c.urgent, outbox.c.state)
    for urgent, state, count, oldest in (await uow.execute(unsent)).all():
        found[PAGE if urgent else ROUTINE, state] = Waiting(count, _age(uow.wall, oldest))
    return found


async def given_up(uow: "UnitOfWork") -> dict[str, int]:
    """How many dead letters each queue has."""
    envelopes = select(func.count()).select_from(inbox).where(inbox.c.state == GIVEN_UP)
    letters = select(func.count()).select_from(outbox).where(outbox.c.state == DEAD)
    return {
        "inbox": (await uow.execute(envelopes)).scalar_one(),
        "outbox": (await uow.execute(letters)).scalar_one(),
    }


async def overdue_deadlines(uow: "UnitOfWork") -> Waiting:
    """Deadlines that are due by the desk's time and not done."""
    query = select(func.count(), func.min(_DEADLINES.c.due_at)).where(
        _DEADLINES.c.done_at.is_(None), _DEADLINES.c.due_at <= uow.now
    )
    count, oldest = (await uow.execute(query)).one()
    return Waiting(count, _age(uow.now, oldest))


async def wanted_files(uow: "UnitOfWork") -> Waiting:
    """Files that are to be fetched, and how long the oldest is due."""
    query = select(func.count(), func.min(_FILES.c.due_at)).where(_FILES.c.state == WANTED)
    count, oldest = (await uow.execute(query)).one()
    return Waiting(count, _age(uow.wall, oldest))


def _age(now: datetime, oldest: datetime | None) -> float:
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
