"""Broken answers, rate limits, and the stream for the page."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient


@pytest.fixture(scope="module")
def options() -> list[str]:
    """With rate limits."""
    return ["--rate-limits", "on"]


async def rule(hand: Any, action: str, method: str = "chat.postMessage", **more: Any) -> None:
    """One rule, once."""
    match = {"method": method, **more.pop("match", {})}
    await hand.do("faults", rules=[{"match": match, "action": action, "times": 1, **more}])


async def texts(hand: Any) -> list[str]:
    """What stands in #desk."""
    return [m["text"] for m in (await hand.sees("U0ANA", "C0DESK"))["messages"]]


@pytest.mark.parametrize(("action", "posted"), [("drop", True), ("cut", True), ("refuse", False)])
async def test_connections_that_break(hand: Any, bot: AsyncWebClient, action: str, posted: bool) -> None:
    """Accepted and then cut, or cut before; only one call is hit."""
    await rule(hand, action)
    with pytest.raises((aiohttp.ClientError, SlackApiError)):
        await bot.chat_postMessage(channel="C0DESK", text="x")
    assert (await texts(hand) == ["x"]) is posted
    assert (await bot.chat_postMessage(channel="C0DESK", text="y"))["ok"]


@pytest.mark.parametrize(
    ("more", "status", "error"),
    [
        ({"action": "status", "status": 503, "body": "upstream"}, 503, None),
        ({"action": "status", "status": 429, "retry_after": "30"}, 429, "ratelimited"),
        ({"action": "body", "body": "<html>login</html>"}, 200, None),
        ({"action": "body", "body": '{"ok": tr'}, 200, None),
        ({"action": "body", "body": ""}, 200, None),
        ({"action": "error", "error": "internal_error"}, 200, "internal_error"),
    ],
)
async def test_answers_that_are_wrong(hand: Any, more: dict[str, Any], status: int, error: str | None) -> None:
    """Each as prescribed; the work is not done."""
    await rule(hand, **more)
    url, headers = f"{hand.base}/api/chat.postMessage", {"Authorization": "Bearer xoxb-fake"}
    async with hand.session.post(url, headers=headers, data={"channel": "C0DESK", "text": "x"}) as response:
        assert response.status == status
        if error:
            assert (await response.json())["error"] == error
        if "retry_after" in more:
            assert response.headers["Retry-After"] == "30"
    assert await texts(hand) == []


async def test_rules_choose_by_channel_and_text(hand: Any, bot: AsyncWebClient) -> None:
    """And count their hits; every second one."""
    match = {"method": "*", "channel": "C0DESK", "text_has": "secret"}
    await hand.do("faults", rules=[{"match": match, "action": "error", "error": "fatal_error", "every": 2}])
    await bot.chat_postMessage(channel="C0DESK", text="open")
    await bot.chat_postMessage(channel="C0DESK", text="secret one")
    with pytest.raises(SlackApiError):
        await bot.chat_postMessage(channel="C0DESK", text="secret two")
    rules = (await hand.get("faults"))["rules"]
    assert (rules[0]["matched"], rules[0]["hits"]) == (2, 1)
    assert not (await hand.post("faults", rules=[{"match": {"method": "x"}, "action": "explode"}]))["ok"]


async def test_a_delay(hand: Any, bot: AsyncWebClient) -> None:
    """The answer comes later."""
    await rule(hand, "delay", seconds=0.3)
    started = asyncio.get_running_loop().time()
    await bot.chat_postMessage(channel="C0DESK", text="x")
    assert asyncio.get_running_loop().time() - started >= 0.3


async def test_addresses_can_be_disturbed(hand: Any) -> None:
    """Here: a socket's address refuses."""
    await hand.do("faults", rules=[{"match": {"path": "/link/"}, "action": "status", "status": 500}])
    url = (await hand.client("xapp-fake").apps_connections_open(app_token="xapp-fake"))["url"]
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await hand.session.ws_connect(url)


async def test_one_post_a_second_and_channel(hand: Any, bot: AsyncWebClient) -> None:
    """After a small burst 429 with Retry-After; another channel is not held up."""
    with pytest.raises(SlackApiError) as caught:
        for number in range(6):
            await bot.chat_postMessage(channel="C0DESK", text=str(number))
    response = caught.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert (await bot.chat_postMessage(channel="C0ACME", text="x"))["ok"]


async def test_a_tier_is_per_method(hand: Any, bot: AsyncWebClient) -> None:
    """Twenty a minute for users.list; users.info goes on."""
    with pytest.raises(SlackApiError) as caught:
        for _ in range(21):
            await bot.users_list()
    assert int(caught.value.response.headers["Retry-After"]) > 50
    assert (await bot.users_info(user="U0ANA"))["ok"]


async def test_the_stream_tells_the_page(hand: Any, bot: AsyncWebClient) -> None:
    """A private answer is told to that person only."""
    async with hand.session.get(f"{hand.base}/control/stream?as=U0BEN") as response:
        await response.content.readuntil(b"\n\n")
        await bot.chat_postEphemeral(channel="C0DESK", user="U0ANA", text="psst")
        await bot.chat_postMessage(channel="C0DESK", text="all")
        line = await asyncio.wait_for(response.content.readuntil(b"\n\n"), 2)
        notice = json.loads(line.removeprefix(b"data: "))
        assert (notice["type"], notice["channel"]) == ("message", "C0DESK")


async def test_control_says_what_is_wrong(hand: Any) -> None:
    """Unknown people, places and acts."""
    assert "unknown person" in (await hand.post("say", as_="U0X", channel="C0DESK", text="x"))["error"]
    assert "is not in channel" in (await hand.post("say", as_="U0ANA", channel="C0OUT", text="x"))["error"]
    assert "unknown control" in (await hand.post("dance"))["error"]
    assert (await hand.post("clock", advance_seconds=60))["error"] == "no_clock"
    assert (
        "unknown team"
        in (await hand.post("seed", floor={"teams": [{"id": "T1"}], "users": [{"id": "U1", "team": "T2"}]}))["error"]
    )


async def test_the_floor_has_no_secrets(hand: Any) -> None:
    """Tokens and signing secrets stay inside."""
    floor = json.dumps(await hand.get("floor"))
    assert "U0RITA" in floor and "xoxb-fake" not in floor and "fake-secret" not in floor
