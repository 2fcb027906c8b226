"""`python -m tests.chaos [--seed S] [--minutes M] [--quick]`: the unrest over all combinations, as a table."""

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos.runs import COMBINATIONS, Combination, Result, run, table
from tests.databases import Databases, new_folder
from tests.faults.reckoning import table as counted
from tests.faults.stage import PLATFORMS

MINUTES = 18.0
QUICK_MINUTES = 2.0
SETTLING = 0.6
"""So much of a run's share people work; the rest is for time to pass, for coming to rest, and for counting."""


async def _all(chosen: list[Combination], seed: int, minutes: float, *, keep: bool) -> list[Result]:
    results, databases = [], Databases(new_folder())
    try:
        for number, combination in enumerate(chosen):
            folder = Path(tempfile.mkdtemp(prefix="pitboss-chaos-"))
            seconds = minutes * 60 / len(chosen) * SETTLING
            print(f"{combination}, seed {seed + number}: people work for {seconds:.0f} s in {folder}", flush=True)
            result = await run(combination, seed + number, seconds, folder, databases)
            results.append(result)
            print(f"  {counted(result.found)}", flush=True)
            for line in result.faults[:20]:
                print(f"  {line}", flush=True)
            databases.drop_all()
            if not result.faults and not keep:
                shutil.rmtree(folder)
    finally:
        databases.end()
    return results


def main() -> None:
    """Run, print, and say by the exit code whether anything was lost, doubled or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="the same seed, the same troubles")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="for all combinations together, about")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_MINUTES:.0f} minutes")
    parser.add_argument("--platform", choices=PLATFORMS, action="append", help="only this one; may be repeated")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--replicas", type=int, choices=(1, 3), action="append")
    parser.add_argument("--keep", action="store_true", help="keep the logs of runs in which nothing went wrong, too")
    given = parser.parse_args()
    chosen = [
        each
        for each in COMBINATIONS
        if each.platform in (given.platform or [each.platform])
        and each.database in (given.database or [each.database])
        and each.replicas in (given.replicas or [each.replicas])
    ]
    print(f"seed {given.seed}", flush=True)
    minutes = QUICK_MINUTES if given.quick else given.minutes
    results = asyncio.run(_all(chosen, given.seed, minutes, keep=given.keep))
    print(table(results))
    sys.exit(any(each.faults for each in results))


if __name__ == "__main__":
    main()
