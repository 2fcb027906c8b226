"""One run: a combination of platform, database and replicas; people work in the unrest, then everything is counted."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

from tests.chaos.lateness import Steps, judge_steps, let_time_pass
from tests.chaos.proxy import Proxy
from tests.chaos.replicas import Replicas
from tests.chaos.unrest import Unrest
from tests.databases import Databases
from tests.faults.crowd import Crowd
from tests.faults.killing import KILL_LOGS
from tests.faults.nest import Nest
from tests.faults.reckoning import Reckoning, all_still, letters_stand_once, reckon
from tests.faults.stage import PLATFORMS, staged
from tests.faults.watch import Watch, side_of
from tests.postgres import PostgreSQL
from tests.stories.floor import Floor
from tests.stories.processes import SandboxProcess, free_port

HASTE = "0.05"
PEOPLE = 4
HOURS = 3.0
"""So far the desk's time jumps when the people have gone home: first answers are overdue by then."""
ENDLESS = 10**9
ADDRESSES = ("PITBOSS_SLACK_API_URL", "PITBOSS_DISCORD_API_URL", "PITBOSS_DISCORD_GATEWAY_URL")


@dataclass(frozen=True)
class Combination:
    """What runs against what; `platform` is one of PLATFORMS."""

    platform: str
    database: str
    replicas: int

    def __str__(self) -> str:
        return f"{self.platform}, {self.database}, {self.replicas} bot{'s' if self.replicas > 1 else ''}"


@dataclass
class Result:
    """What came of a run."""

    combination: Combination
    seed: int = 0
    seconds: float = 0.0
    kills: int = 0
    rollovers: int = 0
    troubles: int = 0
    found: Reckoning = field(default_factory=Reckoning)
    steps: Steps = field(default_factory=Steps)
    errors: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Everything that should not be."""
        errors = [f"unexpected in the log: {each}" for each in self.errors]
        return [*self.found.faults, *self.steps.faults, *errors]


@dataclass
class Stage:
    """A floor whose bots reach platform and database only through proxies."""

    floor: Floor
    replicas: Replicas
    unrest: Unrest


COMBINATIONS = tuple(
    Combination(platform, database, replicas)
    for platform in PLATFORMS
    for database, replicas in (("sqlite", 1), ("postgresql", 1), ("postgresql", 3))
)


async def run(combination: Combination, seed: int, seconds: float, folder: Path, databases: Databases) -> Result:
    """People work for so long while everything goes wrong; then time passes in it; then all is reckoned."""
    began, result = monotonic(), Result(combination, seed)
    async with _stage(combination, seed, folder, databases) as stage:
        floor, watch = stage.floor, Watch(stage.floor.platform)
        crowd = Crowd(watch, seed, pause=0.3)
        await stage.replicas.start()
        working = asyncio.create_task(crowd.busy(PEOPLE, ENDLESS))
        unrest = asyncio.create_task(stage.unrest.run())
        await asyncio.wait([working, unrest], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        crowd.stop()
        await working
        stage.unrest.stop()
        await unrest
        await stage.replicas.start()
        await all_still(floor, 120 + seconds)
        result.found = await reckon(floor, watch, crowd.done)
        result.found.counts["deeds"] = crowd.done.count + crowd.pressed
        await _time_passes(stage, watch, result, seed, seconds)
        result.kills, result.rollovers = stage.replicas.kills, stage.replicas.rollovers
        result.kills += stage.unrest.done["database: kill -9"]
        result.troubles = stage.unrest.done.total() - stage.unrest.done["database: kill -9"]
        result.errors = list(stage.replicas.mistakes(KILL_LOGS))
        if result.faults:
            ledger = await floor.platform.ledger(0)
            (folder / "ledger.json").write_text(json.dumps(ledger["entries"]), encoding="utf-8")
    result.seconds = monotonic() - began
    return result


async def _time_passes(stage: Stage, watch: Watch, result: Result, seed: int, seconds: float) -> None:
    """Everything that is due falls due at once, and the unrest goes on for a while."""
    again = stage.unrest.again(seed + 1)
    unrest = asyncio.create_task(again.run())
    jumped = await let_time_pass(stage.floor, HOURS)
    await asyncio.wait([unrest], timeout=min(20.0, seconds / 4))
    again.stop()
    await unrest
    await stage.replicas.start()
    await _nothing_is_due(stage.floor)
    await all_still(stage.floor, 120 + seconds)
    result.steps = await judge_steps(stage.floor, jumped)
    letters = await letters_stand_once(stage.floor, watch)
    result.found.lost += letters.lost
    result.found.doubled += letters.doubled
    result.found.wrong += letters.wrong


async def _nothing_is_due(floor: Floor) -> None:
    """Return when every step that is due is done; what hangs is found by the judge."""
    end = monotonic() + 60
    while monotonic() < end:
        now = (await floor.books.now()).isoformat().replace("+00:00", "")
        if not await floor.books.count(f"SELECT count(*) FROM deadlines WHERE done_at IS NULL AND due_at <= '{now}'"):
            return
        await asyncio.sleep(0.2)


@asynccontextmanager
async def _stage(combination: Combination, seed: int, folder: Path, databases: Databases) -> AsyncIterator[Stage]:
    public = free_port()
    with ExitStack() as stack:
        server = stack.enter_context(databases.private_server()) if combination.database == "postgresql" else None
        url = server.url if server else databases.make(combination.database)
        sandbox = SandboxProcess(
            "--rate-limits", "off", "--time-scale", HASTE, "--public-url", f"http://127.0.0.1:{public}"
        )
        stack.callback(sandbox.stop)
        nest = Nest()
        stack.callback(nest.close)
        async with (
            staged(nest, sandbox.address, url, folder, combination.platform) as floor,
            _proxies(sandbox.address, public, server, seed) as (to_platform, to_database),
        ):
            environment = _behind(floor, to_platform, to_database)
            replicas = Replicas(nest, environment, folder, combination.replicas)
            floor.bot = replicas.all[0]
            try:
                yield Stage(
                    floor, replicas, Unrest(replicas, side_of(floor.platform), to_platform, to_database, server, seed)
                )
            finally:
                replicas.end()


@asynccontextmanager
async def _proxies(
    address: str, public: int, server: PostgreSQL | None, seed: int
) -> AsyncIterator[tuple[Proxy, Proxy | None]]:
    port = urlsplit(address).port
    assert port is not None
    to_platform = Proxy("127.0.0.1", port, seed)
    to_platform.port = public
    to_database = Proxy("127.0.0.1", server.port, seed + 1) if server else None
    proxies = [each for each in (to_platform, to_database) if each]
    for each in proxies:
        await each.start()
    try:
        yield to_platform, to_database
    finally:
        for each in proxies:
            await each.stop()


def _behind(floor: Floor, to_platform: Proxy, to_database: Proxy | None) -> dict[str, str]:
    """The environment of a bot that knows only the proxies."""
    environment = dict(floor.bot._environment)  # the one of the faults' stage, but for the addresses
    sandbox = urlsplit(floor.platform.address).netloc
    for name, value in environment.items():
        if name in ADDRESSES:
            environment[name] = value.replace(sandbox, f"127.0.0.1:{to_platform.port}")
    if to_database:
        url = make_url(environment["PITBOSS_DATABASE_URL"]).set(port=to_database.port)
        environment["PITBOSS_DATABASE_URL"] = url.render_as_string(hide_password=False)
    return environment


def table(results: list[Result]) -> str:
    """The figures of every run, a line each."""
    columns: dict[str, Callable[[Result], object]] = {
        "platform": lambda each: each.combination.platform,
        "database": lambda each: each.combination.database,
        "bots": lambda each: each.combination.replicas,
        "seed": lambda each: each.seed,
        "seconds": lambda each: round(each.seconds),
        "events": lambda each: each.found.counts["acknowledged"],
        "letters": lambda each: each.found.counts["letters"],
        "deadlines": lambda each: each.steps.done,
        "kills": lambda each: each.kills,
        "rollovers": lambda each: each.rollovers,
        "faults injected": lambda each: each.troubles,
        "marked repeats": lambda each: each.found.counts["marked repeats"],
        "lost": lambda each: len(each.found.lost),
        "doubled": lambda each: len(each.found.doubled),
        "else wrong": lambda each: len(each.faults) - len(each.found.lost) - len(each.found.doubled),
        "worst lateness": lambda each: f"{each.steps.worst:.1f} s",
    }
    rows = [list(columns), *([str(cell(each)) for cell in columns.values()] for each in results)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(columns))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
