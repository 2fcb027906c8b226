"""A channel gets another id, or works again after it was gone: nothing that belongs to it stays behind."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.statuses import Status
from bot.domain.tickets import EntryKind, Ticket, TicketPlace
from bot.domain.words import Channel, Place, Source
from bot.store.arrivals import cards_stand
from bot.store.channels import gone_channels, move_channel, revive
from bot.store.entries import source_key, source_of
from bot.store.letters import Kind, Outgoing
from bot.store.outbox import DEAD, GONE, SENT
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import ACME_CHANNEL, DESK_CHANNEL, envelope, housed_ticket, receive, said

SHARED = Channel("slack", "pit", "C0NEW")
HOUR = timedelta(hours=1)


async def house(store: Store) -> tuple[Ticket, TicketPlace]:
    """A ticket whose client's card was sent."""
    async with store.change(EVERYTHING) as uow:
        ticket, client, _ = await housed_ticket(uow)
        await cards_stand(uow, {client.id: ("9.9", f"{ticket.id}.0")})
        return ticket, await uow.places.get(client.id)


async def claim(store: Store) -> list[Outgoing]:
    async with store.change(EVERYTHING) as uow:
        return list(await uow.outbox.claim(10))


async def test_all_that_names_a_channel_names_its_new_id(store: Store) -> None:
    """Threads, messages, copies, forms and letters, sent ones too; another channel with a longer id stays as it is."""
    ticket, client = await house(store)
    longer = Channel("slack", "pit", "C0ACME2")
    async with store.change(EVERYTHING) as uow:
        entry = await said(uow, ticket, "stuck", ts="5.5")
        other = await uow.entries.add(
            Source(longer, "6.6"), Place(longer), ticket.reporter, EntryKind.REPORT, "else", uow.now
        )
        await uow.entries.copied(entry.id, Source(ACME_CHANNEL, "7.7"), client.id, "letter")
        draft = await uow.drafts.add(ticket.reporter, "fill", {}, Place(ACME_CHANNEL, "1.0"), {})
        await uow.outbox.post(client, "client/update", {})
        [letter] = await uow.outbox.claim(1)
        await uow.outbox.settle(letter, SENT, sent_id="8.8")
        await uow.outbox.post(client, "edit", {"source": source_key(Source(ACME_CHANNEL, "8.8"))}, kind=Kind.COPY_EDIT)
    async with store.change(EVERYTHING) as uow:
        await move_channel(uow, ACME_CHANNEL, SHARED)
        assert (await uow.places.at(Place(SHARED, client.thread))) is not None
        assert (await uow.entries.at(Source(SHARED, "5.5"))) is not None
        assert (await uow.entries.get(other.id)).source == Source(longer, "6.6")
        assert [copy for copy, *_ in await uow.entries.copies(entry.id)] == [Source(SHARED, "7.7")]
        assert (await uow.drafts.get(draft, ticket.reporter)).place.channel == SHARED
        [(_, _, _, sent)] = await uow.outbox.sent_letters(ticket.id, ["client/update"])
        assert sent == Source(SHARED, "8.8")
    [edit] = await claim(store)
    assert edit.where.channel == SHARED
    assert source_of(edit.facts["source"]) == Source(SHARED, "8.8")


async def test_what_was_told_under_the_old_id_is_worked_off_under_the_new_one(store: Store) -> None:
    body = {"event": {"channel": "C0ACME", "text": "C0ACME is not a value of its own"}, "list": ["C0ACME", 1]}
    await receive(store, envelope("a", channel="C0ACME", thread="C0ACME:1.0", payload=body))
    async with store.change(EVERYTHING) as uow:
        await move_channel(uow, ACME_CHANNEL, SHARED)
        [kept] = await uow.inbox.claim(1)
    assert (kept.envelope.channel, kept.envelope.thread) == ("C0NEW", "C0NEW:1.0")
    assert kept.envelope.payload["event"] == {"channel": "C0NEW", "text": "C0ACME is not a value of its own"}
    assert kept.envelope.payload["list"] == ["C0NEW", 1]


async def lost(store: Store, place: TicketPlace) -> TicketPlace:
    """Nothing can be sent to a place any more."""
    async with store.change(EVERYTHING) as uow:
        await uow.places.mark_dead(place.id, "archived")
        return await uow.places.get(place.id)


async def test_a_channel_that_works_again_gets_what_it_missed(store: Store) -> None:
    """In the order in which it was written, its card among it; and only once."""
    _, client = await house(store)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.post(client, "one", {})
    [one] = await claim(store)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.settle(one, DEAD, error=f"{GONE}is_archived")
    client = await lost(store, client)
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.card(client)
        await uow.outbox.post(client, "two", {})
        assert await uow.outbox.count_dead() == 2, "an operator can see them"
        assert await gone_channels(uow) == (ACME_CHANNEL,)
    assert await claim(store) == []
    for _ in range(2):
        async with store.change(EVERYTHING) as uow:
            await revive(uow, ACME_CHANNEL, uow.wall - HOUR)
            assert await gone_channels(uow) == ()
    seen = []
    while letters := await claim(store):
        [letter] = letters
        seen.append((letter.message, letter.attempts))
        async with store.change(EVERYTHING) as uow:
            await uow.outbox.settle(letter, SENT)
    assert seen == [("one", 1), ("two", 1), ("card", 1)]


async def test_what_is_too_old_or_of_an_ended_ticket_stays_given_up(store: Store) -> None:
    """So does what was given up for another reason, and another channel's."""
    (closed, first), (_, second) = await house(store), await house(store)
    for place in (first, second):
        place = await lost(store, place)
        async with store.change(EVERYTHING) as uow:
            await uow.outbox.post(place, "missed", {})
    async with store.change(EVERYTHING) as uow:
        await uow.tickets.save(replace(await uow.tickets.get(closed.id), status=Status.CLOSED))
        await uow.outbox.send(Place(ACME_CHANNEL), "digest", {})
        [digest] = await uow.outbox.claim(1)
        await uow.outbox.settle(digest, DEAD, error=f"{GONE}is_archived")
        await revive(uow, DESK_CHANNEL, uow.wall - HOUR)
    assert await claim(store) == []
    async with store.change(EVERYTHING) as uow:
        await revive(uow, ACME_CHANNEL, uow.wall + HOUR)
    assert [(each.message, each.place) for each in await claim(store)] == [("card", second.id)], (
        "too old: its card only"
    )
    async with store.look(EVERYTHING) as uow:
        assert sorted(row["message"] for row in await uow.outbox.dead()) == ["digest", "missed", "missed"]
