"""Rows of being on duty: what holds, what was announced, what goes over; on both databases the same."""

from datetime import timedelta

import pytest

from bot.domain.handovers import HandoverId
from bot.domain.words import PersonId, TeamKey, TicketId
from bot.store.duty import ASKED, STANDS, WITHDRAWN, DutyChange
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import open_store

HOUR = timedelta(hours=1)
INTEGRATIONS = TeamKey("integrations")


@pytest.fixture
async def desk(database_url: str) -> Store:
    """A store that knows everybody of desk.yaml."""
    store = await open_store(database_url)
    async with store.change(EVERYTHING) as uow:
        await uow.people.list_people()
    return store


async def numbers(store: Store) -> dict[str, PersonId]:
    """Everybody's number."""
    async with store.look(EVERYTHING) as uow:
        return await uow.people.by_keys(["eva", "leo", "ivo", "ana"])


async def test_an_override_holds_once_it_stands_and_until_it_is_over(desk: Store) -> None:
    """Asked it does not; the last that was made wins; taken back it is as planned."""
    people = await numbers(desk)
    async with desk.change(EVERYTHING) as uow:
        room = uow.rules.teams[INTEGRATIONS]
        assert (await uow.duty.on_duty(room)).person == "eva"
        change = DutyChange(INTEGRATIONS, people["ivo"], uow.now - HOUR, uow.now + HOUR, "take", "d1", people["ivo"])
        await uow.duty.add_change(change)
        assert (await uow.duty.on_duty(room)).person == "eva"
        assert await uow.duty.move("d1", ASKED, STANDS)
        assert not await uow.duty.move("d1", ASKED, STANDS)
        assert (await uow.duty.on_duty(room)).person == "ivo"
        later = DutyChange(INTEGRATIONS, people["leo"], uow.now, uow.now + HOUR, "take", "d2", None, STANDS)
        await uow.duty.add_change(later)
        assert (await uow.duty.on_duty(room)).person == "leo"
        over = DutyChange(INTEGRATIONS, people["ana"], uow.now - HOUR, uow.now, "take", "d3", None, STANDS)
        await uow.duty.add_change(over)
        assert (await uow.duty.on_duty(room)).person == "leo"
        assert await uow.duty.ahead(INTEGRATIONS, people["ivo"]) == ("d1",)
        assert await uow.duty.move("d2", STANDS, WITHDRAWN)
        assert (await uow.duty.on_duty(room)).person == "ivo"
        assert (await uow.duty.deal("d1"))[0].person == people["ivo"]
    await desk.database.close()


async def test_an_absence_begins_ends_and_is_replaced(desk: Store) -> None:
    """The later word counts; who is not away does not come back."""
    people = await numbers(desk)
    async with desk.change(EVERYTHING) as uow:
        room, eva = uow.rules.teams[INTEGRATIONS], people["eva"]
        await uow.duty.go_away(eva, uow.now - HOUR, uow.now + HOUR, eva)
        found = await uow.duty.on_duty(room)
        assert (found.person, found.skipped[0].until) == ("leo", uow.now + HOUR)
        await uow.duty.go_away(eva, uow.now, uow.now + 2 * HOUR, eva)
        assert (await uow.duty.on_duty(room)).skipped[0].until == uow.now + 2 * HOUR
        assert await uow.duty.come_back(eva, uow.now)
        assert not await uow.duty.come_back(eva, uow.now)
        assert (await uow.duty.on_duty(room)).person == "eva"
    await desk.database.close()


async def test_a_round_is_begun_once_and_moved_once(desk: Store) -> None:
    """Whoever compares with what is no longer so announces nothing."""
    people = await numbers(desk)
    async with desk.change(EVERYTHING) as uow:
        assert await uow.duty.rounds() == {}
        await uow.duty.begin_round("it", people["eva"])
        await uow.duty.begin_round("it", people["leo"])
        assert await uow.duty.rounds() == {"it": people["eva"]}
        assert await uow.duty.next_round("it", people["eva"], None)
        assert not await uow.duty.next_round("it", people["eva"], people["leo"])
        assert await uow.duty.next_round("it", None, people["leo"])
        assert await uow.duty.rounds() == {"it": people["leo"]}
    await desk.database.close()


async def test_a_handover_is_accepted_once(desk: Store) -> None:
    """It keeps its list, its letter and who took it."""
    people = await numbers(desk)
    async with desk.change(EVERYTHING) as uow:
        number = await uow.duty.hand_over("it", people["eva"], people["leo"], (TicketId(3), TicketId(1)))
        await uow.duty.announced(number, "a-letter")
        assert await uow.duty.accept(number, people["leo"])
        assert not await uow.duty.accept(number, people["ivo"])
        found = await uow.duty.handover(number)
        assert found is not None
        assert (found.tickets, found.letter, found.accepted_by) == ((3, 1), "a-letter", people["leo"])
        assert found.accepted_at == uow.now
        assert await uow.duty.handover(HandoverId(99)) is None
    await desk.database.close()
