"""Envelopes, pure: which lane a delivery takes, the key of what happened, and where it is ordered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat.platform import Envelope, Lane
from integrations.slack.forms import Bound
from integrations.slack.payloads import instant
from integrations.slack.requests import understand
from integrations.wire.shapes import dict_at, list_at, storable, text_at

PLATFORM = "slack"
_POSTS = {"", "file_share", "thread_broadcast", "me_message"}
_SECRETS = {"token"}  # the legacy verification token
_LANES = {
    "block_actions": Lane.DONE,
    "message_action": Lane.DONE,
    "shortcut": Lane.DONE,
    "command": Lane.DONE,
    "view_submission": Lane.ASKED,
}


@dataclass(frozen=True)
class Happening:
    """What a delivery tells: its kind, its key without prefix, and where and when it happened."""

    kind: str
    key: str
    channel: str
    thread: str
    at: datetime | None


def envelope_of(body: Mapping[str, Any], workspace: str, wall: datetime) -> Envelope | None:
    """The envelope of a verified delivery; None when it does not concern us or has no shape of Slack's."""
    try:
        found = _happening(body)
        if found is None:
            return None
        clean = storable({name: value for name, value in body.items() if name not in _SECRETS})
    except RecursionError:
        return None
    at = found.at or wall
    key = f"{PLATFORM}:{workspace}:{found.key}"
    payload = {"type": found.kind, "key": key, "at": at.isoformat(), "body": clean}
    if understand(payload, workspace) is None:
        return None
    return Envelope(
        key=key,
        platform=PLATFORM,
        workspace=workspace,
        lane=_LANES.get(found.kind, Lane.TOLD),
        channel=found.channel,
        thread=f"{found.channel}:{found.thread}",
        payload=payload,
        at=at,
    )


def _happening(body: Mapping[str, Any]) -> Happening | None:
    kind = text_at(body, "type")
    if kind == "event_callback":
        return _event(dict_at(body, "event"), text_at(body, "event_id"))
    if kind in _LANES:
        return _interaction(kind, body)
    if not kind and text_at(body, "command"):
        return _command(body)
    return None


def _event(event: Mapping[str, Any], event_id: str) -> Happening | None:
    kind = text_at(event, "type")
    if kind in ("message", "app_mention"):
        return _message(event)
    if kind in ("reaction_added", "reaction_removed"):
        return _reaction(event, kind)
    if not event_id or kind not in _CHANNEL_EVENTS:
        return None
    channel = text_at(event, "channel") or text_at(event, "channel", "id") or text_at(event, "new_channel_id")
    at = instant(text_at(event, "event_ts"))
    return Happening(kind, f"x:{kind}:{event_id}", channel, kind, at)


_CHANNEL_EVENTS = {
    "member_joined_channel",
    "member_left_channel",
    "channel_left",
    "channel_archive",
    "channel_deleted",
    "group_left",
    "group_archive",
    "group_deleted",
    "channel_id_changed",
    "channel_shared",
    "channel_unshared",
    "channel_unarchive",
    "group_unarchive",
    "tokens_revoked",
    "app_uninstalled",
    "app_home_opened",
}


def _message(event: Mapping[str, Any]) -> Happening | None:
    channel, subtype = text_at(event, "channel"), text_at(event, "subtype")
    if subtype == "message_changed":
        return _change(event, channel)
    if subtype == "message_deleted":
        ts, thread = text_at(event, "deleted_ts"), text_at(event, "previous_message", "thread_ts")
        return _deletion(channel, ts, thread, instant(text_at(event, "event_ts")))
    ts = text_at(event, "ts")
    if subtype not in _POSTS or not channel or instant(ts) is None:
        return None
    return Happening("message", f"m:{channel}:{ts}", channel, text_at(event, "thread_ts") or ts, instant(ts))


def _change(event: Mapping[str, Any], channel: str) -> Happening | None:
    message = dict_at(event, "message")
    ts, edited = text_at(message, "ts"), text_at(message, "edited", "ts")
    thread = text_at(message, "thread_ts") or ts
    if text_at(message, "subtype") == "tombstone":
        return _deletion(channel, ts, thread, instant(text_at(event, "event_ts")))
    if not channel or instant(ts) is None or instant(edited) is None:
        return None
    return Happening("edit", f"e:{channel}:{ts}:{edited}", channel, thread, instant(edited))


def _deletion(channel: str, ts: str, thread: str, at: datetime | None) -> Happening | None:
    if not channel or instant(ts) is None:
        return None
    return Happening("deletion", f"d:{channel}:{ts}", channel, thread or ts, at)


def _reaction(event: Mapping[str, Any], kind: str) -> Happening | None:
    channel, ts = text_at(event, "item", "channel"), text_at(event, "item", "ts")
    user, name, at = text_at(event, "user"), text_at(event, "reaction"), text_at(event, "event_ts")
    if not all((channel, user, name)) or instant(ts) is None or instant(at) is None:
        return None
    return Happening(kind, f"r:{channel}:{ts}:{user}:{name}:{at}", channel, ts, instant(at))


def _interaction(kind: str, body: Mapping[str, Any]) -> Happening | None:
    trigger = text_at(body, "trigger_id")
    if not trigger:
        return None
    bound = Bound.load(text_at(body, "view", "private_metadata"))
    channel = text_at(body, "channel", "id") or (bound.channel if bound else "")
    thread = text_at(body, "container", "thread_ts") or text_at(body, "message", "thread_ts")
    thread = thread or text_at(body, "message", "ts") or (bound.thread if bound else "")
    actions = list_at(body, "actions")
    at = instant(text_at(actions[0] if actions else body, "action_ts"))
    return Happening(kind, f"t:{trigger}", channel, thread or trigger, at)


def _command(body: Mapping[str, Any]) -> Happening | None:
    trigger, channel = text_at(body, "trigger_id"), text_at(body, "channel_id")
    if not trigger or not channel:
        return None
    return Happening("command", f"t:{trigger}", channel, trigger, None)
