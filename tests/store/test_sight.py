"""Another client's ticket looks exactly like one that does not exist."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.domain.permissions import Sight
from bot.domain.priority import Priority
from bot.domain.statuses import Status
from bot.domain.tickets import Evidence, Ticket
from bot.domain.words import ClientKey, TeamKey, TicketId
from bot.errors import NotFound
from bot.store.lists import Filter, backlog, events_since, found, my_tickets, open_tickets
from bot.store.search import index
from bot.store.unit_of_work import EVERYTHING, NOTHING, Store
from tests.store.builders import ACME, ACME_ONLY, BRAVO, BRAVO_ONLY, new_ticket, opened, person, said


async def pair(store: Store) -> tuple[Ticket, Ticket]:
    async with store.change(EVERYTHING) as uow:
        acme, bravo = await new_ticket(uow, ACME, "acme roulette"), await new_ticket(uow, BRAVO, "bravo roulette")
        for each in (acme, bravo):
            await index(uow, each)
        return acme, bravo


@pytest.mark.parametrize("sight", [BRAVO_ONLY, NOTHING, Sight(client=ClientKey("acm")), Sight(client=ClientKey(""))])
async def test_beyond_sight_is_not_found(store: Store, sight: Sight) -> None:
    acme, _ = await pair(store)
    async with store.change(sight) as uow:
        for number in (acme.id, TicketId(987654)):
            for read in (uow.tickets.get, uow.tickets.look):
                with pytest.raises(NotFound) as caught:
                    await read(number)
                assert caught.value.facts == {"ticket": number}


async def test_within_sight_is_found(store: Store) -> None:
    acme, bravo = await pair(store)
    async with store.look(ACME_ONLY) as uow:
        assert await uow.tickets.look(acme.id) == acme
    async with store.look(EVERYTHING) as uow:
        assert await uow.tickets.look(bravo.id) == bravo


async def test_every_list_keeps_to_the_sight(store: Store) -> None:
    acme, bravo = await pair(store)
    async with store.look(ACME_ONLY) as uow:
        listings = [
            await backlog(uow, Filter(), 1, ""),
            await backlog(uow, Filter(client=BRAVO), 1, ""),
            await my_tickets(uow, acme.reporter),
            await found(uow, "roulette", 1),
            await found(uow, str(bravo.id), 1),
            await found(uow, f"#{bravo.id}", 1),
            await found(uow, "bravo", 1),
        ]
        seen = [[each.id for each in listing.tickets] for listing in listings]
        assert seen == [[acme.id], [], [acme.id], [acme.id], [], [], []]
        assert [listing.total for listing in listings] == [1, 0, 1, 1, 0, 0, 0]
        assert [each.id for each in await open_tickets(uow)] == [acme.id]
    async with store.look(NOTHING) as uow:
        assert (await backlog(uow, Filter(), 1, "")).tickets == ()
        assert (await found(uow, "roulette", 1)).total == 0


async def test_two_changes_of_one_ticket_queue(store: Store, replica: Callable[[], Awaitable[Store]]) -> None:
    """Twenty clicks at once: each sees what the one before it left."""
    acme, _ = await pair(store)

    async def click(one: Store) -> None:
        async with one.change(EVERYTHING) as uow:
            ticket = await uow.tickets.get(acme.id)
            await uow.tickets.save(replace(ticket, title=ticket.title + "+"))

    other = await replica()
    await asyncio.gather(*(click(one) for one in [store, other] * 10))
    async with store.look(EVERYTHING) as uow:
        assert (await uow.tickets.look(acme.id)).title == "acme roulette" + "+" * 20


async def test_the_backlog_is_filtered_and_the_most_pressing_comes_first(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        me, now = await person(uow, "Ana"), uow.now
        late = await new_ticket(uow, resolution_due=now)
        never = await new_ticket(uow, priority=Priority.P1)
        mine = await new_ticket(uow, owner=me, team=TeamKey("devops"), first_response_due=now.replace(year=2020))
        closed = await new_ticket(uow, status=Status.CLOSED)
        resolved = await new_ticket(uow, owner=me, status=Status.RESOLVED)
    everything = {
        Filter(): [mine, late, never],
        Filter(owner=me): [mine],
        Filter(unowned=True): [late, never],
        Filter(team=TeamKey("devops")): [mine],
        Filter(priority=1): [never],
        Filter(status=Status.CLOSED): [closed],
        Filter(client=BRAVO): [],
    }
    async with store.look(EVERYTHING) as uow:
        for chosen, tickets in everything.items():
            listing = await backlog(uow, chosen, 1, "")
            assert [each.id for each in listing.tickets] == [each.id for each in tickets], chosen
        owned = await my_tickets(uow, me)
        assert {each.id for each in owned.tickets} == {mine.id, resolved.id}
        assert owned.names[me] == "Ana"


async def test_a_list_comes_in_pages_and_a_page_too_far_is_the_last(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        numbers = [(await new_ticket(uow)).id for _ in range(23)]
    async with store.look(EVERYTHING) as uow:
        pages = [await backlog(uow, Filter(), page, "") for page in (1, 2, 3, 99, -1)]
    assert [len(each.tickets) for each in pages] == [10, 10, 3, 3, 10]
    assert [(each.page, each.pages, each.total) for each in pages[2:]] == [(3, 3, 23), (3, 3, 23), (1, 3, 23)]
    assert [ticket.id for each in pages[:3] for ticket in each.tickets] == numbers


async def test_a_ticket_is_found_by_number_and_by_an_id_that_somebody_gave(store: Store) -> None:
    acme, bravo = await pair(store)
    async with store.change(EVERYTHING) as uow:
        value = Evidence(acme.id, "round_id", "00-99812-07", "00-99812-07", "given", acme.reporter, uow.now, True)
        await uow.evidence.add(value)
    async with store.look(EVERYTHING) as uow:
        for words, tickets in {
            "00-99812-07": [acme.id],
            f"#{bravo.id}": [bravo.id],
            str(acme.id): [acme.id],
            "99999999999999999999": [],
            "٣٣٣": [],
            "": [],
            "???": [],
        }.items():
            assert [each.id for each in (await found(uow, words, 1)).tickets] == tickets, words
    async with store.change(EVERYTHING) as uow:
        await uow.evidence.retire(acme.id, "round_id", confirmed_too=True)
    async with store.look(EVERYTHING) as uow:
        assert (await found(uow, "00-99812-07", 1)).total == 0, "and it was never in the index"


async def test_what_happened_since_an_instant(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        before, ticket = uow.now, await new_ticket(uow)
        uow.record(ticket, opened())
    async with store.change(EVERYTHING) as uow:
        await said(uow, ticket, "hello")
        names = ["TicketOpened", "Closed"]
        assert await events_since(uow, before, names) == {"TicketOpened": set(), "Closed": set()}
        assert (await events_since(uow, before.replace(year=2020), names))["TicketOpened"] == {ticket.id}
