"""Messages come, change and go: the world, who is notified, the events and the page, for people and bots alike."""

import uuid

from sandbox.kinds import Json
from sandbox.slack import mentions
from sandbox.slack.events import as_apps_see, tell_changed, tell_deleted, tell_members, tell_message
from sandbox.state import Sandbox
from sandbox.world import Channel, Message, User

TOMBSTONE = "This message was deleted."


def post(sandbox: Sandbox, channel: Channel, message: Message) -> list[str]:
    """Put a new message into its channel; the ids of its events."""
    channel.add(message)
    if message.is_reply:
        _share_root(channel, message)
    message.notified = mentions.notified(sandbox.world, channel, message.user, message.text, message.blocks)
    channel.seen[message.user] = message.ts
    notice(sandbox, channel, message)
    return tell_message(sandbox, channel, message)


def _share_root(channel: Channel, message: Message) -> None:
    root = channel.messages.get(message.thread_ts)
    if root is not None:
        root.thread_ts = root.ts


def notice(sandbox: Sandbox, channel: Channel, message: Message, what: str = "message") -> None:
    """Tell open pages that a message came or changed."""
    thread = message.thread_ts if message.is_reply else None
    about: Json = {"type": what, "channel": channel.id, "ts": message.ts, "thread_ts": thread, "user": message.user}
    sandbox.stream.tell(about, [message.only_for] if message.only_for else channel.members)


def person_message(
    sandbox: Sandbox, channel: Channel, author: User, text: str, thread_ts: str = "", broadcast: bool = False
) -> Message:
    """A message as a person's client sends it, not yet posted."""
    return Message(
        channel=channel.id,
        ts=sandbox.world.stamps.next(),
        user=author.id,
        text=text,
        team=author.team,
        thread_ts=thread_ts,
        subtype="thread_broadcast" if broadcast and thread_ts else "",
        blocks=mentions.rich_text(text) if text else [],
        client_msg_id=str(uuid.uuid4()),
    )


def edit(sandbox: Sandbox, channel: Channel, message: Message, editor: str, changes: Json) -> str:
    """Change a message in place and tell the apps; the event's ts. Edits notify nobody."""
    before = as_apps_see(sandbox, channel, message)
    for key, value in changes.items():
        setattr(message, key, value)
    event_ts = sandbox.world.stamps.next()
    message.edited = {"user": editor, "ts": event_ts}
    tell_changed(sandbox, channel, before, message, event_ts)
    notice(sandbox, channel, message, "message_changed")
    return event_ts


def delete(sandbox: Sandbox, channel: Channel, message: Message) -> str:
    """Delete a message; one with replies leaves a tombstone. The event's ts."""
    before = as_apps_see(sandbox, channel, message)
    event_ts = sandbox.world.stamps.next()
    if channel.threads.get(message.ts):
        _bury(message)
        tell_changed(sandbox, channel, before, message, event_ts)
    else:
        channel.drop(message.ts)
        tell_deleted(sandbox, channel, before, message, event_ts)
    notice(sandbox, channel, message, "message_deleted")
    return event_ts


def _bury(message: Message) -> None:
    message.subtype, message.text, message.user = "tombstone", TOMBSTONE, "USLACKBOT"
    message.blocks, message.files, message.attachments, message.reactions = [], [], [], {}
    message.bot_id = message.app_id = ""
    message.extra = {"hidden": True}


def react(sandbox: Sandbox, channel: Channel, message: Message, user: str, name: str, remove: bool = False) -> None:
    """Add or take away one person's reaction and tell the apps."""
    users = message.reactions.setdefault(name, [])
    if remove:
        users.remove(user)
    else:
        users.append(user)
    if not users:
        del message.reactions[name]
    event: Json = {
        "type": "reaction_removed" if remove else "reaction_added",
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.user,
        "event_ts": sandbox.world.stamps.next(),
    }
    tell_members(sandbox, channel, event, sandbox.world.users[user].team)
    notice(sandbox, channel, message, "reaction")


def ephemeral(sandbox: Sandbox, channel: Channel, message: Message) -> None:
    """Show a message to one person only; no event tells of it."""
    channel.ephemerals[message.ts] = message
    notice(sandbox, channel, message, "ephemeral")
