"""Depth and age of the queues, for operators."""

from prometheus_client import Gauge

from bot.chat.platform import Fault
from bot.jobs.job import Bench
from bot.store import measures
from bot.store.unit_of_work import EVERYTHING
from bot.telemetry import (
    CLOCK_SKEW,
    DEAD_LETTERS,
    DEADLINES_OLDEST,
    DEADLINES_OVERDUE,
    FILES_OLDEST,
    FILES_WAITING,
    GAPS,
    HEARING,
    INBOX_DEPTH,
    INBOX_OLDEST,
    NOT_KEPT,
    OUTBOX_DEPTH,
    OUTBOX_OLDEST,
    PLATFORM_ERRORS,
    SENDS,
)


async def measure(bench: Bench) -> None:
    """Set the gauges; how things stand with the platforms first, which needs no database."""
    _platforms(bench)
    CLOCK_SKEW.set(bench.store.clock.skew.total_seconds())
    async with bench.store.look(EVERYTHING) as uow:
        _set(INBOX_DEPTH, INBOX_OLDEST, await measures.inbox_depths(uow))
        _set(OUTBOX_DEPTH, OUTBOX_OLDEST, await measures.outbox_depths(uow))
        for queue, count in (await measures.given_up(uow)).items():
            DEAD_LETTERS.labels(queue).set(count)
        for count_of, age_of, waiting in (
            (DEADLINES_OVERDUE, DEADLINES_OLDEST, await measures.overdue_deadlines(uow)),
            (FILES_WAITING, FILES_OLDEST, await measures.wanted_files(uow)),
        ):
            count_of.set(waiting.count)
            age_of.set(waiting.age)


def _platforms(bench: Bench) -> None:
    for key, platform in bench.platforms.items():
        _begin_with_nothing(platform.name)
        HEARING.labels(*key).set(platform.ready() is None)
        sweep = bench.sweeps.get(key)
        GAPS.labels(*key).set(len(sweep.left) if sweep else 0)


def _begin_with_nothing(platform: str) -> None:
    """What never happened is 0 and not missing: the first time is a rise, too."""
    NOT_KEPT.labels(platform)
    SENDS.labels(platform, "sent")
    for word in ("try_later", "rate_limited", "ambiguous", *Fault):
        SENDS.labels(platform, word)
        PLATFORM_ERRORS.labels(platform, "send", word)


def _set(depth: Gauge, oldest: Gauge, found: measures.Depths) -> None:
    for labels, waiting in found.items():
        depth.labels(*labels).set(waiting.count)
        oldest.labels(*labels).set(waiting.age)
