"""How the bot starts, what it holds when nothing happens, and what stays behind after much has happened."""

import asyncio
import json
from pathlib import Path
from statistics import median

from pydantic import SecretStr

from bot.cli.bench.floor import EXAMPLE
from bot.cli.bench.ports import free_port
from bot.cli.bench.reports import WIDTH, complain
from bot.cli.bench.running import Run
from bot.cli.bench.stage import prepare, served, staged, started
from bot.cli.demo import FLOOR, demo_settings
from bot.cli.demo_server import desk_on_both, server_of
from bot.cli.migrate import upgrade
from bot.clock import monotonic

CHUNK = 100
IDLE_SECONDS = 5.0


async def life(run: Run) -> None:
    """Start to ready and the idle process, on PostgreSQL, with both platforms connected."""
    run.bar.step("start to ready, and idle")
    folder = run.floor().folder
    floor = _both(folder)
    async with run.database("life") as url:
        with served(["-m", "sandbox", "--port", "0", "--floor", str(floor)], "sandbox ready ") as address:
            starts = []
            for number in range(run.size.starts):
                given = demo_settings(address, free_port(), folder, "both")
                given = given.model_copy(update={"database_url": SecretStr(url)})
                if not number:
                    await upgrade(given)
                async with started(given, folder) as stage:
                    starts.append(stage.start_seconds)
                    await asyncio.sleep(IDLE_SECONDS)
                    run.book.put(idle_pss_mb=stage.pss_mb)
                    complain(run, stage)
        run.book.put(start_s=median(starts))
    run.book.say("start and idle: Slack's socket and Discord's gateway connected; the median of the starts")


def _both(folder: Path) -> Path:
    """The demo's desk and floor, on both platforms."""
    folder.mkdir(parents=True)
    world = json.loads(FLOOR.read_text(encoding="utf-8"))
    (folder / "desk.yaml").write_text(desk_on_both(EXAMPLE.read_text(encoding="utf-8"), world), encoding="utf-8")
    floor = folder / "floor.json"
    floor.write_text(json.dumps({**world, "discord": server_of(world, whole=False)}), encoding="utf-8")
    return floor


async def growth(run: Run) -> None:
    """How much larger the process is after many reports, when caches and pools are full already."""
    run.bar.step("growth")
    async with run.database("growth") as url:
        floor = run.floor(spread=True)
        await prepare(floor, url)
        async with staged(floor, url) as stage:
            await stage.settle()
            warm = max(CHUNK, run.size.growth // 10)
            await stage.run("flow", warm, width=WIDTH)
            before, begun, count = stage.pss_mb, monotonic(), 0
            while count < run.size.growth and monotonic() - begun < run.size.growing:
                told = await stage.run("flow", CHUNK, width=WIDTH)
                run.book.add(wrong_reports=told["wrong"])
                count += CHUNK
            run.book.put(growth_mb_per_10k=(stage.pss_mb - before) / count * 10_000)
            run.book.say(f"growth was measured over {count:,} reports, after {warm:,} others")
            complain(run, stage)
