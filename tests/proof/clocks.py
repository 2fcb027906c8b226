"""Clock arithmetic against oracles that go step by step: `python -m tests.proof.clocks --cases 100000 --seed 1`.

A case is a ticket's whole history with all its clocks; beside it single clocks and calendars are compared, some by the
second. `--shard 2/4` runs the second quarter of the same cases, so that a run can be parted and its tables added up.
"""

import argparse
import sys
from collections import Counter
from itertools import count
from random import Random
from time import monotonic

from tests.domain.clock_cases import ZONES, check_calendar, check_clock, make_floor
from tests.domain.history_cases import check_history

HISTORIES_PER_FLOOR, CLOCKS_PER_FLOOR = 40, 20
IN_SECONDS = 0.1


def run(
    cases: int, seed: int, seconds: float | None = None, shard: int = 0, shards: int = 1
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Check so many histories, or as many as fit the time: what they held, what single clocks held, cases per zone.

    Raises AssertionError, with the whole case, at the first difference.
    """
    held: Counter[str] = Counter()
    single: Counter[str] = Counter()
    zones: Counter[str] = Counter()
    started = monotonic()
    for number in count(shard, shards):
        if held["cases"] >= cases or (seconds is not None and monotonic() - started >= seconds):
            break
        zone, random = ZONES[number % len(ZONES)], Random(f"{seed} {number}")
        try:
            zones[zone] += check_floor(random, zone, cases - held["cases"], held, single)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, floor {number}: {error}") from error
        if sys.stderr.isatty():
            print(f"\r{held['cases']} of {cases}", end="", file=sys.stderr)
    return held, single, zones


def check_floor(random: Random, zone: str, most: int, held: Counter[str], single: Counter[str]) -> int:
    """Check a window of time in a zone; how many histories it had."""
    in_seconds = random.random() < IN_SECONDS
    floor = make_floor(random, zone, seconds=in_seconds)
    for name in floor.real:
        check_calendar(random, floor, name)
        single["calendars"] += 1
    for _ in range(CLOCKS_PER_FLOOR):
        check_clock(random, floor, single)
        single["clocks"] += 1
    if in_seconds:
        return 0
    histories = min(HISTORIES_PER_FLOOR, most)
    for _ in range(histories):
        check_history(random, floor, held)
    held["cases"] += histories
    return histories


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=None, help="stop after so long, whatever was reached")
    parser.add_argument("--shard", default="1/1", help="which part of how many, such as 2/4")
    given = parser.parse_args()
    shard, shards = (int(each) for each in given.shard.split("/"))
    started = monotonic()
    held, single, zones = run(-(-given.cases // shards), given.seed, given.seconds, shard - 1, shards)
    cases, clocks, calendars = held.pop("cases"), single.pop("clocks"), single.pop("calendars")
    print(f"{cases} histories in {len(zones)} zones, seed {given.seed}, part {given.shard}: 0 differences")
    print(f"{clocks} single clocks and {calendars} calendars beside them: 0 differences")
    print(f"{monotonic() - started:.0f} s; fewest histories in a zone: {min(zones.values())}")
    for title, table in (("what the histories held", held), ("what the single clocks held", single)):
        print(f"{title}:")
        for name, times in sorted(table.items(), key=lambda item: -item[1]):
            print(f"{times:>9}  {name}")


if __name__ == "__main__":
    main()
