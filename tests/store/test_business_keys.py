"""Business keys: found by an index, in one question for many tickets, within sight; and which ticket is the parent."""

import re
from datetime import timedelta

from sqlalchemy import select, text

from bot.domain.duplicates import BusinessKey, Elsewhere, Links, TicketKeys, duplicates_for_desk
from bot.domain.permissions import Sight
from bot.domain.providers import IdKind
from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.domain.words import ClientKey, ProviderKey, TicketId
from bot.store.business_keys import MOST, SHARED_BY_SOME, drop_keys, elsewhere_of, keep_keys, window_of
from bot.store.sheets import card_sheets_of
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork
from tests.store.builders import ACME_ONLY, housed_ticket, new_ticket
from tests.store.test_plans import fill, plan_of, statements

ROUND, BET = BusinessKey(IdKind.ROUND, "99812-77"), BusinessKey(IdKind.TRANSACTION, "nbx-12345678")
NEBULA, LUCKY = ProviderKey("nebula"), ClientKey("lucky7")
WHOLE = re.compile(r"Seq Scan on (business_keys|tickets)\b|SCAN (business_keys|mine|other|tickets)\b(?! USING)")
MANY = (
    "INSERT INTO tickets (client, status, impact, urgency, priority, reporter, title, language, policy, desk_version, "
    "opened_at, changed_at, commented_at) {n} SELECT 'acme', 'new', 'low', 'low', 3, :person, 'stuck', 'en', 'p3', "
    ":version, :at, :at, :at FROM n",
    "INSERT INTO business_keys (ticket, kind, value, provider, at) "
    "{n} SELECT 1 + n, 'round', 'r' || n, 'nebula', :at FROM n",
    "INSERT INTO business_keys (ticket, kind, value, provider, at) "
    "{n} SELECT 1 + n, 'fault', 'nebula/game_round/book of suns', 'nebula', :at FROM n",
)


def keys(ticket: Ticket, *shared: BusinessKey, game: str | None = None) -> TicketKeys:
    return TicketKeys(ticket.id, ticket.client, frozenset(shared), ticket.opened_at, NEBULA, game, "game_round")


async def kept(uow: UnitOfWork, *shared: BusinessKey, game: str | None = None, **changes: object) -> TicketKeys:
    """A ticket that is known by these."""
    told = keys(await new_ticket(uow, **changes), *shared, game=game)  # type: ignore[arg-type]
    await keep_keys(uow, told, fresh=True)
    return told


async def look(uow: UnitOfWork, *own: TicketKeys) -> dict[TicketId, Elsewhere]:
    tickets = await uow.tickets.look_at([each.ticket for each in own])
    return await elsewhere_of(uow, tickets, {each.ticket: each for each in own})


async def test_what_is_shared_is_found_for_many_at_once(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        mine = await kept(uow, ROUND, BET)
        theirs = await kept(uow, BET, client=LUCKY)
        alone = await kept(uow, BusinessKey(IdKind.ROUND, "1"))
        await kept(uow, ROUND, status=Status.CANCELLED)
    async with store.change(EVERYTHING) as uow:
        with statements(store) as seen:
            found = await look(uow, mine, theirs, alone)
        assert len(seen) == 2  # the tickets themselves, and one question for all
        assert set(found) == {mine.ticket, theirs.ticket}
        [same] = duplicates_for_desk(mine, found[mine.ticket].others)
        assert (same.ticket, same.client, same.value) == (theirs.ticket, LUCKY, BET.value)
        assert found[theirs.ticket].tickets[mine.ticket].client == mine.client
        await drop_keys(uow, theirs.ticket)
        assert await look(uow, mine) == {}


async def test_nobody_looks_beyond_their_sight(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        mine, theirs = await kept(uow, ROUND), await kept(uow, ROUND, client=LUCKY)
    for sight, own in ((ACME_ONLY, mine), (Sight(client=LUCKY), theirs), (Sight(), mine)):
        async with store.look(sight) as uow:
            assert await elsewhere_of(uow, [await _any(store, own.ticket)], {own.ticket: own}) == {}


async def _any(store: Store, number: TicketId) -> Ticket:
    async with store.look(EVERYTHING) as uow:
        return await uow.tickets.look(number)


async def test_the_same_fault_counts_within_the_window_only(store: Store) -> None:
    """Both ends included; a card of an old ticket drawn with a new one's changes nothing for either."""
    window = store.rulebook.rules.duplicates.window
    async with store.change(EVERYTHING) as uow:
        now = uow.now
        mine = await kept(uow, game="Book of Suns", opened_at=now)
        near = await kept(uow, game="book of suns", opened_at=now - window, client=LUCKY)
        await kept(uow, game="Book of Suns", opened_at=now - window - timedelta(seconds=1))
        await kept(uow, game="Crash", opened_at=now)
        found = (await look(uow, mine))[mine.ticket]
        assert [each.ticket for each in found.others] == [near.ticket]
        assert (found.others[0].game, found.others[0].error) == ("Book of Suns", "game_round")


async def test_keys_are_replaced_as_a_whole(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        mine = await kept(uow, ROUND, game="Book of Suns")
        ticket = await uow.tickets.look(mine.ticket)
        await keep_keys(uow, keys(ticket, BET))
        rows = await uow.execute(text("SELECT kind, value FROM business_keys"))
        assert [tuple(row) for row in rows.all()] == [("transaction", BET.value)]


async def test_a_ticket_has_one_parent(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        one, two, child = [(await new_ticket(uow)).id for _ in range(3)]
        await uow.desk.link(child, one)
        await uow.desk.hang(child, one)
        assert await uow.desk.linked([one, child]) == {
            one: Links((child,), None, (child,)),
            child: Links((one,), one),
        }
        await uow.desk.hang(child, two)
        assert await uow.desk.linked([one, two, child]) == {
            one: Links((child,)),
            two: Links((child,), None, (child,)),
            child: Links((one, two), two),
        }


async def test_a_card_costs_no_statement_more_while_nothing_is_shared(store: Store) -> None:
    """Whether something is shared, or ticked, is asked together with what the card asks anyway."""
    async with store.change(EVERYTHING) as uow:
        ticket, _, desk = await housed_ticket(uow)
        own = keys(ticket, ROUND)
        await keep_keys(uow, own, fresh=True)
        with statements(store) as seen:
            sheet = (await card_sheets_of(uow, [desk.id]))[desk.id].sheet
        alone = len(seen)
        assert sheet.elsewhere is None and sheet.first_look.missing
        await kept(uow, ROUND, client=LUCKY)
        with statements(store) as seen:
            sheet = (await card_sheets_of(uow, [desk.id]))[desk.id].sheet
        assert sheet.elsewhere is not None
        assert len(seen) == alone + 1


async def test_among_many_tickets_it_goes_by_the_index(store: Store) -> None:
    """A fault that thousands have reported in its time is looked for in its window, and cut."""
    async with store.change(EVERYTHING) as uow:
        first = await kept(uow)
        ticket = await uow.tickets.look(first.ticket)
        given = {"person": ticket.reporter, "version": ticket.desk_version}
        await fill(uow, MANY, 20_000, **given)
    async with store.change(EVERYTHING) as uow:
        await uow.execute(text("ANALYZE"))
        mine = await kept(uow, BusinessKey(IdKind.ROUND, "r77"), game="Book of Suns")
        near = [await kept(uow, game="Book of Suns", client=LUCKY) for _ in range(MOST + 5)]
        with statements(store) as seen:
            found = (await look(uow, mine))[mine.ticket]
            given = {"tickets": [mine.ticket], **window_of(uow, await uow.tickets.look_at([mine.ticket]))}
            assert (await uow.execute(select(SHARED_BY_SOME), given)).scalar_one()
        assert [each.ticket for each in found.others][1:] == [each.ticket for each in near][:MOST]
        for statement, parameters in seen:
            plan = await plan_of(uow, statement, parameters)
            assert not WHOLE.search(plan), plan
