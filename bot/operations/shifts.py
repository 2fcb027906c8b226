"""Shifts as they end and begin: announced once, with the list that the leaving person hands over."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.duty import key_of, shifts
from bot.domain.duty_events import HandoverAccepted, ShiftChanged, TicketHandedOver
from bot.domain.handovers import Handover, HandoverId
from bot.domain.people import PersonKey
from bot.domain.permissions import COORDINATION, Actor
from bot.domain.shift_news import AbsenceNews, DealNews, ShiftNews
from bot.domain.teams import DeskRoom, Team
from bot.domain.tickets import Ticket
from bot.domain.words import PersonId, Place, TicketId
from bot.errors import UserError
from bot.operations.calling import skipped_facts
from bot.operations.ownership import assign
from bot.operations.rota import deal_of
from bot.store.duty import left_by, room_of
from bot.store.lists import open_tickets
from bot.store.posted import draw_anew
from bot.store.tables import tickets as ticket_rows
from bot.store.unit_of_work import UnitOfWork

FORESEEN = timedelta(days=35)
"""So far ahead the end of a shift is looked for."""


def _rooms(uow: UnitOfWork) -> list[Team | DeskRoom]:
    return [uow.rules.desk, *uow.rules.teams.values()]


async def is_all_announced(uow: UnitOfWork) -> bool:
    """Whether everybody who is on duty now is known to be."""
    return not await _changed(uow)


async def change_shifts(uow: UnitOfWork) -> None:
    """Say of every room where somebody else is on duty since the last look; the first look at one says nothing.

    Rows decide: what another replica has said is not said again, and after downtime only the latest change is.
    """
    for room, before, after in await _changed(uow):
        if before is None and key_of(room) not in await uow.duty.rounds():
            await uow.duty.begin_round(key_of(room), after)
        elif await uow.duty.next_round(key_of(room), before, after) and await _is_told(uow, room):
            await _announce(uow, room, before, after)


async def _changed(uow: UnitOfWork) -> list[tuple[Team | DeskRoom, PersonId | None, PersonId | None]]:
    known = await uow.duty.rounds()
    found = []
    for room in _rooms(uow):
        duty = (await uow.duty.on_duty(room)).person
        after = (await uow.people.by_keys([duty]))[duty] if duty else None
        if key_of(room) not in known or known[key_of(room)] != after:
            found.append((room, known.get(key_of(room)), after))
    return found


async def _is_told(uow: UnitOfWork, room: Team | DeskRoom) -> bool:
    """Whether shifts of a room are announced: its plan takes turns, or chat has changed it."""
    return room.duty.takes_turns or key_of(room) in (await uow.duty.changes()).overrides


async def _announce(uow: UnitOfWork, room: Team | DeskRoom, before: PersonId | None, after: PersonId | None) -> None:
    tickets = await _left_by(uow, room, before) if before and after else ()
    number: HandoverId | None = None
    if before and after and tickets:
        number = await uow.duty.hand_over(key_of(room), before, after, tuple(each.id for each in tickets))
    duty = await uow.duty.on_duty(room)
    facts = {
        "room": key_of(room),
        "leaving": before,
        "calls": [after] if after else [],
        "until": _text(await until(uow, room)),
        "skipped": list(await skipped_facts(uow, duty.skipped)),
        "handover": number,
        "language": room.language,
        "zone": room.zone,
    }
    letter = await uow.outbox.send(Place(room.channel or uow.rules.desk.channel), "rota/shift", facts)
    if number:
        await uow.duty.announced(number, letter)
    await uow.audit.write([(None, None, ShiftChanged(key_of(room), before, after, number))])


async def until(uow: UnitOfWork, room: Team | DeskRoom) -> datetime | None:
    """When somebody else will be on duty, as far as one can see; None when nobody else will."""
    ahead = shifts(room, uow.now, uow.now + FORESEEN, await uow.duty.changes())
    return ahead[0].end if len(ahead) > 1 else None


async def _left_by(uow: UnitOfWork, room: Team | DeskRoom, person: PersonId) -> tuple[Ticket, ...]:
    """The open tickets that somebody leaves: those they own, and those that their team was asked about."""
    return tuple(each for each in await open_tickets(uow, [left_by(key_of(room), person)]) if each.is_open)


async def accept_handover(uow: UnitOfWork, number: HandoverId, actor: Actor) -> Handover:
    """The arriving person (or the lead, or a coordinator) goes on with the list; raises UserError for anybody else."""
    handover = await uow.duty.handover(number)
    room = room_of(uow, handover.room) if handover else None
    if handover is None or room is None:
        raise UserError("deal_over")
    lead = (await uow.people.by_keys([room.lead]))[room.lead] if room.lead else None
    if actor.person not in (handover.arriving, lead) and actor.standing.role not in COORDINATION:
        names = await uow.people.names([handover.arriving])
        raise UserError("not_yours_to_answer", by=names.get(handover.arriving, ""))
    if not await uow.duty.accept(number, actor.person):
        names = await uow.people.names([handover.accepted_by] if handover.accepted_by else [])
        raise UserError("handed_over_already", by=", ".join(names.values()))
    await uow.audit.write([(None, actor.person, HandoverAccepted(handover.room, number, handover.leaving))])
    moves = room.duty.rotation is not None and room.duty.rotation.moves_tickets
    for ticket in sorted(handover.tickets):
        await _take_over(uow, handover, ticket, actor.person, moves=moves)
    await draw_anew(uow, handover.letter)
    return handover


async def _take_over(uow: UnitOfWork, handover: Handover, number: TicketId, person: PersonId, *, moves: bool) -> None:
    ticket = await uow.tickets.get(number)
    if not ticket.is_open:
        return
    uow.record(ticket, TicketHandedOver(handover.id, handover.leaving, person))
    if not moves:
        return
    for escalation in await uow.escalations.of(number):
        ours = escalation.team == handover.room and escalation.is_open
        if ours and escalation.assignee == handover.leaving:
            await uow.escalations.save(replace(escalation, assignee=person))
    if ticket.owner == handover.leaving and await _may_own(uow, person):
        await assign(uow, ticket, person)


async def _may_own(uow: UnitOfWork, person: PersonId) -> bool:
    key = await uow.duty.key_of(person)
    desk = uow.rules.desk
    return key is not None and key in (*desk.members, desk.lead)


async def shift_news(uow: UnitOfWork, facts: Mapping[str, Any]) -> ShiftNews:
    """What a shift's letter says now."""
    room = room_of(uow, facts["room"])
    handover = await uow.duty.handover(facts["handover"]) if facts["handover"] else None
    listed = await open_tickets(uow, [ticket_rows.c.id.in_(handover.tickets)]) if handover else ()
    tickets = tuple(each for each in listed if each.is_open)
    asked = await uow.escalations.of_all([each.id for each in tickets]) if tickets else {}
    ours = [each for found in asked.values() for each in found if each.team == facts["room"]]
    arriving = PersonId(facts["calls"][0]) if facts["calls"] else None
    leaving = PersonId(facts["leaving"]) if facts["leaving"] else None
    people = [arriving, leaving, handover and handover.accepted_by, *(each["person"] for each in facts["skipped"])]
    return ShiftNews(
        room=room.name if isinstance(room, Team) else None,
        leaving=leaving,
        arriving=arriving,
        until=datetime.fromisoformat(facts["until"]) if facts["until"] else None,
        names=await uow.people.names([each for each in [*people, *(each.owner for each in tickets)] if each]),
        skipped=tuple(facts["skipped"]),
        handover=handover,
        tickets=tickets,
        whys={each.ticket: each.why for each in ours if each.why},
        clients={key: each.name for key, each in uow.rules.clients.items()},
    )


async def deal_news(uow: UnitOfWork, number: str, calls: tuple[PersonId, ...]) -> DealNews:
    """How a deal stands now; raises UserError when its team is no more."""
    deal = await deal_of(uow, number)
    times = tuple((each.person, each.begins_at, each.ends_at) for each in deal.changes)
    people = [*(person for person, _, _ in times), *deal.relieved, *calls, *([deal.by] if deal.by else [])]
    names = await uow.people.names(people)
    return DealNews(number, deal.team.name, deal.kind, deal.state, deal.by, times, deal.relieved, names, calls)


async def absence_news(uow: UnitOfWork, facts: Mapping[str, Any]) -> AbsenceNews:
    """Who is away, and who is called in that team meanwhile."""
    room = room_of(uow, facts["team"])
    duty: PersonKey | None = (await uow.duty.on_duty(room)).person if room else None
    person = PersonId(facts["person"])
    names = await uow.people.names([person])
    begins_at, ends_at = (datetime.fromisoformat(facts[each]) for each in ("begins_at", "ends_at"))
    instead = uow.rules.people[duty].name if duty and begins_at <= uow.now else ""
    return AbsenceNews(names.get(person, ""), begins_at, ends_at, instead)


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
