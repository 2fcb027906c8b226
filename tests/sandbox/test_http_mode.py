"""HTTP mode: url_verification, signatures over the raw bytes, retry headers, form bodies."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier


@pytest.fixture(scope="module")
def options() -> list[str]:
    """Retries after 0 s, 0.3 s and 1.5 s."""
    return ["--rate-limits", "off", "--time-scale", "0.005", "--ack-seconds", "0.5"]


class Server:
    """An app's own HTTP server; `answer` is what it says next."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.status, self.body, self.wait = 200, "", 0.0
        self.headers: dict[str, str] = {}
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Verify, remember, answer."""
        body = await request.read()
        verifier = SignatureVerifier("fake-secret")
        assert verifier.is_valid_request(body, dict(request.headers))
        if request.content_type == "application/json" and "challenge" in (payload := json.loads(body)):
            assert payload["type"] == "url_verification"
            return web.json_response({"challenge": payload["challenge"]})
        self.requests.append((dict(request.headers), body))
        await asyncio.sleep(self.wait)
        return web.Response(status=self.status, text=self.body, headers=self.headers, content_type="application/json")

    async def count(self, number: int) -> None:
        """Wait for so many requests."""
        async with asyncio.timeout(4):
            while len(self.requests) < number:
                await asyncio.sleep(0.01)


@pytest.fixture
async def server(hand: Any) -> AsyncIterator[Server]:
    """A running server that the app of the floor was switched to."""
    server = Server()
    app = web.Application()
    app.router.add_post("/slack", server.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack"
    await hand.do("app", action="mode", mode="http", events_url=server.url)
    yield server
    await runner.cleanup()


async def test_an_address_must_answer_the_challenge(hand: Any) -> None:
    """Nobody listens there."""
    answer = await hand.post("app", action="mode", mode="http", events_url="http://127.0.0.1:9/slack")
    assert not answer["ok"] and "url_verification failed" in answer["error"]


async def test_an_event_is_signed_json(hand: Any, server: Server) -> None:
    """The handler verified the signature with slack_sdk."""
    await hand.do("say", as_="U0ANA", channel="C0DESK", text="hé")
    await server.count(1)
    headers, body = server.requests[0]
    assert json.loads(body)["event"]["text"] == "hé" and "X-Slack-Retry-Num" not in headers


async def test_retries_count_in_headers(hand: Any, server: Server) -> None:
    """500 is an http_error; a slow answer is http_timeout; x-slack-no-retry ends it."""
    server.status = 500
    await hand.do("say", as_="U0ANA", channel="C0DESK", text="x")
    await server.count(4)
    told = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h, _ in server.requests]
    assert told == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    server.requests.clear()
    server.headers = {"X-Slack-No-Retry": "1"}
    await hand.do("say", as_="U0ANA", channel="C0DESK", text="y")
    await asyncio.sleep(0.5)
    assert len(server.requests) == 1


async def test_a_slow_answer_is_a_timeout(hand: Any, server: Server) -> None:
    """After the acknowledgement's time it comes again."""
    server.wait = 0.7
    await hand.do("say", as_="U0ANA", channel="C0DESK", text="x")
    await server.count(2)
    assert server.requests[1][0]["X-Slack-Retry-Reason"] == "http_timeout"
    server.wait = 0
    await asyncio.sleep(0.7)


async def test_a_command_is_a_form_and_its_body_an_answer(hand: Any, server: Server) -> None:
    """JSON with text becomes a private message."""
    server.body = json.dumps({"text": "done"})
    answer = await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", text="mine & yours")
    assert answer["delivered"] and answer["status"] == 200
    headers, body = server.requests[0]
    assert headers["Content-Type"] == "application/x-www-form-urlencoded" and b"text=mine+%26+yours" in body
    assert [m["text"] for m in (await hand.sees("U0ANA", "C0DESK"))["ephemeral"]] == ["done"]


async def test_an_interaction_is_a_payload_field(hand: Any, server: Server) -> None:
    """And a failed one is told to the person, never retried."""
    blocks = [{"type": "actions", "elements": [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}]}]  # fmt: skip
    ts = (await hand.client().chat_postMessage(channel="C0DESK", text="x", blocks=blocks))["ts"]
    await server.count(1)
    server.requests.clear()
    server.status = 500
    answer = await hand.do("click", as_="U0ANA", channel="C0DESK", ts=ts, action_id="go")
    assert (answer["delivered"], answer["error"], answer["status"]) == (False, "http_error", 500)
    await asyncio.sleep(0.5)
    assert len(server.requests) == 1 and server.requests[0][1].startswith(b"payload=%7B")
