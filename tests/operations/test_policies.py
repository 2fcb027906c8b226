"""Another desk.yaml: what is open goes on by what it promises, with what has elapsed, and the audit says so."""

from datetime import datetime, timedelta

from bot.domain.clocks import ClockKind
from bot.domain.words import TicketId
from bot.jobs.policies import follow_policies
from bot.store.unit_of_work import EVERYTHING
from tests.fakes.stage import Case, Stage

LONGER = ("    resolution: 3 working days\n", "    resolution: 4 working days\n")
UPDATED = ("    update: 1 working day\n", "    update: 4h\n")


async def due(stage: Stage, case: Case, kind: ClockKind) -> datetime:
    """When a clock is due, by its history."""
    async with stage.house.store.look(EVERYTHING) as uow:
        clock = (await uow.timings.of(await uow.tickets.look(TicketId(case.number)))).of(kind)
    assert clock is not None and clock.due_at is not None
    return clock.due_at


async def changed(stage: Stage, *pairs: tuple[str, str]) -> None:
    """desk.yaml says something else now, and the job has seen it."""
    text = stage.house.desk_text
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    await stage.house.adopt_rules(text)
    await follow_policies(stage.house.bench)
    await stage.house.drain()


async def test_open_clocks_go_on_by_the_new_promises(stage: Stage) -> None:
    """The resolution is due a working day later, updates come more often; the deadlines follow; told once."""
    case = await stage.reported()
    before = {kind: await due(stage, case, kind) for kind in (ClockKind.RESOLUTION, ClockKind.UPDATE)}
    await stage.passes(minutes=10)
    await changed(stage, LONGER, UPDATED)
    assert await due(stage, case, ClockKind.RESOLUTION) >= before[ClockKind.RESOLUTION] + timedelta(days=1)
    assert await due(stage, case, ClockKind.UPDATE) < before[ClockKind.UPDATE]
    assert await stage.happened(case, "PolicyChanged") == 1
    planned = "SELECT due_at FROM deadlines WHERE ticket = :n AND kind = 'resolution' AND step = 100"
    [(at,)] = await stage.house.rows(planned, n=case.number)
    wanted = await due(stage, case, ClockKind.RESOLUTION)
    assert str(at)[:16].replace("T", " ") == wanted.strftime("%Y-%m-%d %H:%M")
    await follow_policies(stage.house.bench)
    stage.house.bench.followed = ""
    await follow_policies(stage.house.bench)
    assert await stage.happened(case, "PolicyChanged") == 1


async def test_what_counted_by_the_old_rules_still_does_after_a_restart(stage: Stage) -> None:
    """The first version is only named by what happened, and is loaded all the same."""
    case = await stage.reported()
    await stage.passes(minutes=10)
    await changed(stage, LONGER)
    wanted = await due(stage, case, ClockKind.RESOLUTION)
    async with stage.house.store.look(EVERYTHING) as uow:
        told = await uow.timings.told([await uow.tickets.look(TicketId(case.number))])
    named = {row.facts["desk_version"] for row in told[TicketId(case.number)] if "desk_version" in row.facts}
    assert len(named) == 2
    assert named - {stage.house.store.rulebook.version} <= set(stage.house.store.rulebook.earlier)
    await stage.house.adopt_rules()
    assert await due(stage, case, ClockKind.RESOLUTION) == wanted


async def test_who_is_promised_the_same_hears_nothing(stage: Stage) -> None:
    """Another name of the desk changes no clock; the ticket goes by the new version without a word."""
    case = await stage.reported()
    await changed(stage, ("name: Pit Platform", "name: Pit Platforms"))
    assert await stage.happened(case, "PolicyChanged") == 0
    assert (await stage.ticket(case)).desk_version == stage.house.store.rulebook.version


async def test_a_replica_with_an_older_file_leaves_tickets_to_the_newer_one(stage: Stage) -> None:
    """Only the version that was loaded last is followed, or two of them would go on turning each other's tickets."""
    case = await stage.reported()
    newer = str(stage.house.store.rulebook.version + 7)
    async with stage.house.store.change(EVERYTHING) as uow:
        await uow.desk.keep_value("desk:in_force", newer)
    await follow_policies(stage.house.bench)
    assert await stage.happened(case, "PolicyChanged") == 0
    assert stage.house.bench.followed == newer
