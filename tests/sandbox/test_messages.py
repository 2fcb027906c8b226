"""Messages: posting, changing, threads, metadata, private answers, and who is called by them."""

import asyncio
import json
import time
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

META = {"event_type": "pitboss", "event_payload": {"o": "41"}}


def section(text: str) -> list[dict[str, Any]]:
    """A message of one section."""
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]


async def test_metadata_comes_back_with_history(bot: AsyncWebClient) -> None:
    """Only when include_all_metadata is asked for."""
    ts = (await bot.chat_postMessage(channel="C0DESK", text="hi", metadata=META))["ts"]
    plain = (await bot.conversations_history(channel="C0DESK"))["messages"][0]
    full = (await bot.conversations_history(channel="C0DESK", include_all_metadata=True))["messages"][0]
    assert plain["ts"] == ts and "metadata" not in plain and full["metadata"] == META


async def test_an_update_replaces_what_it_names(bot: AsyncWebClient, error_of: Any, hand: Any) -> None:
    """Text alone removes blocks; the metadata stays; nobody else's message can be changed."""
    ts = (await bot.chat_postMessage(channel="C0DESK", text="a", blocks=section("a"), metadata=META))["ts"]
    await bot.chat_update(channel="C0DESK", ts=ts, text="b")
    message = (await bot.conversations_history(channel="C0DESK", include_all_metadata=True))["messages"][0]
    assert message["text"] == "b" and "blocks" not in message and message["metadata"] == META
    said = (await hand.do("say", as_="U0ANA", channel="C0DESK", text="mine"))["ts"]
    assert await error_of(bot.chat_update(channel="C0DESK", ts=said, text="x")) == "cant_update_message"
    assert await error_of(bot.chat_update(channel="C0DESK", ts="1.2", text="x")) == "message_not_found"
    assert await error_of(bot.chat_update(channel="C0DESK", ts=ts, text="x" * 4001)) == "msg_too_long"
    assert await error_of(bot.api_call("chat.postMessage", params={"channel": "C0DESK"})) == "no_text"


async def test_long_text_is_cut(bot: AsyncWebClient) -> None:
    """At 40,000 characters."""
    posted = await bot.chat_postMessage(channel="C0DESK", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000


async def test_threads(bot: AsyncWebClient, hand: Any, error_of: Any) -> None:
    """Replies stay out of history, count at the root, and a root that is gone is an error."""
    root = (await hand.do("say", as_="U0RITA", channel="C0ACME", text="stuck"))["ts"]
    first = (await bot.chat_postMessage(channel="C0ACME", thread_ts=root, text="one"))["ts"]
    second = (await hand.do("say", as_="U0RITA", channel="C0ACME", text="two", thread_ts=first))["ts"]
    top = (await bot.conversations_history(channel="C0ACME"))["messages"]
    assert [m["ts"] for m in top] == [root]
    assert (top[0]["reply_count"], top[0]["latest_reply"], top[0]["thread_ts"]) == (2, second, root)
    replies = (await bot.conversations_replies(channel="C0ACME", ts=root))["messages"]
    assert [m["ts"] for m in replies] == [root, first, second]
    page = await bot.conversations_replies(channel="C0ACME", ts=root, limit=1)
    assert page["has_more"] and [m["ts"] for m in page["messages"]] == [root, first]
    newer = await bot.conversations_replies(channel="C0ACME", ts=root, oldest=first)
    assert [m["ts"] for m in newer["messages"]] == [root, second]
    assert await error_of(bot.conversations_replies(channel="C0ACME", ts="1.2")) == "thread_not_found"
    assert await error_of(bot.chat_postMessage(channel="C0ACME", thread_ts="1.2", text="x")) == "thread_not_found"


async def test_a_deleted_root_leaves_a_tombstone(bot: AsyncWebClient, hand: Any) -> None:
    """And without replies it is gone."""
    root = (await hand.do("say", as_="U0ANA", channel="C0DESK", text="root"))["ts"]
    await bot.chat_postMessage(channel="C0DESK", thread_ts=root, text="reply")
    await hand.do("delete", as_="U0ANA", channel="C0DESK", ts=root)
    message = (await bot.conversations_history(channel="C0DESK"))["messages"][0]
    assert (message["subtype"], message["text"]) == ("tombstone", "This message was deleted.")
    alone = (await hand.do("say", as_="U0ANA", channel="C0DESK", text="alone"))["ts"]
    await hand.do("delete", as_="U0ANA", channel="C0DESK", ts=alone)
    assert alone not in [m["ts"] for m in (await bot.conversations_history(channel="C0DESK"))["messages"]]


async def test_history_pages_without_gaps(bot: AsyncWebClient, hand: Any) -> None:
    """Newest first, each message once; `oldest` and `latest` exclude their ends."""
    stamps = [(await hand.do("say", as_="U0ANA", channel="C0DESK", text=str(n)))["ts"] for n in range(7)]
    found: list[str] = []
    async for page in await bot.conversations_history(channel="C0DESK", limit=3):
        found += [m["ts"] for m in page["messages"]]
    assert found == stamps[::-1]
    window = await bot.conversations_history(channel="C0DESK", oldest=stamps[1], latest=stamps[4])
    assert [m["ts"] for m in window["messages"]] == [stamps[3], stamps[2]]


async def test_a_private_answer_is_seen_by_one(bot: AsyncWebClient, hand: Any, error_of: Any) -> None:
    """It is not in history, and only members can get one."""
    await bot.chat_postEphemeral(channel="C0DESK", user="U0ANA", text="only you")
    assert [m["text"] for m in (await hand.sees("U0ANA", "C0DESK"))["ephemeral"]] == ["only you"]
    assert (await hand.sees("U0BEN", "C0DESK"))["ephemeral"] == []
    assert (await bot.conversations_history(channel="C0DESK"))["messages"] == []
    assert await error_of(bot.chat_postEphemeral(channel="C0DESK", user="U0RITA", text="x")) == "user_not_in_channel"


@pytest.mark.parametrize(
    ("text", "blocks", "called"),
    [
        ("plain words", None, []),
        ("hello <@U0ANA>", None, ["U0ANA"]),
        ("hello <@U0RITA>", None, []),
        ("<!subteam^S0ALL> look", None, ["U0ANA", "U0BEN"]),
        ("<!channel>", None, ["U0ANA", "U0BEN"]),
        ("<!here|here>", None, ["U0ANA", "U0BEN"]),
        ("&lt;!channel&gt; &lt;@U0ANA&gt;", None, []),
        ("@ana @channel", None, []),
        ("x", section("<@U0BEN>"), ["U0BEN"]),
        ("x", [{"type": "section", "text": {"type": "plain_text", "text": "<!channel>"}}], []),
        ("x", [{"type": "markdown", "text": "see <@U0ANA>"}], ["U0ANA"]),
        (
            "x",
            [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
                {"type": "broadcast", "range": "here"}]}]}],
            ["U0ANA", "U0BEN"],
        ),
    ],
)  # fmt: skip
async def test_the_ledger_says_who_was_called(
    bot: AsyncWebClient, hand: Any, text: str, blocks: Any, called: list[str]
) -> None:
    """Members named by tokens; escaped tokens and plain text call nobody."""
    await bot.chat_postMessage(channel="C0DESK", text=text, blocks=blocks)
    assert (await hand.ledger("call", "chat.postMessage"))[-1]["notified"] == called


async def test_link_names_and_parse_full(bot: AsyncWebClient, hand: Any) -> None:
    """Only on request names in text become mentions."""
    posted = await bot.chat_postMessage(channel="C0DESK", text="@ana see #desk", link_names=True)
    assert posted["message"]["text"] == "<@U0ANA> see <#C0DESK|desk>"
    posted = await bot.chat_postMessage(channel="C0DESK", text="@channel & co", parse="full")
    assert posted["message"]["text"] == "<!channel> &amp; co"
    assert (await hand.ledger("call", "chat.postMessage"))[-1]["notified"] == ["U0ANA", "U0BEN"]


async def test_an_edit_calls_nobody(bot: AsyncWebClient, hand: Any) -> None:
    """chat.update with a mention."""
    ts = (await bot.chat_postMessage(channel="C0DESK", text="x"))["ts"]
    await bot.chat_update(channel="C0DESK", ts=ts, text="<@U0ANA> <!channel>")
    assert (await hand.ledger("call", "chat.update"))[-1]["notified"] == []


async def test_what_people_type_is_escaped(bot: AsyncWebClient, hand: Any) -> None:
    """Names become tokens, control characters are escaped, links are marked; raw text is taken as it is."""
    await hand.do("say", as_="U0RITA", channel="C0ACME", text="@Ana Souza a<b & <!channel> https://x.example/a?b=1.")
    message = (await bot.conversations_history(channel="C0ACME"))["messages"][0]
    assert message["text"] == "<@U0ANA> a&lt;b &amp; &lt;!channel&gt; <https://x.example/a?b=1>."
    leaves = message["blocks"][0]["elements"][0]["elements"]
    assert leaves[0] == {"type": "user", "user_id": "U0ANA"}
    assert leaves[1] == {"type": "text", "text": " a<b & <!channel> "}
    await hand.do("say", as_="U0ANA", channel="C0DESK", text="<!channel>", raw=True)
    assert (await hand.ledger("person"))[-1]["notified"] == ["U0BEN", "U0BOT"]


async def test_the_same_client_msg_id_posts_once(bot: AsyncWebClient, hand: Any) -> None:
    """The second call gets the first one's message."""
    ids = {
        (await bot.chat_postMessage(channel="C0DESK", text="x", client_msg_id="8b6e6e5a-0000-4000-8000-000000000001"))[
            "ts"
        ]
        for _ in range(2)
    }
    assert len(ids) == 1 and len((await hand.sees("U0ANA", "C0DESK"))["messages"]) == 1


async def test_reactions_pins_and_bookmarks(bot: AsyncWebClient, hand: Any, error_of: Any) -> None:
    """Each twice is an error with its name."""
    ts = (await hand.do("say", as_="U0ANA", channel="C0DESK", text="x"))["ts"]
    place = {"channel": "C0DESK", "timestamp": ts}
    await bot.reactions_add(name="eyes", **place)
    assert await error_of(bot.reactions_add(name="eyes", **place)) == "already_reacted"
    await hand.do("react", as_="U0BEN", channel="C0DESK", ts=ts, emoji="eyes")
    assert (await bot.reactions_get(**place))["message"]["reactions"] == [
        {"name": "eyes", "users": ["U0BOT", "U0BEN"], "count": 2}
    ]
    await bot.reactions_remove(name="eyes", **place)
    assert await error_of(bot.reactions_remove(name="eyes", **place)) == "no_reaction"
    await bot.pins_add(**place)
    assert await error_of(bot.pins_add(**place)) == "already_pinned"
    assert (await hand.sees("U0BEN", "C0DESK"))["messages"][0]["pinned"] is True
    await bot.pins_remove(**place)
    assert await error_of(bot.pins_remove(**place)) == "no_pin"
    made = await bot.bookmarks_add(channel_id="C0DESK", title="Panel", type="link", link="https://x.example")
    assert made["bookmark"]["title"] == "Panel"


async def test_permalinks_lead_to_the_page(bot: AsyncWebClient, hand: Any) -> None:
    """A redirect to the page with channel and ts."""
    ts = (await bot.chat_postMessage(channel="C0DESK", text="x"))["ts"]
    link = (await bot.chat_getPermalink(channel="C0DESK", message_ts=ts))["permalink"]
    async with hand.session.get(link, allow_redirects=False) as response:
        assert response.headers["Location"] == f"/?channel=C0DESK&ts={ts}"


async def test_a_scheduled_message_comes(bot: AsyncWebClient, hand: Any, error_of: Any) -> None:
    """By the wall clock, and never in the past."""
    assert await error_of(bot.chat_scheduleMessage(channel="C0DESK", text="x", post_at=1)) == "time_in_past"
    answer = await bot.chat_scheduleMessage(channel="C0DESK", text="later", post_at=int(time.time()) + 2)
    assert answer["scheduled_message_id"].startswith("Q")
    assert (await hand.sees("U0ANA", "C0DESK"))["messages"] == []
    await asyncio.sleep(2.1)
    assert [m["text"] for m in (await hand.sees("U0ANA", "C0DESK"))["messages"]] == ["later"]


async def test_the_ledger_keeps_calls_as_json(bot: AsyncWebClient, hand: Any) -> None:
    """Blocks are decoded, tokens are not kept."""
    await bot.chat_postMessage(channel="C0DESK", text="x", blocks=section("y"))
    entry = (await hand.ledger("call", "chat.postMessage"))[-1]
    assert entry["args"]["blocks"] == section("y") and entry["token_app"] == "A0PIT"
    assert "xoxb-fake" not in json.dumps(entry)
