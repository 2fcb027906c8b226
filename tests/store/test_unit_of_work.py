"""Returning commits, raising rolls back, and everything in one change carries one instant."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.events import ClientAsked, StatusMoved
from bot.domain.statuses import Status
from bot.domain.tickets import EntryKind
from bot.errors import NotFound
from bot.store.deadlines import DeadlineKind
from bot.store.queue_tables import outbox
from bot.store.tables import audit, tickets
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import housed_ticket, new_ticket, opened, said


async def count(store: Store, table: object) -> int:
    async with store.look(EVERYTHING) as uow:
        found: int = (await uow.execute(select(func.count()).select_from(table))).scalar_one()  # type: ignore[arg-type]
        return found


async def test_returning_commits(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket = await new_ticket(uow)
    async with store.look(EVERYTHING) as uow:
        assert await uow.tickets.look(ticket.id) == ticket


async def test_raising_rolls_back_the_change_its_audit_and_its_letters(store: Store) -> None:
    with pytest.raises(RuntimeError, match="no"):
        async with store.change(EVERYTHING) as uow:
            ticket, _, _ = await housed_ticket(uow)
            uow.record(ticket, opened())
            await uow.settle()
            raise RuntimeError("no")
    for table in (tickets, audit, outbox):
        assert await count(store, table) == 0


async def test_one_change_has_one_instant(store: Store) -> None:
    """Row and audit agree to the microsecond, on either database."""
    async with store.change(EVERYTHING) as uow:
        ticket, _, _ = await housed_ticket(uow)
        uow.record(ticket, opened())
        uow.record(ticket, StatusMoved("new", "triage"))
        ticket = await uow.tickets.save(replace(ticket, status=Status.TRIAGE))
        instant = uow.now
    async with store.look(EVERYTHING) as uow:
        found = await uow.tickets.look(ticket.id)
        assert {found.opened_at, found.changed_at, *(at for at, *_ in await uow.audit.of(ticket.id))} == {instant}


async def test_an_event_brings_audit_clocks_cards_and_letters_in_the_same_transaction(store: Store) -> None:
    woken: list[bool] = []
    store.on_letters(lambda: woken.append(True))
    async with store.change(EVERYTHING) as uow:
        ticket, client, desk = await housed_ticket(uow)
        uow.record(ticket, opened())
        uow.record(ticket, ClientAsked(("round_id",), "Which round?"))
    assert woken == [True]
    async with store.change(EVERYTHING) as uow:
        letters = await uow.outbox.claim(10)
        assert [(each.place, each.kind, each.message) for each in letters] == [
            (client.id, "card", "card"),
            (desk.id, "card", "card"),
        ]
        kept = await uow.tickets.look(ticket.id)
        assert kept.first_response_due
        assert [event for _, _, event, _ in await uow.audit.of(ticket.id)] == ["TicketOpened", "ClientAsked"]
        assert await uow.audit.last_question(ticket.id) == ("round_id",)
        assert await uow.deadlines.next_due() is not None
    assert await count(store, outbox) == 3


async def test_nothing_is_woken_by_a_change_that_sends_nothing(store: Store) -> None:
    woken: list[bool] = []
    store.on_letters(lambda: woken.append(True))
    async with store.change(EVERYTHING) as uow:
        await new_ticket(uow)
    assert woken == []


async def test_rules_are_read_anew_after_the_commit_that_changed_them(store: Store) -> None:
    read: list[bool] = []

    async def reload() -> None:
        read.append(True)

    store.on_rules(reload)
    async with store.change(EVERYTHING) as uow:
        uow.rules_changed()
        assert read == []
    assert read == [True]


async def test_the_deadlines_of_an_ended_clock_go(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket, _, _ = await housed_ticket(uow)
        uow.record(ticket, opened())
    async with store.change(EVERYTHING) as uow:
        ticket = await uow.tickets.get(ticket.id)
        assert ticket.first_response_due
        assert ticket.resolution_due
        assert ticket.first_response_due < ticket.resolution_due
        await uow.deadlines.plan(ticket.id, DeadlineKind.WAIT, {1: uow.now})
        ticket = await uow.tickets.save(replace(ticket, status=Status.CLOSED))
        uow.record(ticket, StatusMoved("new", "closed"))
    async with store.look(EVERYTHING) as uow:
        ticket = await uow.tickets.look(ticket.id)
        assert (ticket.first_response_due, ticket.resolution_due) == (None, None)
        assert [each.kind for each in await uow.deadlines.due(10)] == [DeadlineKind.WAIT]


async def test_a_shift_moves_the_desk_and_never_the_wall(store: Store, replica: Callable[[], Awaitable[Store]]) -> None:
    other = await replica()
    async with store.change(EVERYTHING) as uow:
        await uow.desk.set_shift(timedelta(days=3))
    await other.follow_clock()
    async with other.change(EVERYTHING) as uow:
        assert uow.now - uow.wall == timedelta(days=3)
    async with store.look(EVERYTHING) as uow:
        assert uow.now == uow.wall, "a replica follows at its next tick"


async def test_the_wall_is_the_databases_clock(store: Store) -> None:
    """Within 100 ms of the database's own, whatever the machine's is."""
    await store.follow_clock()
    theirs = await store.database.time()
    assert theirs is None or abs(store.clock.wall() - theirs) < timedelta(milliseconds=100)


async def test_a_savepoint_fails_alone(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket = await new_ticket(uow)
        with pytest.raises(NotFound):
            async with uow.savepoint():
                await said(uow, ticket, "lost", EntryKind.CLIENT)
                raise NotFound(ticket=0)
    async with store.look(EVERYTHING) as uow:
        assert await uow.tickets.look(ticket.id)
        assert await uow.entries.of(ticket.id, list(EntryKind)) == ()
