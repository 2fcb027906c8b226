"""A channel's life: people join and leave, it is renamed, shared, archived; each with its event."""

import re

from sandbox.kinds import Json
from sandbox.slack.events import send_event, subscribed, tell_channel_watchers, tell_members
from sandbox.slack.posting import post
from sandbox.state import Sandbox
from sandbox.world import Channel, Message, User, World

NAME_MAX = 80
TOPIC_MAX = 250
BAD_NAME = re.compile(r"[^\w\-]|[A-Z]")


def name_problem(world: World, team: str, name: str) -> str:
    """The error for a channel name that cannot be, or nothing (https://docs.slack.dev/reference/methods/conversations.create)."""
    if not name:
        return "invalid_name_required"
    if len(name) > NAME_MAX:
        return "invalid_name_maxlength"
    if BAD_NAME.search(name):
        return "invalid_name_specials"
    if not re.search(r"\w", name):
        return "invalid_name_punctuation"
    return "name_taken" if any(c.name == name and c.team == team for c in world.channels.values()) else ""


def direct(world: World, one: str, others: list[str]) -> Channel:
    """The direct conversation of these people, opened if need be."""
    if len(others) == 1:
        return world.dm_between(one, others[0])
    members = {one, *others}
    for channel in world.channels.values():
        if channel.kind == "mpim" and set(channel.members) == members:
            return channel
    name = "mpdm-" + "--".join(world.users[m].name for m in sorted(members)) + "-1"
    channel = Channel(
        world.new_id("C"), name, world.users[one].team, members=sorted(members), private=True, kind="mpim"
    )
    world.channels[channel.id] = channel
    return channel


def _system_message(sandbox: Sandbox, channel: Channel, user: User, subtype: str, text: str, **extra: object) -> None:
    message = Message(
        channel.id, sandbox.world.stamps.next(), user.id, text, team=user.team, subtype=subtype, extra=dict(extra)
    )
    post(sandbox, channel, message)


def _membership(channel: Channel, user: User, what: str, ts: str) -> Json:
    kind = "G" if channel.private else "C"
    return {
        "type": what,
        "user": user.id,
        "channel": channel.id,
        "channel_type": kind,
        "team": user.team,
        "event_ts": ts,
    }


def join(sandbox: Sandbox, channel: Channel, user: User, inviter: str = "") -> None:
    """Somebody comes in; apps in the channel hear of it, also one whose bot it is."""
    channel.members.append(user.id)
    event = _membership(channel, user, "member_joined_channel", sandbox.world.stamps.next())
    if inviter:
        event["inviter"] = inviter
    tell_members(sandbox, channel, event, user.team)
    subtype = "group_join" if channel.private else "channel_join"
    extra = {"inviter": inviter} if inviter else {}
    _system_message(sandbox, channel, user, subtype, f"<@{user.id}> has joined the channel", **extra)
    sandbox.stream.tell({"type": "channels"})


def leave(sandbox: Sandbox, channel: Channel, user: User, kicked_by: str = "") -> None:
    """Somebody goes; a removed bot hears of its own going."""
    event = _membership(channel, user, "member_left_channel", sandbox.world.stamps.next())
    tell_members(sandbox, channel, event, user.team)
    channel.members.remove(user.id)
    _tell_bot_that_left(sandbox, channel, user, kicked_by)
    subtype = "group_leave" if channel.private else "channel_leave"
    _system_message(sandbox, channel, user, subtype, f"<@{user.id}> has left the channel")
    sandbox.stream.tell({"type": "channels"})


def _tell_bot_that_left(sandbox: Sandbox, channel: Channel, user: User, kicked_by: str) -> None:
    name = "group_left" if channel.private else "channel_left"
    for app in sandbox.world.apps.values():
        if app.bot_user == user.id and subscribed(app, name):
            ts = sandbox.world.stamps.next()
            event = {"type": name, "channel": channel.id, "actor_id": kicked_by or user.id, "event_ts": ts}
            send_event(sandbox, app, event, app.team, channel)


def create(sandbox: Sandbox, creator: User, name: str, private: bool) -> Channel:
    """A new channel with its creator in it."""
    world = sandbox.world
    channel = Channel(world.new_id("C"), name, creator.team, members=[creator.id], private=private, creator=creator.id)
    world.channels[channel.id] = channel
    if not private:
        facts = {"id": channel.id, "name": name, "created": channel.created, "creator": creator.id}
        event = {"type": "channel_created", "channel": facts, "event_ts": world.stamps.next()}
        tell_channel_watchers(sandbox, channel, event, creator.team)
    sandbox.stream.tell({"type": "channels"})
    return channel


def archive(sandbox: Sandbox, channel: Channel, user_id: str, archived: bool) -> None:
    """Archive a channel, or bring it back."""
    what = ("group_" if channel.private else "channel_") + ("archive" if archived else "unarchive")
    channel.archived = archived
    event = {"type": what, "channel": channel.id, "user": user_id, "event_ts": sandbox.world.stamps.next()}
    tell_channel_watchers(sandbox, channel, event | ({"is_moved": 0} if archived else {}), channel.team)
    sandbox.stream.tell({"type": "channels"})


def rename(sandbox: Sandbox, channel: Channel, user: User, name: str) -> None:
    """Give a channel another name."""
    old, channel.name = channel.name, name
    what = "group_rename" if channel.private else "channel_rename"
    facts = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
    event = {"type": what, "channel": facts | {"is_channel": True}, "event_ts": sandbox.world.stamps.next()}
    tell_channel_watchers(sandbox, channel, event, channel.team)
    text = f'has renamed the channel from "{old}" to "{name}"'
    _system_message(sandbox, channel, user, "channel_name", text, old_name=old, name=name)
    sandbox.stream.tell({"type": "channels"})


def set_topic(sandbox: Sandbox, channel: Channel, user: User, topic: str) -> None:
    """Change the topic."""
    channel.topic = topic
    _system_message(sandbox, channel, user, "channel_topic", f"set the channel topic: {topic}", topic=topic)


def share(sandbox: Sandbox, channel: Channel, team: str) -> None:
    """Connect another workspace to a channel."""
    channel.shared_with.append(team)
    event = {"type": "channel_shared", "connected_team_id": team, "channel": channel.id}
    tell_channel_watchers(sandbox, channel, event | {"event_ts": sandbox.world.stamps.next()}, channel.team)
    sandbox.stream.tell({"type": "channels"})


def unshare(sandbox: Sandbox, channel: Channel, team: str) -> None:
    """Take a workspace out of a channel, and its people with it."""
    event: Json = {
        "type": "channel_unshared",
        "previously_connected_team_id": team,
        "channel": channel.id,
        "is_ext_shared": channel.shared_with != [team],
        "event_ts": sandbox.world.stamps.next(),
    }
    tell_channel_watchers(sandbox, channel, event, channel.team)
    channel.shared_with.remove(team)
    channel.members = [m for m in channel.members if sandbox.world.users[m].team in channel.teams]
    sandbox.stream.tell({"type": "channels"})


def change_id(sandbox: Sandbox, channel: Channel, new_id: str) -> None:
    """Give a channel another id, as happens when a channel becomes shared; the old one is then unknown."""
    world = sandbox.world
    old_id, channel.id = channel.id, new_id or world.new_id("C")
    channel.previous_ids.append(old_id)
    world.channels = {c.id: c for c in world.channels.values()}
    for message in [*channel.messages.values(), *channel.ephemerals.values()]:
        message.channel = channel.id
    for file in world.files.values():
        file.shares = [(channel.id if c == old_id else c, ts) for c, ts in file.shares]
    event = {"type": "channel_id_changed", "old_channel_id": old_id, "new_channel_id": channel.id}
    tell_channel_watchers(sandbox, channel, event | {"event_ts": world.stamps.next()}, channel.team)
    sandbox.stream.tell({"type": "channels"})
