"""What belongs to a ticket, and the desk's own rows: kept, moved, replaced, and done once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.chat.requests import RemoteFile
from bot.domain.duplicates import Links
from bot.domain.tickets import EntryKind, Escalation, EscalationState, Evidence, PlaceKind
from bot.domain.words import EntryId, EscalationId, Language, Place, Source, TeamKey
from bot.store.arrivals import cards_stand
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import ACME_CHANNEL, DESK_CHANNEL, housed_ticket, new_ticket, person, said

HOUR = timedelta(hours=1)


async def test_an_entry_is_found_by_its_message(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        entry = await said(uow, await new_ticket(uow), "hello", ts="5.5")
        assert await uow.entries.at(Source(ACME_CHANNEL, "5.5")) == entry
        assert await uow.entries.at(Source(DESK_CHANNEL, "5.5")) is None
        assert await uow.entries.find(entry.id) == entry
        assert await uow.entries.find(EntryId(999)) is None
        assert await uow.entries.latest_at(ACME_CHANNEL) == entry.at
        assert await uow.entries.latest_at(DESK_CHANNEL) is None


async def test_entries_come_by_kind_and_in_the_order_of_their_time(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket = await new_ticket(uow)
        late = await said(uow, ticket, "late", EntryKind.CLIENT, "2.0")
        early = await said(uow, ticket, "early", EntryKind.CLIENT, "1.0")
        note = await said(uow, ticket, "note", EntryKind.NOTE, "3.0")
        await uow.entries.change(early.id, at=early.at - HOUR)
        found = await uow.entries.of(ticket.id, [EntryKind.CLIENT])
        assert [each.id for each in found] == [early.id, late.id]
        assert [each.id for each in await uow.entries.of(ticket.id, list(EntryKind))] == [early.id, late.id, note.id]


async def test_a_new_message_meets_itself_or_its_authors_newest_report(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket, since = await new_ticket(uow), uow.now - HOUR
        first = await said(uow, ticket, "one", ts="1.0")
        await uow.entries.change(first.id, at=uow.now - HOUR / 2)
        second = await said(uow, ticket, "two", EntryKind.CLIENT, "2.0")
        await said(uow, None, "chatter", EntryKind.HEARD, "3.0")
        new = Source(ACME_CHANNEL, "4.0")
        assert await uow.entries.before(new, first.person, since) == second
        assert await uow.entries.before(Source(ACME_CHANNEL, "1.0"), first.person, since) == await uow.entries.get(
            first.id
        )
        assert await uow.entries.before(new, first.person, uow.now + HOUR) is None
        assert await uow.entries.before(new, await person(uow, "Far"), since) is None
        assert await uow.entries.before(Source(DESK_CHANNEL, "4.0"), first.person, since) is None


async def test_the_copies_of_a_message_are_known_once(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket, _, desk = await housed_ticket(uow)
        entry, copy = await said(uow, ticket, "hello"), Source(DESK_CHANNEL, "7.7")
        await uow.entries.copied(entry.id, copy, desk.id, "desk/client_wrote")
        await uow.entries.copied(entry.id, copy, desk.id, "desk/client_wrote")
        assert await uow.entries.copies(entry.id) == ((copy, desk.id, "desk/client_wrote"),)


async def test_a_merge_moves_what_was_said_given_and_sent(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        old, new = await new_ticket(uow), await new_ticket(uow)
        entry = await said(uow, old, "hello")
        await uow.files.want(entry, "slack", "pit", (RemoteFile("F1", "a.png", size=5_000_000_000),))
        await uow.evidence.add(Evidence(old.id, "round_id", "1", "1", "given", old.reporter, uow.now, True, entry.id))
        await uow.entries.move(old.id, new.id)
        await uow.evidence.move(old.id, new.id)
        assert [each.id for each in await uow.entries.of(new.id, list(EntryKind))] == [entry.id]
        assert [each.size for each in (await uow.files.of_tickets([new.id]))[new.id]] == [5_000_000_000]
        assert [each.value for each in await uow.evidence.of(new.id)] == ["1"]
        assert await uow.evidence.of(old.id) == ()


async def test_a_file_is_wanted_once_and_kept_once(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        entry = await said(uow, None, "hello")
        wanted = (RemoteFile("F1", "a.png"), RemoteFile("F2", "b.png"))
        for _ in range(2):
            await uow.files.want(entry, "slack", "pit", wanted)
        one, two = await uow.files.wanted(10)
        assert await uow.files.keep(one.id, "abc", "a.png", "image/png", 3)
        assert not await uow.files.keep(one.id, "abd", "a.png", "image/png", 3)
        assert (await uow.files.get(one.id)).sha256 == "abc"
        await uow.files.postpone(two.id, HOUR, "no")
        assert (await uow.files.wanted(10), await uow.files.attempts(two.id)) == ((), 1)
        await uow.files.lose(two.id, "gone")
        assert [each.error for each in await uow.files.of_entry(entry.id)] == ["", "gone"]
        ticket = await new_ticket(uow)
        await uow.files.adopt(entry.id, ticket.id)
        assert len((await uow.files.of_tickets([ticket.id]))[ticket.id]) == 2


async def test_evidence_that_no_longer_stands_is_kept_and_not_shown(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket = await new_ticket(uow)
        entry = await said(uow, ticket, "hello")
        read = Evidence(ticket.id, "round_id", "1", "1", "read", ticket.reporter, uow.now, False, entry.id)
        told = replace(read, value="2", how="given", confirmed=True, entry=None)
        for value in (read, told):
            await uow.evidence.add(value)
        assert await uow.evidence.of(ticket.id) == (read, told)
        await uow.evidence.retire(ticket.id, "round_id", confirmed_too=False)
        assert await uow.evidence.of(ticket.id) == (told,)
        await uow.evidence.leave(ticket.id, entry.id)
        assert await uow.evidence.of(ticket.id) == (told,)
        await uow.evidence.retire(ticket.id, "round_id", confirmed_too=True)
        assert await uow.evidence.of(ticket.id) == ()


async def test_an_escalation_comes_back_as_it_was(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket, who = await new_ticket(uow), await person(uow)
        plain = Escalation(
            EscalationId(0), ticket.id, TeamKey("devops"), EscalationState.CALLING, who, "why", uow.now, called=(who,)
        )
        added = await uow.escalations.add(plain)
        assert added == replace(plain, id=added.id)
        taken = replace(added, state=EscalationState.ACKNOWLEDGED, assignee=who, acknowledged_at=uow.now, level=2)
        await uow.escalations.save(taken)
        assert await uow.escalations.get(added.id) == taken
        assert await uow.escalations.of(ticket.id) == (taken,)


async def test_a_place_is_found_by_its_thread_and_by_its_card(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket, client, desk = await housed_ticket(uow)
        assert client.thread
        here = Place(ACME_CHANNEL, client.thread)
        assert await uow.places.at(here) == client
        assert await uow.places.at(Place(ACME_CHANNEL)) is None
        await cards_stand(uow, {desk.id: ("5.5", "5.5")})
        found = await uow.places.with_card(Source(DESK_CHANNEL, "5.5"))
        assert found == await uow.places.get(desk.id)
        await uow.places.lost_card(desk.id)
        lost = await uow.places.get(desk.id)
        assert (lost.card, lost.thread) == (None, "5.5")
        other = await uow.places.add((await new_ticket(uow)).id, PlaceKind.CLIENT, here, Language.EN, "UTC")
        assert await uow.places.at(here) == other, "the newest ticket lives there"
        await uow.places.move(other.id, ticket.id)
        assert len(await uow.places.of(ticket.id)) == 3


async def test_the_open_threads_come_with_the_latest_activity_first(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        old, old_place, _ = await housed_ticket(uow)
        _, new_place, _ = await housed_ticket(uow)
        await uow.tickets.save(replace(old, commented_at=uow.now + HOUR))
        threads = await uow.places.open_threads()
        assert threads == tuple(Place(each.channel, each.thread) for each in (old_place, new_place))


async def test_something_is_done_once_by_whoever_is_first(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    async def digest(one: Store, day: int) -> bool:
        async with one.change(EVERYTHING) as uow:
            return await uow.desk.first_time(f"digest:2026-01-{day}", "value")

    replicas = [store, await replica(), await replica()]
    for day in range(10):
        assert sorted(await asyncio.gather(*(digest(each, day) for each in replicas))) == [False, False, True]
    async with store.look(EVERYTHING) as uow:
        assert await uow.desk.once_value("digest:2026-01-3") == "value"
        assert await uow.desk.once_value("digest:2026-02-3") is None


async def test_something_rests_for_a_span(store: Store, replica: Callable[[], Awaitable[Store]]) -> None:
    async def asked(one: Store) -> bool:
        async with one.change(EVERYTHING) as uow:
            return await uow.desk.not_within("asked", HOUR)

    replicas = [store, await replica()]
    assert sorted(await asyncio.gather(*(asked(each) for each in replicas))) == [False, True]
    for each in replicas:
        each.clock.follow(None, HOUR + timedelta(minutes=1))
    assert sorted(await asyncio.gather(*(asked(each) for each in replicas))) == [False, True]


async def test_one_text_of_desk_yaml_is_one_version(store: Store, replica: Callable[[], Awaitable[Store]]) -> None:
    async def load(one: Store) -> int:
        async with one.change(EVERYTHING) as uow:
            return await uow.desk.version("new", "text", {"clients.acme.tier": "gold"})

    one, two = await asyncio.gather(load(store), load(await replica()))
    assert one == two != store.rulebook.version
    async with store.change(EVERYTHING) as uow:
        assert await uow.desk.versions_in_use() == {}
        await new_ticket(uow, desk_version=one)
        assert await uow.desk.versions_in_use() == {one: ("text", {"clients.acme.tier": "gold"})}


async def test_overrides_links_and_the_shift(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        who, one, two = await person(uow), (await new_ticket(uow)).id, (await new_ticket(uow)).id
        for value in ("silver", {"en": "é"}):
            await uow.desk.override("clients.acme", value, who)
        assert await uow.desk.overrides() == {"clients.acme": {"en": "é"}}
        for _ in range(2):
            await uow.desk.link(one, two)
        assert await uow.desk.linked([one, two]) == {one: Links((two,)), two: Links((one,))}
        assert await uow.desk.shift() == timedelta()
        for hours in (1, 5):
            await uow.desk.set_shift(hours * HOUR)
        assert await uow.desk.shift() == 5 * HOUR
