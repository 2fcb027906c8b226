"""Messages by REST: what is taken, what comes back, who is notified, and what is refused."""

import asyncio
import json
from typing import Any

import pytest

from tests.sandbox.discord.calls import (
    ACME,
    ANA,
    APP,
    DESK,
    EVA,
    FORUM,
    GUILD,
    INTEGRATIONS,
    INTEGRATIONS_ROLE,
    LOBBY,
    PNG,
    RITA,
    THUMB,
    Rest,
    floor,
)

POST = "POST /channels/{channel}/messages"
V2 = 1 << 15


async def test_a_message_comes_back_as_documented(rest: Rest) -> None:
    """With every field of the object, and again when it is asked for, without the nonce."""
    made = await rest.post(ACME, "hello", nonce="n1")
    fields = "id channel_id author timestamp edited_timestamp tts mention_everyone mentions mention_roles attachments"
    assert set(f"{fields} embeds pinned type flags components content".split()) <= made.keys()
    assert made["nonce"] == "n1" and made["author"]["id"] == APP and made["author"]["bot"]
    read = await rest.do("GET", f"/channels/{ACME}/messages/{made['id']}")
    assert "nonce" not in read and read["content"] == "hello"


async def test_a_nonce_posts_once(rest: Rest) -> None:
    """With enforce_nonce the message of the first call comes back, per channel; without, there are two."""
    first = await rest.post(ACME, "one", nonce="n1", enforce_nonce=True)
    again = await rest.post(ACME, "one", nonce="n1", enforce_nonce=True)
    elsewhere = await rest.post(DESK, "one", nonce="n1", enforce_nonce=True)
    twice = [await rest.post(ACME, "two", nonce="n2") for _ in range(2)]
    assert first["id"] == again["id"] != elsewhere["id"] and twice[0]["id"] != twice[1]["id"]
    assert [entry.get("deduplicated", False) for entry in await rest.calls(POST)][:2] == [False, True]
    brief = floor()
    brief["discord"]["nonce_seconds"] = 0
    await rest.hand.do("seed", floor=brief)
    late = [await rest.post(ACME, "one", nonce="n1", enforce_nonce=True) for _ in range(2)]
    assert late[0]["id"] != late[1]["id"]
    assert await rest.wrong("POST", f"/channels/{ACME}/messages", {"content": "x", "nonce": "n" * 26}, "nonce")


async def test_pages_of_history(rest: Rest) -> None:
    """The newest first; before, after and around; and the limits of a limit."""
    made = [(await rest.post(ACME, str(n)))["id"] for n in range(6)]
    url = f"/channels/{ACME}/messages"

    async def contents(query: str) -> list[str]:
        return [message["content"] for message in await rest.do("GET", url + query)]

    assert await contents("?limit=3") == ["5", "4", "3"]
    assert await contents(f"?before={made[3]}&limit=2") == ["2", "1"]
    assert await contents(f"?after={made[1]}&limit=2") == ["3", "2"]
    assert await contents(f"?around={made[3]}&limit=3") == ["4", "3", "2"]
    assert await rest.fails("GET", url + "?limit=101") == (400, 50035)


@pytest.mark.parametrize(
    ("allowed", "notified"),
    [
        (None, {RITA}),
        ({"parse": []}, set()),
        ({"parse": ["roles"]}, set()),
        ({"users": [RITA]}, {RITA}),
        ({"parse": ["users"]}, {RITA}),
    ],
)
async def test_who_is_notified(rest: Rest, allowed: Any, notified: set[str]) -> None:
    """allowed_mentions decides; eva does not see this channel and is never called; the ledger says who was."""
    more = {} if allowed is None else {"allowed_mentions": allowed}
    made = await rest.post(ACME, f"<@{RITA}> and <@{EVA}> `<@{ANA}>`", **more)
    assert set((await rest.calls(POST))[0]["notified"]) == notified
    assert {user["id"] for user in made["mentions"]} - {EVA} == notified


async def test_roles_and_everyone(rest: Rest) -> None:
    """A mentionable role calls its members; @everyone needs the permission; a silent message calls nobody."""
    await rest.post(INTEGRATIONS, f"<@&{INTEGRATIONS_ROLE}>")
    await rest.post(INTEGRATIONS, "@everyone")
    await rest.post(INTEGRATIONS, f"<@&{INTEGRATIONS_ROLE}>", flags=1 << 12)
    await rest.post(INTEGRATIONS, flags=V2, components=[{"type": 10, "content": f"<@{EVA}>"}])
    told = [entry["notified"] for entry in await rest.calls(POST)]
    assert EVA in told[0] and len(told[0]) == 2 and told[1:3] == [[], []] and told[3] == [EVA]
    both = {"content": "x", "allowed_mentions": {"parse": ["users"], "users": [EVA]}}
    assert await rest.wrong("POST", f"/channels/{ACME}/messages", both, "allowed_mentions")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, 50006),
        ({"content": "  "}, 400, 50006),
        ({"content": "x" * 2001}, 400, 50035),
        ({"embeds": [{"title": "x"}] * 11}, 400, 50035),
        ({"content": "x", "flags": 64}, 400, 50035),
        ({"content": "x", "flags": V2, "components": [{"type": 10, "content": "y"}]}, 400, 50035),
        ({"components": [{"type": 10, "content": "y"}]}, 400, 50035),
        ({"content": "x", "message_reference": {"message_id": "1"}}, 400, 50035),
    ],
)
async def test_what_is_refused(rest: Rest, body: Any, status: int, code: int) -> None:
    """Each with its documented code, and nothing is posted."""
    assert await rest.fails("POST", f"/channels/{ACME}/messages", body) == (status, code)
    assert await rest.do("GET", f"/channels/{ACME}/messages") == []


async def test_broken_bodies(rest: Rest) -> None:
    """Broken JSON, a list, and an id that is none."""
    url = f"/channels/{ACME}/messages"
    status, answer, _ = await rest.raw("POST", url, data=b'{"content": ')
    assert (status, answer["code"]) == (400, 50109)
    assert await rest.fails("POST", url, ["x"]) == (400, 50035)
    assert await rest.fails("GET", "/channels/acme") == (400, 50035)


async def test_replies(rest: Rest) -> None:
    """A reply shows what it answers; its author is called unless replied_user is off."""
    said = await rest.hand.do("discord/say", as_=RITA, channel=ACME, text="help")
    asked = {"message_id": said["id"], "fail_if_not_exists": False}
    reply = await rest.post(ACME, "yes?", message_reference=asked)
    quiet = await rest.post(ACME, "yes?", message_reference=asked, allowed_mentions={"parse": []})
    assert reply["type"] == 19 and reply["referenced_message"]["content"] == "help"
    assert [entry["notified"] for entry in await rest.calls(POST)] == [[RITA], []] and quiet["mentions"] == []
    gone = await rest.post(ACME, "?", message_reference={"message_id": "1", "fail_if_not_exists": False})
    assert gone["type"] == 0


async def test_edits_and_deletions(rest: Rest) -> None:
    """Own messages can be edited and deleted; those of others only deleted, with MANAGE_MESSAGES."""
    made, said = await rest.post(ACME, "one"), await rest.hand.do("discord/say", as_=RITA, channel=ACME, text="mine")
    url = f"/channels/{ACME}/messages"
    edited = await rest.do("PATCH", f"{url}/{made['id']}", {"content": "two"})
    assert edited["content"] == "two" and edited["edited_timestamp"]
    assert await rest.fails("PATCH", f"{url}/{said['id']}", {"content": "x"}) == (403, 50005)
    assert await rest.fails("PATCH", f"{url}/{made['id']}", {"content": ""}) == (400, 50006)
    assert await rest.fails("DELETE", f"{url}/{said['id']}") == (403, 50013)
    assert await rest.do("DELETE", f"{url}/{made['id']}", status=204) == ""
    assert await rest.fails("GET", f"{url}/{made['id']}") == (404, 10008)


async def test_bulk_deletion(strong: Rest) -> None:
    """Two to a hundred, not older than two weeks."""
    made = [(await strong.post(ACME, str(n)))["id"] for n in range(3)]
    url = f"/channels/{ACME}/messages/bulk-delete"
    assert await strong.fails("POST", url, {"messages": made[:1]}) == (400, 50016)
    assert await strong.fails("POST", url, {"messages": ["175928847299117063", made[0]]}) == (400, 50034)
    await strong.do("POST", url, {"messages": made[:2]}, status=204)
    assert [message["id"] for message in await strong.do("GET", f"/channels/{ACME}/messages")] == made[2:]


async def test_files(rest: Rest) -> None:
    """Files come with type and size, keep their description, and can be replaced one by one in an edit."""
    payload = {"content": "see", "attachments": [{"id": 0, "description": "a picture"}]}
    made = await rest.upload(ACME, payload, ("a b.png", PNG), ("n.txt", b"hi"))
    first, second = made["attachments"]
    assert (first["filename"], first["title"], first["description"]) == ("a_b.png", "a b.png", "a picture")
    assert (first["width"], first["height"], first["content_type"], second["size"]) == (3, 2, "image/png", 2)
    kept = await rest.do("PATCH", f"/channels/{ACME}/messages/{made['id']}", {"attachments": [{"id": second["id"]}]})
    assert [each["id"] for each in kept["attachments"]] == [second["id"]]


async def test_attachments_in_components(rest: Rest) -> None:
    """attachment:// becomes the file's link; a name that is not there is refused."""
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
    made = await rest.upload(ACME, {"flags": V2, "components": [gallery]}, ("a.png", PNG))
    media = made["components"][0]["items"][0]["media"]
    assert media["url"].startswith(rest.hand.base) and media["attachment_id"] == made["attachments"][0]["id"]
    async with rest.hand.session.get(media["url"]) as response:
        assert await response.read() == PNG
    body = {"flags": V2, "components": [gallery]}
    assert await rest.fails("POST", f"/channels/{ACME}/messages", body) == (400, 50035)


async def test_links_are_signed(rest: Rest) -> None:
    """A link without its signature is gone; a fresh one comes with each fetch and by refresh-urls."""
    made = await rest.upload(ACME, {}, ("n.txt", b"hi"))
    url = made["attachments"][0]["url"]
    async with rest.hand.session.get(url) as response:
        assert (response.status, await response.read()) == (200, b"hi")
    async with rest.hand.session.get(url.replace("hm=", "hm=0")) as response:
        assert response.status == 404
    pairs = await rest.do("POST", "/attachments/refresh-urls", {"attachment_urls": [url.partition("?")[0]]})
    async with rest.hand.session.get(pairs["refreshed_urls"][0]["refreshed"]) as response:
        assert response.status == 200


async def test_links_expire(hand: Any, rest: Rest) -> None:
    """A link whose time is over is gone."""
    brief = floor()
    brief["discord"]["link_seconds"] = 0
    await hand.do("seed", floor=brief)
    url = (await rest.upload(ACME, {}, ("n.txt", b"hi")))["attachments"][0]["url"]
    async with hand.session.get(url) as response:
        assert (response.status, await response.text()) == (404, "This content is no longer available.")


async def test_a_file_too_large(rest: Rest) -> None:
    """10 MiB are the limit without boosts."""
    refused = await rest.upload(ACME, {}, ("big", b"x" * (10 * 1024 * 1024 + 1)), status=413)
    assert refused["code"] == 40005


async def test_reactions(rest: Rest) -> None:
    """Put twice is one; their users; others' need MANAGE_MESSAGES; what is no emoji is 10014."""
    made = await rest.post(ACME, "x")
    url = f"/channels/{ACME}/messages/{made['id']}/reactions"
    for _ in range(2):
        await rest.do("PUT", f"{url}/{THUMB}/@me", status=204)
    await rest.hand.do("discord/react", as_=RITA, channel=ACME, message=made["id"], emoji="👍")
    shown = await rest.do("GET", f"/channels/{ACME}/messages/{made['id']}")
    assert (shown["reactions"][0]["count"], shown["reactions"][0]["me"]) == (2, True)
    assert [user["id"] for user in await rest.do("GET", f"{url}/{THUMB}")] == [RITA, APP]
    assert await rest.fails("DELETE", f"{url}/{THUMB}/{RITA}") == (403, 50013)
    await rest.do("DELETE", f"{url}/{THUMB}/@me", status=204)
    assert await rest.fails("PUT", f"{url}/eyes/@me") == (400, 10014)


async def test_pins(rest: Rest) -> None:
    """By the new routes and the old ones; the notice stands in the channel."""
    first, second = await rest.post(ACME, "one"), await rest.post(ACME, "two")
    await rest.do("PUT", f"/channels/{ACME}/messages/pins/{first['id']}", status=204)
    await rest.do("PUT", f"/channels/{ACME}/pins/{second['id']}", status=204)
    page = await rest.do("GET", f"/channels/{ACME}/messages/pins?limit=1")
    assert page["has_more"] and page["items"][0]["message"]["id"] == second["id"] and page["items"][0]["pinned_at"]
    older = await rest.do("GET", f"/channels/{ACME}/messages/pins", params={"before": page["items"][0]["pinned_at"]})
    assert [item["message"]["content"] for item in older["items"]] == ["one"]
    await rest.do("DELETE", f"/channels/{ACME}/messages/pins/{second['id']}", status=204)
    assert [message["content"] for message in await rest.do("GET", f"/channels/{ACME}/pins")] == ["one"]
    assert [m["type"] for m in await rest.do("GET", f"/channels/{ACME}/messages")] == [6, 6, 0, 0]


async def test_direct_messages(rest: Rest) -> None:
    """A direct conversation is opened once; who shares no server takes none."""
    channel = await rest.do("POST", "/users/@me/channels", {"recipient_id": RITA})
    assert channel["type"] == 1 and channel["recipients"][0]["id"] == RITA
    assert (await rest.do("POST", "/users/@me/channels", {"recipient_id": RITA}))["id"] == channel["id"]
    await rest.post(channel["id"], "hello")
    assert (await rest.calls(POST))[-1]["notified"] == [RITA]
    assert await rest.fails("POST", "/users/@me/channels", {"recipient_id": "1"}) == (400, 50033)


async def test_closed_direct_messages(hand: Any, rest: Rest) -> None:
    """50007 when one is sent, not when the channel is opened."""
    closed = floor()
    closed["discord"]["users"][6]["closed_dms"] = True
    await hand.do("seed", floor=closed)
    channel = await rest.do("POST", "/users/@me/channels", {"recipient_id": RITA})
    assert await rest.fails("POST", f"/channels/{channel['id']}/messages", {"content": "x"}) == (403, 50007)


async def test_pages_hear_what_their_person_sees(rest: Rest) -> None:
    """Of a message on #desk ana's page hears and rita's does not."""
    heard = {}
    for person in (ANA, RITA):
        stream = rest.hand.session.get(f"{rest.hand.base}/control/stream?as={person}")
        async with stream as response:
            await response.content.readuntil(b"\n\n")
            made = [await rest.post(channel, "x") for channel in (DESK, ACME)]
            line = await asyncio.wait_for(response.content.readuntil(b"\n\n"), 5)
            heard[person] = (json.loads(line.decode().removeprefix("data: ")), made)
    for person, place in ((ANA, 0), (RITA, 1)):
        notice, made = heard[person]
        assert (notice["type"], notice["event"]) == ("discord", "MESSAGE_CREATE")
        assert notice["id"] == made[place]["id"]


async def test_places_that_take_no_messages(rest: Rest) -> None:
    """A forum, a channel out of sight, one that is none, and typing where it works."""
    assert await rest.fails("POST", f"/channels/{FORUM}/messages", {"content": "x"}) == (400, 50008)
    assert await rest.fails("POST", "/channels/1/messages", {"content": "x"}) == (404, 10003)
    await rest.do("POST", f"/channels/{LOBBY}/typing", status=204)


async def test_fault_rules_reach_routes(rest: Rest) -> None:
    """By the route's name, the channel and the text, also within components."""
    match = {"method": POST, "channel": ACME, "text_has": "secret"}
    await rest.hand.do("faults", rules=[{"match": match, "action": "error", "error": 50013}])
    await rest.post(ACME, "open")
    secret = {"flags": V2, "components": [{"type": 17, "components": [{"type": 10, "content": "secret"}]}]}
    assert await rest.fails("POST", f"/channels/{ACME}/messages", secret) == (403, 50013)
    await rest.hand.do("faults", rules=[{"match": {"method": "*"}, "action": "status", "retry_after": 2.5, "times": 1}])
    status, body, headers = await rest.raw("GET", f"/guilds/{GUILD}")
    assert (status, body["retry_after"], body["global"], headers["Via"]) == (429, 2.5, False, "1.1 google")


async def test_an_ambiguous_post(rest: Rest) -> None:
    """The work is done and the answer never comes; the nonce finds it again."""
    await rest.hand.do("faults", rules=[{"match": {"method": POST}, "action": "drop", "times": 1}])
    body = {"content": "once", "nonce": "stable", "enforce_nonce": True}
    with pytest.raises(Exception, match=r"(?i)disconnect|reset|closed"):
        await asyncio.wait_for(rest.raw("POST", f"/channels/{ACME}/messages", body), 5)
    await rest.do("POST", f"/channels/{ACME}/messages", body)
    assert len(await rest.do("GET", f"/channels/{ACME}/messages")) == 1
