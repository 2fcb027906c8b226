"""`bench`: how fast the bot is, measured on this machine against the floors of the same run."""

import json
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from bot.cli.bench import postgresql
from bot.cli.bench.figures import Book
from bot.cli.bench.running import QUICK, WHOLE, Bar, Run
from bot.cli.shared import run_async
from bot.errors import Unavailable
from bot.store.database import Database
from bot.telemetry import set_up_logs

__all__ = ["bench"]

Part = Callable[[Run], Awaitable[None]]


def _parts() -> dict[str, tuple[Part, int]]:
    """The parts by name, each with its steps; imported late, since they need what only developers install."""
    try:
        from bot.cli.bench import baselines, life, million, reports
    except ModuleNotFoundError as error:
        raise Unavailable(f"the bench needs {error.name}: pip install -r requirements/dev.txt") from error
    return {
        "life": (life.life, 1),
        "floors": (baselines.floors, 1),
        "reports": (reports.on_postgresql, 6),
        "counts": (reports.counts, 2),
        "sqlite": (reports.on_sqlite, 1),
        "million": (million.million, 5),
        "flood": (reports.flood, 1),
        "growth": (life.growth, 1),
    }


NAMES = ("life", "floors", "reports", "counts", "sqlite", "million", "flood", "growth")


@click.command()
@click.option("--quick", is_flag=True, help="rough figures in a minute")
@click.option("--only", multiple=True, type=click.Choice(NAMES), help="only this part; may be repeated")
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help="write the figures there as well")
@click.option("--limits", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="fail above these figures")
@click.option("--postgres-url", help="your own PostgreSQL instead of the wheel's; databases are made and dropped there")
def bench(quick: bool, only: tuple[str, ...], file: Path | None, limits: Path | None, postgres_url: str | None) -> None:
    """Measure acknowledgements, reports a second, costs, a million tickets, and print them against their goals."""
    set_up_logs("ERROR", as_json=False)
    book = run_async(_bench(quick, only or NAMES, postgres_url))
    for line in book.table():
        click.echo(line)
    if file:
        book.write(file, quick)
    if limits and (worse := book.above(json.loads(limits.read_text(encoding="utf-8")))):
        raise click.ClickException("\n".join(["worse than recorded:", *worse]))


async def _bench(quick: bool, names: tuple[str, ...], given: str | None) -> Book:
    parts = {name: part for name, part in _parts().items() if name in names}
    with tempfile.TemporaryDirectory(prefix="pitboss-bench-") as folder:
        home = Path(folder)
        with postgresql.server(home, given) as address:
            bar = Bar(sum(steps for _, steps in parts.values()))
            run = Run(home, QUICK if quick else WHOLE, address, bar)
            await _promises(run, address)
            for name, (part, _) in parts.items():
                try:
                    await part(run)
                except Unavailable as error:  # the other figures are still worth something
                    run.book.say(f"{name} could not be measured: {error.why}")
            bar.end()
            return run.book


async def _promises(run: Run, address: str) -> None:
    """How durable the databases are while they are measured, as they say themselves."""
    names = ("synchronous_commit", "fsync", "server_version")
    told = [f"{name}={await postgresql.value(address, f'SHOW {name}')}" for name in names]
    file = run.folder / "probe.db"
    database = Database(f"sqlite:///{file}")
    async with database.write() as connection:
        level = (await connection.exec_driver_sql("PRAGMA synchronous")).scalar_one()
    await database.close()
    synchronous = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}[level]
    run.book.say(f"PostgreSQL says {', '.join(told)}; SQLite {sqlite3.sqlite_version} says synchronous={synchronous}")
