"""The inbox: what was acknowledged is kept here first, and worked off in order per thread, fairly per channel."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, select, update

from bot.chat.platform import Envelope, Lane
from bot.store.deaths import pause
from bot.store.inbox_turns import DEAD, DONE, EXPIRED, FINISH, HEADS, NEW, TAKE, WORKING, free_ones
from bot.store.queue_tables import inbox

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

ATTEMPTS = 5
SPARE = 4
"""How many times more rows are looked at than are claimed: other replicas want the same ones now."""
FORGOTTEN = "payload forgotten"
AT_ONCE = 500  # keys in one question
_IF_NEW = "ON CONFLICT DO NOTHING RETURNING inbox.key"


@dataclass(frozen=True)
class Kept:
    """An envelope in the inbox, claimed by us: the `attempts`-th try, and the claim that must still be ours at its end.

    A claim whose holder died is no failed try: however often replicas die, nothing is given up for it.
    """

    id: int
    attempts: int
    fence: int
    envelope: Envelope
    received_at: datetime


def kept_of(row: Any) -> Kept:
    """A row as a kept envelope."""
    envelope = Envelope(
        row["key"],
        row["platform"],
        row["workspace"],
        Lane(row["lane"]),
        row["channel"],
        row["thread"],
        row["payload"],
        row["at"],
    )
    return Kept(row["id"], row["attempts"] + 1, row["fence"], envelope, row["received_at"])


class Inbox:
    """The inbox in one unit of work; times here are the wall's."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def add(self, envelope: Envelope) -> bool:
        """Keep an envelope; False when the same thing is there already."""
        [new] = await self.add_all([envelope])
        return new

    async def add_all(self, envelopes: Sequence[Envelope]) -> list[bool]:
        """Keep envelopes in that order; for each, whether it is new."""
        rows = [self._row(envelope) for envelope in envelopes]
        added = set((await self._uow.insert_rows(inbox, rows, _IF_NEW)).scalars().all())
        new = []
        for envelope in envelopes:
            new.append(envelope.key in added)
            added.discard(envelope.key)
        return new

    def _row(self, envelope: Envelope) -> dict[str, Any]:
        at_once = envelope.lane is not Lane.TOLD
        return {
            "key": envelope.key,
            "platform": envelope.platform,
            "workspace": envelope.workspace,
            "channel": envelope.channel,
            "thread": envelope.thread,
            "lane": envelope.lane,
            "payload": dict(envelope.payload),
            "at": envelope.at,
            "received_at": self._uow.wall,
            "state": WORKING if at_once else NEW,
            "fence": 1 if at_once else 0,
            "due_at": self._uow.wall + self._uow.lease if at_once else self._uow.wall,
        }

    async def known(self, keys: Sequence[str]) -> set[str]:
        """Which of these keys are here already."""
        found: set[str] = set()
        for start in range(0, len(keys), AT_ONCE):
            query = select(inbox.c.key).where(inbox.c.key.in_(keys[start : start + AT_ONCE]))
            found |= set((await self._uow.execute(query)).scalars().all())
        return found

    async def by_key(self, key: str) -> Kept:
        """The kept envelope of that key."""
        return kept_of((await self._uow.execute(select(inbox).where(inbox.c.key == key))).mappings().one())

    async def claim(self, limit: int) -> tuple[Kept, ...]:
        """The next envelopes in order per thread, one of each channel at a time, leased to us.

        What was told in one channel is worked off in its order, since a later message may belong to an earlier one;
        an envelope that waits for its next try holds up its own thread only.
        """
        values: dict[str, Any] = {"wall": self._uow.wall, "most": limit * SPARE}
        numbers = (await self._uow.execute(HEADS, values)).scalars().all()
        if not numbers:
            return ()
        turns = json.dumps([{"id": number, "turn": turn} for turn, number in enumerate(numbers)])
        values = {"wall": self._uow.wall, "rows": turns, "most": limit}
        rows = (await self._uow.execute(free_ones(self._uow.dialect), values)).mappings().all()
        rows = [row for row in rows if row["state"] == NEW or not await self._kills(row)]
        if rows:
            until = self._uow.wall + self._uow.lease
            await self._uow.execute(TAKE, {"until": until, "numbers": [row["id"] for row in rows]})
        return tuple(kept_of({**row, "fence": row["fence"] + 1}) for row in rows)

    async def _kills(self, row: Any) -> bool:
        """Whoever had it died: counted, and from many deaths on it waits, and its channel goes on."""
        deaths = row["deaths"] + 1
        late = pause(deaths, row["id"])
        values = {"state": NEW, "due_at": self._uow.wall + late, "fence": row["fence"] + 1} if late else {}
        await self._uow.execute(update(inbox).where(inbox.c.id == row["id"]).values(deaths=deaths, **values))
        return late is not None

    async def finish(self, kept: Kept, state: str = DONE, error: str = "") -> bool:
        """Worked off in this transaction; False when another replica has taken it over meanwhile.

        What it held is needed no more, and may be personal; only what was given up keeps it, to be replayed.
        """
        values: dict[str, Any] = {
            "state": state,
            "error": error,
            "attempts": kept.attempts,
            "number": kept.id,
            "ours": kept.fence,
        }
        if state != DEAD:
            values["payload"] = {}
        return bool((await self._uow.execute(FINISH, values)).rowcount)

    async def owe(self, kept: Kept) -> None:
        """Worked off, but the form that it opens is not shown yet: whoever takes it over offers it once more."""
        where = and_(inbox.c.id == kept.id, inbox.c.fence == kept.fence)
        until = self._uow.wall + self._uow.lease
        values = {"state": WORKING, "due_at": until, "payload": dict(kept.envelope.payload)}
        await self._uow.execute(update(inbox).where(where).values(**values))

    async def postpone(self, kept: Kept, after: timedelta, error: str) -> None:
        """Try again later, or give up after the last try."""
        state = DEAD if kept.attempts >= ATTEMPTS else NEW
        due = self._uow.wall + after
        values = {"state": state, "due_at": due, "error": error, "attempts": kept.attempts}
        where = and_(inbox.c.id == kept.id, inbox.c.fence == kept.fence, inbox.c.state == WORKING)
        await self._uow.execute(update(inbox).where(where).values(**values))

    async def wait(self, kept: Kept, after: timedelta, error: str) -> None:
        """Try again later without counting the try: another system was not there."""
        values = {"state": NEW, "due_at": self._uow.wall + after, "error": error}
        where = and_(inbox.c.id == kept.id, inbox.c.fence == kept.fence, inbox.c.state == WORKING)
        await self._uow.execute(update(inbox).where(where).values(**values))

    async def waiting(self) -> int:
        """How many are not worked off."""
        query = select(func.count()).select_from(inbox).where(inbox.c.state.in_([NEW, WORKING]))
        count: int = (await self._uow.execute(query)).scalar_one()
        return count

    async def release_all(self) -> None:
        """Nobody else is alive (one process on SQLite): what was being worked on is free at once."""
        values = {"due_at": self._uow.wall}
        await self._uow.execute(update(inbox).where(inbox.c.state == WORKING).values(**values))

    async def dead(self) -> tuple[dict[str, Any], ...]:
        """What was given up."""
        rows = await self._uow.execute(select(inbox).where(inbox.c.state == DEAD).order_by(inbox.c.id))
        return tuple(dict(row) for row in rows.mappings().all())

    async def mark(self, kept: Kept, state: str) -> None:
        """A worked off envelope ended differently after all."""
        await self._uow.execute(update(inbox).where(inbox.c.id == kept.id).values(state=state, payload={}))

    async def last_heard(self, platform: str, workspace: str) -> datetime | None:
        """The platform's own time of the newest envelope of a workspace."""
        where = and_(inbox.c.platform == platform, inbox.c.workspace == workspace)
        return (await self._uow.execute(select(func.max(inbox.c.at)).where(where))).scalar_one_or_none()

    async def count_dead(self) -> int:
        """How many were given up."""
        query = select(func.count()).select_from(inbox).where(inbox.c.state == DEAD)
        count: int = (await self._uow.execute(query)).scalar_one()
        return count

    async def forget(self, before: datetime, batch: int) -> int:
        """Delete worked off envelopes received before an instant; how many there were."""
        old = select(inbox.c.id).where(inbox.c.state.in_([DONE, EXPIRED]), inbox.c.received_at < before).limit(batch)
        return (await self._uow.execute(delete(inbox).where(inbox.c.id.in_(old)))).rowcount

    async def replay(self, number: int) -> bool:
        """Work a given up envelope off again."""
        where = and_(inbox.c.id == number, inbox.c.state == DEAD)
        values = {"state": NEW, "attempts": 0, "deaths": 0, "due_at": self._uow.wall}
        return bool((await self._uow.execute(update(inbox).where(where).values(**values))).rowcount)

    async def discard(self, number: int) -> bool:
        """Leave a given up envelope be."""
        where = and_(inbox.c.id == number, inbox.c.state == DEAD)
        return bool((await self._uow.execute(update(inbox).where(where).values(state=DONE, payload={}))).rowcount)

    async def forget_payloads(self, before: datetime, batch: int) -> int:
        """Empty what worked off envelopes held that were received before an instant; how many there were."""
        full = and_(inbox.c.state.in_([DONE, EXPIRED]), inbox.c.received_at < before, inbox.c.error != FORGOTTEN)
        old = select(inbox.c.id).where(full).limit(batch)
        values = {"payload": {}, "error": FORGOTTEN}
        return (await self._uow.execute(update(inbox).where(inbox.c.id.in_(old)).values(**values))).rowcount
