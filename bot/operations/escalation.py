"""Escalations: a team is called until somebody acknowledges, and whoever has it can give it back or pass it on."""

from dataclasses import replace
from datetime import datetime

from bot.domain.clocks import ClockKind
from bot.domain.escalation_events import (
    Escalated,
    EscalationAcknowledged,
    EscalationAsked,
    EscalationCalled,
    EscalationPassedOn,
    EscalationReturned,
)
from bot.domain.ladders import Step
from bot.domain.statuses import Status
from bot.domain.tickets import Escalation, EscalationState, PlaceKind, Ticket
from bot.domain.words import EscalationId, PersonId, Place, TeamKey
from bot.errors import UserError
from bot.operations.calling import whom_to_call
from bot.operations.status import move, must_be_open
from bot.operations.triage import gone_to
from bot.store.deadlines import Deadline, DeadlineKind
from bot.store.unit_of_work import UnitOfWork

INSTEAD = "instead"
"""Whom a call reaches that no step of a ladder asks for."""


async def escalate(uow: UnitOfWork, ticket: Ticket, team: TeamKey, why: str, person: PersonId) -> Ticket:
    """Call a team: its own card and thread, the person on duty, and the ladder until somebody acknowledges."""
    must_be_open(ticket)
    room = uow.rules.teams[team]
    having = {each.team for each in await uow.escalations.of(ticket.id) if each.is_open}
    if team in having:
        return ticket
    called = await whom_to_call(uow, room)
    escalation = await uow.escalations.add(
        Escalation(
            EscalationId(0), ticket.id, team, EscalationState.CALLING, person, why, uow.now, called=called.people
        )
    )
    where = Place(room.channel or uow.rules.desk.channel)
    await uow.places.add(ticket.id, PlaceKind.TEAM, where, room.language, room.zone, escalation.id)
    await _plan_ladder(uow, ticket, escalation, uow.now)
    ticket = await gone_to(uow, ticket, team, having)
    ticket = await move(uow, replace(ticket, team=team, commented_at=uow.now), Status.WITH_TEAM, "escalated")
    ticket = await uow.tickets.save(ticket)
    uow.record(ticket, Escalated(escalation.id, team, why, called.people, called.skipped))
    return ticket


async def call_again(uow: UnitOfWork, ticket: Ticket, escalation: Escalation) -> None:
    """Somebody has it, but nothing more was heard: the ladder begins anew, now."""
    await _plan_ladder(uow, ticket, escalation, uow.now)


async def _plan_ladder(uow: UnitOfWork, ticket: Ticket, escalation: Escalation, start: datetime) -> None:
    steps = _ladder(uow, ticket, escalation)
    due = {level: start + step.after for level, step in enumerate(steps, 1)}
    await uow.deadlines.plan(ticket.id, DeadlineKind.ESCALATION, due, escalation.id)


def _ladder(uow: UnitOfWork, ticket: Ticket, escalation: Escalation) -> tuple[Step, ...]:
    policy = next((each for each in uow.rules.policies if each.key == ticket.policy), None)
    return uow.rules.ladder_for(escalation.team, policy).steps


async def climb(uow: UnitOfWork, ticket: Ticket, due: tuple[Deadline, ...]) -> None:
    """Nobody answers: go on at the highest step whose time has passed, and name those that were missed."""
    escalation = await uow.escalations.get(EscalationId(due[-1].subject))
    silent = escalation.state is EscalationState.ACKNOWLEDGED
    if not escalation.is_open or not ticket.is_open or (silent and await _was_heard(uow, ticket, escalation)):
        return
    step = _ladder(uow, ticket, escalation)[due[-1].step - 1]
    room = uow.rules.teams[step.team or escalation.team]
    now = await whom_to_call(uow, room, step)
    called = tuple(dict.fromkeys([*escalation.called, *now.people]))
    await uow.escalations.save(replace(escalation, level=due[-1].step, called=called))
    told = EscalationCalled(
        escalation.id, due[-1].step, step.whom, now.people, len(due) - 1, now.skipped, silent=silent
    )
    uow.record(ticket, told)


async def _was_heard(uow: UnitOfWork, ticket: Ticket, escalation: Escalation) -> bool:
    """Whether a team that has it has said since then how it goes."""
    progress = (await uow.timings.of(ticket)).of(ClockKind.PROGRESS, escalation.id)
    return progress is None or progress.breach(uow.now) is None


async def call_instead(uow: UnitOfWork, ticket: Ticket, escalation: Escalation) -> None:
    """Nobody who was called can answer any more: whoever is on duty now is called at once."""
    now = await whom_to_call(uow, uow.rules.teams[escalation.team])
    called = tuple(dict.fromkeys([*escalation.called, *now.people]))
    await uow.escalations.save(replace(escalation, called=called))
    uow.record(ticket, EscalationCalled(escalation.id, escalation.level, INSTEAD, now.people, 0, now.skipped))


async def find_open(uow: UnitOfWork, ticket: Ticket, team: TeamKey | None) -> Escalation:
    """The open escalation to a team, or the only one; raises UserError when there is none."""
    found = [each for each in await uow.escalations.of(ticket.id) if each.is_open and team in (None, each.team)]
    if not found:
        raise UserError("not_escalated", ticket=ticket.id)
    return found[-1]


async def acknowledge(uow: UnitOfWork, ticket: Ticket, escalation: Escalation, person: PersonId) -> Ticket:
    """An engineer has it: the ladder stops."""
    must_be_open(ticket)
    if escalation.state is EscalationState.ACKNOWLEDGED:
        if escalation.assignee == person:
            return ticket
        names = await uow.people.names([escalation.assignee] if escalation.assignee else [])
        raise UserError("already_acknowledged", by=", ".join(names.values()))
    await uow.escalations.save(
        replace(escalation, state=EscalationState.ACKNOWLEDGED, assignee=person, acknowledged_at=uow.now)
    )
    await uow.deadlines.forget(ticket.id, DeadlineKind.ESCALATION, escalation.id)
    ticket = await uow.tickets.save(replace(ticket, commented_at=uow.now))
    uow.record(ticket, EscalationAcknowledged(escalation.id, person))
    if ticket.status is Status.WITH_TEAM:
        ticket = await move(uow, ticket, Status.IN_PROGRESS, "acknowledged")
    return ticket


async def decline(uow: UnitOfWork, ticket: Ticket, escalation: Escalation, why: str) -> Ticket:
    """Not this team's: the ticket goes back to triage and its owner."""
    must_be_open(ticket)
    await _end(uow, ticket, escalation, EscalationState.RETURNED, why)
    ticket = await uow.tickets.save(replace(ticket, team=None, commented_at=uow.now))
    uow.record(ticket, EscalationReturned(escalation.id, escalation.team, why))
    return await move(uow, ticket, Status.TRIAGE, "returned")


async def pass_on(
    uow: UnitOfWork, ticket: Ticket, escalation: Escalation, to: TeamKey, why: str, person: PersonId
) -> Ticket:
    """Hand an escalation to another team, with the reason."""
    must_be_open(ticket)
    if to == escalation.team:
        raise UserError("unknown_team", word=to)
    await _end(uow, ticket, escalation, EscalationState.PASSED_ON, why)
    uow.record(ticket, EscalationPassedOn(escalation.id, escalation.team, to, why))
    return await escalate(uow, ticket, to, why, person)


async def _end(uow: UnitOfWork, ticket: Ticket, escalation: Escalation, state: EscalationState, why: str) -> None:
    await uow.escalations.save(replace(escalation, state=state, ended_at=uow.now, answer=why))
    await uow.deadlines.forget(ticket.id, DeadlineKind.ESCALATION, escalation.id)


async def ask_escalation(uow: UnitOfWork, ticket: Ticket, why: str = "") -> None:
    """The client asks for more people; the owner hears of it and decides."""
    must_be_open(ticket)
    uow.record(ticket, EscalationAsked(why))
