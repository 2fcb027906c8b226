"""Being on duty as rows: overrides and swaps, absences, whose shift was announced last, and handovers.

`on_duty` is the one question that all ask who want to know whom to call.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, cast, func, literal, null, or_, select, text, union_all, update

from bot.domain.duty import DESK, Changes, OnDuty, Override, Skipped, absence, who_is_on_duty
from bot.domain.handovers import Handover, HandoverId
from bot.domain.people import Away, PersonKey
from bot.domain.teams import DeskRoom, Team
from bot.domain.tickets import EscalationState
from bot.domain.words import EscalationId, PersonId, TeamKey, TicketId
from bot.store.duty_tables import absences, duty_changes, duty_handovers, duty_rounds
from bot.store.tables import OPEN, accounts, escalations, people, tickets
from bot.store.types import PlainText, UtcDateTime

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

ASKED, STANDS, WITHDRAWN = "asked", "stands", "withdrawn"
_NEVER = cast(null(), UtcDateTime)


@dataclass(frozen=True)
class DutyChange:
    """A row of an override: somebody is on duty in a team for a while; those of one `deal` stand or fall together."""

    team: TeamKey
    person: PersonId
    begins_at: datetime
    ends_at: datetime
    kind: str
    deal: str
    by: PersonId | None
    state: str = ASKED
    uid: str | None = None


class DutyRows:
    """Who is on duty, in one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow
        self._known: Changes | None = None
        self._keys: dict[PersonId, PersonKey] = {}

    async def on_duty(self, room: Team | DeskRoom) -> OnDuty:
        """Whom to call in a team or at the desk now, and who was passed over: everybody who asks, asks this."""
        return who_is_on_duty(room, self._uow.now, await self.changes())

    async def changes(self) -> Changes:
        """What chat and platforms know: what holds now or will, and who can be reached."""
        if self._known is None:
            rows = (await self._uow.execute(_query(self._uow.now))).all()
            self._known = _changes(rows)
            self._keys = {PersonId(row.person): PersonKey(row.key) for row in rows}
        return self._known

    async def key_of(self, person: PersonId | None) -> PersonKey | None:
        """The key by which desk.yaml names a person today, None when it does not."""
        await self.changes()
        key = self._keys.get(person) if person else None
        return key if key in self._uow.rules.people else None

    async def why_gone(self, person: PersonKey, room: Team | DeskRoom) -> Skipped | None:
        """Why somebody cannot be called for a room now, None when they can."""
        channel = room.channel or self._uow.rules.desk.channel
        planned = self._uow.rules.people[person].away
        return absence(person, planned, self._uow.now, await self.changes(), channel.platform)

    async def answerable(self, owner: PersonId | None) -> tuple[PersonId, ...]:
        """Who is called for a ticket: its owner, and who is on duty at the desk when there is none or they are gone."""
        desk = self._uow.rules.desk
        key = await self.key_of(owner)
        if owner and not (key and await self.why_gone(key, desk)):
            return (owner,)
        duty = (await self.on_duty(desk)).person
        found = await self._uow.people.by_keys([duty]) if duty else {}
        return tuple(dict.fromkeys([*([owner] if owner else []), *found.values()]))

    async def add_change(self, change: DutyChange) -> None:
        """A new override; one from a calendar that is known by its uid takes the place of the earlier one."""
        self._known = None
        row = {name: getattr(change, name) for name in DutyChange.__dataclass_fields__} | {"at": self._uow.now}
        query = self._uow.insert(duty_changes).values(**row)
        if change.uid:
            query = query.on_conflict_do_update(index_elements=["uid"], set_=row)
        await self._uow.execute(query)

    async def deal(self, deal: str) -> tuple[DutyChange, ...]:
        """The overrides that stand or fall together, in the order of their times."""
        query = select(duty_changes).where(duty_changes.c.deal == deal).order_by(duty_changes.c.begins_at)
        return tuple(_change(row) for row in (await self._uow.execute(query)).mappings().all())

    async def ahead(self, team: TeamKey, person: PersonId) -> tuple[str, ...]:
        """The standing deals of a team that are not over and that concern somebody, or that they made."""
        theirs = (duty_changes.c.person == person) | (duty_changes.c.by == person)
        where = (duty_changes.c.team == team, duty_changes.c.state == STANDS, duty_changes.c.ends_at > self._uow.now)
        query = select(duty_changes.c.deal).where(*where, theirs).group_by(duty_changes.c.deal)
        return tuple((await self._uow.execute(query.order_by(func.min(duty_changes.c.id)))).scalars().all())

    async def move(self, deal: str, before: str, after: str) -> bool:
        """A deal is in another state; False when somebody was quicker."""
        self._known = None
        where = (duty_changes.c.deal == deal, duty_changes.c.state == before)
        return bool((await self._uow.execute(update(duty_changes).where(*where).values(state=after))).rowcount)

    async def go_away(self, person: PersonId, begin: datetime, end: datetime, by: PersonId) -> None:
        """Somebody is away; an absence that holds at its beginning ends there."""
        await self.come_back(person, begin)
        row = {"person": person, "begins_at": begin, "ends_at": end, "by": by, "at": self._uow.now}
        await self._uow.execute(self._uow.insert(absences).values(**row))

    async def come_back(self, person: PersonId, at: datetime) -> bool:
        """Whoever is away at an instant is away no more; False when they were not."""
        self._known = None
        where = (absences.c.person == person, absences.c.begins_at <= at, absences.c.ends_at > at)
        return bool((await self._uow.execute(update(absences).where(*where).values(ends_at=at))).rowcount)

    async def rounds(self) -> dict[str, PersonId | None]:
        """Whose shift was announced last, by room."""
        rows = await self._uow.execute(select(duty_rounds.c.room, duty_rounds.c.person))
        return {row.room: PersonId(row.person) if row.person else None for row in rows.all()}

    async def begin_round(self, room: str, person: PersonId | None) -> None:
        """The first look at a room: nothing to announce."""
        row = {"room": room, "person": person, "since": self._uow.now}
        await self._uow.execute(self._uow.insert(duty_rounds).values(**row).on_conflict_do_nothing())

    async def next_round(self, room: str, before: PersonId | None, after: PersonId | None) -> bool:
        """Somebody else is on duty; False when another replica has said so already."""
        same = duty_rounds.c.person == before if before else duty_rounds.c.person.is_(None)
        query = update(duty_rounds).where(duty_rounds.c.room == room, same)
        return bool((await self._uow.execute(query.values(person=after, since=self._uow.now))).rowcount)

    async def hand_over(
        self, room: str, leaving: PersonId, arriving: PersonId, tickets: tuple[TicketId, ...]
    ) -> HandoverId:
        """A list for the arriving person; its number."""
        row = {"room": room, "leaving": leaving, "arriving": arriving, "at": self._uow.now, "tickets": list(tickets)}
        query = self._uow.insert(duty_handovers).values(**row).returning(duty_handovers.c.id)
        return HandoverId((await self._uow.execute(query)).scalar_one())

    async def announced(self, number: HandoverId, letter: str) -> None:
        """By which letter a handover is offered."""
        where = duty_handovers.c.id == number
        await self._uow.execute(update(duty_handovers).where(where).values(letter=letter))

    async def handover(self, number: HandoverId) -> Handover | None:
        """A handover by its number, None when there is none."""
        query = select(duty_handovers).where(duty_handovers.c.id == number)
        row = (await self._uow.execute(query)).mappings().first()
        return _handover(row) if row else None

    async def accept(self, number: HandoverId, person: PersonId) -> bool:
        """Somebody has it now; False when somebody had it already."""
        where = (duty_handovers.c.id == number, duty_handovers.c.accepted_at.is_(None))
        values = {"accepted_by": person, "accepted_at": self._uow.now}
        return bool((await self._uow.execute(update(duty_handovers).where(*where).values(**values))).rowcount)


def _query(now: datetime) -> Any:
    """Overrides and absences that are not over, and the accounts of desk.yaml's people: one statement."""
    override = select(
        literal("override").label("what"),
        people.c.key,
        people.c.id.label("person"),
        duty_changes.c.team.label("where"),
        duty_changes.c.begins_at,
        duty_changes.c.ends_at,
        duty_changes.c.id.label("number"),
    ).join(people, people.c.id == duty_changes.c.person)
    override = override.where(duty_changes.c.state == STANDS, duty_changes.c.ends_at > now)
    away = select(
        literal("away"),
        people.c.key,
        people.c.id,
        literal("", PlainText),
        absences.c.begins_at,
        absences.c.ends_at,
        absences.c.id,
    ).join(people, people.c.id == absences.c.person)
    reach = select(
        literal("account"),
        people.c.key,
        people.c.id,
        accounts.c.platform,
        _NEVER,
        _NEVER,
        cast(accounts.c.active, Integer),
    ).select_from(people.outerjoin(accounts, accounts.c.person == people.c.id))
    parts = (override, away.where(absences.c.ends_at > now), reach)
    return union_all(*(part.where(people.c.key.is_not(None)) for part in parts)).order_by("number")


def _changes(rows: Any) -> Changes:
    overrides: dict[str, list[Override]] = defaultdict(list)
    away: dict[PersonKey, list[Away]] = defaultdict(list)
    reach: dict[PersonKey, dict[str, bool]] = defaultdict(dict)
    for what, key, _, where, begins_at, ends_at, number in rows:
        person = PersonKey(key)
        match what:
            case "override":
                overrides[where].append(Override(person, begins_at, ends_at))
            case "away":
                away[person].append(Away(begins_at, ends_at))
            case _:
                known = reach[person]
                if where:
                    known[where] = known.get(where, False) or bool(number)
    return Changes(
        {room: tuple(each) for room, each in overrides.items()},
        {person: tuple(each) for person, each in away.items()},
        dict(reach),
    )


def _change(row: Any) -> DutyChange:
    return DutyChange(**{name: row[name] for name in DutyChange.__dataclass_fields__})


def _handover(row: Any) -> Handover:
    return Handover(
        id=HandoverId(row["id"]),
        room=row["room"],
        leaving=PersonId(row["leaving"]),
        arriving=PersonId(row["arriving"]),
        at=row["at"],
        tickets=tuple(TicketId(number) for number in row["tickets"]),
        letter=row["letter"],
        accepted_by=PersonId(row["accepted_by"]) if row["accepted_by"] else None,
        accepted_at=row["accepted_at"],
    )


async def imported(uow: "UnitOfWork", team: TeamKey) -> dict[str, str]:
    """What calendar files brought to a team and is not over: the deal of each event's uid."""
    where = (duty_changes.c.team == team, duty_changes.c.uid.is_not(None), duty_changes.c.state == STANDS)
    query = select(duty_changes.c.uid, duty_changes.c.deal).where(*where, duty_changes.c.ends_at > uow.now)
    return {row.uid: row.deal for row in (await uow.execute(query)).all()}


def left_by(room: str, person: PersonId) -> ColumnElement[bool]:
    """The tickets that somebody leaves at the end of a shift: their own, and those that their team was asked about."""
    theirs = or_(escalations.c.assignee == person, escalations.c.assignee.is_(None))
    ongoing = escalations.c.state.in_([EscalationState.CALLING, EscalationState.ACKNOWLEDGED])
    asked = select(escalations.c.ticket).where(escalations.c.team == room, ongoing, theirs)
    return or_(tickets.c.owner == person, tickets.c.id.in_(asked))


async def calling_in_vain(uow: "UnitOfWork") -> tuple[EscalationId, ...]:
    """The escalations of open tickets that nobody has acknowledged."""
    query = select(escalations.c.id).join(tickets, tickets.c.id == escalations.c.ticket)
    query = query.where(text(f"tickets.{OPEN}"), escalations.c.state == EscalationState.CALLING)
    return tuple(EscalationId(number) for number in (await uow.execute(query.order_by(escalations.c.id))).scalars())


def room_of(uow: "UnitOfWork", key: str) -> Team | DeskRoom | None:
    """The team of a key, or the desk; None for a team that desk.yaml no longer names."""
    return uow.rules.desk if key == DESK else uow.rules.teams.get(TeamKey(key))
