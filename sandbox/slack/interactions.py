"""Payloads of clicks, forms, shortcuts and commands (https://docs.slack.dev/reference/interaction-payloads)."""

from copy import deepcopy

from sandbox.clock import now
from sandbox.kinds import Json
from sandbox.slack import stacks
from sandbox.slack.messages import message_object
from sandbox.slack.tickets import ResponseUrl
from sandbox.state import Sandbox
from sandbox.world import App, Channel, Message, User, View


def _head(sandbox: Sandbox, app: App, user: User, kind: str, team: str = "") -> Json:
    """What all payloads begin with; `team` is the app's unless the documentation says otherwise."""
    workspace = sandbox.world.teams[team or app.team]
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "api_app_id": app.id,
        "token": app.verification_token,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def response_url(sandbox: Sandbox, app: App, user: User, channel: Channel, message: Message | None) -> str:
    """An address to answer this interaction five times."""
    response = ResponseUrl(app.id, app.team, user.id, channel.id, now())
    if message is not None:
        response.ts, response.ephemeral = message.ts, bool(message.only_for)
    return f"{sandbox.base_url}/response/{sandbox.tickets.new_response(response)}"


def message_click(sandbox: Sandbox, app: App, user: User, channel: Channel, message: Message, action: Json) -> Json:
    """`block_actions` from a message; a private answer comes without its message."""
    container: Json = {
        "type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": bool(message.only_for)
    }  # fmt: skip
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    payload = _head(sandbox, app, user, "block_actions") | {
        "container": container,
        "trigger_id": sandbox.tickets.new_trigger(app.id, app.team, user.id),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": deepcopy(message.drafts.get(user.id, {}))},
        "response_url": response_url(sandbox, app, user, channel, message),
        "actions": [action],
    }
    if not message.only_for:
        payload["message"] = message_object(sandbox, channel, message, metadata=True)
    return payload


def view_click(sandbox: Sandbox, app: App, user: User, view: View, action: Json) -> Json:
    """`block_actions` from a modal or a home tab."""
    return _head(sandbox, app, user, "block_actions", user.team) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": sandbox.tickets.new_trigger(app.id, app.team, user.id, view.id),
        "view": stacks.view_object(sandbox, view),
        "actions": [action],
    }


def view_submission(sandbox: Sandbox, app: App, user: User, view: View, response_urls: list[Json]) -> Json:
    """A filled form; `team` is the person's own, also when they are of another company."""
    return _head(sandbox, app, user, "view_submission", user.team) | {
        "trigger_id": sandbox.tickets.new_trigger(app.id, app.team, user.id, view.id),
        "view": stacks.view_object(sandbox, view),
        "response_urls": response_urls,
    }


def view_closed(sandbox: Sandbox, app: App, user: User, view: View, is_cleared: bool) -> Json:
    """A form that was closed without being sent."""
    head = _head(sandbox, app, user, "view_closed", user.team)
    return head | {"view": stacks.view_object(sandbox, view), "is_cleared": is_cleared}


def suggestion(
    sandbox: Sandbox, app: App, user: User, element: Json, value: str, place: View | tuple[Channel, Message]
) -> Json:
    """`block_suggestion`: what was typed into a select whose options the app gives."""
    payload = _head(sandbox, app, user, "block_suggestion", user.team if isinstance(place, View) else "")
    payload |= {"action_id": element["action_id"], "block_id": element["block_id"], "value": value}
    container: Json
    if isinstance(place, View):
        container = {"type": "view", "view_id": place.id}
        return payload | {"container": container, "view": stacks.view_object(sandbox, place)}
    channel, message = place
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id,
                 "is_ephemeral": bool(message.only_for)}  # fmt: skip
    return payload | {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message_object(sandbox, channel, message, metadata=True),
    }


def message_action(
    sandbox: Sandbox, app: App, user: User, channel: Channel, message: Message, callback_id: str
) -> Json:
    """A message shortcut."""
    return _head(sandbox, app, user, "message_action") | {
        "action_ts": f"{now():.6f}",
        "callback_id": callback_id,
        "trigger_id": sandbox.tickets.new_trigger(app.id, app.team, user.id),
        "response_url": response_url(sandbox, app, user, channel, message),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message_object(sandbox, channel, message, metadata=True),
    }


def shortcut(sandbox: Sandbox, app: App, user: User, callback_id: str) -> Json:
    """A global shortcut."""
    return _head(sandbox, app, user, "shortcut") | {
        "action_ts": f"{now():.6f}",
        "callback_id": callback_id,
        "trigger_id": sandbox.tickets.new_trigger(app.id, app.team, user.id),
    }


def slash_command(sandbox: Sandbox, app: App, user: User, channel: Channel, command: str, text: str) -> Json:
    """The fields of a slash command; url-encoded in HTTP mode, JSON in a socket."""
    return {
        "token": app.verification_token,
        "team_id": app.team,
        "team_domain": sandbox.world.teams[app.team].domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": response_url(sandbox, app, user, channel, None),
        "trigger_id": sandbox.tickets.new_trigger(app.id, app.team, user.id),
    }


def channel_name(channel: Channel) -> str:
    """A channel's name as interactions tell it."""
    if channel.kind in {"im", "mpim"}:
        return "directmessage" if channel.kind == "im" else channel.name
    return "privategroup" if channel.private else channel.name
