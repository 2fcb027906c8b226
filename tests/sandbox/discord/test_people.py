"""People on the Discord's control API: what they may do, and what each of them sees."""

from typing import Any

import pytest

from tests.sandbox.discord.people import ANA, BEN, BOT, FLOOR, FORUM, GENERAL, GUILD, RITA, SECRET, TOKEN

FILE = {"name": "a.txt", "mimetype": "text/plain", "content_base64": "aGVsbG8="}


@pytest.fixture
async def play(hand: Any) -> Any:
    """The control API of a freshly seeded Discord."""
    await hand.do("seed", floor=FLOOR)
    return hand


async def refused(play: Any, act: str, **body: Any) -> str:
    """Why somebody may not do something."""
    answer = await play.post(f"discord/{act}", **body)
    assert not answer["ok"], answer
    words: str = answer["error"]
    return words


async def sees(play: Any, user: str, channel: str = "") -> dict[str, Any]:
    """What somebody sees, of everything or of one channel."""
    shown: dict[str, Any] = await play.get(f"discord/sees?as={user}" + (f"&channel={channel}" if channel else ""))
    return shown


async def test_channels_are_there_for_those_who_may_see_them(play: Any) -> None:
    """Roles decide; a hidden channel cannot be read nor written."""
    names = {channel["name"] for channel in (await sees(play, ANA))["guilds"][0]["channels"]}
    assert names == {"general", "secret", "reports"}
    names = {channel["name"] for channel in (await sees(play, RITA))["guilds"][0]["channels"]}
    assert names == {"general", "reports"}
    assert "does not see" in await refused(play, "say", as_=RITA, channel=SECRET, text="hi")
    assert "does not see" in (await sees(play, RITA, SECRET))["error"]
    assert "unknown channel" in await refused(play, "say", as_=RITA, channel="nowhere", text="hi")


async def test_messages_with_mentions_files_and_replies(play: Any) -> None:
    """Names become mentions as in Discord's client; the mentioned are notified, unread counts rise."""
    said = await play.do("discord/say", as_=ANA, channel="general", text="@Rita and @staff in #secret", files=[FILE])
    assert set(said["notified"]) == {BEN, RITA}  # the owner may call any role
    await play.do("discord/say", as_="rita", channel=GENERAL, text="yes", reply_to=said["id"])
    row = next(c for c in (await sees(play, RITA))["guilds"][0]["channels"] if c["id"] == GENERAL)
    assert (row["unread"], row["mentions"]) == (0, 0)
    shown = (await sees(play, BEN, GENERAL))["messages"]
    assert shown[0]["content"].startswith(f"<@{RITA}> and <@&") and shown[0]["files"][0]["size"] == 5
    assert (shown[1]["reply_to"], shown[1]["mentions"]) == (said["id"], [ANA])
    async with play.session.get(play.base + shown[0]["files"][0]["url"]) as response:
        assert (await response.text(), response.content_type) == ("hello", "text/plain")
    assert "longer" in await refused(play, "say", as_=ANA, channel=GENERAL, text="x" * 2001)
    assert "nothing" in await refused(play, "say", as_=ANA, channel=GENERAL, text=" ")


async def test_editing_deleting_reacting_and_pinning(play: Any) -> None:
    """One's own; deleting and pinning others' needs permissions."""
    said = {"channel": GENERAL, "message": (await play.do("discord/say", as_=RITA, channel=GENERAL, text="one"))["id"]}
    await play.do("discord/edit", as_=RITA, text="two", **said)
    assert "own" in await refused(play, "edit", as_=BEN, text="x", **said)
    await play.do("discord/react", as_=BEN, emoji="👍", **said)
    assert "already" in await refused(play, "react", as_=BEN, emoji="👍", **said)
    assert "50013" in await refused(play, "pin", as_=RITA, **said)
    await play.do("discord/pin", as_=ANA, **said)
    shown = await sees(play, RITA, GENERAL)
    message = shown["messages"][0]
    assert message["content"] == "two" and message["edited"] and shown["pins"] == [said["message"]]
    assert message["reactions"] == [{"emoji": "👍", "users": [BEN]}]
    await play.do("discord/react", as_=BEN, emoji="👍", remove=True, **said)
    assert "own" in await refused(play, "delete", as_=BEN, **said)
    await play.do("discord/delete", as_=ANA, **said)
    assert said["message"] not in str((await sees(play, RITA, GENERAL))["messages"][0]["id"])


async def test_threads_of_every_kind(play: Any) -> None:
    """From a message, of its own, private, and as a forum's post; archived, locked, joined and left."""
    message = (await play.do("discord/say", as_=RITA, channel=GENERAL, text="broken"))["id"]
    made = await play.do("discord/thread", action="create", as_=RITA, channel=GENERAL, message=message, name="broken")
    assert made["thread"] == message
    assert "160004" in await refused(
        play, "thread", action="create", as_=BEN, channel=GENERAL, message=message, name="x"
    )
    thread = {"channel": message}
    await play.do("discord/say", as_=BEN, text="looking", **thread)
    row = (await sees(play, RITA, GENERAL))["threads"][0]
    assert (row["members"], row["archived"], row["message_count"]) == ([RITA, BEN], False, 1)
    assert "may not" in await refused(play, "thread", action="lock", as_=RITA, **thread)
    await play.do("discord/thread", action="lock", as_=ANA, **thread)
    assert "locked" in await refused(play, "say", as_=RITA, text="again", **thread)
    await play.do("discord/thread", action="unlock", as_=ANA, **thread)
    await play.do("discord/say", as_=RITA, text="again", **thread)
    assert (await sees(play, RITA, message))["channel"]["archived"] is False
    private = await play.do("discord/thread", action="create", as_=BEN, channel=GENERAL, name="us", private=True)
    assert "does not see" in await refused(play, "say", as_=RITA, channel=private["thread"], text="hi")
    await play.do("discord/thread", action="join", as_=BEN, user="rita", channel=private["thread"])
    await play.do("discord/say", as_=RITA, channel=private["thread"], text="hi")
    assert "posts only" in await refused(play, "say", as_=RITA, channel=FORUM, text="hi")
    post = await play.do("discord/thread", action="create", as_=RITA, channel=FORUM, name="bug", text="it broke")
    assert post["message"] == post["thread"]
    assert (await sees(play, BEN, post["thread"]))["messages"][0]["content"] == "it broke"


async def test_direct_messages(play: Any) -> None:
    """With the bot of a server that one is in."""
    dm = (await play.do("discord/open_dm", as_=RITA))["channel"]
    await play.do("discord/say", as_=RITA, channel=dm, text="psst")
    assert (await sees(play, RITA))["dms"][0]["name"] == "pitboss"
    assert "does not see" in await refused(play, "say", as_=BEN, channel=dm, text="me too")


async def test_rest_sees_what_people_do(play: Any) -> None:
    """And people what the bot does: one world."""
    await play.do("discord/say", as_=ANA, channel=GENERAL, text="hello bot")
    url, headers = f"{play.base}/discord/api/v10/channels/{GENERAL}/messages", {"Authorization": f"Bot {TOKEN}"}
    async with play.session.get(url, headers=headers) as response:
        assert (await response.json())[0]["content"] == "hello bot"
    async with play.session.post(url, headers=headers, json={"content": "hello people"}) as response:
        assert response.status == 200
    last = (await sees(play, RITA, GENERAL))["messages"][-1]
    assert (last["author"], last["bot"], last["content"]) == (BOT, True, "hello people")


async def test_unknown_controls_are_named(play: Any) -> None:
    """With those that there are."""
    assert "known: say" in await refused(play, "dance")
    assert "unknown action" in await refused(play, "gateway", action="explode")
    assert (await play.get("discord/floor"))["guilds"][0]["id"] == GUILD
