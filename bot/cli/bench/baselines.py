"""The floors, measured in the same run: what the same work costs with nothing around it."""

import time

from jinja2 import Environment

from bot.cli.bench import stage as stages
from bot.cli.bench.bare import ADD, TABLE
from bot.cli.bench.figures import at
from bot.cli.bench.floor import Floor
from bot.cli.bench.ports import HOST
from bot.cli.bench.postgresql import connect, execute
from bot.cli.bench.running import Run
from bot.clock import monotonic
from bot.store import tables
from bot.store.database import Database
from integrations.slack.web import Web

WIDTH = 50
TEMPLATE = "{{ name }} reports #{{ id }}: {{ title }}{% if due %}, due {{ due }}{% endif %}"
BODY = "x" * 1200
"""As long as an event of the platform's."""


async def inserts(url: str, count: int) -> list[float]:
    """Milliseconds of so many bare inserts, each its own commit, one after the other on one connection."""
    connection = await connect(url)
    try:
        await connection.execute(TABLE.replace("TABLE", "TABLE IF NOT EXISTS"))
        statement = await connection.prepare(ADD)
        found = []
        for _ in range(count):
            begun = monotonic()
            await statement.fetch(BODY)
            found.append((monotonic() - begun) * 1000)
        return found
    finally:
        await connection.close()


async def floors(run: Run) -> None:
    """Everything that needs no bot."""
    run.bar.step("floors")
    async with run.database("floors") as url:
        await execute(url, TABLE)
        floor = run.floor()
        floor.write()
        await _programs(run, floor, url)
        settings = await stages.prepare(run.floor(), url)
        await _three_inserts(run, settings.database_url.get_secret_value())
    _template(run)


async def _programs(run: Run, floor: Floor, url: str) -> None:
    async with stages.bare(floor, url, keeps=False) as stage:
        signed = await stage.run("at_once", run.size.floors, width=1, patience=0.1)
        run.book.put(floor_signed_ms_p50=at(signed["ack"], 0.5))
        await _posts(run, stage.load)
    async with stages.bare(floor, url, keeps=True) as stage:
        alone = await stage.run("alone", run.size.floors // 2, desk_too=False)
        run.book.put(floor_job_ack_ms_p50=at(alone["ack"], 0.5))
        before, count = stage.cpu_seconds, run.size.floors * 5
        jobs = await stage.run("flow", count, width=WIDTH, desk_too=False)
        run.book.put(floor_jobs_per_s=jobs["right"] / jobs["seconds"])
        run.book.put(floor_job_cpu_ms=(stage.cpu_seconds - before) / count * 1000)


async def _posts(run: Run, load: int) -> None:
    web = Web("", f"http://{HOST}:{load}/api/", 15.0)
    await web.call("auth.test")
    before = time.process_time()
    for _ in range(run.size.floors):
        await web.call("chat.postMessage", channel="C0DESK", text="a report")
    run.book.put(floor_post_cpu_ms=(time.process_time() - before) / run.size.floors * 1000)
    await web.close()


async def _three_inserts(run: Run, url: str) -> None:
    database = Database(url)
    queries = [tables.people.insert().values(name=name) for name in ("one", "two", "three")]

    async def once() -> None:
        async with database.write() as connection:
            for query in queries:
                await connection.execute(query)

    await once()
    before = time.process_time()
    for _ in range(run.size.floors):
        await once()
    run.book.put(floor_3_inserts_cpu_ms=(time.process_time() - before) / run.size.floors * 1000)
    await database.close()


def _template(run: Run) -> None:
    template = Environment(autoescape=True).from_string(TEMPLATE)
    before = time.process_time()
    for number in range(10_000):
        template.render(name="Ana", id=number, title="a round is stuck", due="tomorrow")
    run.book.put(floor_template_us=(time.process_time() - before) / 10_000 * 1_000_000)
