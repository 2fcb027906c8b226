"""Random deaths at large: `python -m tests.proof.kills --events 10000 --kills 200 --seed 1`, on both databases."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from time import monotonic

from tests.databases import Databases
from tests.faults.killing import KILL_LOGS, kill_and_reckon, unexpected
from tests.faults.nest import Nest
from tests.faults.reckoning import Reckoning
from tests.faults.stage import staged
from tests.stories.processes import SandboxProcess

HASTE = "0.05"
PEOPLE = 12


async def run(kind: str, events: int, kills: int, seed: int, folder: Path) -> tuple[Reckoning, list[str]]:
    """So many deeds and deaths on a database of that kind; what was counted, and unexpected errors in the log."""
    databases = Databases(folder)
    sandbox, nest = SandboxProcess("--rate-limits", "off", "--time-scale", HASTE), Nest()
    try:
        with databases.private_server() if kind == "postgresql" else nullcontext() as server:
            url = server.url if server else databases.make(kind)
            async with staged(nest, sandbox.address, url, folder) as floor:
                floor.expected |= KILL_LOGS
                return await kill_and_reckon(floor, events, kills, seed, server, PEOPLE), unexpected(floor)
    finally:
        nest.close()
        sandbox.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    given = parser.parse_args()
    failed = False
    for kind in given.database or ("sqlite", "postgresql"):
        began, folder = monotonic(), Path(tempfile.mkdtemp(prefix="pitboss-"))
        found, errors = asyncio.run(run(kind, given.events, given.kills, given.seed, folder))
        shutil.rmtree(folder)
        print(f"{kind}, seed {given.seed}, {monotonic() - began:.0f} s: {len(found.lost)} lost, ", end="")
        print(f"{len(found.doubled)} doubled, {len(found.wrong)} wrong, {len(errors)} unexpected errors")
        for name, count in sorted(found.counts.items()):
            print(f"{count:>9}  {name}")
        print("\n".join([*found.faults[:20], *errors[:5]]))
        failed = failed or bool(found.faults or errors)
    sys.exit(failed)


if __name__ == "__main__":
    main()
