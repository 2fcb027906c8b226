"""The stage of the faults: a hasty sandbox, a nest of bots, and a floor on a database of the test's own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.faults.nest import Nest
from tests.faults.stage import staged
from tests.stories.floor import Floor
from tests.stories.processes import SandboxProcess

HASTE = "0.03"  # Slack's retries after 1 and 5 minutes come after 2 and 9 seconds

Build = Callable[[str], Awaitable[Floor]]


@pytest.fixture(scope="session")
def nest() -> Iterator[Nest]:
    """The parent of this session's bots."""
    found = Nest()
    yield found
    found.close()


@pytest.fixture(scope="session")
def hasty_sandbox() -> Iterator[SandboxProcess]:
    """A Slack whose long waits are short."""
    process = SandboxProcess("--rate-limits", "off", "--time-scale", HASTE)
    yield process
    process.stop()


@pytest.fixture
async def build(nest: Nest, hasty_sandbox: SandboxProcess, tmp_path: Path) -> AsyncIterator[Build]:
    """Builds a floor on the database of a URL; its bot is not started yet."""
    async with AsyncExitStack() as stack:

        async def make(url: str) -> Floor:
            return await stack.enter_async_context(staged(nest, hasty_sandbox.address, url, tmp_path))

        yield make


@pytest.fixture
async def floor(build: Build, database_url: str) -> AsyncIterator[Floor]:
    """A floor with a running bot, on both databases; an error in its log that nobody expected fails the test."""
    built = await build(database_url)
    await built.bot.start()
    yield built
    assert not built.mistakes(), "\n".join(built.mistakes())
