"""slack-bolt, sync and async, connects unmodified but for its base address."""

import asyncio
import threading
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient


async def eventually(hand: Any, words: str) -> None:
    """Wait until somebody said this in #desk."""
    async with asyncio.timeout(4):
        while words not in [m["text"] for m in (await hand.sees("U0ANA", "C0DESK"))["messages"]]:
            await asyncio.sleep(0.02)


async def acknowledged(hand: Any) -> None:
    """Wait until everything that was pushed is answered: a client that closes earlier logs that it could not."""
    async with asyncio.timeout(4):
        while not all(push["acked_ms"] is not None for push in await hand.ledger("push")):
            await asyncio.sleep(0.02)


async def test_async_bolt(hand: Any) -> None:
    """A mention is answered."""
    app = AsyncApp(client=AsyncWebClient("xoxb-fake", base_url=f"{hand.base}/api/"))

    @app.event("app_mention")
    async def answer(say: Any) -> None:
        await say("here I am")

    @app.event("message")
    async def hear() -> None:
        """Without a listener Bolt would not acknowledge it."""

    handler = AsyncSocketModeHandler(app, "xapp-fake")
    await handler.connect_async()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
    await hand.do("say", as_="U0ANA", channel="C0DESK", text="@pitboss?")
    await eventually(hand, "here I am")
    await acknowledged(hand)
    await handler.close_async()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped


async def test_sync_bolt(hand: Any) -> None:
    """The built-in client, in its threads."""
    heard = threading.Event()
    app = App(client=WebClient("xoxb-fake", base_url=f"{hand.base}/api/"))

    @app.event("app_mention")
    def answer(say: Any) -> None:
        say("here I am, too")
        heard.set()

    @app.event("message")
    def hear() -> None:
        """Without a listener Bolt would not acknowledge it."""

    handler = SocketModeHandler(app, "xapp-fake")
    await asyncio.to_thread(handler.connect)
    await hand.do("say", as_="U0ANA", channel="C0DESK", text="@pitboss?")
    assert await asyncio.to_thread(heard.wait, 4)
    await eventually(hand, "here I am, too")
    await acknowledged(hand)
    await asyncio.to_thread(handler.close)
