"""Clocks in the unrest: every step that fell due is done once, none before its time, and how late the worst is."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.stories.floor import Floor


@dataclass
class Steps:
    """What was found; `worst` is in seconds, from the instant when the desk's time reached a due date."""

    done: int = 0
    worst: float = 0.0
    faults: list[str] = field(default_factory=list)


async def let_time_pass(floor: Floor, hours: float) -> datetime:
    """The desk's clock jumps, as after a long night; the instant to which it jumps."""
    then = await floor.books.now() + timedelta(hours=hours)
    await floor.books.begin_at(then)
    return then


async def judge_steps(floor: Floor, jumped: datetime) -> Steps:
    """Each step is done or not yet due, each warning and breach is there once, and none came early."""
    found = Steps()
    query = "SELECT id, kind, step, due_at, done_at FROM deadlines"
    now = await floor.books.now()
    for number, kind, step, due, done in await floor.books.rows(query):
        due_at, done_at = _instant(due), _instant(done) if done else None
        if done_at is None:
            if due_at <= now - timedelta(seconds=1):
                found.faults.append(f"deadline {number} ({kind} {step}) was missed: due {due_at}")
            continue
        found.done += 1
        if done_at < due_at:
            found.faults.append(f"deadline {number} ({kind} {step}) came early: {done_at} before {due_at}")
        found.worst = max(found.worst, (done_at - max(due_at, jumped)).total_seconds())
    found.faults += await _doubled(floor)
    return found


async def _doubled(floor: Floor) -> list[str]:
    rows = await floor.books.rows(
        "SELECT ticket, event, facts FROM audit WHERE event IN ('ClockWarned', 'ClockBreached', 'EscalationCalled')"
    )
    happened: Counter[tuple[str, ...]] = Counter()
    for ticket, event, facts in rows:
        known = facts if isinstance(facts, dict) else json.loads(str(facts))
        named = [str(known.get(key, "")) for key in ("clock", "percent", "due_at", "escalation", "level")]
        happened[(str(ticket), str(event), *named)] += 1
    return [f"step {step} came {count} times" for step, count in happened.items() if count > 1]


def _instant(value: object) -> datetime:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
