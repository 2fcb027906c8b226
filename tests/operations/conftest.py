"""A bot without people: operations are called as commands and jobs call them, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.builders import write_desk
from tests.fakes.floor import NAME, FakeFloor
from tests.fakes.house import SEAL, opened
from tests.fakes.platform import FakePlatform
from tests.fakes.stage import Stage


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A running bot, once on each database."""
    floor = FakeFloor()
    async with opened(database_url, write_desk(tmp_path, NAME), lambda clock: FakePlatform(floor.chat, SEAL)) as house:
        yield Stage(floor, house)
