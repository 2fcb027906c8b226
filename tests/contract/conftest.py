"""Every platform in turn; a new one is one more entry of SIDES."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.contract.sides import Side, discord, fake, slack
from tests.stories.processes import SandboxProcess

OVER_THE_WIRE = {"slack": slack, "discord": discord}
SIDES = ("fake", *OVER_THE_WIRE)


@pytest.fixture(scope="session")
def sandbox_address() -> Iterator[str]:
    """A sandbox for the whole session, reset before each test."""
    process = SandboxProcess("--rate-limits", "off", "--time-scale", "0.05")
    yield process.address
    process.stop()


@pytest.fixture(params=SIDES)
async def side(request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Side]:
    """A bot at work on a platform, with everybody of the floor."""
    if request.param == "fake":
        async with fake(sqlite_url, tmp_path) as found:
            yield found
    else:
        address = request.getfixturevalue("sandbox_address")
        async with OVER_THE_WIRE[request.param](sqlite_url, tmp_path, address) as found:
            yield found
