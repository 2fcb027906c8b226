"""Clock arithmetic against the step-by-step oracle: `python -m tests.proof.clocks --cases 100000 --seed 1`."""

import argparse
import sys
from collections import Counter
from random import Random
from time import monotonic

from tests.domain.clock_cases import ZONES, check_calendar, check_clock, make_floor

CLOCKS_PER_FLOOR = 40


def run(cases: int, seed: int, seconds: float | None = None) -> tuple[Counter[str], Counter[str]]:
    """Check so many clocks, or as many as fit the time; what the cases held, and the number of cases per zone.

    Raises AssertionError, with the whole case, at the first difference.
    """
    held: Counter[str] = Counter()
    zones: Counter[str] = Counter()
    started = monotonic()
    floor_number = 0
    while held["cases"] < cases and (seconds is None or monotonic() - started < seconds):
        zone = ZONES[floor_number % len(ZONES)]
        random = Random(f"{seed} {floor_number}")
        floor = make_floor(random, zone, seconds=random.random() < 0.1)
        for name in floor.real:
            check_calendar(random, floor, name)
            held["calendars"] += 1
        for _ in range(min(CLOCKS_PER_FLOOR, cases - held["cases"])):
            check_clock(random, floor, held)
            held["cases"] += 1
            zones[zone] += 1
        floor_number += 1
        if sys.stderr.isatty():
            print(f"\r{held['cases']} of {cases}", end="", file=sys.stderr)
    return held, zones


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=None, help="stop after so long, whatever was reached")
    given = parser.parse_args()
    started = monotonic()
    held, zones = run(given.cases, given.seed, given.seconds)
    cases, calendars = held.pop("cases"), held.pop("calendars")
    print(f"{cases} clocks and {calendars} calendars in {len(zones)} zones, seed {given.seed}: 0 differences")
    print(f"{monotonic() - started:.0f} s; fewest cases in a zone: {min(zones.values())}")
    for name, count in sorted(held.items(), key=lambda item: -item[1]):
        print(f"{count:>9}  {name}")


if __name__ == "__main__":
    main()
