"""A few percent of `make chaos`, with a fresh seed; and that the proxy makes the trouble that it is told to."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chaos.proxy import Proxy, Trouble
from tests.chaos.runs import Combination, run, table
from tests.databases import Databases
from tests.faults.stage import PLATFORMS

SECONDS = 8.0
ANSWER = b"an answer of some length\n"
SOON = 0.3


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """Stands before a server that answers each line."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while await reader.readline():
                writer.write(ANSWER)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    found = Proxy("127.0.0.1", server.sockets[0].getsockname()[1], seed=1)
    await found.start()
    yield found
    await found.stop()
    server.close()


async def _ask(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"ask\n")
        return await reader.readline()
    finally:
        writer.close()


async def test_the_proxy_lets_through_what_it_is_not_told_to_break(proxy: Proxy) -> None:
    """Before a trouble and after it."""
    assert await _ask(proxy.port) == ANSWER
    await proxy.suffer(Trouble.CUT, 0.01)
    assert await _ask(proxy.port) == ANSWER
    assert proxy.hit == 0


async def test_the_proxy_makes_each_trouble(proxy: Proxy) -> None:
    """Late, cut short, reset, or swallowed for good."""
    late = asyncio.create_task(proxy.suffer(Trouble.DELAY, SOON))
    await asyncio.sleep(0)
    assert await _ask(proxy.port) == ANSWER
    await late
    cut = asyncio.create_task(proxy.suffer(Trouble.CUT, SOON))
    await asyncio.sleep(0)
    assert len(await _ask(proxy.port)) < len(ANSWER)
    await cut
    reset = asyncio.create_task(proxy.suffer(Trouble.RESET, SOON))
    await asyncio.sleep(0)
    with contextlib.suppress(ConnectionResetError):  # as soon as it is there, what came before it may be gone
        assert len(await _ask(proxy.port)) < len(ANSWER)
    await reset
    hole = asyncio.create_task(proxy.suffer(Trouble.BLACK_HOLE, SOON))
    await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(SOON / 2):
            await _ask(proxy.port)
    await hole
    assert proxy.hit >= 4


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_three_replicas_in_the_unrest(platform: str, databases: Databases, tmp_path: Path) -> None:
    """Bots, the wire and PostgreSQL fail while people work: nothing is lost, doubled, early or unexpectedly wrong."""
    seed = secrets.randbelow(10**6)
    print(f"seed {seed}")
    result = await run(Combination(platform, "postgresql", 3), seed, SECONDS, tmp_path, databases)
    print(table([result]))
    assert not result.faults, "\n".join(result.faults)
