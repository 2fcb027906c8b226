"""Slack's payloads as its documentation shows them, with only what differs in sight; and its limits on messages."""

import json
from typing import Any

from bot.chat.buttons import Seal

BOT = "U0BOT"
TEAM = "T0PIT"
FOREIGN = "T0ACME"
SEAL = Seal(b"test")


def event(inner: dict[str, Any], **outer: Any) -> dict[str, Any]:
    """An event as it is delivered."""
    return {
        "token": "legacy",
        "team_id": TEAM,
        "api_app_id": "A0PIT",
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1700000000,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "is_ext_shared_channel": False,
        "event": inner,
        **outer,
    }


def message(text: str = "round 99812 did not pay", **fields: Any) -> dict[str, Any]:
    """A message of Rita's."""
    return {
        "type": "message",
        "channel": "C0ACME",
        "channel_type": "channel",
        "user": "U0RITA",
        "team": FOREIGN,
        "text": text,
        "ts": "1700000000.000100",
        "event_ts": "1700000000.000100",
        **fields,
    }


def edit(text: str, **fields: Any) -> dict[str, Any]:
    """Rita's message with other words."""
    changed = message(text, edited={"user": "U0RITA", "ts": "1700000050.000000"}, **fields)
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": "C0ACME",
        "ts": "1700000050.000200",
        "event_ts": "1700000050.000200",
        "message": changed,
        "previous_message": message(),
    }


def command(text: str, **fields: Any) -> dict[str, Any]:
    """A slash command of Ana's."""
    return {
        "token": "legacy",
        "command": "/pit",
        "text": text,
        "team_id": TEAM,
        "user_id": "U0ANA",
        "channel_id": "C0ACME",
        "channel_name": "acme-support",
        "trigger_id": "13.37.abc",
        "response_url": "https://hooks.slack.com/commands/1/2",
        **fields,
    }


def click(value: str, **fields: Any) -> dict[str, Any]:
    """Ana presses a button of a card in a thread."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "pit"},
        "user": {"id": "U0ANA", "team_id": TEAM, "username": "ana"},
        "trigger_id": "13.37.def",
        "container": {"type": "message", "message_ts": "1700000001.000200", "thread_ts": "1700000000.000100"},
        "channel": {"id": "C0ACME", "name": "acme-support"},
        "message": {"ts": "1700000001.000200", "thread_ts": "1700000000.000100", "user": BOT, "bot_id": "B0PIT"},
        "response_url": "https://hooks.slack.com/actions/1/2",
        "actions": [
            {
                "type": "button",
                "action_id": "press:0",
                "block_id": "b",
                "value": value,
                "action_ts": "1700000060.000300",
            }
        ],
        **fields,
    }


def submit(values: dict[str, dict[str, Any]], metadata: str, **fields: Any) -> dict[str, Any]:
    """Rita sends a form; her team comes with her."""
    return {
        "type": "view_submission",
        "team": {"id": FOREIGN, "domain": "acme"},
        "user": {"id": "U0RITA", "team_id": FOREIGN},
        "trigger_id": "13.37.ghi",
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "pitboss:form",
            "private_metadata": metadata,
            "app_installed_team_id": TEAM,
            "blocks": [{"type": "input", "block_id": name} for name in values],
            "state": {"values": {name: {"value": state} for name, state in values.items()}},
        },
        "response_urls": [],
        **fields,
    }


def checked(message: dict[str, Any]) -> dict[str, Any]:
    """The message, when Slack's limits hold in it."""
    blocks = message["blocks"]
    assert 1 <= len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False).encode()) <= 13_000
    assert len(message["text"]) <= 4_000
    json.dumps(message).encode()
    for block in blocks:
        if block["type"] == "header":
            assert 1 <= len(block["text"]["text"]) <= 150
        if block["type"] in ("context", "actions"):
            assert 1 <= len(block["elements"]) <= 25
        if block["type"] == "rich_text":
            assert all(part["elements"] for part in block["elements"])
            assert all(e.get("text") != "" for part in block["elements"] for e in part["elements"])
    ids = [element["action_id"] for block in blocks if block["type"] == "actions" for element in block["elements"]]
    assert len(ids) == len(set(ids))
    return message
