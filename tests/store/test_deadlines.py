"""What falls due is a row: planned anew when a clock moves, and done exactly once by whoever is first."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.words import TicketId
from bot.store.deadlines import Deadline, DeadlineKind, Step
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import new_ticket

MINUTE = timedelta(minutes=1)
KIND = DeadlineKind.RESOLUTION


async def ticket_of(store: Store) -> TicketId:
    async with store.change(EVERYTHING) as uow:
        return (await new_ticket(uow)).id


async def plan(store: Store, ticket: TicketId, minutes: dict[int, int], subject: int = 0) -> None:
    """Steps that are due so many minutes from now."""
    async with store.change(EVERYTHING) as uow:
        steps = {step: uow.now + minutes * MINUTE for step, minutes in minutes.items()}
        await uow.deadlines.plan(ticket, KIND, steps, subject)


async def due(store: Store) -> list[Deadline]:
    async with store.look(EVERYTHING) as uow:
        return list(await uow.deadlines.due(100))


async def claim(store: Store, deadline: Deadline) -> list[int]:
    """As the sweep does it: the ticket is locked first."""
    async with store.change(EVERYTHING) as uow:
        await uow.tickets.get(deadline.ticket)
        return [each.step for steps in (await uow.deadlines.claim([deadline])).values() for each in steps]


async def test_only_what_is_due_is_found_the_oldest_first(store: Store) -> None:
    one, two = await ticket_of(store), await ticket_of(store)
    await plan(store, one, {75: -1, 90: 5})
    await plan(store, two, {75: -2})
    assert [(each.ticket, each.step) for each in await due(store)] == [(two, 75), (one, 75)]


async def test_all_due_steps_of_a_subject_are_claimed_together_and_once(store: Store) -> None:
    ticket = await ticket_of(store)
    await plan(store, ticket, {75: -3, 90: -2, 100: -1, 101: 5})
    await plan(store, ticket, {75: -3}, subject=7)
    first = (await due(store))[0]
    assert await claim(store, first) == [75, 90, 100]
    assert await claim(store, first) == []
    assert [each.subject for each in await due(store)] == [7]


async def test_a_claim_that_is_rolled_back_is_due_again(store: Store) -> None:
    await plan(store, await ticket_of(store), {75: -1})
    [deadline] = await due(store)
    with pytest.raises(RuntimeError, match="bug"):
        async with store.change(EVERYTHING) as uow:
            assert await uow.deadlines.claim([deadline])
            raise RuntimeError("bug")
    assert await claim(store, deadline) == [75]


async def test_planning_anew_moves_adds_and_removes_what_is_not_done(store: Store) -> None:
    ticket = await ticket_of(store)
    await plan(store, ticket, {75: -1, 90: 5, 100: 10})
    [deadline] = await due(store)
    assert await claim(store, deadline) == [75]
    await plan(store, ticket, {75: -5, 90: -1, 110: -2})
    assert [each.step for each in await due(store)] == [110, 90], "a step that is done stays done, and 100 is gone"


async def test_what_is_done_comes_again_only_if_it_is_due_later_than_it_was_done(store: Store) -> None:
    """A clock that begins anew reminds anew; a past that was put right reminds of nothing that has passed."""
    ticket = await ticket_of(store)
    await plan(store, ticket, {75: -10, 90: -5})
    [first, _] = await due(store)
    assert await claim(store, first) == [75, 90]
    async with store.change(EVERYTHING) as uow:
        late = {Step(KIND, 0, 75): uow.now - timedelta(microseconds=1), Step(KIND, 0, 90): uow.now + MINUTE}
        await uow.deadlines.plan_clocks({ticket: late}, quiet=frozenset({ticket}))
        planned = (await uow.execute(text("SELECT step FROM deadlines WHERE done_at IS NULL"))).scalars().all()
        assert list(planned) == [90]
        await uow.deadlines.plan_clocks({ticket: late})
    assert [each.step for each in await due(store)] == [75], "due after it was done: told"


async def test_what_was_planned_before_the_claim_was_moved_is_not_claimed(store: Store) -> None:
    ticket = await ticket_of(store)
    await plan(store, ticket, {75: -1})
    [deadline] = await due(store)
    await plan(store, ticket, {75: 30})
    assert await claim(store, deadline) == []
    async with store.look(EVERYTHING) as uow:
        upcoming = await uow.deadlines.next_due()
        assert upcoming
        assert upcoming > deadline.due_at + 30 * MINUTE


async def test_what_is_forgotten_may_come_again(store: Store) -> None:
    ticket = await ticket_of(store)
    await plan(store, ticket, {1: -1})
    [deadline] = await due(store)
    await claim(store, deadline)
    async with store.change(EVERYTHING) as uow:
        await uow.deadlines.forget(ticket, KIND)
        assert await uow.deadlines.next_due() is None
    await plan(store, ticket, {1: -1})
    assert await claim(store, deadline) == [1]


async def test_three_replicas_do_each_step_once(store: Store, replica: Callable[[], Awaitable[Store]]) -> None:
    for number in range(40):
        await plan(store, await ticket_of(store), {75: -1 - number, 90: -1 - number % 7})
    done: list[tuple[int, int]] = []

    async def sweep(one: Store) -> None:
        for deadline in await due(one):
            done.extend((deadline.ticket, step) for step in await claim(one, deadline))

    replicas = [store, await replica(), await replica()]
    await asyncio.gather(*(sweep(each) for each in replicas))
    assert len(done) == len(set(done)) == 80
    assert await due(store) == []


async def test_what_always_fails_takes_nobodys_turn(store: Store) -> None:
    """A hundred and twenty tickets fail at each try: what falls due is done all the same, and they go on trying."""
    broken = [await ticket_of(store) for _ in range(120)]
    for ticket in broken:
        await plan(store, ticket, {75: -20, 90: -10})
    fresh = await ticket_of(store)
    await plan(store, fresh, {75: -1})
    done, tries = await sweep_badly(store, set(broken), rounds=8)
    assert done == {fresh}
    assert set(tries) == set(broken)
    assert max(tries.values()) - min(tries.values()) <= 1, "each has its turn"
    for ticket in broken[:2]:
        await plan(store, ticket, {75: -5, 90: -4})
    assert {each.ticket for each in (await due(store))[:4]} == set(broken[:2]), "what is planned anew is tried at once"
    store.clock.follow(store.clock.wall() + 5 * MINUTE, timedelta())
    assert len(await due(store)) == 100, "none was given up"


async def sweep_badly(store: Store, broken: set[TicketId], rounds: int) -> tuple[set[TicketId], Counter[TicketId]]:
    """Sweep as the job does, with these tickets failing: who was done, and how often each of them was tried."""
    done: set[TicketId] = set()
    tries: Counter[TicketId] = Counter()
    for _ in range(rounds):
        for deadline in {each.ticket: each for each in await due(store)}.values():
            if deadline.ticket not in broken:
                done.add(deadline.ticket)
                await claim(store, deadline)
                continue
            tries[deadline.ticket] += 1
            async with store.change(EVERYTHING) as uow:
                await uow.deadlines.failed(deadline)
        store.clock.follow(store.clock.wall() + timedelta(seconds=1), timedelta())
    return done, tries


async def test_a_ticket_that_changes_is_locked_so_clicks_and_the_sweep_queue(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    """A deadline that a change takes away is not done by a sweep that saw it before."""
    other, ticket = await replica(), await ticket_of(store)
    await plan(store, ticket, {75: -1})
    [deadline] = await due(store)
    async with store.change(EVERYTHING) as uow:
        await uow.tickets.get(ticket)
        sweeping = asyncio.create_task(claim(other, deadline))
        await asyncio.sleep(0.1)
        await uow.deadlines.plan(ticket, KIND, {})
    assert await sweeping == []
