"""`pause` and `unpause`: what was forgotten is put right afterwards, by coordinators, and the clocks follow."""

from datetime import datetime, timedelta

import pytest

from bot.domain.clocks import ClockKind
from bot.domain.words import TicketId
from bot.jobs.deadlines import sweep_deadlines
from bot.store.unit_of_work import EVERYTHING
from tests.fakes.stage import Case, Stage


async def due(stage: Stage, case: Case, kind: ClockKind = ClockKind.RESOLUTION) -> datetime:
    """When a clock is due, by its history."""
    async with stage.house.store.look(EVERYTHING) as uow:
        clock = (await uow.timings.of(await uow.tickets.look(TicketId(case.number)))).of(kind)
    assert clock is not None and clock.due_at is not None
    return clock.due_at


async def planned(stage: Stage, case: Case, kind: ClockKind = ClockKind.RESOLUTION) -> int:
    """How many steps of a clock are still to come."""
    query = "SELECT count(*) FROM deadlines WHERE ticket = :n AND kind = :kind AND done_at IS NULL"
    return await stage.house.count(query, n=case.number, kind=kind.value)


async def urgent(stage: Stage) -> Case:
    """A ticket whose clocks run round the clock."""
    case = await stage.reported()
    await stage.person("carla").types(f"priority {case.number} high high a regulator asks")
    return case


async def span(stage: Stage, start: int, end: int) -> str:
    """`from … to …`, so many minutes ago, as a coordinator in Malta writes it."""
    async with stage.house.store.look(EVERYTHING) as uow:
        now = uow.now
    told = [(now - timedelta(minutes=ago)).strftime("%Y-%m-%d %H:%M UTC") for ago in (start, end)]
    return f"from {told[0]} to {told[1]}"


async def test_a_pause_that_was_forgotten_is_noted_and_taken_back(both: Stage) -> None:
    """The resolution is due later by as much, the desk reads why, and everything is as before when it is taken back."""
    case, carla = await urgent(both), both.person("carla")
    before = await due(both, case)
    await both.passes(minutes=60)
    assert not await carla.types(f"pause {case.number} {await span(both, 40, 10)} they were on the phone")
    assert before + timedelta(minutes=29) < await due(both, case) <= before + timedelta(minutes=30)
    note = await both.letter("desk", "Noted afterwards (pause 1)", "waiting for the client", "they were on the phone")
    assert "reckoned anew" in note.text
    assert await both.happened(case, "PauseNoted") == 1
    rows = await carla.types(f"sla explain {case.number} resolution")
    assert "they were on the phone" in rows
    assert "não tem a pausa 2" in await carla.types(f"unpause {case.number} 2 a slip")
    await carla.types(f"unpause {case.number} 1 it was another ticket")
    assert await due(both, case) == before
    await both.letter("desk", "Pause 1 was taken back", "it was another ticket")
    assert "não tem a pausa 1" in await carla.types(f"unpause {case.number} 1 once more")


async def test_a_breach_that_was_none_is_taken_back(stage: Stage) -> None:
    """What the client's silence broke is not broken, and nobody is reminded of what has passed by that."""
    case, carla = await urgent(stage), stage.person("carla")
    await stage.person("ben").says("we are on it", under=case.report)
    await stage.passes(minutes=125)
    await sweep_deadlines(stage.house.bench)
    await stage.house.drain()
    assert (await stage.ticket(case)).breached
    told = await stage.happened(case, "ClockWarned") + await stage.happened(case, "ClockBreached")
    await carla.types(f"pause {case.number} {await span(stage, 120, 5)} the client was asked by phone")
    assert not (await stage.ticket(case)).breached
    await sweep_deadlines(stage.house.bench)
    assert await stage.happened(case, "ClockWarned") + await stage.happened(case, "ClockBreached") == told
    assert await planned(stage, case) == 3, "it warns and breaks again when its time comes"


async def test_what_makes_no_sense_is_refused_whole_with_every_reason(stage: Stage) -> None:
    case, carla = await urgent(stage), stage.person("carla")
    await stage.passes(minutes=30)
    told = await carla.types(f"pause {case.number} {await span(stage, 50, -10)} no idea")
    assert "Ainda não acabou" in told and "Começa antes do relato" in told
    told = await carla.types(f"pause {case.number} provider {await span(stage, 20, 10)} they were asked")
    assert "Não muda nada" in told
    assert "dois horários" in await carla.types(f"pause {case.number} they were on the phone")
    await carla.types(f"pause {case.number} {await span(stage, 20, 10)} lunch")
    told = await carla.types(f"pause {case.number} {await span(stage, 15, 5)} lunch again")
    assert "Já há uma pausa anotada" in told
    assert await stage.happened(case, "PauseNoted") == 1


@pytest.mark.parametrize("who", ["ben", "eva", "rita"])
async def test_only_coordinators_put_the_past_right(stage: Stage, who: str) -> None:
    case = await urgent(stage)
    await stage.passes(minutes=30)
    channel = "acme-support" if who == "rita" else "desk"
    words = await span(stage, 20, 10)
    assert await stage.person(who).types(f"pause {case.number} {words} a break", in_=channel)
    assert await stage.happened(case, "PauseNoted") == 0


async def test_the_form_asks_for_what_is_not_said(stage: Stage) -> None:
    case, carla = await urgent(stage), stage.person("carla")
    before = await due(stage, case)
    await stage.passes(minutes=60)
    form = await carla.types_for_form(f"pause {case.number}")
    start, end = (await span(stage, 40, 10)).removeprefix("from ").split(" to ")
    judged = await carla.sends(form, whom="client", start=start, end=end, why="they were on the phone")
    assert judged.taken, judged
    assert await due(stage, case) > before
