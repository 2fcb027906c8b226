"""What was masked is counted on its entry, and an envelope keeps what it held only while somebody may still need it."""

from datetime import timedelta
from typing import Any

from bot.chat.platform import Lane
from bot.domain.covering import Covered
from bot.domain.personal_data import Cover, PersonalKind, mask
from bot.store.inbox import ATTEMPTS, Kept
from bot.store.inbox_turns import DEAD, DONE, EXPIRED
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import envelope, new_ticket, receive, said

CARD, EMAIL = PersonalKind.CARD, PersonalKind.EMAIL
RAW = "card 4111 1111 1111 1111, mail rosa@example.com"
HELD = {"text": RAW}


async def _entry(store: Store, *texts: str, covers: tuple[Cover, ...] = ()) -> tuple[Covered, Covered]:
    """The first text as an entry, rewritten to the others in turn: what it counts, and what its writer is told last."""
    async with store.change(EVERYTHING) as uow:
        uow.entries.covers = covers
        ticket = await new_ticket(uow)
        entry = await said(uow, ticket, texts[0], ts=f"{ticket.id}.0")
    told = uow.entries.told
    for text in texts[1:]:
        async with store.change(EVERYTHING) as uow:
            uow.entries.covers = mask(text).covers
            await uow.entries.rewrite(entry, mask(text).text)
        told = uow.entries.told
        async with store.look(EVERYTHING) as uow:
            entry = await uow.entries.get(entry.id)
    async with store.look(EVERYTHING) as uow:
        return (await uow.entries.get(entry.id)).covered, told


async def test_an_entry_counts_what_stands_in_it(store: Store) -> None:
    """Only what came to stand in it, however much was masked in the request; nothing is nothing."""
    found = mask(RAW)
    assert await _entry(store, found.text, covers=found.covers) == (((CARD, 1), (EMAIL, 1)),) * 2
    assert (await _entry(store, "mail r•••@e•••.com", covers=found.covers))[0] == ((EMAIL, 1),)
    assert await _entry(store, "round 99812-77", covers=found.covers) == ((), ())
    assert await _entry(store, "round 99812-77") == ((), ())


async def test_an_edit_counts_anew_and_tells_what_is_new(store: Store) -> None:
    found = mask(RAW)
    assert await _entry(store, "nothing yet", RAW) == (((CARD, 1), (EMAIL, 1)),) * 2
    assert await _entry(store, "nothing yet", RAW, f"{RAW}!") == (((CARD, 1), (EMAIL, 1)), ())
    assert await _entry(store, found.text, f"{RAW} and 5500 0000 0000 0004", covers=found.covers) == (
        ((CARD, 2), (EMAIL, 1)),
        ((CARD, 1),),
    )
    assert await _entry(store, found.text, "nothing any more", covers=found.covers) == ((), ())


async def _claimed(store: Store, key: str) -> Kept:
    await receive(store, envelope(key, thread=key, payload=HELD))
    async with store.change(EVERYTHING) as uow:
        [kept] = await uow.inbox.claim(1)
    return kept


async def _holds(store: Store, key: str) -> Any:
    async with store.look(EVERYTHING) as uow:
        return (await uow.inbox.by_key(key)).envelope.payload


async def test_what_is_worked_off_holds_nothing(store: Store) -> None:
    """Done or expired; an envelope that another replica took over is that one's to empty."""
    for state in (DONE, EXPIRED):
        kept = await _claimed(store, state)
        async with store.change(EVERYTHING) as uow:
            assert await uow.inbox.finish(kept, state)
        assert await _holds(store, state) == {}
    kept = await _claimed(store, "taken")
    store.clock.follow(store.clock.wall() + timedelta(minutes=1), timedelta())
    async with store.change(EVERYTHING) as uow:
        await uow.inbox.claim(1)
        assert not await uow.inbox.finish(kept)
    assert await _holds(store, "taken") == HELD


async def test_a_form_that_is_owed_can_be_offered_again(store: Store) -> None:
    """Whoever takes it over needs what was clicked; once it is shown, nobody does."""
    await receive(store, envelope("click", lane=Lane.DONE, payload=HELD))
    async with store.change(EVERYTHING) as uow:
        kept = await uow.inbox.by_key("click")
        assert await uow.inbox.finish(kept)
        await uow.inbox.owe(kept)
    assert await _holds(store, "click") == HELD
    async with store.change(EVERYTHING) as uow:
        await uow.inbox.mark(kept, DONE)
    assert await _holds(store, "click") == {}


async def test_what_was_given_up_can_be_replayed_until_it_is_discarded(store: Store) -> None:
    """A dead letter is the one envelope that keeps what it held."""
    await receive(store, envelope("told", payload=HELD))
    for _ in range(ATTEMPTS):
        async with store.change(EVERYTHING) as uow:
            [kept] = await uow.inbox.claim(1)
            await uow.inbox.postpone(kept, timedelta(), "it fails")
    assert await _holds(store, "told") == HELD
    dead = await _claimed(store, "typed")
    async with store.change(EVERYTHING) as uow:
        assert await uow.inbox.finish(dead, DEAD, "it failed")
    assert await _holds(store, "typed") == HELD
    async with store.change(EVERYTHING) as uow:
        assert await uow.inbox.discard(dead.id)
        assert await uow.inbox.replay(kept.id)
    assert await _holds(store, "typed") == {}
    async with store.change(EVERYTHING) as uow:
        [again] = await uow.inbox.claim(1)
        assert again.envelope.payload == HELD
        assert await uow.inbox.finish(again)
    assert await _holds(store, "told") == {}
