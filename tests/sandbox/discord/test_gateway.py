"""The gateway's protocol, on plain WebSockets (https://docs.discord.com/developers/events/gateway)."""

import asyncio
import json
from typing import Any

import pytest

from tests.sandbox.discord.people import (
    ALL_INTENTS,
    ANA,
    APP,
    BEN,
    BOT,
    FLOOR,
    GENERAL,
    GUILD,
    OTHER_GUILD,
    RITA,
    SECRET,
    STAFF,
    TOKEN,
)
from tests.sandbox.discord.wires import identified, wired

GUILDS, MEMBERS, MESSAGES, CONTENT = 1 << 0, 1 << 1, 1 << 9, 1 << 15
DIRECT = 1 << 12


@pytest.fixture
async def play(hand: Any) -> Any:
    """The control API of a freshly seeded Discord."""
    await hand.do("seed", floor=FLOOR)
    return hand


async def say(play: Any, text: str = "hello", channel: str = GENERAL, user: str = ANA, **more: Any) -> str:
    """Somebody writes; the message's id."""
    answer: str = (await play.do("discord/say", as_=user, channel=channel, text=text, **more))["id"]
    return answer


async def test_hello_ready_and_the_guild(play: Any) -> None:
    """READY names guilds as unavailable; GUILD_CREATE brings channels, threads and the bot itself."""
    thread = (await play.do("discord/thread", action="create", as_=ANA, channel=GENERAL, name="talk"))["thread"]
    hidden = (await play.do("discord/thread", action="create", as_=ANA, channel=SECRET, name="whisper"))["thread"]
    async with wired(play) as wire:
        hello = await wire.next()
        assert (hello["op"], hello["d"]["heartbeat_interval"], hello["s"], hello["t"]) == (10, 41_250, None, None)
        await wire.send(1, None)
        assert (await wire.next())["op"] == 11
        await wire.identify(GUILDS)
        ready = await wire.until("READY")
        assert ready["guilds"] == [{"id": GUILD, "unavailable": True}]
        assert (ready["v"], ready["user"]["id"], ready["shard"]) == (10, BOT, [0, 1])
        assert ready["resume_gateway_url"] == play.base.replace("http", "ws", 1) + "/discord/gateway"
        assert ready["application"] == {"id": APP, "flags": 1 << 13 | 1 << 15 | 1 << 19}
        guild = await wire.until("GUILD_CREATE")
        assert [member["user"]["id"] for member in guild["members"]] == [BOT]
        assert (guild["member_count"], guild["large"], guild["unavailable"]) == (4, False, False)
        assert len(guild["channels"]) == 3 and [one["id"] for one in guild["threads"]] == [thread]
        assert hidden not in str(guild["threads"]) and wire.seq == 2


async def test_with_presences_a_small_guild_comes_with_all_its_members(play: Any) -> None:
    """Up to `large_threshold`."""
    async with wired(play) as wire:
        await wire.identify(GUILDS | 1 << 8, large_threshold=250)
        assert len((await wire.until("GUILD_CREATE"))["members"]) == 4


@pytest.mark.parametrize("query", ["?v=10&encoding=json&compress=zlib-stream", "?v=9&encoding=json"])
async def test_plain_or_as_one_zlib_stream(play: Any, query: str) -> None:
    """The stream has one context for the whole connection."""
    async with wired(play, query) as wire:
        await wire.identify()
        await wire.until("GUILD_CREATE")
        await say(play, "Grüße")
        assert (await wire.until("MESSAGE_CREATE"))["content"] == "Grüße"


CLOSINGS: list[tuple[str, int, Any, int]] = [
    ("an unknown opcode", 99, {}, 4001),
    ("an opcode before IDENTIFY", 3, {"status": "online"}, 4003),
    ("a wrong token", 2, {"token": "wrong", "intents": 1}, 4004),
    ("no intents", 2, {"token": TOKEN}, 4013),
    ("an unknown intent", 2, {"token": TOKEN, "intents": 1 << 18}, 4013),
    ("a wrong shard", 2, {"token": TOKEN, "intents": 1, "shard": [2, 2]}, 4010),
    ("no object", 2, "identify", 4002),
    ("a sequence of the future", 6, {"token": TOKEN, "session_id": "", "seq": 1}, 0),
]


@pytest.mark.parametrize(("op", "data", "code"), [case[1:] for case in CLOSINGS], ids=[case[0] for case in CLOSINGS])
async def test_close_codes(play: Any, op: int, data: Any, code: int) -> None:
    """As documented; a session that nobody knows is answered with op 9 instead."""
    async with wired(play) as wire:
        await wire.next()
        await wire.send(op, data)
        if code:
            assert await wire.closed() == code
        else:
            assert (await wire.next()) == {"op": 9, "d": False, "s": None, "t": None}


async def test_more_close_codes(play: Any) -> None:
    """Broken JSON, too long payloads, a second IDENTIFY, an old version, a privileged intent that is switched off."""
    async with wired(play) as wire:
        await wire.socket.send_str("{")
        assert await wire.closed() == 4002
    async with wired(play) as wire:
        await wire.socket.send_str(json.dumps({"op": 1, "d": "x" * 4096}))
        assert await wire.closed() == 4002
    async with identified(play) as wire:
        await wire.identify()
        assert await wire.closed() == 4005
    async with identified(play) as wire:
        await wire.resume(wire.session, 99)
        assert await wire.closed() == 4005
    async with wired(play, "?v=5&encoding=json") as wire:
        assert await wire.closed() == 4012
    await play.do("discord/app", action="intents", intents=["members"])
    async with wired(play) as wire:
        await wire.identify(CONTENT)
        assert await wire.closed() == 4014


async def test_a_heart_that_stops_is_noticed(play: Any) -> None:
    """The session can be resumed afterwards."""
    await play.do("discord/gateway", action="interval", ms=200)
    async with identified(play) as wire:
        assert await wire.closed() == 4009
    async with wired(play) as again:
        await again.resume(wire.session, wire.seq)
        await again.until("RESUMED")


async def test_resuming_replays_what_was_missed_in_order(play: Any) -> None:
    """With RESUMED at the end; sequence numbers go on."""
    async with identified(play) as wire:
        await say(play, "one")
        await wire.until("MESSAGE_CREATE")
        await wire.socket.close(code=4000)
    for text in ("two", "three"):
        await say(play, text)
    async with wired(play) as again:
        await again.resume(wire.session, wire.seq)
        texts = [(await again.until("MESSAGE_CREATE"))["content"] for _ in range(2)]
        await again.until("RESUMED")
        assert texts == ["two", "three"] and again.seq == (wire.seq or 0) + 3
        await say(play, "four")
        assert (await again.until("MESSAGE_CREATE"))["content"] == "four"
    assert [row["act"] for row in await play.ledger("gateway")] == ["identify", "left", "resume", "left"]


async def test_a_cut_loses_nothing(play: Any) -> None:
    """The client never heard a goodbye, and resumes."""
    async with identified(play) as wire:
        await play.do("discord/gateway", action="cut")
        await say(play, "while you were out")
        assert await wire.closed() in {1006, None}
    async with wired(play) as again:
        await again.resume(wire.session, wire.seq)
        assert (await again.until("MESSAGE_CREATE"))["content"] == "while you were out"


@pytest.mark.parametrize("code", [1000, 1001])
async def test_a_normal_close_ends_the_session(play: Any, code: int) -> None:
    """And every other close keeps it."""
    async with identified(play) as wire:
        await wire.socket.close(code=code)
    async with wired(play) as again:
        await again.resume(wire.session, wire.seq)
        assert (await again.op(9))["d"] is False


async def test_op_7_and_op_9(play: Any) -> None:
    """Reconnect; an invalid session that may be resumed, and one that may not."""
    async with identified(play) as wire:
        await play.do("discord/gateway", action="reconnect")
        assert (await wire.op(7)) == {"op": 7, "d": None, "s": None, "t": None}
        await play.do("discord/gateway", action="invalid_session", resumable=True)
        assert (await wire.op(9))["d"] is True
        await wire.socket.close(code=4000)
    async with wired(play) as again:
        await again.resume(wire.session, wire.seq)
        await again.until("RESUMED")
        await play.do("discord/gateway", action="invalid_session")
        assert (await again.op(9))["d"] is False
        await again.socket.close(code=4000)
    async with wired(play) as third:
        await third.resume(wire.session, wire.seq)
        assert (await third.op(9))["d"] is False
        await third.identify()
        await third.until("READY")


async def test_a_close_code_on_demand(play: Any) -> None:
    """4000 can be resumed, 4004 cannot."""
    async with identified(play) as wire:
        await play.do("discord/gateway", action="close", code=4000)
        assert await wire.closed() == 4000
        assert (await play.get("discord/sessions"))["sessions"][0]["connected"] is False
    async with identified(play):
        await play.do("discord/app", action="reset_token")
        assert (await play.get("discord/sessions"))["sessions"] == []


async def test_server_asks_for_a_heartbeat(play: Any) -> None:
    """Op 1 from the server."""
    async with identified(play) as wire:
        await play.do("discord/gateway", action="heartbeat")
        await wire.op(1)


async def test_intents_choose_events(play: Any) -> None:
    """Without GUILD_MESSAGES no message comes; its own member's change always does."""
    async with identified(play, intents=GUILDS) as wire:
        await say(play)
        await play.do("discord/member", action="change", user=BEN, nick="Benny")
        await play.do("discord/member", action="change", user="pitboss", nick="boss")
        assert await wire.quiet() == ["GUILD_MEMBER_UPDATE"]
        assert wire.events[-1][1]["user"]["id"] == BOT
    async with wired(play) as wire:
        await wire.identify(MESSAGES)
        await wire.until("READY")
        await say(play)
        assert await wire.quiet() == ["MESSAGE_CREATE"]


async def test_message_content_is_privileged(play: Any) -> None:
    """Without it texts, files and components are empty but in mentions, direct messages and the app's own."""
    plain = GUILDS | MESSAGES | DIRECT
    async with identified(play, intents=plain) as wire:
        await say(play, "secret", files=[{"name": "a.txt", "content_base64": "aGk="}])
        data = await wire.until("MESSAGE_CREATE")
        assert (data["content"], data["attachments"], data["embeds"], data["components"]) == ("", [], [], [])
        await say(play, "hey @pitboss")
        assert (await wire.until("MESSAGE_CREATE"))["content"] == f"hey <@{BOT}>"
        dm = (await play.do("discord/open_dm", as_=RITA))["channel"]
        await say(play, "direct", channel=dm, user=RITA)
        data = await wire.until("MESSAGE_CREATE")
        assert data["content"] == "direct" and "guild_id" not in data


async def test_channels_out_of_sight_are_silent(play: Any) -> None:
    """Until the bot may see them; then it hears of their threads at once."""
    thread = (await play.do("discord/thread", action="create", as_=ANA, channel=SECRET, name="whisper"))["thread"]
    async with identified(play) as wire:
        await say(play, "hidden", channel=SECRET)
        await say(play, "hidden too", channel=thread)
        assert await wire.quiet() == []
        await play.do("discord/channel", action="permissions", channel=SECRET, user="pitboss", allow=["VIEW_CHANNEL"])
        sync = await wire.until("THREAD_LIST_SYNC")
        assert (sync["channel_ids"], sync["threads"][0]["id"]) == ([SECRET], thread)
        await say(play, "seen", channel=SECRET)
        assert (await wire.until("MESSAGE_CREATE"))["content"] == "seen"


async def test_private_threads_are_for_members_and_moderators(play: Any) -> None:
    """A bot without MANAGE_THREADS hears of one when it is let in."""
    bare = json.loads(json.dumps(FLOOR))
    bare["discord"]["guilds"][0]["bots"][0]["permissions"] = ["VIEW_CHANNEL"]
    await play.do("seed", floor=bare)
    made = await play.do("discord/thread", action="create", as_=ANA, channel=GENERAL, name="us", private=True)
    async with identified(play) as wire:
        await say(play, "between us", channel=made["thread"])
        assert await wire.quiet() == []
        await play.do("discord/thread", action="join", as_=ANA, channel=made["thread"], user="pitboss")
        assert (await wire.until("THREAD_CREATE"))["member"]["user_id"] == BOT
        await say(play, "welcome", channel=made["thread"])
        assert (await wire.until("MESSAGE_CREATE"))["content"] == "welcome"


async def test_thread_members_without_the_members_intent(play: Any) -> None:
    """Only about the bot itself."""
    made = await play.do("discord/thread", action="create", as_=ANA, channel=GENERAL, name="talk")
    async with identified(play, intents=GUILDS) as wire:
        await play.do("discord/thread", action="join", as_=BEN, channel=made["thread"])
        assert await wire.quiet() == []
        await play.do("discord/thread", action="join", as_=ANA, channel=made["thread"], user="pitboss")
        assert "THREAD_MEMBERS_UPDATE" in await wire.quiet()


async def test_events_of_channels_members_and_roles(play: Any) -> None:
    """What happens to the guild is told."""
    async with identified(play) as wire:
        made = (await play.do("discord/channel", action="create", name="new"))["channel"]
        assert (await wire.until("CHANNEL_CREATE"))["id"] == made
        await play.do("discord/channel", action="set", channel=made, topic="why")
        assert (await wire.until("CHANNEL_UPDATE"))["topic"] == "why"
        await play.do("discord/channel", action="delete", channel=made)
        assert (await wire.until("CHANNEL_DELETE"))["id"] == made
        await play.do("discord/member", action="join", profile={"username": "zoe"}, roles=["staff"])
        assert (await wire.until("GUILD_MEMBER_ADD"))["roles"] == [STAFF]
        await play.do("discord/member", action="leave", user="zoe")
        assert (await wire.until("GUILD_MEMBER_REMOVE"))["user"]["username"] == "zoe"
        await play.do("discord/role", action="set", role="staff", name="crew")
        assert (await wire.until("GUILD_ROLE_UPDATE"))["role"]["name"] == "crew"


async def test_a_bot_that_is_kicked_and_comes_back(play: Any) -> None:
    """GUILD_DELETE, silence, GUILD_CREATE; an outage is told as unavailable."""
    async with identified(play) as wire:
        await play.do("discord/guild", action="unavailable")
        assert (await wire.until("GUILD_DELETE")) == {"id": GUILD, "unavailable": True}
        await play.do("discord/guild", action="available")
        await wire.until("GUILD_CREATE")
        await play.do("discord/guild", action="kick_bot")
        assert (await wire.until("GUILD_DELETE")) == {"id": GUILD}
        await say(play)
        assert await wire.quiet() == []
        await play.do("discord/guild", action="add_bot", guild=OTHER_GUILD, permissions=["VIEW_CHANNEL"])
        assert (await wire.until("GUILD_CREATE"))["id"] == OTHER_GUILD


async def test_shards_share_the_guilds(play: Any) -> None:
    """By (guild_id >> 22) % n; direct messages go to the first."""
    await play.do("discord/guild", action="add_bot", guild=OTHER_GUILD, permissions=["VIEW_CHANNEL"])
    mine, other = (int(GUILD) >> 22) % 2, (int(OTHER_GUILD) >> 22) % 2
    assert mine != other
    async with identified(play, shard=[mine, 2]) as first, identified(play, shard=[other, 2]) as second:
        assert first.events[0][1]["guilds"] == [{"id": GUILD, "unavailable": True}]
        await say(play)
        assert await first.quiet() == ["MESSAGE_CREATE"] and await second.quiet() == []
        dm = (await play.do("discord/open_dm", as_=BEN))["channel"]
        await say(play, channel=dm, user=BEN)
        zero, one = (first, second) if mine == 0 else (second, first)
        assert await zero.quiet() == ["MESSAGE_CREATE"] and await one.quiet() == []


async def test_members_in_chunks(play: Any) -> None:
    """All of them, by the beginning of a name, or by id."""
    async with identified(play) as wire:
        await wire.send(8, {"guild_id": GUILD, "query": "", "limit": 0, "nonce": "n1"})
        chunk = await wire.until("GUILD_MEMBERS_CHUNK")
        assert (len(chunk["members"]), chunk["chunk_index"], chunk["chunk_count"], chunk["nonce"]) == (4, 0, 1, "n1")
        await wire.send(8, {"guild_id": GUILD, "query": "be", "limit": 5})
        chunk = await wire.until("GUILD_MEMBERS_CHUNK")
        assert [member["user"]["id"] for member in chunk["members"]] == [BEN]
        await wire.send(8, {"guild_id": GUILD, "user_ids": [RITA, "1"], "presences": True})
        chunk = await wire.until("GUILD_MEMBERS_CHUNK")
        assert (chunk["members"][0]["user"]["id"], chunk["not_found"], chunk["presences"]) == (RITA, ["1"], [])
    async with identified(play, intents=GUILDS) as wire:
        await wire.send(8, {"guild_id": GUILD, "query": "", "limit": 0})
        assert await wire.quiet() == []


async def test_presence_and_voice_are_taken(play: Any) -> None:
    """A status that is none is not."""
    async with identified(play) as wire:
        await wire.send(3, {"status": "dnd", "since": None, "activities": [], "afk": False})
        await wire.send(4, {"guild_id": GUILD, "channel_id": None, "self_mute": False, "self_deaf": False})
        await wire.send(31, {"guild_ids": [GUILD]})
        assert (await wire.until("SOUNDBOARD_SOUNDS"))["guild_id"] == GUILD
        await wire.send(3, {"status": "busy"})
        assert await wire.closed() == 4002


async def test_faults_of_events(play: Any) -> None:
    """Dropped, doubled, out of order, and cut after the send."""
    await play.do("faults", rules=[
        {"match": {"event": "MESSAGE_CREATE", "text_has": "lost"}, "action": "drop"},
        {"match": {"event": "MESSAGE_CREATE", "text_has": "twice"}, "action": "double"},
        {"match": {"event": "MESSAGE_CREATE", "text_has": "late"}, "action": "reorder", "seconds": 5},
        {"match": {"event": "MESSAGE_CREATE", "text_has": "cut"}, "action": "refuse"},
    ])  # fmt: skip
    async with identified(play) as wire:
        for text in ("lost", "twice", "late", "soon"):
            await say(play, text)
        got = [(await wire.until("MESSAGE_CREATE"))["content"] for _ in range(4)]
        assert got == ["twice", "twice", "soon", "late"] and wire.seq == 6
        await say(play, "cut")
        assert await wire.closed() in {1006, None}
    async with wired(play) as again:
        await again.resume(wire.session, wire.seq)
        assert (await again.until("MESSAGE_CREATE"))["content"] == "cut"
    faults = [row.get("fault") for row in await play.ledger("push", "MESSAGE_CREATE")]
    assert faults == ["drop", "double", "reorder", None, "refuse"]


async def test_a_connection_that_hangs_is_silent(play: Any) -> None:
    """Not even heartbeats are answered for so long."""
    async with identified(play) as wire:
        await play.do("discord/gateway", action="freeze", seconds=0.4)
        await wire.send(1, wire.seq)
        await say(play)
        assert await wire.quiet(0.2) == []
        await wire.op(11)
        await wire.until("MESSAGE_CREATE")


async def test_pushes_are_in_the_ledger(play: Any) -> None:
    """With what nobody was connected for."""
    async with identified(play) as wire:
        await wire.socket.close(code=4000)
    await asyncio.sleep(0.05)
    await say(play)
    row = (await play.ledger("push", "MESSAGE_CREATE"))[-1]
    assert (row["app"], row["error"], row["payload"]["content"]) == (APP, "not_connected", "hello")


async def test_seeding_anew_keeps_connections(play: Any) -> None:
    """They are told what there is now."""
    async with identified(play) as wire:
        await play.do("reset")
        assert (await wire.until("GUILD_CREATE"))["id"] == GUILD
        await say(play, "after")
        assert (await wire.until("MESSAGE_CREATE"))["content"] == "after"
        await play.do("seed", floor={**FLOOR, "discord": {**FLOOR["discord"], "guilds": []}})
        assert (await wire.until("GUILD_DELETE")) == {"id": GUILD}


def test_the_intents_of_discord_py_are_all_known() -> None:
    """Intents.all() of 2.7."""
    from sandbox.discord.intents import are_known

    assert are_known(ALL_INTENTS) and not are_known(1 << 17)
