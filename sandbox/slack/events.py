"""Which app hears what, and the wrapping of an event (https://docs.slack.dev/apis/events-api)."""

import base64
import json
import secrets
from collections.abc import Iterator

from sandbox.clock import now
from sandbox.kinds import Json
from sandbox.slack.messages import message_object
from sandbox.state import Sandbox
from sandbox.world import App, Channel, Message

MESSAGE_SUBSCRIPTION = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
HISTORY_SCOPE = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}
EVENT_SCOPE = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "file_shared": "files:read",
    "file_created": "files:read",
    "file_deleted": "files:read",
    "file_change": "files:read",
    "pin_added": "pins:read",
    "pin_removed": "pins:read",
    "team_join": "users:read",
    "user_change": "users:read",
}


def subscribed(app: App, name: str) -> bool:
    """Whether an installed app asked for this kind of event."""
    return app.state == "installed" and (app.events is None or name in app.events)


def installed_apps(sandbox: Sandbox) -> Iterator[App]:
    """The apps that hear anything at all."""
    return (app for app in sandbox.world.apps.values() if app.state == "installed")


def members_apps(sandbox: Sandbox, channel: Channel) -> Iterator[App]:
    """The apps whose bot is in the channel."""
    return (app for app in installed_apps(sandbox) if app.bot_user in channel.members)


def send_event(sandbox: Sandbox, app: App, event: Json, team: str, channel: Channel | None = None) -> str:
    """Wrap one event for one app and deliver it in the background; the event's id."""
    event_id = "Ev" + secrets.token_hex(5).upper()
    payload: Json = {
        "token": app.verification_token,
        "team_id": team,
        "context_team_id": app.team,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(now()),
        "authorizations": authorizations(app),
        "is_ext_shared_channel": bool(channel and channel.shared_with),
        "event_context": event_context(app, event, channel),
    }
    sandbox.pusher.event(app, payload)
    return event_id


def authorizations(app: App) -> list[Json]:
    """For whom an event is visible: the app's own installation."""
    return [
        {
            "enterprise_id": None,
            "team_id": app.team,
            "user_id": app.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


def event_context(app: App, event: Json, channel: Channel | None) -> str:
    """The opaque text that apps.event.authorizations.list takes."""
    facts = {"et": event["type"], "tid": app.team, "aid": app.id, "cid": channel.id if channel else ""}
    return "4-" + base64.urlsafe_b64encode(json.dumps(facts).encode()).decode()


def tell_members(sandbox: Sandbox, channel: Channel, event: Json, team: str, name: str = "") -> list[str]:
    """Send an event about a channel to the apps in it that asked for it."""
    name = name or event["type"]
    scope = EVENT_SCOPE.get(name)
    return [
        send_event(sandbox, app, event, team, channel)
        for app in members_apps(sandbox, channel)
        if subscribed(app, name) and (scope is None or app.may(scope))
    ]


def tell_team(sandbox: Sandbox, team: str, event: Json) -> list[str]:
    """Send an event of a whole workspace to its apps that asked for it."""
    scope = EVENT_SCOPE.get(event["type"])
    return [
        send_event(sandbox, app, event, team)
        for app in installed_apps(sandbox)
        if app.team == team and subscribed(app, event["type"]) and (scope is None or app.may(scope))
    ]


def tell_channel_watchers(sandbox: Sandbox, channel: Channel, event: Json, team: str) -> list[str]:
    """Send an event of a public channel's life to all apps of its teams, of a private one's to those inside."""
    return [
        send_event(sandbox, app, event, team, channel)
        for app in installed_apps(sandbox)
        if subscribed(app, event["type"])
        and app.team in channel.teams
        and (not channel.private or app.bot_user in channel.members)
    ]


def tell_message(sandbox: Sandbox, channel: Channel, message: Message) -> list[str]:
    """The `message` event of a new message, and `app_mention` to an app that it mentions."""
    sent = []
    for app in members_apps(sandbox, channel):
        event = message_event(sandbox, channel, message)
        if hears_messages(app, channel):
            sent.append(send_event(sandbox, app, event, message.team or channel.team, channel))
        if _mentions(app, channel, message) and subscribed(app, "app_mention") and app.may("app_mentions:read"):
            sent.append(send_event(sandbox, app, _mention_event(event), message.team or channel.team, channel))
    return sent


def hears_messages(app: App, channel: Channel) -> bool:
    """Whether an app in this kind of channel gets its messages."""
    kind = channel.event_kind
    return subscribed(app, MESSAGE_SUBSCRIPTION[kind]) and app.may(HISTORY_SCOPE[kind])


def message_event(sandbox: Sandbox, channel: Channel, message: Message) -> Json:
    """The inner event of a new message."""
    event = message_object(sandbox, channel, message, metadata=True, pushed=True)
    event |= {"channel": channel.id, "event_ts": message.ts, "channel_type": channel.event_kind}
    if channel.shared_with and not message.bot_id:
        event |= {"source_team": message.team, "user_team": message.team}
    if message.subtype == "thread_broadcast" and (root := channel.messages.get(message.thread_ts)):
        event["root"] = message_object(sandbox, channel, root, pushed=True)
    return event


def _mentions(app: App, channel: Channel, message: Message) -> bool:
    return f"<@{app.bot_user}>" in message.text and channel.kind != "im" and message.user != app.bot_user


def _mention_event(event: Json) -> Json:
    kept = {key: value for key, value in event.items() if key not in {"channel_type", "subtype", "parent_user_id"}}
    return kept | {"type": "app_mention"}


def tell_changed(sandbox: Sandbox, channel: Channel, before: Json, after: Message, event_ts: str) -> None:
    """The `message_changed` event; `before` is the old message as apps saw it."""
    for app in members_apps(sandbox, channel):
        if not hears_messages(app, channel):
            continue
        event = _hidden(channel, "message_changed", event_ts) | {
            "message": as_apps_see(sandbox, channel, after)
            | ({"source_team": after.team, "user_team": after.team} if channel.shared_with else {}),
            "previous_message": before,
        }
        send_event(sandbox, app, event, after.team or channel.team, channel)


def tell_deleted(sandbox: Sandbox, channel: Channel, before: Json, old: Message, event_ts: str) -> None:
    """The `message_deleted` event."""
    for app in members_apps(sandbox, channel):
        if hears_messages(app, channel):
            event = _hidden(channel, "message_deleted", event_ts) | {
                "deleted_ts": old.ts,
                "previous_message": before,
            }
            send_event(sandbox, app, event, old.team or channel.team, channel)


def _hidden(channel: Channel, subtype: str, event_ts: str) -> Json:
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.event_kind,
        "ts": event_ts,
        "event_ts": event_ts,
    }


def as_apps_see(sandbox: Sandbox, channel: Channel, message: Message) -> Json:
    """A message as events show it."""
    return message_object(sandbox, channel, message, metadata=True, pushed=True)
