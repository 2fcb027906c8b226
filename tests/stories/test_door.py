"""What comes to the bot's own address, and what becomes of a lost token."""

import hashlib
import hmac
import json
import time
from io import BytesIO

import aiohttp
import pytest

from tests.stories.floor import Floor
from tests.stories.seen import eventually


async def _knock(floor: Floor, body: bytes, *, stamp: float | None = None, secret: str = "") -> int:
    """A signed request as Slack sends one; its status."""
    app = floor.platform.world["apps"][0]
    at = str(int(stamp or time.time()))
    key = (secret or app["signing_secret"]).encode()
    signature = "v0=" + hmac.new(key, b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": signature,
        "Content-Type": "application/json",
    }
    url = f"http://127.0.0.1:{floor.bot.port}/slack/pit"
    async with aiohttp.ClientSession() as session, session.post(url, data=BytesIO(body), headers=headers) as response:
        text = await response.text()
        assert "Traceback" not in text
        return response.status


@pytest.mark.parametrize("mode", ["http"], indirect=True)
async def test_only_what_slack_signed_just_now_comes_in(floor: Floor) -> None:
    """Unsigned, stale, oversized and malformed requests are refused; the same delivery again is one ticket."""
    rita = floor.client("rita")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    entries = (await floor.platform.get("ledger?since=0"))["entries"]
    push = next(each["payload"] for each in entries if each["kind"] == "push" and each["name"] == "message")
    body = json.dumps(push).encode()
    assert await _knock(floor, body) == 200
    assert await _knock(floor, body, stamp=time.time() - 600) == 401
    assert await _knock(floor, body, secret="somebody-else") == 401
    assert await _knock(floor, b"{not json") == 400
    assert await _knock(floor, b"[]") == 400
    assert await _knock(floor, b'{"type": "event_callback", "event": 7}') == 400
    assert await _knock(floor, b"{}" * 524_300) == 413
    assert await floor.tickets() == 1
    await ticket.desk.shows("Status: new")


@pytest.mark.parametrize("mode", ["socket"], indirect=True)
async def test_in_socket_mode_there_is_no_door(floor: Floor) -> None:
    """No address for Slack; health and metrics are there."""
    base = f"http://127.0.0.1:{floor.bot.port}"
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{base}/slack/pit", json={"type": "url_verification", "challenge": "x"}) as response:
            assert response.status == 404
        async with session.get(f"{base}/healthz") as response:
            assert response.status == 200
        async with session.get(f"{base}/metrics") as response:
            assert "pitboss" in await response.text()


async def test_a_revoked_token_loses_nothing(floor: Floor) -> None:
    """The bot says that it is not ready and why, and keeps what it has to say until the token is right again."""
    floor.expected |= floor.platform.refusals | {"the desk cannot be told"}
    rita = floor.client("rita")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await floor.platform.revoke()
    await rita.says("is anybody there?", under=ticket.client)

    async def complains() -> bool:
        url = f"http://127.0.0.1:{floor.bot.port}/readyz"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return response.status == 503 and f"{floor.platform.name}/pit" in await response.text()

    await eventually(complains, "the bot is not ready", 20)
    await floor.kill9()
    await floor.platform.install()
    await floor.restarts()
    await ticket.desk.thread_shows("is anybody there?", seconds=25)
