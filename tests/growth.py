"""How long work takes, and whether it grows faster than its size, on a machine that does other things as well."""

import time
from collections.abc import Callable

MORE = 4
"""Four times the work takes four times as long; sixteen times if it grows as the square."""
BETWEEN = 9
NOTHING = 0.004
"""Seconds in which a clock's own steps show."""


def is_linear(work: Callable[[int], object], size: int) -> bool:
    """Whether four times the size takes about four times as long; `work` does its work on a size."""
    return seconds_of(lambda: work(MORE * size)) <= BETWEEN * seconds_of(lambda: work(size)) + NOTHING


def seconds_of(work: Callable[[], object]) -> float:
    """The processor's seconds, the best of three times."""
    taken = []
    for _ in range(3):
        start = time.thread_time()
        work()
        taken.append(time.thread_time() - start)
    return min(taken)
