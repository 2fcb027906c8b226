"""The bot, its guild, members, roles, channels and web hooks by REST, and what is nowhere."""

from typing import Any

from tests.sandbox.discord.calls import (
    ACME,
    ACME_ROLE,
    ANA,
    ANALYSTS_ROLE,
    APP,
    DESK,
    EVA,
    GUILD,
    LOBBY,
    RITA,
    Rest,
    floor,
)


async def test_who_the_bot_is(rest: Rest) -> None:
    """Its user, its application with the flags of its intents, its guilds, and the gateway."""
    assert (await rest.do("GET", "/users/@me"))["username"] == "pitboss"
    application = await rest.do("GET", "/applications/@me")
    assert application["id"] == APP and application["flags"] == 1 << 15 | 1 << 19
    assert (await rest.do("GET", "/oauth2/applications/@me"))["bot"]["id"] == APP
    guilds = await rest.do("GET", "/users/@me/guilds")
    assert guilds[0]["id"] == GUILD and int(guilds[0]["permissions"]) & 1 << 34
    gateway = await rest.do("GET", "/gateway/bot")
    assert gateway["url"].startswith("ws://") and gateway["session_start_limit"]["remaining"] == 1000
    rest.token = ""
    assert (await rest.do("GET", "/gateway"))["url"] == gateway["url"]


async def test_tokens_and_addresses(rest: Rest) -> None:
    """401 without a good token, 404 with code 0, 405; each is in the ledger."""
    assert await rest.fails("GET", "/nowhere/at/all") == (404, 0)
    assert await rest.fails("PUT", "/users/@me") == (405, 0)
    rest.token = "wrong"
    status, body, _ = await rest.raw("GET", "/users/@me")
    assert (status, body) == (401, {"message": "401: Unauthorized", "code": 0})
    assert [entry["status"] for entry in await rest.calls()] == [404, 405, 401]


async def test_members(rest: Rest) -> None:
    """One, a page, a search; 10007 for somebody else and 10013 for nobody."""
    rita = await rest.do("GET", f"/guilds/{GUILD}/members/{RITA}")
    assert rita["user"]["username"] == "rita" and rita["roles"] == [ACME_ROLE]
    page = await rest.do("GET", f"/guilds/{GUILD}/members?limit=3&after={ANA}")
    assert len(page) == 3 and page[0]["user"]["id"] > ANA
    assert [m["user"]["id"] for m in await rest.do("GET", f"/guilds/{GUILD}/members/search?query=eva&limit=5")] == [EVA]
    assert await rest.fails("GET", f"/guilds/{GUILD}/members/1") == (404, 10013)
    assert await rest.fails("GET", "/guilds/1/members/1") == (404, 10004)


async def test_a_missing_privileged_intent(hand: Any, rest: Rest) -> None:
    """The list of members needs it."""
    without = floor()
    without["discord"]["apps"][0]["intents"] = []
    await hand.do("seed", floor=without)
    assert await rest.fails("GET", f"/guilds/{GUILD}/members?limit=3") == (403, 50001)


async def test_roles(strong: Rest) -> None:
    """Made, changed and given only below one's own highest role."""
    assert {role["name"] for role in await strong.do("GET", f"/guilds/{GUILD}/roles")} >= {"@everyone", "Analysts"}
    assert await strong.fails("PUT", f"/guilds/{GUILD}/members/{RITA}/roles/{ANALYSTS_ROLE}") == (403, 50013)
    raised = floor("MANAGE_ROLES", "VIEW_CHANNEL")
    raised["discord"]["guilds"][0]["bots"][0]["position"] = 50
    await strong.hand.do("seed", floor=raised)
    await strong.do("PUT", f"/guilds/{GUILD}/members/{RITA}/roles/{ANALYSTS_ROLE}", status=204)
    assert ANALYSTS_ROLE in (await strong.do("GET", f"/guilds/{GUILD}/members/{RITA}"))["roles"]
    made = await strong.do("POST", f"/guilds/{GUILD}/roles", {"name": "Night shift", "permissions": "0"})
    assert (await strong.do("PATCH", f"/guilds/{GUILD}/roles/{made['id']}", {"mentionable": True}))["mentionable"]
    assert await strong.fails("POST", f"/guilds/{GUILD}/roles", {"permissions": "8"}) == (403, 50013)
    await strong.do("DELETE", f"/guilds/{GUILD}/roles/{made['id']}", status=204)
    assert await strong.fails("GET", f"/guilds/{GUILD}/roles/{made['id']}") == (404, 10011)


async def test_channels_come_and_go(strong: Rest) -> None:
    """A channel takes its category's permissions; a category holds fifty."""
    category = await strong.do("POST", f"/guilds/{GUILD}/channels", {"name": "Night", "type": 4}, status=201)
    body = {"name": "Night Desk", "parent_id": category["id"], "topic": "at night"}
    made = await strong.do("POST", f"/guilds/{GUILD}/channels", body, status=201)
    assert (made["name"], made["parent_id"], made["topic"]) == ("night-desk", category["id"], "at night")
    changed = await strong.do("PATCH", f"/channels/{made['id']}", {"topic": None, "name": "later"})
    assert (changed["topic"], changed["name"]) == (None, "later")
    await strong.do("DELETE", f"/channels/{made['id']}")
    for number in range(50):
        await strong.do("POST", f"/guilds/{GUILD}/channels", {**body, "name": str(number)}, status=201)
    code = await strong.wrong("POST", f"/guilds/{GUILD}/channels", body, "parent_id")
    assert code == "CHANNEL_PARENT_MAX_CHANNELS"


async def test_what_a_bot_may_not(rest: Rest) -> None:
    """50013 for what it has no permission for, 50001 for what it does not see."""
    assert await rest.fails("POST", f"/guilds/{GUILD}/channels", {"name": "x"}) == (403, 50013)
    assert await rest.fails("DELETE", f"/channels/{LOBBY}") == (403, 50013)
    hidden = floor("SEND_MESSAGES")
    del hidden["discord"]["guilds"][0]["channels"][3]["private_to"][-1]
    await rest.hand.do("seed", floor=hidden)
    for method, path in (("GET", ""), ("GET", "/messages"), ("POST", "/messages"), ("POST", "/typing")):
        assert await rest.fails(method, f"/channels/{DESK}{path}", {} if method == "POST" else None) == (403, 50001)
    assert DESK in [channel["id"] for channel in await rest.do("GET", f"/guilds/{GUILD}/channels")]


async def test_overwrites_decide_what_is_seen(strong: Rest) -> None:
    """An overwrite lets a member in; taking it away shuts the door; one that is not there is 10009."""
    allowed = {"type": 1, "allow": str(1 << 10), "deny": "0"}
    assert DESK not in str(await strong.hand.get(f"discord/sees?as={RITA}"))
    await strong.do("PUT", f"/channels/{DESK}/permissions/{RITA}", allowed, status=204)
    assert DESK in str(await strong.hand.get(f"discord/sees?as={RITA}"))
    await strong.do("DELETE", f"/channels/{DESK}/permissions/{RITA}", status=204)
    assert DESK not in str(await strong.hand.get(f"discord/sees?as={RITA}"))
    assert await strong.fails("DELETE", f"/channels/{DESK}/permissions/{RITA}") == (404, 10009)


async def test_web_hooks(strong: Rest) -> None:
    """204 without wait, the message with it; the token alone is enough, a wrong one is 50027."""
    hook = await strong.do("POST", f"/channels/{ACME}/webhooks", {"name": "Alerts"})
    strong.token = ""
    url = f"/webhooks/{hook['id']}/{hook['token']}"
    await strong.do("POST", url, {"content": "one"}, status=204)
    made = await strong.do("POST", f"{url}?wait=true", {"content": "two", "username": "Grafana"})
    assert (made["author"]["username"], made["webhook_id"]) == ("Grafana", hook["id"])
    edited = await strong.do("PATCH", f"{url}/messages/{made['id']}", {"content": "three"})
    assert edited["content"] == "three"
    await strong.do("DELETE", f"{url}/messages/{made['id']}", status=204)
    assert await strong.fails("POST", f"/webhooks/{hook['id']}/wrong", {"content": "x"}) == (401, 50027)
    assert await strong.fails("POST", "/webhooks/1/wrong", {"content": "x"}) == (404, 10015)


async def test_a_timed_out_bot(strong: Rest) -> None:
    """A silenced member only reads."""
    until = "2999-01-01T00:00:00+00:00"
    quiet = floor("VIEW_CHANNEL", "SEND_MESSAGES", "READ_MESSAGE_HISTORY")
    quiet["discord"]["guilds"][0]["bots"][0]["timeout_until"] = until
    await strong.hand.do("seed", floor=quiet)
    assert await strong.fails("POST", f"/channels/{LOBBY}/messages", {"content": "x"}) == (403, 50013)
    assert await strong.do("GET", f"/channels/{LOBBY}/messages") == []
