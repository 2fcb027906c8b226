"""A million open tickets: made by the database itself, then listed, looked at and swept."""

from bot.app import App, opened
from bot.cli.bench import seeding
from bot.cli.bench.counting import counted
from bot.cli.bench.figures import at
from bot.cli.bench.floor import STAFF, Floor
from bot.cli.bench.postgresql import execute, value
from bot.cli.bench.running import Run
from bot.cli.bench.stage import Stage, prepare, settings_of, staged
from bot.clock import monotonic
from bot.errors import Unavailable
from bot.jobs.deadlines import sweep_deadlines

NOWHERE = "http://127.0.0.1:9/api/"
"""No platform: the sweeps only write letters."""
DUE, AT_ONCE, COMMAND_SECONDS = 100, 3, 10.0
SWEEPS = 20
OVERDUE = (
    "UPDATE deadlines SET due_at = now() - interval '1 second' WHERE id IN (SELECT id FROM deadlines "  # noqa: S608
    f"WHERE kind = 'first_response' AND step = 75 AND done_at IS NULL ORDER BY ticket DESC LIMIT {DUE})"
)


async def million(run: Run) -> None:
    """The same commands with few and with many open tickets; the sweeps with many."""
    few = await _commands(run, run.size.few_tickets, "few")
    many = await _commands(run, run.size.tickets, "many")
    for name, took in many.items():
        run.book.put(**{f"{name}_1m_ms": took, f"{name}_1m_over_1k": took / few[name]})
    if run.size.tickets != 1_000_000:
        run.book.say(f"this was a rough run: the million is {run.size.tickets:,}")


async def _commands(run: Run, tickets: int, name: str) -> dict[str, float]:
    async with run.database(name) as url:
        floor = run.floor()
        await prepare(floor, url)
        async with staged(floor, url):
            pass  # desk.yaml becomes a version, which tickets name, and its people become rows
        run.bar.step(f"seeding {tickets:,} tickets")
        await seeding.seed(url, tickets, STAFF)
        run.bar.step(f"commands with {tickets:,} open tickets")
        took = await _typed(run, floor, url, tickets)
        if name == "many":
            await _sweeps(run, floor, url)
        return took


async def _typed(run: Run, floor: Floor, url: str, tickets: int) -> dict[str, float]:
    async with staged(floor, url) as stage:
        await stage.settle()
        found = {}
        for command, words in {"backlog": "backlog", "mine": "mine", "status": f"status {tickets // 2}"}.items():
            found[command] = at(await _answers(run, stage, words), 0.5)
        return found


async def _answers(run: Run, stage: Stage, words: str) -> list[float]:
    """The milliseconds of a command's answers; fewer where each takes long."""
    await stage.command(words, AT_ONCE)  # plans and caches as on any day
    end = monotonic() + COMMAND_SECONDS
    found: list[float] = []
    while len(found) < run.size.commands and monotonic() < end:
        told = await stage.command(words, AT_ONCE)
        if "#" not in told["told"]:
            raise Unavailable(f"{words!r} was answered: {told['told'][:200]}")
        found += told["answer"]
    return found


async def _sweeps(run: Run, floor: Floor, url: str) -> None:
    """The job itself, in this process, since nothing of it can be seen from outside."""
    run.bar.step("sweeps")
    async with counted(url) as (through, tally):
        async with opened(settings_of(floor, url, 0, NOWHERE)) as app:
            idle = [await _sweep(app) for _ in range(SWEEPS)]
            await execute(url, OVERDUE)
            run.book.put(sweep_1m_idle_ms=at(idle, 0.5), sweep_1m_100_due_ms=await _sweep(app))
        async with opened(settings_of(floor, through, 0, NOWHERE)) as app:
            await execute(url, OVERDUE)
            tally.clear()
            await _sweep(app)
            run.book.put(sweep_1m_100_due_statements=tally.counts["statements"])
    left = await value(url, "SELECT count(*) FROM deadlines WHERE done_at IS NULL AND due_at <= now()")
    if left != "0":
        run.book.say(f"{left} deadlines were left after the sweeps")


async def _sweep(app: App) -> float:
    begun = monotonic()
    await sweep_deadlines(app.bench)
    return (monotonic() - begun) * 1000
