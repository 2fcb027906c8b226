"""A new version is rolled out while people work: replicas of before and after share one database for a while."""

import asyncio
from pathlib import Path

import pytest

from tests.chaos.replicas import Replicas
from tests.faults.crowd import Crowd
from tests.faults.nest import Nest
from tests.faults.reckoning import all_still, reckon, table
from tests.faults.stage import PLATFORMS, staged
from tests.faults.watch import Watch
from tests.stories.processes import SandboxProcess

DEEDS = 40
ROUNDS = 2
BETWEEN_SECONDS = 1.0


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_replicas_are_replaced_one_by_one(
    platform: str, nest: Nest, hasty_sandbox: SandboxProcess, postgresql_url: str, tmp_path: Path
) -> None:
    """Each is told to stop and another takes its place, twice round, while the other one works: nothing is noticed."""
    async with staged(nest, hasty_sandbox.address, postgresql_url, tmp_path, platform) as floor:
        replicas = Replicas(nest, floor.bot._environment, tmp_path, 2)
        floor.bot = replicas.all[0]
        watch = Watch(floor.platform)
        crowd = Crowd(watch, seed=7)
        try:
            await replicas.start()
            working = asyncio.create_task(crowd.busy(people=3, limit=10_000))
            for number in list(range(len(replicas.all))) * ROUNDS:
                done = crowd.done.count
                await replicas.roll_over(number)
                await replicas.start()
                while crowd.done.count < done + DEEDS / ROUNDS / len(replicas.all):
                    await asyncio.sleep(0.1)
                await asyncio.sleep(BETWEEN_SECONDS)
            crowd.stop()
            await working
            await all_still(floor)
            found = await reckon(floor, watch, crowd.done)
            print(table(found))
            assert not found.faults, "\n".join(found.faults)
            assert not found.counts["marked repeats"] and not found.counts["forms expired"]
            assert not list(replicas.mistakes(set()))
        finally:
            replicas.end()
