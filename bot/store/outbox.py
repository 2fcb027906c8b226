"""The outbox: what is to be sent, in order per lane, each with its lease, its fence and its outcome."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.domain.tickets import TicketPlace
from bot.domain.words import Channel, Place, PlaceId, Source, TicketId
from bot.store.queue_tables import outbox, paces
from bot.store.tables import places

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

READY, SENDING, AMBIGUOUS, SENT, DEAD, MOOT = "ready", "sending", "ambiguous", "sent", "dead", "moot"
HELD = "held"  # nobody can tell whether it arrived; a person decides, and its lane goes on
SPARE = 4
"""How many times more rows are looked at than are claimed: other replicas want the same ones now."""
UNSENT = (READY, SENDING, AMBIGUOUS)
GONE = "gone: "
"""Begins the error of a letter that was given up because nothing can be sent into its channel."""


class Kind(StrEnum):
    """What a row asks of the platform."""

    CARD = "card"
    POST = "post"
    FILE = "file"
    REACT = "react"
    COPY_EDIT = "copy_edit"
    PIN = "pin"
    HOME = "home"


@dataclass(frozen=True)
class Outgoing:
    """A claimed row: the `attempts`-th try, and the `fence` that must still be ours when the outcome is written.

    A claim whose holder died is no failed try.
    """

    seq: int
    id: str
    lane: str
    kind: Kind
    message: str
    ticket: TicketId | None
    place: PlaceId | None
    where: Place
    facts: Mapping[str, Any]
    urgent: bool
    attempts: int
    fence: int
    created_at: datetime
    attempted_at: datetime | None
    doubtful: bool
    file: str
    again: bool = False

    @property
    def ref(self) -> str:
        """What the platform knows the letter by; one that is sent again as a repeat is a new one to it."""
        return f"{self.id}r" if self.again else self.id


def outgoing_of(row: Any, doubtful: bool) -> Outgoing:
    """A row as a claimed letter; `doubtful` when an earlier attempt may have gone through."""
    return Outgoing(
        row["seq"],
        row["id"],
        row["lane"],
        Kind(row["kind"]),
        row["message"],
        TicketId(row["ticket"]) if row["ticket"] else None,
        PlaceId(row["place"]) if row["place"] else None,
        Place(Channel.parse(row["channel"]), row["thread"]),
        row["facts"],
        row["urgent"],
        row["attempts"] + 1,
        row["fence"] + 1,
        row["created_at"],
        row["attempted_at"],
        doubtful,
        row["file"],
    )


def _stands_at(row: Any) -> Source:
    return Source(Channel.parse(row["channel"]), row["sent_id"])


def _unless_it_waits(query: Any) -> Any:
    """A card that waits stays the only one, and locked: nobody claims it before this change can be seen on it."""
    waits = text("kind = 'card' AND state = 'ready'")
    same = {"created_at": outbox.c.created_at}
    return query.on_conflict_do_update(index_elements=["lane"], index_where=waits, set_=same)


class Outbox:
    """The outbox in one unit of work; times here are the wall's."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def card(self, place: TicketPlace) -> None:
        """The card of a place is to be drawn anew; ten changes before it is sent cost one edit."""
        await self.cards([place])

    async def cards(self, places: Iterable[TicketPlace]) -> None:
        """The same for several places."""
        rows = [
            self._row(Kind.CARD, "card", {}, Place(place.channel, place.thread), place)
            for place in places
            if not place.dead
        ]
        if rows:
            await self._uow.execute(_unless_it_waits(self._uow.insert(outbox)).returning(outbox.c.seq), rows)
            self._uow.wake_delivery()

    async def post(
        self,
        place: TicketPlace,
        message: str,
        facts: Mapping[str, Any],
        *,
        kind: Kind = Kind.POST,
        urgent: bool = False,
    ) -> None:
        """A letter into the thread of a place; a dead place's is given up until its channel works again."""
        await self._add(kind, message, facts, Place(place.channel, place.thread), place, urgent)

    async def send(self, where: Place, message: str, facts: Mapping[str, Any], *, kind: Kind = Kind.POST) -> None:
        """A letter that belongs to no ticket: a greeting, a panel, a digest, a reaction."""
        await self._add(kind, message, facts, where)

    def _row(
        self,
        kind: Kind,
        message: str,
        facts: Mapping[str, Any],
        where: Place,
        place: TicketPlace | None = None,
        urgent: bool = False,
    ) -> dict[str, Any]:
        lane = f"place:{place.id}" if place and kind is not Kind.REACT else f"{where.channel.key}/{kind}"
        dead = place.dead if place else ""
        return {
            "id": uuid.uuid4().hex,
            "lane": lane,
            "kind": kind,
            "message": message,
            "ticket": place.ticket if place else None,
            "place": place.id if place else None,
            "channel": where.channel.key,
            "thread": where.thread,
            "facts": dict(facts),
            "urgent": urgent,
            "state": DEAD if dead else READY,
            "error": f"{GONE}{dead}" if dead else "",
            "created_at": self._uow.wall,
            "due_at": self._uow.wall,
        }

    async def _add(self, kind: Kind, *told: Any) -> None:
        await self._uow.execute(self._uow.insert(outbox), self._row(kind, *told))
        self._uow.wake_delivery()

    async def claim(self, limit: int) -> tuple[Outgoing, ...]:
        """The heads of lanes that are due, leased to us; a page overtakes all but the card that it hangs under."""
        heads = (await self._uow.execute(self._heads().limit(limit * SPARE))).scalars().all()
        if not heads:
            return ()
        query = select(outbox).where(outbox.c.seq.in_(heads), self._due(outbox.c)).with_for_update(skip_locked=True)
        query = query.order_by(outbox.c.urgent.desc(), outbox.c.seq).limit(limit)
        rows = (await self._uow.execute(query)).mappings().all()
        if rows:
            values = {
                "state": SENDING,
                "lease_until": self._uow.wall + self._uow.lease,
                "fence": outbox.c.fence + 1,
                "attempted_at": func.coalesce(outbox.c.attempted_at, self._uow.wall),
            }
            numbers = [row["seq"] for row in rows]
            await self._uow.execute(update(outbox).where(outbox.c.seq.in_(numbers)).values(**values))
        return tuple(outgoing_of(row, row["state"] in (SENDING, AMBIGUOUS)) for row in rows)

    def _heads(self) -> Select[Any]:
        """The first letter and the first page of each lane that may go now; by windows, as joins grow quadratic."""
        first = func.min(outbox.c.seq).over(partition_by=outbox.c.lane).label("first")
        page = case((outbox.c.urgent.is_(True), outbox.c.seq))
        first_page = func.min(page).over(partition_by=outbox.c.lane).label("first_page")
        row = select(outbox, first, first_page).where(outbox.c.state.in_(UNSENT)).subquery().c
        slowed = select(paces.c.key).where(paces.c.key == row.channel, paces.c.free_at > self._uow.wall).exists()
        card_there = select(places.c.id).where(places.c.id == row.place, places.c.card.is_not(None)).exists()
        head = or_(row.seq == row.first, and_(row.urgent.is_(True), row.seq == row.first_page, card_there))
        return select(row.seq).where(head, self._due(row), ~slowed).order_by(row.urgent.desc(), row.seq)

    def _due(self, row: Any) -> ColumnElement[bool]:
        lease_over = or_(row.lease_until.is_(None), row.lease_until <= self._uow.wall)
        return and_(row.due_at <= self._uow.wall, or_(row.state == READY, lease_over), row.state.in_(UNSENT))

    async def settle(self, letter: Outgoing, state: str, **values: Any) -> bool:
        """Write an outcome; False when the letter is another's by now.

        A card that is to go again is moot when a newer one waits already.
        """
        where = and_(outbox.c.seq == letter.seq, outbox.c.fence == letter.fence, outbox.c.state == SENDING)
        return await self._put(where, {"attempts": letter.attempts, **values, "state": state, "lease_until": None})

    async def _put(self, where: Any, values: dict[str, Any]) -> bool:
        """Only a row that is to wait again may meet another one: elsewhere no savepoint is needed."""
        if values["state"] != READY:
            return bool((await self._uow.execute(update(outbox).where(where).values(**values))).rowcount)
        try:
            async with self._uow.savepoint():
                return bool((await self._uow.execute(update(outbox).where(where).values(**values))).rowcount)
        except IntegrityError:
            return bool((await self._uow.execute(update(outbox).where(where).values(state=MOOT))).rowcount)

    async def begin_file(self, letter: Outgoing, file: str) -> None:
        """The platform's file id, before the upload is completed."""
        where = and_(outbox.c.seq == letter.seq, outbox.c.fence == letter.fence)
        await self._uow.execute(update(outbox).where(where).values(file=file))

    async def waiting(self) -> tuple[int, datetime | None]:
        """How many are unsent, and since when the oldest that is due waits."""
        query = select(func.count(), func.min(outbox.c.due_at)).where(outbox.c.state.in_(UNSENT))
        count, oldest = (await self._uow.execute(query)).one()
        return count, oldest

    async def release_all(self) -> None:
        """Nobody else is alive (one process on SQLite): what was being sent is doubtful, and free at once."""
        where = outbox.c.state == SENDING
        await self._uow.execute(update(outbox).where(where).values(state=AMBIGUOUS, lease_until=None))

    async def dead(self) -> tuple[dict[str, Any], ...]:
        """What was given up."""
        rows = await self._uow.execute(select(outbox).where(outbox.c.state == DEAD).order_by(outbox.c.seq))
        return tuple(dict(row) for row in rows.mappings().all())

    async def slow_down(self, channel: Channel, until: datetime) -> None:
        """Nothing goes to that channel before that instant; all replicas keep to it."""
        query = self._uow.insert(paces).values(key=channel.key, free_at=until)
        later = paces.c.free_at < until  # a shorter pause that is named later does not end a longer one
        longer = query.on_conflict_do_update(index_elements=["key"], set_={"free_at": until}, where=later)
        await self._uow.execute(longer)

    async def has_ready_card(self, lane: str) -> bool:
        """Whether a newer card of that lane waits already."""
        query = select(outbox.c.seq).where(outbox.c.lane == lane, outbox.c.kind == Kind.CARD, outbox.c.state == READY)
        return (await self._uow.execute(query)).first() is not None

    async def count_dead(self) -> int:
        """How many were given up."""
        query = select(func.count()).select_from(outbox).where(outbox.c.state == DEAD)
        return int((await self._uow.execute(query)).scalar_one())

    async def forget(self, before: datetime, batch: int) -> int:
        """Delete sent letters created before an instant; how many there were."""
        old = select(outbox.c.seq).where(outbox.c.state.in_([SENT, MOOT]), outbox.c.created_at < before).limit(batch)
        return (await self._uow.execute(delete(outbox).where(outbox.c.seq.in_(old)))).rowcount

    async def replay(self, number: str) -> bool:
        """Send a given up letter again; a card for which a newer one waits is moot."""
        where = and_(outbox.c.id == number, outbox.c.state == DEAD)
        return await self._put(where, {"state": READY, "attempts": 0, "due_at": self._uow.wall})

    async def discard(self, number: str) -> bool:
        """Leave a given up letter be."""
        where = and_(outbox.c.id == number, outbox.c.state == DEAD)
        return bool((await self._uow.execute(update(outbox).where(where).values(state=MOOT))).rowcount)

    async def sent_letters(
        self, ticket: TicketId, messages: Iterable[str]
    ) -> tuple[tuple[PlaceId, str, dict[str, Any], Source], ...]:
        """The letters of these kinds that a ticket's people have: place, message, facts and where each stands."""
        where = (outbox.c.ticket == ticket, outbox.c.kind == Kind.POST, outbox.c.state == SENT, outbox.c.sent_id != "")
        query = select(outbox).where(*where, outbox.c.message.in_(sorted(messages))).order_by(outbox.c.seq)
        rows = (await self._uow.execute(query)).mappings().all()
        return tuple((PlaceId(row["place"]), row["message"], dict(row["facts"]), _stands_at(row)) for row in rows)

    async def decide(self, number: str, *, again: bool) -> bool:
        """A held letter goes again (a card is moot where a newer one waits), or is there; False when it is not held."""
        where = and_(outbox.c.id == number, outbox.c.state == HELD)
        values = {"state": READY if again else SENT, "attempts": 0, "due_at": self._uow.wall}
        self._uow.wake_delivery()
        return await self._put(where, values)
