"""What Slack delivers becomes neutral requests, under keys that name what happened."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.chat.platform import Envelope, Lane
from bot.chat.requests import (
    AccountRef,
    BotJoined,
    BotLeft,
    ChannelBack,
    ChannelMoved,
    ChannelShared,
    ChannelUnshared,
    Clicked,
    CutOff,
    Deleted,
    Edited,
    OpenedHome,
    Picked,
    Reacted,
    RemoteFile,
    Request,
    Said,
    Submitted,
    Typed,
)
from bot.domain.words import Channel, DraftId, Place, Source
from integrations.slack.forms import Bound
from integrations.slack.intake import envelope_of
from integrations.slack.requests import understand
from tests.integrations.slack.samples import BOT, FOREIGN, TEAM, click, command, edit, event, message, submit

NOW = datetime(2023, 11, 14, 22, 20, tzinfo=UTC)
ACME = Channel("slack", "main", "C0ACME")


def kept(body: dict[str, Any]) -> Envelope:
    envelope = envelope_of(body, "main", NOW)
    assert envelope is not None
    return envelope


def heard(body: dict[str, Any]) -> Request:
    payload = json.loads(json.dumps(kept(body).payload))  # as it comes back from a database
    request = understand(payload, "main")
    assert request is not None
    return request


def ignored(body: dict[str, Any]) -> bool:
    return envelope_of(body, "main", NOW) is None


def test_a_message_is_kept_under_its_channel_and_time() -> None:
    """The key is the message's own, the order is its thread's, the time is Slack's; no token is stored."""
    envelope = kept(event(message()))
    assert (envelope.key, envelope.lane) == ("slack:main:m:C0ACME:1700000000.000100", Lane.TOLD)
    assert (envelope.channel, envelope.thread) == ("C0ACME", "C0ACME:1700000000.000100")
    assert envelope.at == datetime(2023, 11, 14, 22, 13, 20, 100, tzinfo=UTC)
    assert "legacy" not in json.dumps(envelope.payload)


def test_a_mention_and_its_message_are_one_happening() -> None:
    """Slack sends both events for one post."""
    text = f"<@{BOT}> take 42"
    said, mentioned = event(message(text)), event({**message(text), "type": "app_mention"}, event_id="Ev2")
    assert kept(said).key == kept(mentioned).key
    for body in (said, mentioned):
        request = heard(body)
        assert isinstance(request, Said)
        assert request.call == "take 42"


def test_a_message_says_who_where_and_what() -> None:
    """The words are literal, the team is the author's own."""
    request = heard(event(message("5 &lt; 6 &amp; <https://x.io/a|here> <@U9> :eyes:", user_team=FOREIGN)))
    assert request == Said(
        id="slack:main:m:C0ACME:1700000000.000100",
        workspace="main",
        actor=AccountRef("slack", FOREIGN, "U0RITA"),
        place=Place(ACME),
        at=datetime(2023, 11, 14, 22, 13, 20, 100, tzinfo=UTC),
        source=Source(ACME, "1700000000.000100"),
        text="5 < 6 & here (https://x.io/a) @U9 :eyes:",
    )


def test_a_reply_in_a_thread_is_ordered_behind_its_root() -> None:
    """Order is kept per thread."""
    body = event(message(thread_ts="1699999999.000100", subtype="thread_broadcast"))
    assert kept(body).thread == "C0ACME:1699999999.000100"
    assert heard(body).place == Place(ACME, "1699999999.000100")


def test_files_come_with_or_without_an_address() -> None:
    """In Slack Connect a file is only announced: its id is kept, the rest is looked up later; stones are none."""
    files = [
        {"id": "F1", "name": "a.png", "mimetype": "image/png", "size": 7, "url_private": "https://files.slack.com/a"},
        {"id": "F2", "file_access": "check_file_info", "created": 0},
        {"id": "F3", "mode": "tombstone"},
        "F4",
    ]
    request = heard(event(message("", subtype="file_share", files=files)))
    assert isinstance(request, Said)
    assert request.files == (
        RemoteFile("F1", "a.png", "image/png", 7, "https://files.slack.com/a"),
        RemoteFile("F2", "F2"),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B0TRACKER"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"user": None},
        {"app_id": "A0PIT"},
        {"ts": "yesterday"},
        {"channel": None},
        {"channel": {"id": "C1"}},
    ],
)
def test_echoes_and_notices_start_nothing(fields: dict[str, Any]) -> None:
    """Our own posts, other bots', joins and topics, and what has no shape of Slack's are passed over."""
    assert ignored(event(message(**fields)))


def test_an_edit_has_its_own_key_and_the_new_words() -> None:
    """An edit that only unfurls a link is none."""
    request = heard(event(edit("round 99813")))
    assert isinstance(request, Edited)
    assert (request.id, request.text) == ("slack:main:e:C0ACME:1700000000.000100:1700000050.000000", "round 99813")
    unfurled = edit("round 99813")
    del unfurled["message"]["edited"]
    assert ignored(event(unfurled))


@pytest.mark.parametrize(
    "inner",
    [
        {"subtype": "message_deleted", "deleted_ts": "1700000000.000100", "previous_message": message()},
        {"subtype": "message_deleted", "deleted_ts": "1700000000.000100"},
        {
            "subtype": "message_changed",
            "message": {"subtype": "tombstone", "ts": "1700000000.000100"},
            "previous_message": message(),
        },
    ],
)
def test_a_deletion_names_the_message_that_is_gone(inner: dict[str, Any]) -> None:
    """Also the stone that stays where a message had replies."""
    request = heard(event({"type": "message", "channel": "C0ACME", "event_ts": "1700000070.000100", **inner}))
    assert isinstance(request, Deleted)
    assert (request.id, request.source.id) == ("slack:main:d:C0ACME:1700000000.000100", "1700000000.000100")


def reaction(name: str, **fields: Any) -> dict[str, Any]:
    item = {"type": "message", "channel": "C0ACME", "ts": "1700000000.000100"}
    ours = {"type": "reaction_added", "user": "U0ANA", "reaction": name, "item": item, "event_ts": "1700000080.000100"}
    return ours | fields


def test_reactions_are_gestures() -> None:
    """Skin tones do not matter; a reaction without meaning keeps its own name; ours are no gestures."""
    request = heard(event(reaction("raised_hand::skin-tone-4")))
    assert isinstance(request, Reacted)
    assert (request.gesture, request.added) == ("ack", True)
    assert request.id == "slack:main:r:C0ACME:1700000000.000100:U0ANA:raised_hand::skin-tone-4:1700000080.000100"
    assert request.actor == AccountRef("slack", TEAM, "U0ANA")
    plain = heard(event(reaction("tada", type="reaction_removed")))
    assert isinstance(plain, Reacted)
    assert (plain.gesture, plain.added) == ("tada", False)
    assert ignored(event(reaction("eyes", user=BOT)))


def test_the_team_of_a_reaction_in_a_shared_channel_is_unknown() -> None:
    """Slack does not tell it; our own team may not be assumed for a stranger."""
    assert heard(event(reaction("eyes"), is_ext_shared_channel=True)).actor == AccountRef("slack", "", "U0ANA")


def test_a_command_is_its_words() -> None:
    """Words are literal, and the lane is the quick one."""
    envelope = kept(command("update 7 a &lt; b"))
    assert (envelope.key, envelope.lane, envelope.at) == ("slack:main:t:13.37.abc", Lane.DONE, NOW)
    request = heard(command("update 7 a &lt; b"))
    assert isinstance(request, Typed)
    assert (request.words, request.direct) == ("update 7 a < b", False)


def test_a_click_carries_its_token_and_the_message_it_stands_on() -> None:
    """A private message is nothing to edit; a button that only opens an address is no click."""
    request = heard(click("sig.take\x1f7"))
    assert isinstance(request, Clicked)
    assert (request.token, request.source) == ("sig.take\x1f7", Source(ACME, "1700000001.000200"))
    assert request.place == Place(ACME, "1700000000.000100")
    assert kept(click("x")).thread == "C0ACME:1700000000.000100"
    private = click("x", container={"type": "message", "message_ts": "1700000001.000200", "is_ephemeral": True})
    assert getattr(heard(private), "source", "?") is None
    assert ignored(click("", actions=[{"type": "button", "action_id": "link:0", "url": "https://x.io"}]))


def test_a_select_is_a_click_with_a_choice() -> None:
    """Its token is its action id."""
    action = {"type": "static_select", "action_id": "sig.team", "selected_option": {"value": "devops"}}
    request = heard(click("", actions=[action]))
    assert isinstance(request, Clicked)
    assert (request.token, request.chosen) == ("sig.team", "devops")


def test_a_shortcut_brings_the_message_and_its_author() -> None:
    """Create from message needs both."""
    body = {
        "type": "message_action",
        "callback_id": "open",
        "trigger_id": "13.37.jkl",
        "message_ts": "1700000000.000100",
        "response_url": "https://hooks.slack.com/x",
        "user": {"id": "U0ANA", "team_id": TEAM},
        "team": {"id": TEAM},
        "channel": {"id": "C0ACME"},
        "message": message("balance &amp; bet"),
    }
    request = heard(body)
    assert isinstance(request, Picked)
    assert (request.command, request.text) == ("open", "balance & bet")
    assert request.author == AccountRef("slack", FOREIGN, "U0RITA")


def test_a_form_of_another_company_comes_back_under_its_own_team() -> None:
    """Values are raw text, choices a tuple, files remote files, what is empty None."""
    values: dict[str, dict[str, Any]] = {
        "round_id": {"type": "plain_text_input", "value": "000123"},
        "kind": {"type": "static_select", "selected_option": {"value": "bet"}},
        "tags": {"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]},
        "who": {"type": "users_select", "selected_user": "U9"},
        "note": {"type": "plain_text_input", "value": None},
        "shots": {"type": "file_input", "files": [{"id": "F1", "name": "a.png", "mimetype": "image/png"}]},
    }
    body = submit(values, Bound(DraftId("d1"), 2, "C0ACME", "1700000000.000100").dump())
    assert kept(body).lane is Lane.ASKED
    request = heard(body)
    assert isinstance(request, Submitted)
    assert request.actor == AccountRef("slack", FOREIGN, "U0RITA")
    assert (request.draft, request.step, request.place) == ("d1", 2, Place(ACME, "1700000000.000100"))
    assert request.values == {"round_id": "000123", "kind": "bet", "tags": ("a", "b"), "who": "U9", "note": None}
    assert request.files == {"shots": (RemoteFile("F1", "a.png", "image/png"),)}


@pytest.mark.parametrize("metadata", ["", "{}", "[]", '{"d": 5}', '{"d":"x","s":true,"c":"","t":""}', "[" * 100_000])
def test_a_form_that_is_not_bound_by_us_is_none(metadata: str) -> None:
    """Whatever its private metadata says."""
    assert ignored(submit({}, metadata))


@pytest.mark.parametrize(
    ("inner", "kind", "facts"),
    [
        ({"type": "member_joined_channel", "user": BOT, "channel": "C1", "inviter": "U1"}, BotJoined, {}),
        ({"type": "member_left_channel", "user": BOT, "channel": "C1"}, BotLeft, {"why": "left"}),
        ({"type": "channel_left", "channel": "C1"}, BotLeft, {"why": "left"}),
        ({"type": "channel_archive", "channel": "C1", "user": "U1"}, BotLeft, {"why": "archive"}),
        ({"type": "channel_deleted", "channel": "C1"}, BotLeft, {"why": "deleted"}),
        ({"type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C2"}, ChannelMoved, {"new": "C2"}),
        ({"type": "channel_shared", "channel": "C1", "connected_team_id": "T9"}, ChannelShared, {"teams": ("T9",)}),
        (
            {"type": "channel_unshared", "channel": "C1", "previously_connected_team_id": "T9"},
            ChannelUnshared,
            {"teams": ("T9",)},
        ),
        ({"type": "channel_unarchive", "channel": "C1", "user": "U1"}, ChannelBack, {}),
        ({"type": "group_unarchive", "channel": "C1", "user": "U1"}, ChannelBack, {}),
        ({"type": "tokens_revoked", "tokens": {"bot": [BOT]}}, CutOff, {"why": "tokens_revoked"}),
        ({"type": "app_uninstalled"}, CutOff, {"why": "app_uninstalled"}),
        ({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}, OpenedHome, {}),
    ],
)
def test_what_happens_to_channels_and_to_us(inner: dict[str, Any], kind: type[Request], facts: dict[str, Any]) -> None:
    """Each is told under its event's own id."""
    request = heard(event(inner))
    assert type(request) is kind
    assert request.id == f"slack:main:x:{inner['type']}:Ev1"
    assert {name: getattr(request, name) for name in facts} == facts


@pytest.mark.parametrize(
    "inner",
    [
        {"type": "member_joined_channel", "user": "U1", "channel": "C1"},
        {"type": "member_left_channel", "user": "U1", "channel": "C1"},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}},
        {"type": "app_home_opened", "user": "U1", "tab": "messages"},
        {"type": "emoji_changed"},
        {"type": "channel_id_changed"},
    ],
)
def test_what_does_not_concern_us_is_passed_over(inner: dict[str, Any]) -> None:
    """Other people's coming and going, and events that nobody asked for."""
    assert ignored(event(inner))


def test_what_no_database_takes_is_left_out() -> None:
    """NUL, lone surrogates and NaN do not reach the inbox, and the words around them do."""
    payload = kept(event(message("a\x00b\ud800c", odd=float("nan")))).payload
    assert payload["body"]["event"]["text"] == "abc"
    assert payload["body"]["event"]["odd"] is None
