"""What we say on Discord and how people are answered, over the wire."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from logging import LogRecord
from typing import Any

import pytest

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Line
from bot.chat.forms import Choice, Field, Form
from bot.chat.platform import Envelope, Fault, GivenUp, Outcome, Sent, TryLater
from bot.chat.replies import Done, FieldErrors, OpenForm, Options, Private, Reply
from bot.chat.requests import AccountRef, RemoteFile, Suggested, Typed
from bot.clock import Clock
from bot.domain.words import DraftId, Source
from bot.errors import Rejected, Unavailable
from integrations.discord import DiscordPlatform
from tests.integrations.discord.conftest import FakeDesk, listening, place, platform_at, until
from tests.stories.discord_floor import APP_NAME, DiscordFloor, snowflake
from tests.stories.seen import Seen

FORM = Form(DraftId("d1"), "Evidence", "Send", "Cancel", (Field("round_id", "Round"),))


def _say(text: str, *buttons: Button, title: str = "") -> Card:
    return Card(text, title=title, parts=(Line(text),), buttons=buttons)


OFFER = _say("Evidence", Button("Open", Press("form", ("d1",))))


def _id(outcome: Outcome) -> str:
    assert isinstance(outcome, Sent), outcome
    return outcome.id


async def _sees(floor: DiscordFloor, channel: str, who: str = "ben") -> list[Seen]:
    return await floor.messages(floor.user(who), floor.channel(channel))


# -- speaking


async def test_the_same_letter_sent_twice_at_once_is_one_message(
    floor: DiscordFloor, platform: DiscordPlatform
) -> None:
    """Its nonce is the same; another letter with the same words is another message."""
    where = place(floor, "desk")
    sent = await asyncio.gather(*(platform.post(where, _say("hello"), {}, "o1") for _ in range(3)))
    assert len({_id(each) for each in sent}) == 1
    await platform.post(where, _say("hello"), {}, "o2")
    assert len(await _sees(floor, "desk")) == 2


async def test_a_thread_grows_from_its_message_when_something_is_said_there(
    floor: DiscordFloor, platform: DiscordPlatform
) -> None:
    """Called like the card; a thread that somebody else has begun meanwhile is as good."""
    report = await floor.say(floor.user("rita"), floor.channel("acme-support"), "stuck", None, ())
    mine = _id(await platform.post(place(floor, "acme-support", report), _say("below", title="#1 Stuck"), {}, "o1"))
    assert mine.startswith(f"{report}/")
    told = await floor.get(f"sees?as={floor.user('rita')}&channel={floor.channel('acme-support')}")
    assert [(each["id"], each["name"]) for each in told["threads"]] == [(report, "#1 Stuck")]
    other = await floor.say(floor.user("rita"), floor.channel("acme-support"), "again", None, ())
    await floor.do("thread", action="create", as_=floor.user("rui"), channel=floor.channel("acme-support"),
                   message=other, name="mine")  # fmt: skip
    assert isinstance(await platform.post(place(floor, "acme-support", other), _say("here"), {}, "o2"), Sent)
    assert isinstance(await platform.post(place(floor, "acme-support", "1"), _say("no"), {}, "o3"), GivenUp)


async def test_a_sleeping_thread_is_woken(floor: DiscordFloor, platform: DiscordPlatform) -> None:
    """To write in it, to edit in it and to react in it; locked ones too."""
    top = _id(await platform.post(place(floor, "desk"), _say("card", title="#1"), {}, "o1"))
    inside = _id(await platform.post(place(floor, "desk", top), _say("below"), {}, "o2"))
    channel = place(floor, "desk").channel
    for action in ("archive", "lock"):
        await floor.do("thread", action=action, as_="90000000000000001", channel=top)
        assert isinstance(await platform.edit(Source(channel, inside), _say(action), {}), Sent)
        await floor.do("thread", action=action, as_="90000000000000001", channel=top)
        assert isinstance(await platform.post(place(floor, "desk", top), _say("more"), {}, action), Sent)


async def test_a_forum_gets_posts(floor: DiscordFloor, platform: DiscordPlatform) -> None:
    """The post's first message stands at the top; it is found, edited, answered, and read back after an outage."""
    since = Clock().wall() - timedelta(seconds=5)
    told = await floor.do("channel", action="create", name="tickets", type="forum",
                          private_to=[floor.user("ben"), APP_NAME])  # fmt: skip
    where = replace(place(floor, "desk"), channel=replace(place(floor, "desk").channel, id=told["channel"]))
    first = _id(await platform.post(where, _say("a card", title="#1 Stuck"), {}, "o1"))
    assert await platform.find(where, "o1", since) == Sent(first)
    assert isinstance(await platform.edit(Source(where.channel, first), _say("changed"), {}), Sent)
    assert _id(await platform.post(replace(where, thread=first), _say("below"), {}, "o2")).startswith(f"{first}/")
    made = await floor.do("thread", action="create", as_=floor.user("ben"), channel=told["channel"], name="help",
                          text="a report")  # fmt: skip
    envelopes = await platform.history(where, since)
    said = [platform.understand(each.payload) for each in envelopes]
    assert [getattr(each, "source", None) for each in said] == [Source(where.channel, made["thread"])]


async def test_guests_get_a_thread_of_their_own(floor: DiscordFloor, platform: DiscordPlatform) -> None:
    """Nobody else sees it, and a lost answer is found in it."""
    since = Clock().wall()
    guests = (AccountRef("discord", "", floor.user("rita")),)
    where = place(floor, "acme-support")
    sent = await platform.post(where, _say("for you", title="#1"), {}, "o1", guests)
    assert isinstance(sent, Sent)
    assert sent.id.startswith(f"{sent.thread}/")
    assert [each.id for each in await _sees(floor, "acme-support", "rita")] == [sent.id]
    assert await _sees(floor, "acme-support", "rui") == []
    assert await platform.find(where, "o1", since) == sent
    assert await platform.find(where, "o9", since) is None


async def test_what_is_forbidden_is_told_as_it_is(floor: DiscordFloor, platform: DiscordPlatform) -> None:
    """A channel that we no longer see, a permission that we lack, somebody who takes no direct messages."""
    await floor.remove_bot(floor.channel("product"))
    gone = await platform.post(place(floor, "product"), _say("x"), {}, "o1")
    assert isinstance(gone, GivenUp) and gone.fault is Fault.GONE
    assert not (await platform.room(place(floor, "product").channel)).member
    await floor.do("role", action="set", role=APP_NAME, permissions=["VIEW_CHANNEL", "READ_MESSAGE_HISTORY"])
    await floor.do("channel", action="permissions", channel=floor.channel("desk"), role=APP_NAME,
                   allow=["VIEW_CHANNEL"], deny=["SEND_MESSAGES"])  # fmt: skip
    lacking = await platform.post(place(floor, "desk"), _say("x"), {}, "o2")
    assert isinstance(lacking, GivenUp) and lacking.fault is Fault.SCOPE


async def test_a_refused_token_opens_the_breaker(
    floor: DiscordFloor, desk: FakeDesk, expected_errors: list[Any]
) -> None:
    """Ten thousand refusals would ban us: after the first nothing is asked."""
    stranger = platform_at(floor, token="no-token-of-the-floor")
    outcomes = [await stranger.post(place(floor, "desk"), _say("x"), {}, f"o{number}") for number in range(5)]
    assert all(isinstance(each, GivenUp) and each.fault is Fault.REVOKED for each in outcomes)
    assert len(expected_errors) == 1
    assert stranger.ready() is not None
    await stranger.stop()


async def test_a_ban_of_our_address_stops_everything(floor: DiscordFloor, platform: DiscordPlatform) -> None:
    """A 429 that does not come from Discord itself (no Via) counts for all routes; Discord's own only for its own."""
    method = "POST /channels/{channel}/messages"
    rule = {"match": {"method": method}, "action": "status", "status": 429, "retry_after": 30, "times": 1}
    await floor.breaks(rule)
    assert await platform.post(place(floor, "desk"), _say("x"), {}, "o1") == TryLater(30.0, "rate limited", False)
    assert isinstance(await platform.post(place(floor, "desk"), _say("x"), {}, "o1"), Sent)
    await floor.breaks({**rule, "via": False})
    assert isinstance(await platform.post(place(floor, "desk"), _say("x"), {}, "o2"), TryLater)
    with pytest.raises(Unavailable):
        await platform.room(place(floor, "desk").channel)


# -- files


async def test_a_link_that_has_expired_is_asked_for_anew(floor: DiscordFloor, platform: DiscordPlatform) -> None:
    """By the message that it came with; no other host is ever asked."""
    data = b"\x89PNG" + b"x" * 100
    said = await floor.say(floor.user("rita"), floor.channel("acme-support"), "see", None,
                           (("screen.png", "image/png", data),))  # fmt: skip
    envelope = await platform.message(Source(place(floor, "acme-support").channel, said))
    assert envelope is not None
    request = platform.understand(envelope.payload)
    file: RemoteFile = request.files[0]  # type: ignore[union-attr]
    expired = replace(file, url=file.url.replace("ex=", "ex=1"))
    assert (await platform.download(expired))[1] == data
    assert (await platform.download(replace(file, url="")))[1] == data
    with pytest.raises(Rejected):
        await platform.download(replace(file, url="http://169.254.169.254/latest/meta-data"))
    with pytest.raises(Rejected):
        await platform.download(replace(file, id="//1", url=""))


async def test_a_file_that_discord_does_not_take_leaves_a_note(floor: DiscordFloor, platform: DiscordPlatform) -> None:
    """Its name and size, once; any name is made one that can be shown."""
    kept: list[str] = []

    async def keep(file: str) -> None:
        kept.append(file)

    big = b"x" * (10 * 1024 * 1024 + 1)
    where = place(floor, "desk")
    first = await platform.upload(where, "../räport\r\n.pdf", "application/pdf", big, keep, "")
    again = await platform.upload(where, "../räport\r\n.pdf", "application/pdf", big, keep, kept[0])
    assert isinstance(first, Sent) and again == first
    assert "raport_.pdf" in (await _sees(floor, "desk"))[0].text
    small = await platform.upload(where, '"<@1>".png', "image/png", b"x", keep, "")
    assert isinstance(small, Sent)
    assert (await _sees(floor, "desk"))[-1].files == ("1_.png",)


# -- answering


async def _command(floor: DiscordFloor, command: str, who: str = "ben", **options: Any) -> dict[str, Any]:
    return await floor.do("command", as_=who, channel=floor.channel("desk"), command=command, options=options, wait=5)


async def _with_menu(floor: DiscordFloor, platform: DiscordPlatform) -> None:
    async def has_commands() -> bool:
        return bool((await floor.get(f"commands?as=ben&channel={floor.channel('desk')}"))["commands"])

    await until(has_commands, "the commands")
    await until(lambda: platform.ready() is None)


async def test_a_command_is_answered_as_fits(floor: DiscordFloor, desk: FakeDesk) -> None:
    """A tick, a private card, a form; slow work is answered all the same, then a form is a button."""
    replies: list[tuple[Reply, float]] = [(Done(), 0), (Private(_say("psst")), 0), (Done(), 2.5)]
    replies += [(Private(_say("slow")), 2.5)]
    async with listening(floor, desk, menu=True) as platform:
        await _with_menu(floor, platform)
        texts = []
        for reply, takes in replies:
            desk.takes = takes
            desk.reply = lambda envelope, reply=reply: reply  # type: ignore[misc]
            told = await _command(floor, "pit take", ticket="1")
            assert told["message"]["private"], told
            texts.append(floor._read(told["message"]["components"]))
        assert texts == ["✅", "psst", "✅", "slow"]
        desk.reply = lambda envelope: OpenForm(FORM, OFFER)
        desk.takes = 0
        assert (await _command(floor, "pit open"))["modal"]["title"] == "Evidence"
        desk.takes = 2.5
        late = await _command(floor, "pit open")
        assert "modal" not in late
        assert "Evidence" in str(late["message"]["components"])
        assert desk.told == [True, True]
        request = platform.understand(next(iter(desk.kept.values())).payload)
        assert isinstance(request, Typed) and dict(request.values) == {"ticket": "1"}


async def test_choices_come_while_somebody_types(floor: DiscordFloor, desk: FakeDesk) -> None:
    """At most 25; none when it takes too long; nothing is kept of it."""
    rows = tuple(Choice(f"{number}", f"#{number} Stuck") for number in range(40))
    desk.reply = lambda envelope: Options(rows)
    async with listening(floor, desk, menu=True) as platform:
        await _with_menu(floor, platform)
        asked = {"as_": "ben", "channel": floor.channel("desk"), "command": "pit take", "options": {"ticket": "1"}}
        told = await floor.do("autocomplete", **asked, focused="ticket")
        assert [each["name"] for each in told["choices"][:2]] == ["#0 Stuck", "#1 Stuck"]
        assert len(told["choices"]) == 25
        desk.takes = 10
        assert (await floor.do("autocomplete", **asked, focused="ticket"))["choices"] == []
        assert desk.kept == {}
        assert desk.asked


async def _sent_form(floor: DiscordFloor, reply: Reply, desk: FakeDesk) -> dict[str, Any]:
    """Somebody fills in a form, and it is judged so."""

    def judged(envelope: Envelope) -> Reply:
        return OpenForm(FORM, OFFER) if envelope.payload["data"]["type"] == 2 else reply

    desk.reply = judged
    told = await _command(floor, "pit open")
    return await floor.do("submit", as_="ben", modal=told["modal"]["id"], values={"round_id": "99"}, wait=5)


async def test_a_form_is_answered_as_fits(floor: DiscordFloor, desk: FakeDesk) -> None:
    """Errors and the next step come as a private message with a button, for a form may not follow a form."""
    again = Card("wrong", parts=(Line("Round: no number"),), buttons=(Button("Correct", Press("form", ("d1", "1"))),))
    async with listening(floor, desk, menu=True) as platform:
        await _with_menu(floor, platform)
        done = await _sent_form(floor, Done(), desk)
        assert "✅" in str(done["message"]["components"])
        wrong = await _sent_form(floor, FieldErrors({"round_id": "no number"}, again), desk)
        assert "Correct" in str(wrong["message"]["components"]) and wrong["message"]["private"]
        onward = await _sent_form(floor, OpenForm(replace(FORM, step=2, steps=3), _say("Evidence 2/3")), desk)
        assert "2/3" in str(onward["message"]["components"])


@pytest.mark.parametrize("takes", [0.0, 2.2, 3.5])
async def test_a_form_that_cannot_be_kept_stays_open(
    floor: DiscordFloor, desk: FakeDesk, takes: float, expected_errors: list[LogRecord]
) -> None:
    """However long it takes to find that out: what was typed is still there, and can be sent again."""
    desk.reply = lambda envelope: OpenForm(FORM, OFFER)
    async with listening(floor, desk, menu=True) as platform:
        await _with_menu(floor, platform)
        modal = (await _command(floor, "pit open"))["modal"]["id"]
        desk.broken, desk.takes = True, takes
        told = await floor.do("submit", as_="ben", modal=modal, values={"round_id": "99"})
        assert not told["closed"] and told["shown"] == "Something went wrong. Try again."
        await until(lambda: bool(expected_errors), "the log")
        desk.broken, desk.takes, desk.reply = False, 0.0, lambda envelope: Done()
        assert (await floor.do("submit", as_="ben", modal=modal, values={"round_id": "99"}))["closed"]
    assert ["interaction not kept" in each.getMessage() for each in expected_errors] == [True]


async def test_a_form_that_is_kept_late_is_told_of_all_the_same(floor: DiscordFloor, desk: FakeDesk) -> None:
    """Discord says that it went wrong and leaves it open; what came of it follows privately."""
    desk.reply = lambda envelope: OpenForm(FORM, OFFER)
    async with listening(floor, desk, menu=True) as platform:
        await _with_menu(floor, platform)
        modal = (await _command(floor, "pit open"))["modal"]["id"]
        desk.takes, desk.reply = 3.3, lambda envelope: Private(_say("it is done"))
        told = await floor.do("submit", as_="ben", modal=modal, values={"round_id": "99"})
        assert not told["closed"]

        async def is_told() -> bool:
            return any(seen.private and seen.says("it is done") for seen in await _sees(floor, "desk"))

        await until(is_told, "the private answer")


async def test_a_click_changes_nothing_that_others_see(floor: DiscordFloor, desk: FakeDesk) -> None:
    """A form that was offered privately turns into a tick when it is done with."""
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None)
        card = _say("card", Button("Fill in", Press("form", ("d1",))))
        await platform.post(place(floor, "desk"), card, {}, "o1")
        seen = (await _sees(floor, "desk"))[0]
        desk.reply = lambda envelope: Done()
        assert await floor.click(floor.user("ben"), seen, "Fill in", forms=False) is None
        desk.reply = lambda envelope: Private(card)
        await floor.click(floor.user("ben"), seen, "Fill in", forms=False)
        offered = (await _sees(floor, "desk"))[-1]
        assert offered.private
        desk.reply = lambda e: OpenForm(FORM, OFFER) if e.payload["data"]["type"] == 3 else Done()
        form = await floor.click(floor.user("ben"), offered, "Fill in", forms=True)
        assert form is not None
        assert (await floor.submit(floor.user("ben"), form, {"round_id": "99"})).taken
        after = await _sees(floor, "desk")
        assert [each.text for each in after] == ["card", "✅"]


async def test_a_whisper_stands_where_somebody_just_acted(floor: DiscordFloor, desk: FakeDesk) -> None:
    """Elsewhere, and for everybody else, it is a direct message; who takes none is told as such."""
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None)
        await platform.post(place(floor, "desk"), _say("card", Button("Help", Press("help"))), {}, "o1")
        await floor.click(floor.user("ben"), (await _sees(floor, "desk"))[0], "Help", forms=False)
        account = AccountRef("discord", "", floor.user("ben"))
        assert isinstance(await platform.whisper(place(floor, "desk"), account, _say("here")), Sent)
        assert isinstance(await platform.whisper(place(floor, "acme-support"), account, _say("direct")), Sent)
        told = await floor.get(f"sees?as=ben&channel={floor.channel('desk')}")
        assert "here" in str(told["ephemeral"]) and "direct" not in str(told)
        nobody = AccountRef("discord", "", snowflake("U0NOBODY"))
        assert isinstance(await platform.whisper(place(floor, "desk"), nobody, _say("x")), GivenUp)
        await floor.do("member", action="join", profile={"id": "77", "username": "shy", "closed_dms": True})
        shy = AccountRef("discord", "", "77")
        refused = await platform.whisper(place(floor, "desk"), shy, _say("x"))
        assert isinstance(refused, GivenUp) and refused.fault is Fault.UNREACHABLE


async def test_a_late_reply_reaches_its_person(floor: DiscordFloor, desk: FakeDesk) -> None:
    """As a follow-up while the interaction lives, else directly; after 15 minutes not at all."""
    async with listening(floor, desk) as platform:
        await until(lambda: platform.ready() is None)
        await platform.post(place(floor, "desk"), _say("card", Button("Help", Press("help"))), {}, "o1")
        await floor.click(floor.user("ben"), (await _sees(floor, "desk"))[0], "Help", forms=False)
        payload = dict(next(iter(desk.kept.values())).payload)
        await platform.reply(payload, Private(_say("late")))
        assert (await _sees(floor, "desk"))[-1].says("late")
        dead = {**payload, "data": {**payload["data"], "token": "dead"}}
        await platform.reply(dead, OpenForm(FORM, OFFER))
        assert (await _sees(floor, "desk"))[-1].says("Evidence")
        with pytest.raises(Unavailable):
            await platform.reply({**payload, "at": "2024-01-01T00:00:00+00:00"}, Private(_say("late")))


async def test_suggestions_are_understood(floor: DiscordFloor, desk: FakeDesk) -> None:
    """With the other inputs that are filled in already."""
    heard: list[Any] = []
    async with listening(floor, desk, menu=True) as platform:
        await _with_menu(floor, platform)

        def remember(envelope: Envelope) -> Reply:
            heard.append(platform.understand(envelope.payload))
            return Options(())

        desk.reply = remember
        await floor.do("autocomplete", as_="ben", channel=floor.channel("desk"), command="pit escalate",
                       options={"ticket": "3", "team": "int"}, focused="team")  # fmt: skip
    assert isinstance(heard[0], Suggested)
    assert (heard[0].command, heard[0].argument, heard[0].typed) == ("escalate", "team", "int")
