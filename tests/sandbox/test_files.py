"""Files: three steps up, private download, and what Slack Connect hides in events."""

import asyncio
import base64
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def upload(name: str = "shot.png", content: bytes = PNG) -> list[dict[str, str]]:
    """A file as the control API takes it."""
    return [{"name": name, "mimetype": "image/png", "content_base64": base64.b64encode(content).decode()}]


async def test_a_bots_file_is_shared_as_a_message(hand: Any, bot: AsyncWebClient) -> None:
    """slack_sdk's files_upload_v2 does the three steps."""
    root = (await hand.do("say", as_="U0ANA", channel="C0DESK", text="x"))["ts"]
    done = await bot.files_upload_v2(
        channel="C0DESK", thread_ts=root, filename="a.csv", content="1;2", initial_comment="see <@U0ANA>"
    )
    file_id = done["files"][0]["id"]
    await asyncio.sleep(0.2)
    message = (await bot.conversations_replies(channel="C0DESK", ts=root))["messages"][1]
    assert (message["subtype"], message["files"][0]["id"]) == ("file_share", file_id)
    assert message["text"] == "see <@U0ANA>" and message["user"] == "U0BOT"
    shares = (await bot.files_info(file=file_id))["file"]["shares"]
    assert shares["public"]["C0DESK"][0]["thread_ts"] == root


async def test_steps_in_the_wrong_order(hand: Any, bot: AsyncWebClient, error_of: Any) -> None:
    """Without the bytes there is no file; with too few neither."""
    step = await bot.files_getUploadURLExternal(filename="a.txt", length=5)
    files = [{"id": step["file_id"], "title": "a"}]
    assert await error_of(bot.files_completeUploadExternal(files=files, channel_id="C0DESK")) == "file_not_found"
    async with hand.session.post(step["upload_url"], data=b"123") as response:
        assert response.status == 400
    async with hand.session.post(step["upload_url"], data=b"12345") as response:
        assert (response.status, await response.text()) == (200, "OK - 5")
    assert (await bot.files_completeUploadExternal(files=files))["files"][0]["id"] == step["file_id"]
    assert await error_of(bot.files_completeUploadExternal(files=files, channel_id="C0OUT")) == "not_in_channel"


async def test_a_download_needs_token_and_scope(hand: Any, bot: AsyncWebClient) -> None:
    """Otherwise 200 with a login page."""
    posted = await hand.do("say", as_="U0ANA", channel="C0DESK", text="look", files=upload())
    file = (await bot.files_info(file=posted["files"][0]))["file"]
    assert (file["mimetype"], file["size"], file["filetype"]) == ("image/png", len(PNG), "png")
    url, headers = file["url_private_download"], {"Authorization": "Bearer xoxb-fake"}
    async with hand.session.get(url, headers=headers) as response:
        assert await response.read() == PNG
    async with hand.session.get(url) as response:
        assert response.status == 200 and response.content_type == "text/html"
    await hand.do("app", action="scopes", scopes=["chat:write"])
    async with hand.session.get(url, headers=headers) as response:
        assert response.content_type == "text/html"


async def test_a_file_of_another_company_must_be_looked_up(hand: Any, bot: AsyncWebClient) -> None:
    """The event holds check_file_info; history and files.info have the rest; the page sees it at once."""
    await hand.do("say", as_="U0RITA", channel="C0ACME", text="stuck", files=upload())
    event = (await hand.ledger("push", "message"))[-1]["payload"]["event"]
    whole = (await bot.conversations_history(channel="C0ACME"))["messages"][0]["files"][0]
    assert whole["name"] == "shot.png"
    assert event["subtype"] == "file_share" and event["files"][0]["file_access"] == "check_file_info"
    assert "url_private" not in event["files"][0]
    file = (await bot.files_info(file=event["files"][0]["id"]))["file"]
    assert file["user_team"] == "T0ACME" and file["name"] == "shot.png"
    seen = (await hand.sees("U0ANA", "C0ACME"))["messages"][0]["files"][0]
    async with hand.session.get(hand.base + seen["url"]) as response:
        assert await response.read() == PNG


async def test_events_of_files(hand: Any) -> None:
    """file_shared goes out beside the message."""
    posted = await hand.do("say", as_="U0ANA", channel="C0DESK", text="", files=upload())
    event = (await hand.ledger("push", "file_shared"))[-1]["payload"]["event"]
    assert (event["file_id"], event["channel_id"]) == (posted["files"][0], "C0DESK")
