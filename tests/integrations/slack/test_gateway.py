"""Kept before it is acknowledged, answered after: the same over a socket and over HTTP."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Line
from bot.chat.forms import Field, Form
from bot.chat.platform import Lane, Sent
from bot.chat.replies import FieldErrors, OpenForm, Private, Refused
from bot.chat.requests import BotJoined, BotLeft, Clicked, Picked, Reacted, Said, Submitted, Typed
from bot.domain.words import Channel, DraftId, Place
from bot.errors import Unavailable
from integrations.slack import SlackPlatform
from tests.integrations.slack.conftest import FakeDesk, Sandbox, until
from tests.integrations.slack.samples import SEAL

ACME = Channel("slack", "main", "C0ACME")
FORM = Form(DraftId("d1"), "Report a problem", "Send", "Cancel", (Field("round_id", "Round id"),))
OPENING = Button("Open the form", Press("form", (FORM.draft,)))
INVITATION = Card(summary="Report a problem", title="Report a problem", buttons=(OPENING,))
HELLO = Private(Card(summary="hello", parts=(Line("hello"),)))


async def shown(sandbox: Sandbox, who: str = "U0ANA") -> list[str]:
    return [message["text"] for message in await sandbox.whispers(who)]


async def sees_privately(sandbox: Sandbox, text: str, who: str = "U0ANA") -> None:
    async def there() -> bool:
        return text in await shown(sandbox, who)

    await until(there)


async def card_with_button(slack: SlackPlatform, thread: str | None = None) -> str:
    card = Card(summary="#1", buttons=(Button("Take it", Press("take", ("1",))),))
    outcome = await slack.post(Place(ACME, thread), card, {}, "o1")
    assert isinstance(outcome, Sent)
    return outcome.id


async def test_a_client_writes_and_the_desk_hears(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """Under the client's own team; our own card in between starts nothing."""
    await card_with_button(slack)
    ts = await sandbox.says("round 99812 <did> not pay & more")
    (envelope,) = await desk.has(1)
    request = slack.understand(envelope.payload)
    assert isinstance(request, Said)
    assert (envelope.lane, request.source.id, request.actor.team) == (Lane.TOLD, ts, "T0ACME")
    assert request.text == "round 99812 <did> not pay & more"


async def test_a_mention_is_heard_once(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """Slack delivers two events, the desk keeps one envelope."""
    await sandbox.says("<@U0BOT> ticket please", raw=True)

    async def twice() -> bool:
        return desk.deliveries >= 2

    await until(twice)
    (envelope,) = desk.kept.values()
    request = slack.understand(envelope.payload)
    assert isinstance(request, Said)
    assert request.call == "ticket please"


async def test_edits_deletions_and_reactions_are_heard(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """Each under its own key."""
    ts = await sandbox.says("round 99812")
    await sandbox.do("edit", **{"as": "U0RITA"}, channel="C0ACME", ts=ts, text="round 99813")
    await sandbox.do("react", **{"as": "U0ANA"}, channel="C0ACME", ts=ts, emoji="eyes")
    await sandbox.do("delete", **{"as": "U0RITA"}, channel="C0ACME", ts=ts)
    kinds = {envelope.payload["type"] for envelope in await desk.has(4)}
    assert kinds == {"message", "edit", "reaction_added", "deletion"}
    (reaction,) = await desk.has(kind="reaction_added")
    request = slack.understand(reaction.payload)
    assert isinstance(request, Reacted)
    assert (request.gesture, request.source.id) == ("take", ts)


@pytest.mark.usefixtures("expected_errors")
async def test_what_is_not_kept_is_delivered_again(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """No database, no acknowledgement; when it is back, nothing is lost."""
    desk.broken = 1
    await sandbox.says("round 99812")
    await desk.has(1)
    assert desk.deliveries == 2


async def test_a_command_is_kept_worked_off_and_answered(
    slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk
) -> None:
    """Privately, to the person alone."""
    desk.reply = lambda envelope: HELLO
    told = await sandbox.do("command", **{"as": "U0ANA"}, channel="C0ACME", command="/pit", text="status <b>")
    assert told["delivered"] is not False
    assert told["ack_ms"] < 1000
    await sees_privately(sandbox, "hello")
    assert await shown(sandbox, "U0RITA") == []
    (envelope,) = desk.kept.values()
    assert desk.order == [envelope.key]
    request = slack.understand(envelope.payload)
    assert isinstance(request, Typed)
    assert request.words == "status <b>"


async def test_a_click_of_a_client_in_a_thread(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """Its token opens again, and the answer stands in the thread."""
    desk.reply = lambda envelope: Refused(Card(summary="not yours"))
    root = await sandbox.says("round 99812")
    ts = await card_with_button(slack, root)
    await sandbox.do("click", **{"as": "U0RITA"}, channel="C0ACME", ts=ts, action_id="press:0")
    (envelope,) = await desk.has(kind="block_actions")
    request = slack.understand(envelope.payload)
    assert isinstance(request, Clicked)
    assert SEAL.open(request.token) == Press("take", ("1",))
    assert (request.actor.team, request.place, request.source) == ("T0ACME", Place(ACME, root), request.source)
    await sees_privately(sandbox, "not yours", "U0RITA")
    (whisper,) = await sandbox.whispers("U0RITA")
    assert whisper["thread_ts"] == root


async def open_form(sandbox: Sandbox, desk: FakeDesk) -> dict[str, Any]:
    desk.reply = lambda envelope: OpenForm(FORM, INVITATION)
    told = await sandbox.do("command", **{"as": "U0ANA"}, channel="C0ACME", command="/pit", text="open", wait_view=3)
    view: dict[str, Any] = told["opened_view"]
    return view


async def test_a_form_is_opened_refused_and_sent(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """Errors stand at their fields and the form stays; then it closes, and the rest is told privately."""
    view = await open_form(sandbox, desk)
    assert view["title"]["text"] == "Report a problem"
    desk.reply = lambda envelope: FieldErrors({"round_id": "A round id has digits."}, INVITATION)
    sent = {"as": "U0ANA", "view_id": view["id"], "values": {"round_id": "x"}}
    told = await sandbox.do("submit", **sent)
    assert (told["errors"], told["closed"]) == ({"round_id": "A round id has digits."}, False)
    desk.reply = lambda envelope: HELLO
    told = await sandbox.do("submit", **sent | {"values": {"round_id": "00123"}})
    assert told["closed"]
    await sees_privately(sandbox, "hello")
    request = slack.understand((await desk.has(kind="view_submission"))[-1].payload)
    assert isinstance(request, Submitted)
    assert (request.draft, request.values, request.place) == ("d1", {"round_id": "00123"}, Place(ACME))


async def test_a_next_step_takes_the_forms_place(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """The submit's acknowledgement brings it."""
    view = await open_form(sandbox, desk)
    second = Form(DraftId("d1"), "Report a problem", "Send", "Cancel", (Field("amount", "Amount"),), step=2, steps=2)
    desk.reply = lambda envelope: OpenForm(second, INVITATION)
    told = await sandbox.do("submit", **{"as": "U0ANA", "view_id": view["id"], "values": {"round_id": "1"}})
    assert not told["closed"]
    (open_view,) = (await sandbox.look("sees", **{"as": "U0ANA"}))["views"]
    assert open_view["blocks"][0]["block_id"] == "amount"


async def test_a_form_that_cannot_open_becomes_a_button(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """A trigger lives three seconds; the button opens the same draft."""
    desk.reply = lambda envelope: OpenForm(FORM, INVITATION)
    await sandbox.breaks("error", method="views.open", error="expired_trigger_id")
    await sandbox.do("command", **{"as": "U0ANA"}, channel="C0ACME", command="/pit", text="open")
    await sees_privately(sandbox, "Report a problem")
    (whisper,) = await sandbox.whispers("U0ANA")
    assert SEAL.open(whisper["blocks"][-1]["elements"][0]["value"]) == Press("form", ("d1",))
    clicked = {"as": "U0ANA", "channel": "C0ACME", "ts": whisper["ts"], "action_id": "press:0", "wait_view": 3}
    assert (await sandbox.do("click", **clicked))["opened_view"]["title"]["text"] == "Report a problem"


async def test_a_shortcut_brings_the_clients_message(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """With its author's team."""
    ts = await sandbox.says("round 99812")
    await sandbox.do("shortcut", **{"as": "U0ANA"}, callback_id="open", channel="C0ACME", ts=ts)
    (envelope,) = await desk.has(kind="message_action")
    request = slack.understand(envelope.payload)
    assert isinstance(request, Picked)
    assert request.author is not None
    assert (request.command, request.text, request.author.team) == ("open", "round 99812", "T0ACME")


async def test_a_late_reply_still_finds_the_person(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """While the handle lives; a form comes as a button; after half an hour nothing does."""
    await sandbox.do("command", **{"as": "U0ANA"}, channel="C0ACME", command="/pit", text="status")
    (envelope,) = await desk.has(1)
    await slack.reply(envelope.payload, HELLO)
    await slack.reply(envelope.payload, OpenForm(FORM, INVITATION))
    assert await shown(sandbox) == ["hello", "Report a problem"]
    old: Mapping[str, Any] = {**envelope.payload, "at": "2023-11-14T22:13:20+00:00"}
    with pytest.raises(Unavailable):
        await slack.reply(old, HELLO)


async def test_our_coming_and_going_is_heard(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """So that a channel can be bound, and one that is lost is noticed."""
    made = (await sandbox.do("channel", action="create", name="new", user="U0ANA"))["channel"]
    await sandbox.do("channel", action="invite", channel=made, user="U0BOT", inviter="U0ANA")
    (joined,) = await desk.has(kind="member_joined_channel")
    request = slack.understand(joined.payload)
    assert isinstance(request, BotJoined)
    assert (request.place.channel.id, request.actor.user) == (made, "U0ANA")
    await sandbox.do("channel", action="kick", channel=made, user="U0BOT", by="U0ANA")
    await until(lambda: _left(slack, desk))
    await sandbox.do("channel", action="archive", channel="C0ACME")
    await desk.has(kind="channel_archive")


async def _left(slack: SlackPlatform, desk: FakeDesk) -> bool:
    return any(isinstance(slack.understand(envelope.payload), BotLeft) for envelope in desk.kept.values())


async def test_a_hundred_messages_are_kept_in_a_second(slack: SlackPlatform, sandbox: Sandbox, desk: FakeDesk) -> None:
    """Each once, none lost."""
    stamps = await asyncio.gather(*(sandbox.says(f"message {index}") for index in range(100)))
    kept = await desk.has(100)
    assert {envelope.key for envelope in kept} == {f"slack:main:m:C0ACME:{ts}" for ts in stamps}
