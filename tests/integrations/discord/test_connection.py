"""The gateway is listened to whatever happens to it, and nothing that it tells is lost."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.chat.requests import AccountRef, BotJoined, BotLeft, CutOff, PersonChanged, Reacted, Said
from integrations.discord import DiscordPlatform
from tests.integrations.discord.conftest import FakeDesk, listening, platform_at, until
from tests.stories.discord_floor import APP_NAME, TOKEN, DiscordFloor, snowflake


async def _say(floor: DiscordFloor, text: str, who: str = "rita", channel: str = "acme-support") -> str:
    return await floor.say(floor.user(who), floor.channel(channel), text, None, ())


async def _acts(floor: DiscordFloor, act: str) -> list[dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"{floor.address}/control/ledger") as response:
        entries = (await response.json())["entries"]
    return [each for each in entries if each["kind"] == "gateway" and each["act"] == act]


async def test_what_is_said_is_kept_in_its_order(
    floor: DiscordFloor, desk: FakeDesk, platform: DiscordPlatform
) -> None:
    """Also while the database is away: it waits, and nothing overtakes it."""
    desk.broken = True
    said = [f"message {number}" for number in range(12)]
    for text in said:
        await _say(floor, text)
    await asyncio.sleep(0.3)
    assert desk.kept == {}
    assert not await floor.quiet()
    desk.broken = False
    await until(lambda: len(desk.kept) == 12, "the last message")
    assert desk.texts() == said


async def test_a_cut_socket_is_resumed(floor: DiscordFloor, desk: FakeDesk, platform: DiscordPlatform) -> None:
    """What was said meanwhile comes, once, and no session is begun anew."""
    begun = len(await _acts(floor, "identify"))
    for action in ({"action": "cut"}, {"action": "reconnect"}, {"action": "close", "code": 4000}):
        resumed = len(await _acts(floor, "resume"))
        await floor.do("gateway", **action)
        await _say(floor, action["action"])

        async def is_resumed(before: int = resumed) -> bool:
            return len(await _acts(floor, "resume")) > before

        await until(is_resumed, "the resume")
    await until(lambda: len(desk.kept) == 3, "three messages")
    assert desk.texts() == ["cut", "reconnect", "close"]
    assert len(await _acts(floor, "identify")) == begun


async def test_what_was_not_kept_is_told_again_on_resume(
    floor: DiscordFloor, desk: FakeDesk, platform: DiscordPlatform
) -> None:
    """We resume from the last event that is kept, not from the last that was heard."""
    await _say(floor, "first")
    await until(lambda: len(desk.kept) == 1)
    desk.broken = True
    await _say(floor, "second")
    await asyncio.sleep(0.1)
    await floor.do("gateway", action="cut")

    async def is_resumed() -> bool:
        return any(each["replayed"] for each in await _acts(floor, "resume"))

    await until(is_resumed, "the replay")
    desk.broken = False
    await until(lambda: len(desk.kept) == 2)
    assert desk.texts() == ["first", "second"]


async def test_a_session_that_is_over_is_begun_anew_and_said_to_have_a_gap(
    floor: DiscordFloor, desk: FakeDesk, platform: DiscordPlatform
) -> None:
    """So that the search for gaps looks; a session that is resumed has none."""
    through = platform.hears()
    assert through
    await floor.do("gateway", action="cut")

    async def is_resumed() -> bool:
        return bool(await _acts(floor, "resume"))

    await until(is_resumed, "the same session")
    assert platform.hears() == through
    await floor.do("gateway", action="invalid_session", resumable=False)
    await until(lambda: platform.hears() not in ("", through), "another session")
    await _say(floor, "after it")
    await until(lambda: desk.texts() == ["after it"])


async def test_the_next_process_goes_on_with_the_session(floor: DiscordFloor, desk: FakeDesk) -> None:
    """What happened while nobody was there comes, reactions included, and no session is begun anew."""
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None, "the connection")
        said = await _say(floor, "before")
        await until(lambda: desk.texts() == ["before"])
    begun = len(await _acts(floor, "identify"))
    await floor.react(floor.user("ben"), floor.channel("acme-support"), said, "ticket")
    await _say(floor, "meanwhile")
    async with listening(floor, desk) as platform:
        await until(lambda: len(desk.kept) == 3, "what was missed")
        await until(lambda: platform.ready() is None, "the connection")
        await _say(floor, "after")
        await until(lambda: len(desk.kept) == 4)
    found = [type(platform.understand(each.payload)) for each in desk.kept.values()]
    assert (found.count(Said), found.count(Reacted)) == (3, 1)
    assert len(await _acts(floor, "identify")) == begun


async def test_a_server_that_was_lost_meanwhile_is_told(
    floor: DiscordFloor, desk: FakeDesk, expected_errors: list[Any]
) -> None:
    """Thrown out while nobody listened: the session tells it, though nothing there answers us any more."""
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None, "the connection")
    await floor.uninstall()
    async with listening(floor, desk) as platform:
        await until(lambda: any(isinstance(platform.understand(e.payload), CutOff) for e in desk.kept.values()))


async def test_the_session_that_is_left_is_that_of_the_moment(floor: DiscordFloor, desk: FakeDesk) -> None:
    """As soon as it has begun, not only when the lease is renewed; without it nobody could go on after a death."""
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None, "the connection")
        (session,) = [each for each in (await floor.get("sessions"))["sessions"] if each["connected"]]
        await until(lambda: session["session"] in desk.handover, "the handover")


@pytest.mark.parametrize("handover", ["nonsense", '["other terms", "session", 7, "ws://127.0.0.1:1"]', "[1, 2]"])
async def test_what_cannot_be_resumed_is_begun(floor: DiscordFloor, desk: FakeDesk, handover: str) -> None:
    """A session that was begun under other terms, or by nobody."""
    desk.handover = handover
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None, "the connection")
        await _say(floor, "hello")
        await until(lambda: desk.texts() == ["hello"])


async def test_a_session_that_ended_meanwhile_is_begun_anew(floor: DiscordFloor, desk: FakeDesk) -> None:
    """Discord keeps one for minutes: then we hear from now on, and the search for gaps has the rest."""
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None, "the connection")
    terms, _, number, gateway = json.loads(desk.handover)
    desk.handover = json.dumps([terms, "over", number, gateway])
    begun = len(await _acts(floor, "identify"))
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None, "the connection")
        await _say(floor, "hello")
        await until(lambda: desk.texts() == ["hello"])
    assert len(await _acts(floor, "identify")) == begun + 1


async def test_a_failed_first_handshake_is_tried_again(floor: DiscordFloor, desk: FakeDesk) -> None:
    """And told meanwhile."""
    rules = [{"match": {"path": "/discord/gateway"}, "action": "status", "status": 503, "times": 3}]
    await floor.breaks(*rules)
    async with listening(floor, desk) as platform:
        assert platform.ready() == "not connected yet"
        await until(lambda: "no gateway" in (platform.ready() or ""), "the failure")
        await until(lambda: platform.ready() is None, "the connection")
        await _say(floor, "hello")
        await until(lambda: desk.texts() == ["hello"])


async def test_a_refused_token_is_told_and_mended(
    floor: DiscordFloor, desk: FakeDesk, expected_errors: list[Any]
) -> None:
    """The desk hears that the server is lost; with the token back we listen again."""
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None, "the connection")
        await floor.revoke()
        await until(lambda: any(isinstance(platform.understand(e.payload), CutOff) for e in desk.kept.values()))
        assert platform.ready() is not None
        await floor.install()
        await until(lambda: platform.ready() is None, "the connection")


async def test_missing_intents_are_told(floor: DiscordFloor, desk: FakeDesk, expected_errors: list[Any]) -> None:
    """By the close code, and by check with how to mend it."""
    await floor.do("app", action="intents", intents=["members"])
    async with listening(floor, desk, menu=True) as platform:
        await until(lambda: "4014" in (platform.ready() or ""), "the refusal")
        found = await platform.check()
    assert any("Message Content Intent is off" in each for each in found)


async def test_a_replica_without_the_lease_stands_by(floor: DiscordFloor, desk: FakeDesk) -> None:
    """It is not deaf, nor is it the one who hears; that it is as soon as the lease is its own."""
    desk.leased = False
    async with listening(floor, desk) as platform:
        await until(lambda: "another replica" in (platform.ready() or ""), "waiting for a dead one's lease to run out")
        await until(lambda: platform.ready() is None, "the other one lives")
        await _say(floor, "to the other one")
        await asyncio.sleep(0.3)
        assert desk.kept == {}
        assert platform.hears() == ""
        desk.leased = True
        await until(lambda: platform.hears() != "", "the connection")

        async def is_connected() -> bool:
            return any(each["connected"] for each in (await floor.get("sessions"))["sessions"])

        await until(is_connected, "the session")
        await _say(floor, "to us")
        await until(lambda: desk.texts() == ["to us"])


async def test_channels_that_let_us_in_or_out_are_told(
    floor: DiscordFloor, desk: FakeDesk, platform: DiscordPlatform
) -> None:
    """As joining and leaving are elsewhere."""
    channel = await floor.new_channel("newroom", ["ana"])
    await floor.invite_bot(channel)
    await floor.remove_bot(channel)
    await floor.do("channel", action="delete", channel=floor.channel("product"))
    await until(lambda: len(desk.kept) == 3, "three changes")
    found = [platform.understand(each.payload) for each in desk.kept.values()]
    assert {type(each) for each in found} == {BotJoined, BotLeft}
    assert {each.why for each in found if isinstance(each, BotLeft)} == {"removed", "deleted"}


async def test_somebodys_new_roles_are_told(floor: DiscordFloor, desk: FakeDesk, platform: DiscordPlatform) -> None:
    """And asked for anew."""
    rita = floor.user("rita")
    assert len((await platform.profile(AccountRef("discord", "", rita))).groups or ()) == 1
    await floor.do("member", action="change", user="rita", roles=["Analysts"])
    await until(lambda: len(desk.kept) == 1)
    changed = platform.understand(next(iter(desk.kept.values())).payload)
    assert isinstance(changed, PersonChanged)
    groups = (await platform.profile(AccountRef("discord", "", rita))).groups or ()
    assert [each.id for each in groups] == [snowflake("S0ANALYSTS")]


async def test_check_is_content_with_a_good_set_up(
    floor: DiscordFloor, desk: FakeDesk, expected_errors: list[Any]
) -> None:
    """And names what is missing: commands, permissions, the token."""
    async with listening(floor, desk, menu=True) as platform:

        async def has_nothing_to_say() -> bool:
            return await platform.check() == ()

        await until(has_nothing_to_say, "all is well")
        await floor.do("role", action="set", role=APP_NAME, permissions=["VIEW_CHANNEL", "SEND_MESSAGES"])
        assert any("Pin Messages" in each for each in await platform.check())
    stranger = platform_at(floor, token=f"{TOKEN}-not")
    assert any("token is refused" in each for each in await stranger.check())
    await stranger.stop()
