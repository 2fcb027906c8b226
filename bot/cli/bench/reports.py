"""Reports from the event to both cards: acknowledgements, how many a second, and what each costs."""

import asyncio

from bot.cli.bench import baselines
from bot.cli.bench.counting import counted
from bot.cli.bench.figures import at
from bot.cli.bench.running import Run
from bot.cli.bench.stage import Stage, prepare, staged

WIDTH = 100
"""Reports under way at every moment when many are measured: fewer than channels, so that none gets two at once."""
PROBE, LEAST, SLOW = 60, 60, 10
IDLE_SECONDS = 3.0
SLOW_MS = 2000
"""So slow that no transaction which lasts as long does so by itself, however busy the machine is."""
DELAYS = (0, 50, 500)


async def on_postgresql(run: Run) -> None:
    """Acknowledgements, speed and CPU of one bot on PostgreSQL, and the floor beside them."""
    async with run.database("reports") as url:
        floor = run.floor(spread=True)
        await prepare(floor, url)
        async with staged(floor, url) as stage:
            await stage.settle()
            run.bar.step("acknowledgements alone")
            before = await baselines.inserts(url, run.size.floors)
            alone = await stage.run("alone", run.size.alone)
            floors = before + await baselines.inserts(url, run.size.floors)
            p99 = at(floors, 0.99)
            run.book.put(floor_insert_ms_p50=at(floors, 0.5), floor_insert_ms_p99=p99)
            run.book.put(ack_ms_p50_c1=at(alone["ack"], 0.5), ack_p99_c1_over_floor=at(alone["ack"], 0.99) / p99)
            run.book.add(wrong_reports=alone["wrong"])
            await _speed(run, stage)
            await _at_once(run, stage)
            complain(run, stage)


async def _speed(run: Run, stage: Stage) -> None:
    """Reports a second with the API at 0 and 50 ms, and the bot's CPU for each."""
    names = {0: "reports_per_s_postgresql", 50: "reports_per_s_postgresql_api50"}
    for delay, name in names.items():
        run.bar.step(f"reports a second on PostgreSQL, API at {delay} ms")
        await stage.api(delay)
        rate, cpu = await _flow(run, stage)
        run.book.put(**{name: rate})
        if not delay:
            run.book.put(report_cpu_ms=cpu)
    await stage.api(0)


async def _flow(run: Run, stage: Stage) -> tuple[float, float]:
    """Reports a second, and the bot's CPU for each in milliseconds."""
    probe = await stage.run("flow", PROBE, width=WIDTH)
    count = round(PROBE / probe["seconds"] * run.size.seconds) if probe["right"] else LEAST
    count = min(run.size.flow, max(LEAST, count))
    before = stage.cpu_seconds
    told = await stage.run("flow", count, width=WIDTH)
    cpu = (stage.cpu_seconds - before) / count * 1000
    channel, busiest = told["busiest"]
    run.book.say(f"flow of {count} reports: most posts within a second in one channel: {busiest} in {channel}")
    run.book.add(wrong_reports=told["wrong"] + probe["wrong"])
    return told["right"] / told["seconds"] if told["seconds"] else 0.0, cpu


async def _at_once(run: Run, stage: Stage) -> None:
    """Acknowledgements when fifty wait for one at every moment."""
    speed = run.book.values.get("reports_per_s_postgresql", 20.0)
    count = min(run.size.at_once, max(LEAST * 2, round(speed * run.size.seconds)))
    for delay in DELAYS:
        run.bar.step(f"acknowledgements, 50 at once, API at {delay} ms")
        await stage.api(delay)
        told = await stage.run("at_once", count, width=50, patience=20.0)
        run.book.put(**{f"ack_ms_p99_c50_api{delay}": at(told["ack"], 0.99)})
        run.book.add(wrong_reports=told["wrong"])
    await stage.api(0)


async def counts(run: Run) -> None:
    """Statements, commits, round trips and API calls per report, and the longest transaction while the API is slow."""
    async with run.database("counts") as url, counted(url) as (through, tally):
        floor = run.floor(spread=True)
        await prepare(floor, url)
        async with staged(floor, through) as stage:
            run.bar.step("statements and commits per report")
            await stage.settle()
            await stage.run("flow", run.size.counted // 2, width=WIDTH)
            await stage.settle()
            tally.clear()
            await asyncio.sleep(IDLE_SECONDS)
            idle = {name: count / IDLE_SECONDS for name, count in tally.counts.items()}
            run.book.say(f"counts are without the {idle['statements']:.1f} statements a second of the timetable")
            for shape, width in (("alone", 1), ("flow", WIDTH)):
                tally.clear()
                told = await stage.run(shape, run.size.counted, width=width)
                run.book.add(wrong_reports=told["wrong"])
                run.book.put(report_api_calls=sum(told["calls"].values()) / run.size.counted)
                end = "" if shape == "flow" else "_alone"
                for name, count in tally.counts.items():
                    own = (count - idle[name] * told["seconds"]) / run.size.counted
                    run.book.put(**{f"report_{name}{end}": own})
            run.bar.step("transactions while the API is slow")
            await stage.api(SLOW_MS)
            tally.clear()
            await stage.run("steady", SLOW, per_second=5.0)
            run.book.put(longest_transaction_ms=tally.longest_ms)
            complain(run, stage)


async def on_sqlite(run: Run) -> None:
    """Reports a second on SQLite."""
    run.bar.step("reports a second on SQLite")
    floor = run.floor(spread=True)
    url = f"sqlite:///{floor.folder / 'pitboss.db'}"
    await prepare(floor, url)
    async with staged(floor, url) as stage:
        await stage.settle()
        rate, _ = await _flow(run, stage)
        run.book.put(reports_per_s_sqlite=rate)
        complain(run, stage)


async def flood(run: Run) -> None:
    """Twenty reports a second into one #desk, with a platform that takes one post a second and channel."""
    async with run.database("flood") as url:
        floor = run.floor()
        await prepare(floor, url)
        async with staged(floor, url) as stage:
            await stage.settle()
            run.bar.step("20 reports a second into one #desk")
            await stage.api(0, paced=True)
            count = round(20 * run.size.flood)
            told = await stage.run("steady", count, per_second=20.0, desk_too=False, patience=5.0)
            run.book.put(
                flood_ack_ms_p99=at(told["ack"], 0.99),
                flood_client_card_ms_p99=at(told["client"], 0.99),
                flood_clients_without_card=told["wrong"],
                flood_desk_posts_per_s=told["desk_posts"] / max(run.size.flood, told["seconds"]),
                flood_refused_posts=told["limited"],
                flood_folded=told["folded"],
            )


def complain(run: Run, stage: Stage) -> None:
    """Say what the bot logged as an error."""
    for line in stage.errors[:3]:
        run.book.say(f"the bot logged an error: {line[:200]}")
