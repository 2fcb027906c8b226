"""What integrations share on the wire, and how long the worst words take."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator

import pytest

from bot.chat.cards import Card, Fact, Facts, Line, Note, Quote
from integrations.slack.cards import draw
from integrations.slack.text import call_of, heard
from integrations.slack.web import quiet_logger
from integrations.wire.body import TooLarge, read_at_most
from integrations.wire.breaker import Breaker
from integrations.wire.crew import Crew
from tests.integrations.slack.samples import SEAL, checked

WORST = [
    "<" * 256_000,
    "<@" * 128_000,
    "<a:" * 85_000,
    "&" * 256_000,
    "On " * 85_000,
    "\u0301" * 128_000,
    '"\\' * 128_000,
    "🔴" * 64_000,
]


@pytest.mark.parametrize("text", WORST, ids=lambda text: ascii(text[:3]))
def test_the_worst_words_take_no_time(text: str) -> None:
    """A quarter of a megabyte is heard and drawn in a part of a second, whatever it is."""
    markup = text.replace("&", "&amp;").replace("<", "&lt;")
    parts = (Quote(text, text), Line(markup), Note(markup), Facts((Fact(text[:99], markup),) * 3))
    taken = []
    for _ in range(3):  # the best of three, so that what else runs on the machine does not count
        started = time.thread_time()
        heard(text)
        call_of(text, "U0BOT")
        drawn = draw(Card(summary=text, title=text, parts=parts), {}, SEAL)
        taken.append(time.thread_time() - started)
        checked(drawn)
    assert min(taken) < 0.5


async def test_a_body_is_read_up_to_its_limit() -> None:
    """And not one byte beyond."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"12345"

    assert await read_at_most(chunks(), 15) == b"12345" * 3
    with pytest.raises(TooLarge):
        await read_at_most(chunks(), 14)


async def test_a_breaker_lets_one_try_through_after_its_rest() -> None:
    """And closes when that succeeds."""
    breaker = Breaker(rest=0.05)
    assert breaker.blocks() is None
    breaker.trip("token_revoked")
    assert breaker.blocks() == "token_revoked"
    await asyncio.sleep(0.06)
    assert breaker.blocks() is None
    assert breaker.blocks() == "token_revoked"
    breaker.mend()
    assert breaker.why is None


@pytest.mark.usefixtures("expected_errors")
async def test_a_crew_finishes_what_is_under_way() -> None:
    """A task that fails harms no other, one that never ends is cancelled."""
    crew, done = Crew(), []

    async def works() -> None:
        await asyncio.sleep(0.01)
        done.append("worked")

    async def fails() -> None:
        raise RuntimeError("secret words")

    async def hangs() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            done.append("cancelled")

    for work in (works, fails, hangs):
        crew.start(work(), work.__name__)
    await crew.finish(0.1)
    assert done == ["worked", "cancelled"]


@pytest.mark.usefixtures("expected_errors")
def test_a_vendors_log_holds_no_ticket(caplog: pytest.LogCaptureFixture) -> None:
    """A socket's address is as good as a password while it is fresh."""
    logger = quiet_logger("slack_sdk.test")
    with caplog.at_level(logging.DEBUG):
        try:
            raise ValueError("wss://slack/link/?ticket=abc123&app_id=A1")
        except ValueError as error:
            logger.exception(f"Failed to connect (error: {error}); Retrying...")
        logger.debug("payload")
    assert "abc123" not in caplog.text
    assert "payload" not in caplog.text
    assert "Failed to connect" in caplog.text
