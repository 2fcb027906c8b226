"""The gateway's own rate limits (https://docs.discord.com/developers/events/gateway#rate-limiting)."""

import asyncio
from typing import Any

import pytest

from tests.sandbox.discord.people import FLOOR, GUILD
from tests.sandbox.discord.wires import identified, wired


@pytest.fixture(scope="module")
def options() -> list[str]:
    """Limits are on; five seconds are half a second, thirty are three."""
    return ["--rate-limits", "on", "--time-scale", "0.1"]


@pytest.fixture
async def play(hand: Any) -> Any:
    """The control API of a freshly seeded Discord."""
    await hand.do("seed", floor=FLOOR)
    return hand


async def test_too_many_sends_close_the_connection(play: Any) -> None:
    """120 in a minute are fine, the next one is 4008."""
    async with wired(play) as wire:
        await wire.next()
        for _ in range(121):
            await wire.send(1, None)
        assert await wire.closed() == 4008


async def test_sessions_begin_one_after_the_other(play: Any) -> None:
    """Within five seconds a second IDENTIFY of the same bucket is an invalid session, and may be tried again."""
    await asyncio.sleep(0.5)
    async with identified(play), wired(play) as second:
        await second.identify()
        assert (await second.op(9))["d"] is False
        await asyncio.sleep(0.6)
        await second.identify()
        await second.until("READY")


async def test_the_whole_member_list_comes_once_in_thirty_seconds(play: Any) -> None:
    """RATE_LIMITED says when again; a query is not limited."""
    await asyncio.sleep(0.6)
    async with identified(play) as wire:
        everybody = {"guild_id": GUILD, "query": "", "limit": 0, "nonce": "n"}
        await wire.send(8, everybody)
        await wire.until("GUILD_MEMBERS_CHUNK")
        await wire.send(8, everybody)
        limited = await wire.until("RATE_LIMITED")
        assert limited["opcode"] == 8 and 0 < limited["retry_after"] <= 3
        assert limited["meta"] == {"guild_id": GUILD, "nonce": "n"}
        await wire.send(8, {"guild_id": GUILD, "query": "a", "limit": 1})
        await wire.until("GUILD_MEMBERS_CHUNK")


async def test_a_thousand_sessions_a_day(play: Any) -> None:
    """Then the token is reset."""
    floor = {**FLOOR, "discord": {**FLOOR["discord"]}}
    floor["discord"]["apps"] = [{**FLOOR["discord"]["apps"][0], "identifies": 1000}]
    await play.do("seed", floor=floor)
    await asyncio.sleep(0.6)
    async with wired(play) as wire:
        await wire.identify()
        assert await wire.closed() == 4004
