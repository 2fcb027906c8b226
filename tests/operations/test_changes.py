"""Changes of state: whole or not at all, once however many try, and what was planned is forgotten when it is moot."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.priority import Level
from bot.domain.tickets import Verdict
from bot.domain.words import PersonId, TeamKey, TicketId
from bot.errors import UserError
from bot.operations.escalation import acknowledge, climb, escalate, find_open
from bot.operations.ownership import assign, take_ownership
from bot.operations.priority import set_priority
from bot.operations.resolution import close, dismiss, reopen, resolve
from bot.operations.waiting import wait, wait_is_over
from bot.store.deadlines import Deadline, DeadlineKind
from bot.store.unit_of_work import EVERYTHING
from tests.fakes.stage import Case, Stage

PLANNED = "SELECT count(*) FROM deadlines WHERE ticket = :n AND kind = :kind AND done_at IS NULL"


async def _person(stage: Stage, key: str) -> PersonId:
    async with stage.house.store.change(EVERYTHING) as uow:
        return (await uow.people.by_keys([key]))[key]


async def _planned(stage: Stage, case: Case, kind: DeadlineKind) -> int:
    return await stage.house.count(PLANNED, n=case.number, kind=kind.value)


async def test_of_many_who_take_it_one_owns_it(stage: Stage) -> None:
    """The row is locked: the others are refused by name, and exactly one change is written."""
    case = await stage.reported()
    people = [await _person(stage, key) for key in ("ana", "ben", "carla", "eva", "leo", "ivo")]

    async def take(person: PersonId) -> str:
        try:
            async with stage.house.store.change(EVERYTHING) as uow:
                await take_ownership(uow, await uow.tickets.get(TicketId(case.number)), person)
        except UserError as error:
            return error.code
        return "taken"

    told = sorted(await asyncio.gather(*map(take, people)))
    assert told == ["taken", *["taken_already"] * 5]
    assert await stage.happened(case, "OwnerChanged") == 1


async def test_what_raises_leaves_nothing_behind(stage: Stage) -> None:
    """No row, no audit, no letter, though much was written before."""
    case = await stage.reported()
    before, ticket = await _counts(stage), await stage.ticket(case)
    ben = await _person(stage, "ben")
    with pytest.raises(ZeroDivisionError):
        async with stage.house.store.change(EVERYTHING) as uow:
            ticket_now = await uow.tickets.get(TicketId(case.number))
            ticket_now = await escalate(uow, ticket_now, TeamKey("integrations"), "look", ben)
            await resolve(uow, ticket_now, Verdict.FIXED, "done", ben)
            await uow.settle()
            raise ZeroDivisionError
    await stage.house.drain()
    assert await stage.ticket(case) == ticket
    assert await _counts(stage) == before


async def _counts(stage: Stage) -> list[int]:
    tables = ("audit", "outbox", "escalations", "places", "deadlines", "entries")
    return [await stage.house.count(f"SELECT count(*) FROM {table}") for table in tables]


async def test_a_team_is_called_once_and_its_ladder_ends_with_the_acknowledgement(stage: Stage) -> None:
    """Twice escalated to the same team is one escalation; the same person may acknowledge twice, nobody else may."""
    case = await stage.reported()
    ben, eva, leo = [await _person(stage, key) for key in ("ben", "eva", "leo")]
    for _ in range(2):
        async with stage.house.store.change(EVERYTHING) as uow:
            ticket = await uow.tickets.get(TicketId(case.number))
            await escalate(uow, ticket, TeamKey("integrations"), "look", ben)
    assert await stage.house.count("SELECT count(*) FROM escalations") == 1
    assert await _planned(stage, case, DeadlineKind.ESCALATION) > 0
    for person, refused in ((eva, False), (eva, False), (leo, True)):
        try:
            async with stage.house.store.change(EVERYTHING) as uow:
                ticket = await uow.tickets.get(TicketId(case.number))
                await acknowledge(uow, ticket, await find_open(uow, ticket, None), person)
        except UserError as error:
            assert refused
            assert error.code == "already_acknowledged"
    assert await stage.happened(case, "EscalationAcknowledged") == 1
    assert await _planned(stage, case, DeadlineKind.ESCALATION) == 0


async def test_a_step_that_comes_after_the_acknowledgement_calls_nobody(stage: Stage) -> None:
    """A job that had claimed it a moment before finds that it is moot."""
    case = await stage.reported()
    ben, eva = await _person(stage, "ben"), await _person(stage, "eva")
    async with stage.house.store.change(EVERYTHING) as uow:
        ticket = await uow.tickets.get(TicketId(case.number))
        ticket = await escalate(uow, ticket, TeamKey("integrations"), "look", ben)
        escalation = await find_open(uow, ticket, None)
        await acknowledge(uow, ticket, escalation, eva)
    async with stage.house.store.change(EVERYTHING) as uow:
        step = Deadline(1, TicketId(case.number), DeadlineKind.ESCALATION, escalation.id, 1, uow.now)
        await climb(uow, await uow.tickets.get(TicketId(case.number)), (step,))
    assert await stage.happened(case, "EscalationCalled") == 0


async def test_the_closing_is_planned_by_the_resolution_and_forgotten_by_whatever_follows(stage: Stage) -> None:
    """Reopened, resolved again and closed: never two, and none is left."""
    case = await stage.reported()
    ben = await _person(stage, "ben")

    async def change(what: str) -> None:
        async with stage.house.store.change(EVERYTHING) as uow:
            ticket = await uow.tickets.get(TicketId(case.number))
            match what:
                case "resolve":
                    await resolve(uow, ticket, Verdict.FIXED, "", ben)
                case "reopen":
                    await reopen(uow, ticket, "not yet")
                case "close":
                    await close(uow, ticket, "staff")

    for what, planned in (("resolve", 1), ("reopen", 0), ("resolve", 1), ("close", 0), ("reopen", 0)):
        await change(what)
        assert await _planned(stage, case, DeadlineKind.CLOSING) == planned, what
    assert (await stage.ticket(case)).status == "in_progress"
    for wrong in ("reopen", "close"):
        with pytest.raises(UserError, match="not_resolved"):
            await change(wrong)


async def test_a_wait_is_over_once(stage: Stage) -> None:
    """Its end brings the ball back to us; a wait that was ended before has no end of its own."""
    case = await stage.reported()
    async with stage.house.store.change(EVERYTHING) as uow:
        ticket = await uow.tickets.get(TicketId(case.number))
        await wait(uow, ticket, "provider", "they look", uow.now + timedelta(hours=1))
    assert await _planned(stage, case, DeadlineKind.WAIT) == 1
    for _ in range(2):
        async with stage.house.store.change(EVERYTHING) as uow:
            await wait_is_over(uow, await uow.tickets.get(TicketId(case.number)))
    assert await stage.happened(case, "WaitEnded") == 1
    ticket = await stage.ticket(case)
    assert (ticket.status, ticket.wait_until) == ("in_progress", None)


async def test_a_dismissed_ticket_calls_nobody_any_more(stage: Stage) -> None:
    """Its escalation ends, and no step of any ladder, wait or clock is left."""
    case = await stage.reported()
    ben = await _person(stage, "ben")
    async with stage.house.store.change(EVERYTHING) as uow:
        ticket = await uow.tickets.get(TicketId(case.number))
        ticket = await escalate(uow, ticket, TeamKey("integrations"), "look", ben)
        await dismiss(uow, ticket)
    left = "SELECT count(*) FROM deadlines WHERE ticket = :n AND done_at IS NULL"
    assert await stage.house.count(left, n=case.number) == 0
    assert await stage.house.count("SELECT count(*) FROM escalations WHERE state <> 'ended'") == 0


async def test_a_new_priority_moves_the_clocks(stage: Stage) -> None:
    """Its policy follows; without a reason, or without a change, nothing happens."""
    case = await stage.reported()
    before = await stage.ticket(case)

    async def change(impact: Level, urgency: Level, why: str) -> None:
        async with stage.house.store.change(EVERYTHING) as uow:
            await set_priority(uow, await uow.tickets.get(TicketId(case.number)), impact, urgency, why)

    with pytest.raises(UserError, match="why_needed"):
        await change(Level.HIGH, Level.HIGH, "")
    await change(before.impact, before.urgency, "no change")
    assert await stage.happened(case, "PriorityChanged") == 0
    await change(Level.HIGH, Level.HIGH, "everybody is affected")
    after = await stage.ticket(case)
    assert (after.priority, after.policy) == (1, "p1")
    assert after.resolution_due is not None
    assert before.resolution_due is not None
    assert after.resolution_due < before.resolution_due


async def test_only_people_of_the_desk_are_given_tickets(stage: Stage) -> None:
    """Not a client's, and not somebody whom nobody knows."""
    case = await stage.reported()
    reporter = (await stage.ticket(case)).reporter
    for person, may in ((reporter, False), (PersonId(4242), False), (await _person(stage, "ben"), True)):
        try:
            async with stage.house.store.change(EVERYTHING) as uow:
                await assign(uow, await uow.tickets.get(TicketId(case.number)), person)
        except UserError as error:
            assert (may, error.code) == (False, "cannot_own")
    assert await stage.name((await stage.ticket(case)).owner) == "Ben Okoro"


async def test_row_audit_and_letters_agree_to_the_microsecond(stage: Stage) -> None:
    """One change has one instant."""
    case = await stage.reported()
    ben = await _person(stage, "ben")
    async with stage.house.store.change(EVERYTHING) as uow:
        await resolve(uow, await uow.tickets.get(TicketId(case.number)), Verdict.FIXED, "done", ben)
        now = uow.now
    ticket = await stage.ticket(case)
    assert {ticket.changed_at, ticket.resolved_at, ticket.commented_at} == {now}
    async with stage.house.store.look(EVERYTHING) as uow:
        happened = [at for at, _, event, _ in await uow.audit.of(TicketId(case.number)) if event == "Resolved"]
    assert happened == [now]
