"""Changes of the floor: channels, apps and people come, change and go, with their events."""

from collections.abc import Callable

from sandbox import floor
from sandbox.control import lookup
from sandbox.kinds import Json, Refusal, flag
from sandbox.slack import channels
from sandbox.slack.events import send_event, subscribed, tell_team
from sandbox.slack.objects import user_object
from sandbox.state import Sandbox
from sandbox.world import App, Channel, User


def _user(sandbox: Sandbox, body: Json) -> User:
    wanted = str(body.get("user") or body.get("as") or "")
    if wanted not in sandbox.world.users:
        raise Refusal(f"unknown person {wanted!r}")
    return sandbox.world.users[wanted]


def _someone(sandbox: Sandbox, body: Json, channel: Channel) -> User:
    """Who does it: the one named, else any member."""
    if body.get("user") or body.get("as"):
        return _user(sandbox, body)
    return sandbox.world.users[channel.members[0]] if channel.members else next(iter(sandbox.world.users.values()))


def _join(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    user = _user(sandbox, body)
    if user.id in channel.members:
        raise Refusal("already_in_channel")
    if user.team not in channel.teams:
        raise Refusal(f"{user.team} is not connected to {channel.id}")
    channels.join(sandbox, channel, user, inviter=str(body.get("inviter") or ""))


def _leave(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    user = _user(sandbox, body)
    if user.id not in channel.members:
        raise Refusal("not_in_channel")
    channels.leave(sandbox, channel, user, str(body.get("by") or "") if body["action"] == "kick" else "")


def _archive(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    channels.archive(sandbox, channel, _someone(sandbox, body, channel).id, body["action"] == "archive")


def _rename(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    channels.rename(sandbox, channel, _someone(sandbox, body, channel), lookup.text(body, "name"))


def _topic(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    channels.set_topic(sandbox, channel, _someone(sandbox, body, channel), lookup.text(body, "topic"))


def _share(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    team = lookup.text(body, "team")
    if team not in sandbox.world.teams:
        raise Refusal(f"unknown team {team}")
    connected = team in channel.shared_with
    if connected is (body["action"] == "share"):
        raise Refusal("already shared" if connected else "not shared with that team")
    (channels.unshare if connected else channels.share)(sandbox, channel, team)


def _change_id(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    channels.change_id(sandbox, channel, str(body.get("new_id") or body.get("name") or ""))


def _settings(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    channel.post_only = flag(body.get("post_only", channel.post_only))
    channel.private = flag(body.get("private", channel.private))


CHANNEL_ACTIONS: dict[str, Callable[[Sandbox, Json, Channel], None]] = {
    "join": _join,
    "invite": _join,
    "leave": _leave,
    "kick": _leave,
    "archive": _archive,
    "unarchive": _archive,
    "rename": _rename,
    "topic": _topic,
    "share": _share,
    "unshare": _share,
    "change_id": _change_id,
    "set": _settings,
}


async def change_channel(sandbox: Sandbox, body: Json) -> Json:
    """Something happens to a channel."""
    action = lookup.text(body, "action")
    if action == "create":
        creator = _user(sandbox, body)
        channel = channels.create(sandbox, creator, lookup.text(body, "name"), flag(body.get("private")))
        return {"channel": channel.id}
    if action not in CHANNEL_ACTIONS:
        raise Refusal(f"unknown action {action}; known: create, {', '.join(CHANNEL_ACTIONS)}")
    channel = lookup.channel(sandbox, body)
    CHANNEL_ACTIONS[action](sandbox, body, channel)
    return {"channel": channel.id}


def _revoke(sandbox: Sandbox, app: App, body: Json) -> None:
    event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [app.bot_user]}}
    if subscribed(app, "tokens_revoked"):
        send_event(sandbox, app, event | {"event_ts": sandbox.world.stamps.next()}, app.team)
    app.state = "revoked"


def _uninstall(sandbox: Sandbox, app: App, body: Json) -> None:
    event = {"type": "app_uninstalled", "event_ts": sandbox.world.stamps.next()}
    if subscribed(app, "app_uninstalled"):
        send_event(sandbox, app, event, app.team)
    app.state = "uninstalled"
    for channel in list(sandbox.world.channels_of(app.bot_user)):
        channel.members.remove(app.bot_user)


def _install(sandbox: Sandbox, app: App, body: Json) -> None:
    app.state = "installed"
    for channel_id in body.get("channels", []):
        members = sandbox.world.channels[channel_id].members
        if app.bot_user not in members:
            members.append(app.bot_user)


def _scopes(sandbox: Sandbox, app: App, body: Json) -> None:
    scopes = body.get("scopes")
    app.scopes = list(scopes) if scopes is not None else None
    if "events" in body:
        app.events = body["events"]


def _rate_limited(sandbox: Sandbox, app: App, body: Json) -> None:
    sandbox.pusher.rate_limited(app)


APP_ACTIONS: dict[str, Callable[[Sandbox, App, Json], None]] = {
    "revoke": _revoke,
    "uninstall": _uninstall,
    "install": _install,
    "scopes": _scopes,
    "rate_limited": _rate_limited,
}


async def change_app(sandbox: Sandbox, body: Json) -> Json:
    """Something happens to an app."""
    action = lookup.text(body, "action")
    app = lookup.some_app(sandbox, body, str(body.get("team") or ""))
    if action == "mode":
        return await _mode(sandbox, app, body)
    if action not in APP_ACTIONS:
        raise Refusal(f"unknown action {action}; known: mode, {', '.join(APP_ACTIONS)}")
    APP_ACTIONS[action](sandbox, app, body)
    return {"app": app.id, "state": app.state}


async def _mode(sandbox: Sandbox, app: App, body: Json) -> Json:
    """Switch between sockets and an address, which is verified with a challenge first."""
    mode = lookup.text(body, "mode")
    url = str(body.get("events_url") or app.events_url or "")
    if mode not in {"socket", "http"}:
        raise Refusal(f"unknown mode {mode}")
    if mode == "http":
        if not url:
            raise Refusal("missing events_url")
        if problem := await sandbox.pusher.hooks.verify(app, url, sandbox.options.ack_seconds):
            raise Refusal(f"url_verification failed: {problem}")
        app.events_url = url
        sandbox.pusher.verified(app, url)
    for key in ("interactivity_url", "commands_url", "options_url"):
        if key in body:
            setattr(app, key, body[key])
    app.mode = mode
    return {"app": app.id, "mode": mode, "events_url": app.events_url}


async def change_user(sandbox: Sandbox, body: Json) -> Json:
    """A person joins the workspace, changes, or is deactivated."""
    action = lookup.text(body, "action")
    if action == "add":
        row = body.get("profile") or {key: value for key, value in body.items() if key not in {"action", "user"}}
        row = {"name": "new", **row, "id": row.get("id") or body.get("user") or sandbox.world.new_id("U")}
        user = floor.make_user(sandbox.world, row)
    elif action in {"change", "deactivate"}:
        user = _user(sandbox, body)
        known = ("name", "real_name", "display_name", "email", "locale", "tz", "title", "is_admin", "role_label")
        for key in known:
            if key in body:
                setattr(user, key, body[key])
        user.deleted = user.deleted or action == "deactivate"
    else:
        raise Refusal(f"unknown action {action}; known: add, change, deactivate")
    user.updated = int(float(sandbox.world.stamps.next()))
    _tell(sandbox, user, "team_join" if action == "add" else "user_change")
    return {"user": user.id}


def _tell(sandbox: Sandbox, user: User, what: str) -> None:
    for app in sandbox.world.apps.values():
        if app.team == user.team:
            shown = user_object(sandbox.world, user, app)
            event = {"type": what, "user": shown, "cache_ts": user.updated, "event_ts": sandbox.world.stamps.next()}
            tell_team(sandbox, user.team, event)
            break
    sandbox.stream.tell({"type": "users"})
