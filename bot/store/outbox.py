"""The outbox: what is to be sent, in order per lane, each with its lease, its fence and its outcome."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.announcements import PRESSED, Announcement
from bot.domain.tickets import PlaceKind, TicketPlace
from bot.domain.words import Channel, Place, PlaceId, Source, TicketId
from bot.store.deaths import pause
from bot.store.entries import source_key
from bot.store.letters import Kind as Kind
from bot.store.letters import Outgoing, outgoing_of
from bot.store.outbox_turns import AMBIGUOUS as AMBIGUOUS
from bot.store.outbox_turns import HEADS, NARROW, TAKE, UNLESS_IT_WAITS, free_ones
from bot.store.outbox_turns import READY as READY
from bot.store.outbox_turns import SENDING as SENDING
from bot.store.outbox_turns import UNSENT as UNSENT
from bot.store.queue_tables import outbox, paces

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

SENT, DEAD, MOOT = "sent", "dead", "moot"
HELD = "held"  # nobody can tell whether it arrived; a person decides, and its lane goes on
SPARE = 4
"""How many times more rows are looked at than are claimed: other replicas want the same ones now."""
NO_RANK: Mapping[TicketId, int] = {}
GONE = "gone: "
"""Begins the error of a letter that was given up because nothing can be sent into its channel."""


def _stands_at(row: Any) -> Source:
    return Source(Channel.parse(row["channel"]), row["sent_id"])


class Outbox:
    """The outbox in one unit of work; times here are the wall's."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def card(self, place: TicketPlace) -> None:
        """The card of a place is to be drawn anew; ten changes before it is sent cost one edit."""
        await self.cards([place])

    async def cards(self, places: Iterable[TicketPlace], priorities: Mapping[TicketId, int] = NO_RANK) -> None:
        """The same for several places; by its ticket's priority a new one finds its rank among the desk's that wait."""
        rows = [
            self._row(Kind.CARD, "card", {}, Place(place.channel, place.thread), place)
            | {"rank": priorities.get(place.ticket) if place.kind is PlaceKind.DESK and not place.card else None}
            for place in places
            if not place.dead
        ]
        if rows:
            await self._uow.add_rows(outbox, rows, UNLESS_IT_WAITS)
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

    async def post_all(self, letters: Sequence[tuple[TicketPlace, Announcement]]) -> None:
        """What events call for, in that order."""
        rows = [
            self._row(
                Kind.POST,
                letter.letter,
                {**letter.facts, "calls": list(letter.calls)},
                Place(place.channel, place.thread),
                place,
                letter.urgent,
            )
            for place, letter in letters
        ]
        if rows:
            await self._uow.add_rows(outbox, rows)
            self._uow.wake_delivery()

    async def send(self, where: Place, message: str, facts: Mapping[str, Any], *, kind: Kind = Kind.POST) -> str:
        """A letter that belongs to no ticket: a greeting, a panel, a digest, a reaction; its id."""
        return await self._add(kind, message, facts, where)

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

    async def _add(self, kind: Kind, *told: Any) -> str:
        row = self._row(kind, *told)
        await self._uow.add_rows(outbox, [row])
        self._uow.wake_delivery()
        return str(row["id"])

    async def claim(self, limit: int) -> tuple[Outgoing, ...]:
        """The heads of lanes that are due, leased to us; a page overtakes all but the card that it hangs under."""
        values: dict[str, Any] = {
            "wall": self._uow.wall,
            "slowed_since": self._uow.wall - NARROW,
            "most": limit * SPARE,
        }
        numbers = (await self._uow.execute(HEADS, values)).scalars().all()
        if not numbers:
            return ()
        turns = json.dumps([{"seq": number, "turn": turn} for turn, number in enumerate(numbers)])
        values = {"wall": self._uow.wall, "rows": turns, "most": limit}
        rows = (await self._uow.execute(free_ones(self._uow.dialect), values)).mappings().all()
        rows = [row for row in rows if row["state"] != SENDING or not await self._kills(row)]
        if rows:
            values = {"wall": self._uow.wall, "until": self._uow.wall + self._uow.lease}
            await self._uow.execute(TAKE, values | {"numbers": [row["seq"] for row in rows]})
        return tuple(outgoing_of(row, row["state"] in (SENDING, AMBIGUOUS)) for row in rows)

    async def _kills(self, row: Any) -> bool:
        """Whoever was sending it died: counted, and from many deaths on it waits, with its lane."""
        deaths = row["deaths"] + 1
        late = pause(deaths, row["seq"])
        free = {"state": AMBIGUOUS, "lease_until": None, "fence": row["fence"] + 1}
        values = free | {"due_at": self._uow.wall + late} if late else {}
        await self._uow.execute(update(outbox).where(outbox.c.seq == row["seq"]).values(deaths=deaths, **values))
        return late is not None

    async def settle(self, letter: Outgoing, state: str, **values: Any) -> bool:
        """Write an outcome; False when the letter is another's by now.

        A card that is to go again is moot when a newer one waits already.
        """
        where = and_(outbox.c.seq == letter.seq, outbox.c.fence == letter.fence, outbox.c.state == SENDING)
        return await self._put(where, {"attempts": letter.attempts, **values, "state": state, "lease_until": None})

    async def settle_card(self, letter: Outgoing, state: str, **values: Any) -> None:
        """The same; a card that is to go again while a newer one waits is moot."""
        if letter.kind is Kind.CARD and state == READY and await self.has_ready_card(letter.lane):
            state = MOOT
        await self.settle(letter, state, **values)

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
        await self._uow.execute(update(outbox).where(outbox.c.state == SENDING).values(lease_until=None))

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

    async def tidy(self, ticket: TicketId) -> None:
        """Letters whose buttons have nothing left to do are drawn anew, without them."""
        for place, letter, facts, source in await self.sent_letters(ticket, PRESSED):
            changed = {**facts, "source": source_key(source), "letter": letter}
            await self.post(await self._uow.places.get(place), letter, changed, kind=Kind.COPY_EDIT)

    async def decide(self, number: str, *, again: bool) -> bool:
        """A held letter goes again (a card is moot where a newer one waits), or is there; False when it is not held."""
        where = and_(outbox.c.id == number, outbox.c.state == HELD)
        values = {"state": READY if again else SENT, "attempts": 0, "due_at": self._uow.wall}
        self._uow.wake_delivery()
        return await self._put(where, values)
