"""A shown form is its owner's for a day, and is consumed once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.words import DraftId, PersonId, Place
from bot.errors import UserError
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import ACME_CHANNEL, person

HERE = Place(ACME_CHANNEL, "1.0")


async def shown(store: Store) -> tuple[DraftId, PersonId]:
    async with store.change(EVERYTHING) as uow:
        owner = await person(uow)
        return await uow.drafts.add(owner, "open", {"text": "é"}, HERE, {"title": "Open"}), owner


async def test_a_draft_comes_back_as_it_was(store: Store) -> None:
    draft, owner = await shown(store)
    async with store.change(EVERYTHING) as uow:
        await uow.drafts.answer(draft, {"round_id": "99812", "amounts": ["1.00", None]})
    async with store.change(EVERYTHING) as uow:
        found = await uow.drafts.get(draft, owner)
        assert (found.command, found.words, found.place) == ("open", {"text": "é"}, HERE)
        assert (found.form, found.consumed_at) == ({"title": "Open"}, None)
        assert found.answers == {"round_id": "99812", "amounts": ["1.00", None]}


async def test_anothers_an_unknown_and_an_old_one_are_told_alike(store: Store) -> None:
    draft, owner = await shown(store)
    async with store.change(EVERYTHING) as uow:
        for number, who in ((draft, await person(uow, "Far")), (DraftId("unknown"), owner)):
            with pytest.raises(UserError, match="form_expired"):
                await uow.drafts.get(number, who)
    store.clock.follow(store.clock.wall() + timedelta(hours=24, minutes=1), timedelta())
    async with store.change(EVERYTHING) as uow:
        with pytest.raises(UserError, match="form_expired"):
            await uow.drafts.get(draft, owner)


async def test_a_shifted_desk_does_not_age_a_draft(store: Store) -> None:
    draft, owner = await shown(store)
    store.clock.follow(None, timedelta(days=9))
    async with store.change(EVERYTHING) as uow:
        assert await uow.drafts.get(draft, owner)


async def test_two_submits_at_once_consume_it_once(store: Store, replica: Callable[[], Awaitable[Store]]) -> None:
    draft, owner = await shown(store)
    done: list[bool] = []

    async def submit(one: Store) -> None:
        async with one.change(EVERYTHING) as uow:
            found = await uow.drafts.get(draft, owner)
            if found.consumed_at is None:
                await asyncio.sleep(0.05)
                await uow.drafts.consume(draft)
                done.append(True)

    await asyncio.gather(submit(store), submit(await replica()), submit(store))
    assert done == [True]


async def test_a_refused_submit_leaves_it_open(store: Store) -> None:
    draft, owner = await shown(store)
    with pytest.raises(UserError):
        async with store.change(EVERYTHING) as uow:
            await uow.drafts.consume(draft)
            raise UserError("refused")
    async with store.change(EVERYTHING) as uow:
        assert (await uow.drafts.get(draft, owner)).consumed_at is None
