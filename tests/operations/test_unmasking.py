"""Reading back what was masked: each look is recorded, the latest first, and who looked is known."""

import pytest

from bot.domain.tickets import Entry
from bot.domain.words import TicketId
from bot.errors import UserError
from bot.operations.unmasking import AT_ONCE, looks_at, unmask_entries
from bot.store.unit_of_work import EVERYTHING
from tests.fakes.stage import Case, Stage

CARD = "4111 1111 1111 1111"


async def _unmask(stage: Stage, case: Case, entry: int | None = None) -> tuple[tuple[Entry, ...], int]:
    async with stage.house.store.change(EVERYTHING) as uow:
        return await unmask_entries(uow, await uow.tickets.get(TicketId(case.number)), entry)


async def test_the_latest_are_shown_and_each_look_is_recorded(stage: Stage) -> None:
    """More than a few are not asked for at once; an older one is, by its number."""
    case = await stage.reported(f"round 99812-77 did not pay 50 EUR, card {CARD}")
    for number in range(AT_ONCE):
        await stage.person("rita").says(f"and again, the {number}th time: {CARD}", under=case.report)
    await stage.person("rita").says("nothing personal here, round 99812-77", under=case.report)
    entries, left_out = await _unmask(stage, case)
    assert (len(entries), left_out) == (AT_ONCE, 1)
    assert entries[-1].text.startswith(f"and again, the {AT_ONCE - 1}th")
    assert await stage.happened(case, "Unmasked") == AT_ONCE
    first = await stage.house.count("SELECT min(id) FROM entries WHERE ticket = :n", n=case.number)
    entries, left_out = await _unmask(stage, case, first)
    assert [entry.id for entry in entries] == [first]
    assert left_out == 0
    async with stage.house.store.look(EVERYTHING) as uow:
        ticket = await uow.tickets.look(TicketId(case.number))
        assert len(await looks_at(uow, ticket, {entries[0].id})) == 1


async def test_where_nothing_is_masked_nothing_is_recorded(stage: Stage) -> None:
    """A ticket without, and a message of another ticket."""
    case = await stage.reported()
    other = await stage.reported(f"La ronda AP-2026-000123 {CARD}", by="luz", channel="lucky7-soporte")
    number = await stage.house.count("SELECT id FROM entries WHERE ticket = :n", n=other.number)
    for entry in (None, number):
        with pytest.raises(UserError) as error:
            await _unmask(stage, case, entry)
        assert error.value.code == "nothing_masked"
    assert await stage.house.count("SELECT count(*) FROM audit WHERE event = 'Unmasked'") == 0
