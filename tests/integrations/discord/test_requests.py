"""What Discord tells becomes neutral requests, under keys that name what happened."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.platform import Envelope, Lane
from bot.chat.requests import (
    AccountRef,
    BotJoined,
    BotLeft,
    Clicked,
    CutOff,
    Deleted,
    Edited,
    Picked,
    Reacted,
    RemoteFile,
    Request,
    Said,
    Submitted,
    Suggested,
    Typed,
)
from bot.domain.words import Channel, DraftId, Place, Source
from integrations.discord.intake import CUT_OFF, SIGHT, Heard, deletions, envelope_of
from integrations.discord.payloads import instant, snowflake
from integrations.discord.requests import understand
from tests.integrations.discord.events import (
    ACME,
    BEN,
    EARS,
    ME,
    RITA,
    ROLE,
    SERVER,
    THREAD,
    attachment,
    card,
    in_thread,
    interaction,
    message,
    reaction,
)

NOW = datetime(2024, 1, 25, 16, 0, tzinfo=UTC)
CHANNEL = Channel("discord", "pit", ACME)
NUMBER = "1200000000000000000"


def kept(event: str, data: dict[str, Any], parent: str = "", mark: str = "s:1") -> Envelope:
    envelope = envelope_of(Heard(event, data, parent, mark), EARS, NOW)
    assert envelope is not None
    return envelope


def heard(event: str, data: dict[str, Any], parent: str = "") -> Request:
    payload = json.loads(json.dumps(kept(event, data, parent).payload))  # as it comes back from a database
    request = understand(payload, "pit")
    assert request is not None
    return request


def ignored(event: str, data: dict[str, Any], mark: str = "s:1") -> bool:
    return envelope_of(Heard(event, data, "", mark), EARS, NOW) is None


def test_a_message_is_kept_under_its_channel_and_id() -> None:
    """The key is the message's own, the order is its channel's, the time is Discord's."""
    envelope = kept("MESSAGE_CREATE", message())
    assert (envelope.key, envelope.lane) == (f"discord:pit:m:{ACME}:{NUMBER}", Lane.TOLD)
    assert (envelope.channel, envelope.thread) == (ACME, f"{ACME}:{NUMBER}")
    assert envelope.at == datetime(2024, 1, 25, 15, 53, 27, tzinfo=UTC)
    assert "embeds" not in envelope.payload["data"]


def test_a_message_is_said() -> None:
    """By somebody of the server, at the top of a channel."""
    said = heard("MESSAGE_CREATE", message(attachments=[attachment()]))
    assert isinstance(said, Said)
    assert said.actor == AccountRef("discord", SERVER, RITA)
    assert (said.place, said.source) == (Place(CHANNEL), Source(CHANNEL, NUMBER))
    assert (said.text, said.call, said.direct) == ("a round is stuck", None, False)
    url = attachment()["url"]
    assert said.files == (RemoteFile(f"{ACME}/{NUMBER}/77", "screen.png", "image/png", 1200, url),)


def test_a_message_in_a_thread_stands_in_its_channel() -> None:
    """Its id names the thread as well; the order is the thread's."""
    data = message(channel_id=THREAD)
    said = heard("MESSAGE_CREATE", data, ACME)
    assert isinstance(said, Said)
    assert (said.place, said.source) == (Place(CHANNEL, THREAD), Source(CHANNEL, f"{THREAD}/{NUMBER}"))
    envelope = kept("MESSAGE_CREATE", data, ACME)
    assert (envelope.channel, envelope.thread) == (ACME, f"{ACME}:{THREAD}")


def test_the_beginning_of_a_forums_post_is_a_message_at_the_top() -> None:
    """Its id is the thread's own, so that whatever is said there hangs under it."""
    said = heard("MESSAGE_CREATE", message(id=THREAD, channel_id=THREAD), ACME)
    assert isinstance(said, Said)
    assert (said.place, said.source) == (Place(CHANNEL), Source(CHANNEL, THREAD))


@pytest.mark.parametrize("mention", [f"<@{ME}>", f"<@!{ME}>", f"<@&{ROLE}>"])
def test_a_mention_of_us_calls_us(mention: str) -> None:
    """Of our user, in both spellings, or of the role that Discord made for us."""
    said = heard("MESSAGE_CREATE", message(content=f"{mention} take 12"))
    assert isinstance(said, Said)
    assert said.call == "take 12"


def test_a_direct_message_is_direct() -> None:
    """It comes without a server; its author is of ours all the same."""
    data = message()
    del data["guild_id"], data["member"]
    said = heard("MESSAGE_CREATE", data)
    assert isinstance(said, Said)
    assert (said.direct, said.actor.team) == (True, SERVER)


def test_what_is_passed_on_counts_as_said() -> None:
    """A forwarded report has its words and pictures in a copy."""
    copy = {"message": {"content": "round 99812 is stuck", "attachments": [attachment("78")]}}
    said = heard("MESSAGE_CREATE", message(content="", message_snapshots=[copy]))
    assert isinstance(said, Said)
    assert (said.text, [file.id for file in said.files]) == ("round 99812 is stuck", [f"{ACME}/{NUMBER}/78"])


@pytest.mark.parametrize(
    "more",
    [
        {"author": {"id": ME, "username": "pitboss"}},
        {"author": {"id": "5", "bot": True}},
        {"webhook_id": "7"},
        {"type": 6},
        {"type": 18},
        {"type": 21},
        {"guild_id": "1"},
        {"author": None},
        {"id": "x"},
        {"timestamp": 7, "id": ""},
    ],
)
def test_machines_notices_and_other_servers_are_ignored(more: dict[str, Any]) -> None:
    """No loop starts from them."""
    assert ignored("MESSAGE_CREATE", message(**more))


def test_an_edit_has_the_time_of_the_edit() -> None:
    """An update that is no edit (a preview, a pin, a thread) is none of ours."""
    data = message(content="now with a number", edited_timestamp="2024-01-25T15:54:00.500000+00:00")
    edited = heard("MESSAGE_UPDATE", data)
    assert isinstance(edited, Edited)
    assert (edited.text, edited.source.id, edited.at.second) == ("now with a number", NUMBER, 0)
    assert kept("MESSAGE_UPDATE", data).key == f"discord:pit:e:{ACME}:{NUMBER}:1706198040.500000"
    assert ignored("MESSAGE_UPDATE", message())


def test_deletions_tell_nobodys_name() -> None:
    """One by one, also where many go at once."""
    many = {"ids": [NUMBER, "1200000000000000009"], "channel_id": THREAD, "guild_id": SERVER}
    requests = [heard("MESSAGE_DELETE", each, ACME) for each in deletions(many)]
    assert [each.source.id for each in requests if isinstance(each, Deleted)] == [
        f"{THREAD}/{NUMBER}",
        f"{THREAD}/1200000000000000009",
    ]
    assert requests[0].actor == AccountRef("discord", "", "")


def test_a_reaction_is_a_gesture() -> None:
    """Put or taken; the same one told twice has one key, put again it has another."""
    put = heard("MESSAGE_REACTION_ADD", reaction())
    assert isinstance(put, Reacted)
    assert (put.gesture, put.added, put.actor.user, put.source.id) == ("take", True, BEN, NUMBER)
    taken = heard("MESSAGE_REACTION_REMOVE", reaction())
    assert isinstance(taken, Reacted)
    assert not taken.added
    keys = [kept("MESSAGE_REACTION_ADD", reaction(), mark=mark).key for mark in ("s:1", "s:1", "s:2")]
    assert keys[0] == keys[1] != keys[2]
    assert ignored("MESSAGE_REACTION_ADD", reaction(user_id=ME))
    assert ignored("MESSAGE_REACTION_ADD", reaction(member={"user": {"id": BEN, "bot": True}}))


def test_a_command_comes_with_its_inputs() -> None:
    """As typed words and by name; kept, and worked on at once."""
    option = {"name": "take", "type": 1, "options": [{"name": "ticket", "type": 4, "value": 12}]}
    data = interaction(2, {"id": "1", "name": "pit", "type": 1, "options": [option]}, **in_thread())
    envelope = kept("INTERACTION_CREATE", data)
    assert (envelope.lane, envelope.key) == (Lane.DONE, "discord:pit:i:1200000000000000001")
    typed = heard("INTERACTION_CREATE", data, ACME)
    assert isinstance(typed, Typed)
    assert (typed.command, dict(typed.values), typed.words) == ("take", {"ticket": "12"}, "take 12")
    assert (typed.place, typed.actor.user, typed.direct) == (Place(CHANNEL, THREAD), BEN, False)


def test_what_is_being_typed_wants_suggestions() -> None:
    """It is never kept."""
    asked = {"name": "team", "type": 3, "value": "int", "focused": True}
    option = {"name": "escalate", "type": 1, "options": [{"name": "ticket", "type": 4, "value": 3}, asked]}
    data = interaction(4, {"id": "1", "name": "pit", "type": 1, "options": [option]})
    assert kept("INTERACTION_CREATE", data).lane is Lane.ASKED
    suggested = heard("INTERACTION_CREATE", data)
    assert isinstance(suggested, Suggested)
    found = (suggested.command, suggested.argument, suggested.typed, dict(suggested.values))
    assert found == ("escalate", "team", "int", {"ticket": "3"})


def test_a_command_on_a_message_brings_the_message() -> None:
    """With its author and files."""
    row = message(attachments=[attachment()])
    chosen = {"id": "1", "name": "open", "type": 3, "target_id": NUMBER, "resolved": {"messages": {NUMBER: row}}}
    picked = heard("INTERACTION_CREATE", interaction(2, chosen))
    assert isinstance(picked, Picked)
    assert (picked.command, picked.source, picked.text) == ("open", Source(CHANNEL, NUMBER), "a round is stuck")
    assert picked.author == AccountRef("discord", SERVER, RITA)
    assert picked.files[0].name == "screen.png"


def test_a_click_carries_its_token_and_the_message_it_stands_on() -> None:
    """In a thread with the thread; on a private answer there is no message that others see."""
    data = interaction(3, {"custom_id": "sig.take/7", "component_type": 2}, **card(), **in_thread())
    clicked = heard("INTERACTION_CREATE", data, ACME)
    assert isinstance(clicked, Clicked)
    assert (clicked.token, clicked.source) == ("sig.take/7", Source(CHANNEL, f"{THREAD}/1150000000000000000"))
    assert "components" not in kept("INTERACTION_CREATE", data, ACME).payload["data"]["message"]
    private = heard("INTERACTION_CREATE", interaction(3, {"custom_id": "sig.take/7"}, **card(flags=64)))
    assert isinstance(private, Clicked)
    assert private.source is None


def test_a_form_comes_back_with_its_values() -> None:
    """Judged at once, not kept first; its files are told with what Discord knows of them."""
    parts = [
        {"type": 18, "component": {"type": 4, "custom_id": "amount", "value": "50 EUR"}},
        {"type": 18, "component": {"type": 19, "custom_id": "screenshot", "values": ["77"]}},
    ]
    data = {"custom_id": "form:d1:2", "components": parts, "resolved": {"attachments": {"77": attachment()}}}
    envelope = kept("INTERACTION_CREATE", interaction(5, data))
    assert envelope.lane is Lane.ASKED
    sent = understand(envelope.payload, "pit")
    assert isinstance(sent, Submitted)
    assert (sent.draft, sent.step, sent.values) == (DraftId("d1"), 2, {"amount": "50 EUR"})
    assert sent.files["screenshot"][0].name == "screen.png"


def test_channels_and_the_server_come_and_go() -> None:
    """As our own events say it."""
    joined = heard(SIGHT, {"channel_id": ACME, "why": "", "guild_id": SERVER})
    assert isinstance(joined, BotJoined)
    assert joined.place == Place(CHANNEL)
    left = heard(SIGHT, {"channel_id": ACME, "why": "removed", "guild_id": SERVER})
    assert isinstance(left, BotLeft)
    assert left.why == "removed"
    assert isinstance(heard(CUT_OFF, {"why": "4004"}), CutOff)


def test_snowflakes_carry_their_time() -> None:
    """There and back, to the millisecond."""
    assert instant("175928847299117063") == datetime(2016, 4, 30, 11, 18, 25, 796000, tzinfo=UTC)
    assert snowflake(datetime(2016, 4, 30, 11, 18, 25, 796000, tzinfo=UTC)) == "175928847298985984"
    assert instant("9" * 20) is None
    assert instant("٣") is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_WHOLE = (
    ("MESSAGE_CREATE", message(attachments=[attachment()])),
    ("MESSAGE_UPDATE", message(edited_timestamp="2024-01-25T15:54:00+00:00")),
    ("MESSAGE_REACTION_ADD", reaction()),
    ("INTERACTION_CREATE", interaction(3, {"custom_id": "sig.take/7"}, **card())),
    ("INTERACTION_CREATE", interaction(5, {"custom_id": "form:d:1", "components": [{"component": {"type": 4}}]})),
)


@given(st.sampled_from(_WHOLE), st.data())
def test_no_shape_of_an_event_breaks_it(whole: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
    """Whatever a part is replaced by, there is a request or nothing."""
    event, payload = whole
    name = data.draw(st.sampled_from(sorted(payload)))
    odd = {**payload, name: data.draw(_JSON)}
    envelope = envelope_of(Heard(event, odd, data.draw(st.sampled_from(["", ACME])), "s:1"), EARS, NOW)
    if envelope is not None:
        assert understand(envelope.payload, "pit") is not None


@given(_JSON)
def test_no_payload_breaks_it(payload: Any) -> None:
    """Not even one that we never kept."""
    data = payload if isinstance(payload, dict) else {"event": "MESSAGE_CREATE", "data": payload}
    assert understand(data, "pit") is None
