"""Threads and forums by REST: how they begin, who is in them, and what archived and locked ones refuse."""

from typing import Any

from tests.sandbox.discord.calls import ACME, ANA, APP, EVA, FORUM, GUILD, RITA, Rest, floor

OPEN_TAG = "921000000000000001"
# what the example bot has, but for MANAGE_THREADS
WITHOUT_MANAGING = ("VIEW_CHANNEL", "SEND_MESSAGES", "SEND_MESSAGES_IN_THREADS", "CREATE_PUBLIC_THREADS",
                    "CREATE_PRIVATE_THREADS", "READ_MESSAGE_HISTORY", "ADD_REACTIONS")  # fmt: skip


async def threaded(rest: Rest, name: str = "a report") -> Any:
    """A thread under a message of rita's."""
    said = await rest.hand.do("discord/say", as_=RITA, channel=ACME, text="help")
    return await rest.do("POST", f"/channels/{ACME}/messages/{said['id']}/threads", {"name": name}, status=201)


async def test_a_thread_from_a_message_has_its_id(rest: Rest) -> None:
    """It can be had once; its first message only refers to the one above."""
    thread = await threaded(rest)
    above = await rest.do("GET", f"/channels/{ACME}/messages/{thread['id']}")
    assert (thread["type"], thread["parent_id"], thread["owner_id"]) == (11, ACME, APP)
    assert above["thread"]["id"] == thread["id"] and above["flags"] & 1 << 5
    url = f"/channels/{ACME}/messages/{thread['id']}/threads"
    assert await rest.fails("POST", url, {"name": "again"}) == (400, 160004)
    starter = (await rest.do("GET", f"/channels/{thread['id']}/messages"))[0]
    assert starter["type"] == 21 and starter["referenced_message"]["content"] == "help"
    assert set(thread["thread_metadata"]) >= {"archived", "locked", "auto_archive_duration", "archive_timestamp"}


async def test_names_and_durations(rest: Rest) -> None:
    """A name of 1 to 100 characters, and the four durations."""
    said = await rest.hand.do("discord/say", as_=RITA, channel=ACME, text="help")
    url = f"/channels/{ACME}/messages/{said['id']}/threads"
    assert await rest.wrong("POST", url, {}, "name") == "BASE_TYPE_REQUIRED"
    assert await rest.wrong("POST", url, {"name": "x" * 101}, "name") == "BASE_TYPE_BAD_LENGTH"
    wrong = {"name": "x", "auto_archive_duration": 61}
    assert await rest.wrong("POST", url, wrong, "auto_archive_duration") == "BASE_TYPE_CHOICES"


async def test_members(rest: Rest) -> None:
    """Who writes or is mentioned joins; somebody who may not see the channel cannot be taken in."""
    thread = await threaded(rest)
    url = f"/channels/{thread['id']}/thread-members"
    assert [member["user_id"] for member in await rest.do("GET", url)] == [APP]
    await rest.post(thread["id"], f"<@{RITA}>")
    await rest.do("PUT", f"{url}/{ANA}", status=204)
    assert {member["user_id"] for member in await rest.do("GET", url)} == {APP, RITA, ANA}
    assert await rest.fails("PUT", f"{url}/{EVA}") == (403, 50001)
    await rest.do("DELETE", f"{url}/{ANA}", status=204)
    assert await rest.fails("GET", f"{url}/{ANA}") == (404, 10007)
    assert (await rest.do("GET", f"{url}/{RITA}?with_member=true"))["member"]["user"]["username"] == "rita"
    kinds = [message["type"] for message in await rest.do("GET", f"/channels/{thread['id']}/messages")]
    assert kinds == [2, 1, 0, 21]


async def test_a_private_thread(rest: Rest) -> None:
    """Only its members and moderators see it; it cannot be had without saying so."""
    made = await rest.do("POST", f"/channels/{ACME}/threads", {"name": "between us", "type": 12}, status=201)
    assert made["type"] == 12 and made["thread_metadata"]["invitable"] is True
    seen = await rest.hand.get(f"discord/sees?as={RITA}")
    assert made["id"] not in str(seen)
    await rest.post(made["id"], f"<@{RITA}>")
    assert made["id"] in str(await rest.hand.get(f"discord/sees?as={RITA}"))


async def test_a_public_thread_without_a_message(rest: Rest) -> None:
    """It is announced in its channel."""
    made = await rest.do("POST", f"/channels/{ACME}/threads", {"name": "news", "type": 11}, status=201)
    notice = (await rest.do("GET", f"/channels/{ACME}/messages"))[0]
    assert (notice["type"], notice["content"], notice["message_reference"]["channel_id"]) == (18, "news", made["id"])


async def test_archived_threads(rest: Rest) -> None:
    """They refuse edits, reactions and joining; a message wakes them."""
    thread = await threaded(rest)
    said = await rest.post(thread["id"], "one")
    url = f"/channels/{thread['id']}"
    shut = await rest.do("PATCH", url, {"archived": True})
    assert shut["thread_metadata"]["archived"]
    assert await rest.fails("PATCH", f"{url}/messages/{said['id']}", {"content": "x"}) == (400, 50083)
    assert await rest.fails("PUT", f"{url}/thread-members/@me") == (400, 50083)
    assert await rest.fails("PUT", f"{url}/messages/{said['id']}/reactions/%F0%9F%91%8D/@me") == (400, 50083)
    assert await rest.fails("PATCH", url, {"name": "x"}) == (400, 50083)
    await rest.post(thread["id"], "two")
    assert not (await rest.do("GET", url))["thread_metadata"]["archived"]


async def test_locked_threads(hand: Any, rest: Rest) -> None:
    """160005 for whoever may not manage threads; a moderator goes on."""
    thread = await threaded(rest)
    await rest.do("PATCH", f"/channels/{thread['id']}", {"locked": True})
    await rest.post(thread["id"], "a moderator")
    await hand.do("seed", floor=floor(*WITHOUT_MANAGING))
    thread = await threaded(rest)
    assert await rest.fails("PATCH", f"/channels/{thread['id']}", {"locked": True}) == (403, 50013)
    assert (await rest.do("PATCH", f"/channels/{thread['id']}", {"name": "mine"}))["name"] == "mine"
    await hand.do("discord/thread", as_=ANA, action="lock", channel=thread["id"])
    assert await rest.fails("POST", f"/channels/{thread['id']}/messages", {"content": "x"}) == (400, 160005)


async def test_lists_of_threads(rest: Rest) -> None:
    """Active ones of the guild; archived ones by channel, the latest first, in pages."""
    made = [await threaded(rest, str(number)) for number in range(4)]
    for thread in made[:3]:
        await rest.do("PATCH", f"/channels/{thread['id']}", {"archived": True})
    active = await rest.do("GET", f"/guilds/{GUILD}/threads/active")
    assert [thread["id"] for thread in active["threads"]] == [made[3]["id"]]
    assert active["members"][0]["user_id"] == APP
    url = f"/channels/{ACME}/threads/archived/public"
    page = await rest.do("GET", f"{url}?limit=2")
    assert [thread["name"] for thread in page["threads"]] == ["2", "1"] and page["has_more"]
    before = page["threads"][-1]["thread_metadata"]["archive_timestamp"]
    rest_of_it = await rest.do("GET", url, params={"before": before})
    assert [thread["name"] for thread in rest_of_it["threads"]] == ["0"] and not rest_of_it["has_more"]
    assert (await rest.do("GET", f"/channels/{ACME}/threads/archived/private"))["threads"] == []
    mine = f"/channels/{ACME}/users/@me/threads/archived/private"
    assert (await rest.do("GET", mine)) == {"threads": [], "members": [], "has_more": False}


async def test_posts_of_a_forum(rest: Rest) -> None:
    """The first message has the post's id; tags are the forum's own; errors are below `message`."""
    url = f"/channels/{FORUM}/threads"
    body = {"name": "no payout", "applied_tags": [OPEN_TAG], "message": {"content": "round 1"}}
    made = await rest.do("POST", url, body, status=201)
    assert made["message"]["id"] == made["id"] and made["applied_tags"] == [OPEN_TAG]
    assert (await rest.do("GET", f"/channels/{made['id']}/messages/{made['id']}"))["content"] == "round 1"
    changed = await rest.do("PATCH", f"/channels/{made['id']}", {"applied_tags": []})
    assert changed["applied_tags"] == []
    assert await rest.fails("POST", url, {**body, "applied_tags": ["1"]}) == (404, 10087)
    assert await rest.wrong("POST", url, {"name": "x"}, "message") == "BASE_TYPE_REQUIRED"
    long = {"name": "x", "message": {"content": "x" * 2001}}
    assert await rest.wrong("POST", url, long, "message", "content") == "BASE_TYPE_MAX_LENGTH"
    assert await rest.fails("POST", url, {"name": "x", "message": {}}) == (400, 50006)


async def test_counts_of_messages(rest: Rest) -> None:
    """The starter is not counted, and a deletion counts in one of the two."""
    thread = await threaded(rest)
    made = [await rest.post(thread["id"], str(number)) for number in range(2)]
    await rest.do("DELETE", f"/channels/{thread['id']}/messages/{made[0]['id']}", status=204)
    shown = await rest.do("GET", f"/channels/{thread['id']}")
    assert (shown["message_count"], shown["total_message_sent"], shown["last_message_id"]) == (1, 2, made[1]["id"])


async def test_deleting_a_thread(rest: Rest) -> None:
    """The message that it grew from stays and may have another."""
    thread = await threaded(rest)
    await rest.do("DELETE", f"/channels/{thread['id']}")
    assert await rest.fails("GET", f"/channels/{thread['id']}") == (404, 10003)
    assert "thread" not in await rest.do("GET", f"/channels/{ACME}/messages/{thread['id']}")
    await rest.do("POST", f"/channels/{ACME}/messages/{thread['id']}/threads", {"name": "another"}, status=201)
