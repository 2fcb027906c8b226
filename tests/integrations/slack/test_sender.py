"""What is posted, found again, edited and refused, against a Slack on the wire."""

from typing import Any

import pytest

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Known, Line, Quote
from bot.chat.platform import Ambiguous, Fault, Gesture, GivenUp, Sent, TryLater, Unreadable
from bot.chat.requests import AccountRef, RemoteFile
from bot.domain.words import Channel, PersonId, Place, Source
from bot.errors import Rejected, Unavailable
from integrations.slack import SlackPlatform
from tests.integrations.slack.conftest import Sandbox, earlier, make

ACME = Channel("slack", "main", "C0ACME")
CARD = Card(summary="#1 opened", title="#1 opened", parts=(Quote("it did not pay", "Rita"),))
ANA, RITA = AccountRef("slack", "T0PIT", "U0ANA"), AccountRef("slack", "T0ACME", "U0RITA")


async def permalink(slack: SlackPlatform, ts: str) -> object:
    """What Slack itself says is the address of a message."""
    answer = await slack._reader._web.ask("chat.getPermalink", channel=ACME.id, message_ts=ts)
    return answer["permalink"]


async def post(slack: SlackPlatform, ref: str = "o1", place: Place | None = None) -> Source:
    outcome = await slack.post(place or Place(ACME), CARD, {}, ref)
    assert isinstance(outcome, Sent), outcome
    return Source(ACME, outcome.id)


async def test_a_card_is_posted_seen_edited_and_deleted(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """The client sees the card, then its new face, then nothing."""
    source = await post(speaking)
    assert (await sandbox.sees())[-1]["text"] == "#1 opened"
    assert await speaking.edit(source, Card(summary="#1 done", parts=(Line("done"),)), {}) == Sent(source.id)
    assert (await sandbox.sees())[-1]["text"] == "#1 done"
    assert await speaking.delete(source) == Sent(source.id)
    assert await speaking.delete(source) == Sent(source.id)
    outcome = await speaking.edit(source, CARD, {})
    assert isinstance(outcome, GivenUp)
    assert outcome.fault is Fault.MESSAGE_GONE


async def test_a_call_reaches_only_whom_it_names(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """The person with an account is mentioned; words that look like mentions are words."""
    card = Card(summary="<!channel> look", parts=(Line('<call person="1">Ana</call>'), Quote("<!here>")))
    await speaking.post(Place(ACME), card, {PersonId(1): Known("Ana", "U0ANA")}, "o1")
    seen = (await sandbox.sees())[-1]
    assert (seen["text"], seen["notified"]) == ("&lt;!channel&gt; look\n&lt;!here&gt; <@U0ANA>", ["U0ANA"])


async def test_a_reply_is_found_in_its_thread(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """By the outbox id in its metadata, and by no other."""
    root = await sandbox.says("round 99812")
    thread = Place(ACME, root)
    source = await post(speaking, "o7", thread)
    assert await speaking.find(thread, "o7", earlier(60)) == Sent(source.id)
    assert await speaking.find(thread, "o8", earlier(60)) is None
    top = await post(speaking, "o9")
    assert await speaking.find(Place(ACME), "o9", earlier(60)) == Sent(top.id)


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "drop"},
        {"action": "cut_after_bytes"},
        {"action": "hang", "seconds": 10},
        {"action": "status", "status": 500},
        {"action": "status", "status": 503},
        {"action": "body", "body": ""},
        {"action": "body", "body": "<html>sorry</html>"},
        {"action": "body", "body": '{"ok": tr'},
        {"action": "body", "body": "[1]"},
        {"action": "body", "body": "[" * 200_000},
        {"action": "error", "error": "internal_error"},
        {"action": "error", "error": "fatal_error"},
    ],
    ids=lambda fault: "-".join(str(value)[:20] for value in fault.values()),
)
async def test_a_lost_answer_is_ambiguous(sandbox: Sandbox, speaking: SlackPlatform, fault: dict[str, Any]) -> None:
    """It may be there, so that it is looked for before it is sent again; and it is never sent twice by itself."""
    await sandbox.breaks(
        str(fault["action"]), method="chat.postMessage", **{k: v for k, v in fault.items() if k != "action"}
    )
    before = len(await sandbox.calls("chat.postMessage"))
    assert isinstance(await speaking.post(Place(ACME), CARD, {}, "o1"), Ambiguous)
    assert len(await sandbox.calls("chat.postMessage")) == before + 1


async def test_a_post_whose_answer_was_lost_is_found(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """Slack took it and the answer was cut."""
    await sandbox.breaks("drop", method="chat.postMessage")
    assert isinstance(await speaking.post(Place(ACME), CARD, {}, "o1"), Ambiguous)
    assert isinstance(await speaking.find(Place(ACME), "o1", earlier(60)), Sent)


@pytest.mark.parametrize(("header", "seconds"), [("0", 1), ("30", 30), ("3600", 3600), ("abc", 30), (None, 30)])
async def test_a_rate_limit_waits_as_told(
    sandbox: Sandbox, speaking: SlackPlatform, header: str | None, seconds: float
) -> None:
    """And is no try."""
    more = {} if header is None else {"retry_after": header}
    await sandbox.breaks("status", method="chat.postMessage", status=429, **more)
    outcome = await speaking.post(Place(ACME), CARD, {}, "o1")
    assert outcome == TryLater(seconds, "ratelimited", counts=False)


async def test_a_slack_that_is_not_there_has_taken_nothing() -> None:
    """A refused connection is simply tried again."""
    nowhere = make("http://127.0.0.1:9")
    assert isinstance(await nowhere.post(Place(ACME), CARD, {}, "o1"), TryLater)
    with pytest.raises(Unavailable):
        await nowhere.profile(ANA)
    await nowhere.stop()


async def test_an_edit_with_a_lost_answer_is_tried_again(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """Twice does no harm."""
    source = await post(speaking)
    await sandbox.breaks("drop", method="chat.update")
    assert isinstance(await speaking.edit(source, CARD, {}), TryLater)


async def test_a_channel_that_is_gone_is_given_up(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """Archived, or none of ours."""
    await sandbox.do("channel", action="archive", channel="C0ACME")
    assert await speaking.post(Place(ACME), CARD, {}, "o1") == GivenUp(Fault.GONE, "is_archived")
    nowhere = Place(Channel("slack", "main", "C0NONE"))
    assert await speaking.post(nowhere, CARD, {}, "o1") == GivenUp(Fault.GONE, "channel_not_found")
    assert await speaking.find(nowhere, "o1", earlier(60)) is Unreadable.UNREADABLE


@pytest.mark.usefixtures("expected_errors")
async def test_a_revoked_token_opens_the_breaker(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """One call tells it; the next ones stay at home, and readiness says why."""
    await sandbox.do("app", action="revoke", app="A0PIT")
    outcome = await speaking.post(Place(ACME), CARD, {}, "o1")
    assert isinstance(outcome, GivenUp)
    assert outcome.fault is Fault.REVOKED
    before = len((await sandbox.look("ledger"))["entries"])
    again = await speaking.post(Place(ACME), CARD, {}, "o2")
    assert isinstance(again, GivenUp)
    assert again.fault is Fault.REVOKED
    assert len((await sandbox.look("ledger"))["entries"]) == before
    assert "Slack refuses the token" in str(speaking.ready())


async def test_reactions_are_put_and_taken_once(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """Twice is no error."""
    source = Source(ACME, await sandbox.says("round 99812"))
    for on in (True, True, False, False):
        assert await speaking.react(source, Gesture.TAKE, on) == Sent(source.id)
    for _ in range(2):
        assert await speaking.pin(source) == Sent(source.id)


async def test_a_whisper_is_seen_by_one_person(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """In the channel, and in a direct message where the person is not in it."""
    assert isinstance(await speaking.whisper(Place(ACME), RITA, CARD), Sent)
    assert [message["text"] for message in await sandbox.whispers("U0RITA")] == ["#1 opened"]
    assert await sandbox.whispers("U0ANA") == []
    desk = Place(Channel("slack", "main", "C0DESK"))
    outcome = await speaking.whisper(desk, RITA, CARD)
    assert isinstance(outcome, Sent)
    direct = (await sandbox.do("open_dm", **{"as": "U0RITA"}))["channel"]
    assert [message["text"] for message in await sandbox.sees("U0RITA", direct)] == ["#1 opened"]


async def test_a_home_page_is_shown(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """To the person whose it is."""
    assert await speaking.show_home(ANA, CARD) == Sent("")
    assert "#1 opened" in str(await sandbox.look("home", **{"as": "U0ANA"}))


async def test_people_groups_channels_and_links(speaking: SlackPlatform, sandbox: Sandbox) -> None:
    """What Slack tells of each."""
    profile = await speaking.profile(AccountRef("slack", "", "U0ANA"))
    assert (profile.account, profile.zone, profile.bot, profile.active) == (ANA, "America/Sao_Paulo", False, True)
    assert (profile.name in ("Ana Souza", "ana"), profile.locale) == (True, "pt-BR")
    assert (await speaking.profile(AccountRef("slack", "", "U0RITA"))).account.team == "T0ACME"
    assert await speaking.group("S0ANALYSTS") == (ANA,)
    room = await speaking.room(ACME)
    assert (room.name, room.member, room.archived, room.teams) == ("acme-support", True, False, ("T0ACME",))
    assert (await speaking.room(Channel("slack", "main", "C0DESK"))).teams == ()
    source = Source(ACME, await sandbox.says("round 99812"))
    assert await speaking.link(source) == await permalink(speaking, source.id)
    reply = await sandbox.says("still", thread_ts=source.id)
    assert await speaking.link(Source(ACME, reply), source.id) == await permalink(speaking, reply)
    with pytest.raises(Rejected):
        await speaking.profile(AccountRef("slack", "", "U0NONE"))


async def test_a_button_of_a_card_is_drawn_with_its_seal(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """And Slack takes buttons with a question before them."""
    card = Card(summary="s", buttons=(Button("Close", Press("close", ("1",)), confirm="Really?"),))
    assert isinstance(await speaking.post(Place(ACME), card, {}, "o1"), Sent)


@pytest.mark.usefixtures("expected_errors")
async def test_all_is_well_with_the_sandbox(speaking: SlackPlatform, sandbox: Sandbox) -> None:
    """And each thing that is not is told with how to mend it."""
    assert await speaking.check() == ()
    await sandbox.do("app", action="scopes", app="A0PIT", scopes=["chat:write"])
    assert "users:read" in (await speaking.check())[0]
    wrong = make(sandbox.address, bot_token="xoxb-wrong", app_token="xapp-wrong")
    told = " ".join(await wrong.check())
    assert "PITBOSS_SLACK__MAIN__BOT_TOKEN" in told
    assert "Socket Mode" in told
    await wrong.stop()


async def test_a_file_goes_up_and_comes_down_the_same(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """Into the thread, with its id kept before it can be seen; another try finds it there."""
    kept: list[str] = []

    async def keep(file: str) -> None:
        kept.append(file)

    root = await sandbox.says("round 99812")
    place = Place(ACME, root)
    outcome = await speaking.upload(place, "../a\r\n.txt", "text/plain", b"proof", keep, "")
    assert isinstance(outcome, Sent)
    assert kept == [outcome.file]
    assert outcome.id
    assert await speaking.upload(place, "a.txt", "text/plain", b"proof", keep, outcome.file) == outcome
    file, data = await speaking.download(RemoteFile(outcome.file, outcome.file))
    assert (data, file.size, file.mime) == (b"proof", 5, "text/plain")


async def test_a_completion_whose_answer_was_lost_is_not_repeated(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """The file is shared once."""
    kept: list[str] = []

    async def keep(file: str) -> None:
        kept.append(file)

    await sandbox.breaks("drop", method="files.completeUploadExternal")
    lost = await speaking.upload(Place(ACME), "a.txt", "text/plain", b"proof", keep, "")
    assert isinstance(lost, Ambiguous)
    again = await speaking.upload(Place(ACME), "a.txt", "text/plain", b"proof", keep, kept[0])
    assert isinstance(again, Sent)
    assert len([message for message in await sandbox.sees() if message.get("files")]) == 1


async def test_a_login_page_is_no_screenshot(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """Slack answers 200 with a page where the scope is missing: the file waits for whoever can add it."""
    content = {"name": "a.png", "mimetype": "image/png", "content_base64": "aGk="}
    await sandbox.says("look", files=[content])
    (file,) = (await sandbox.sees())[-1]["files"]
    remote, data = await speaking.download(RemoteFile(file["id"], "a.png"))
    assert data == b"hi"
    await sandbox.do("app", action="scopes", app="A0PIT", scopes=["chat:write"])
    for asked in (remote, RemoteFile(file["id"], "a.png")):
        with pytest.raises(Unavailable, match="files:read"):
            await speaking.download(asked)


async def test_the_token_does_not_leave_for_another_host(speaking: SlackPlatform) -> None:
    """Nor are 51 MB fetched."""
    with pytest.raises(Rejected, match="another host"):
        await speaking.download(RemoteFile("F1", "a", "", 1, "https://files.slack.com.evil.example/a"))
    with pytest.raises(Rejected, match="too large"):
        await speaking.download(RemoteFile("F1", "a", "", 51 * 1024 * 1024, "https://files.slack.com/a"))


async def test_history_has_the_keys_of_live_events(sandbox: Sandbox, speaking: SlackPlatform) -> None:
    """Messages and their last edit, oldest first, ours left out; a thread tells its replies."""
    since = earlier(1)
    first = await sandbox.says("one")
    second = await sandbox.says("two", who="U0ANA")
    await post(speaking)
    edited = await sandbox.do("edit", **{"as": "U0RITA"}, channel="C0ACME", ts=first, text="one!")
    reply = await sandbox.says("three", thread_ts=first)
    found = await speaking.history(Place(ACME), since)
    keys = [envelope.key for envelope in found]
    assert keys[:2] == [f"slack:main:m:C0ACME:{first}", f"slack:main:m:C0ACME:{second}"]
    assert len(keys) == 3, edited
    assert keys[2].startswith(f"slack:main:e:C0ACME:{first}:")
    thread = await speaking.history(Place(ACME, first), since)
    assert f"slack:main:m:C0ACME:{reply}" in [envelope.key for envelope in thread]
    assert all(envelope.thread == f"C0ACME:{first}" for envelope in thread)
    said = speaking.understand(found[0].payload)
    assert said is not None
    assert said.actor == RITA
