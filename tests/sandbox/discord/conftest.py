"""A bot's hand on the REST API of a freshly seeded Discord."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.sandbox.discord.calls import Rest, floor


@pytest.fixture
async def rest(hand: Any) -> AsyncIterator[Rest]:
    """The bot of the example floor, with the permissions that it has there."""
    await hand.do("seed", floor=floor())
    yield Rest(hand)


@pytest.fixture
async def strong(hand: Any) -> AsyncIterator[Rest]:
    """The same bot as an administrator."""
    await hand.do("seed", floor=floor("ADMINISTRATOR"))
    yield Rest(hand)
