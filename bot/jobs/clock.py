"""Adopt the database's time, and the shift that tests and the demo write."""

from bot.jobs.job import Bench


async def follow_clock(bench: Bench) -> None:
    """Keep this process's clock in step."""
    await bench.store.follow_clock()
