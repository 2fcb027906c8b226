"""What a person sees: channels, messages, private answers, forms, the home tab."""

from sandbox.control import lookup
from sandbox.kinds import Json
from sandbox.slack import stacks
from sandbox.slack.messages import reactions_list
from sandbox.state import Sandbox
from sandbox.world import Channel, Message, User


async def sees(sandbox: Sandbox, query: Json) -> Json:
    """The channels of a person, or one channel's messages as they see them; always with their open forms."""
    user = lookup.person(sandbox, query)
    views = [stacks.view_object(sandbox, view) for view in stacks.stack_of(sandbox, user.id)]
    if not query.get("channel"):
        channels = [_channel_row(sandbox, channel, user) for channel in sandbox.world.channels_of(user.id)]
        return {"channels": channels, "views": views}
    channel = lookup.entered(sandbox, query, user)
    if channel.messages:
        channel.seen[user.id] = next(reversed(channel.messages))
    return {
        "channel": _channel_row(sandbox, channel, user),
        "messages": [_with_replies(sandbox, channel, channel.messages[ts]) for ts in channel.timeline],
        "ephemeral": [_shown(sandbox, channel, m) for m in channel.ephemerals.values() if m.only_for == user.id],
        "pins": list(channel.pins),
        "bookmarks": channel.bookmarks,
        "views": views,
    }


def _channel_row(sandbox: Sandbox, channel: Channel, user: User) -> Json:
    other = next((m for m in channel.members if m != user.id), user.id)
    last_seen = channel.seen.get(user.id, "")
    unread = (
        [m for m in channel.messages.values() if m.ts > last_seen and m.user != user.id] if channel.messages else []
    )
    return {
        "id": channel.id,
        "name": _name(sandbox, other) if channel.kind == "im" else channel.name,
        "kind": channel.kind,
        "private": channel.private,
        "archived": channel.archived,
        "shared": bool(channel.shared_with),
        "teams": channel.teams,
        "topic": channel.topic,
        "members": channel.members,
        "unread": len(unread),
        "mentions": sum(user.id in m.notified for m in unread),
    }


def _name(sandbox: Sandbox, user_id: str) -> str:
    user = sandbox.world.users.get(user_id)
    return (user.display_name or user.real_name or user.name) if user else user_id


def _is_bot(sandbox: Sandbox, user_id: str) -> bool:
    user = sandbox.world.users.get(user_id)
    return user is not None and bool(user.bot_id)


def _with_replies(sandbox: Sandbox, channel: Channel, message: Message) -> Json:
    shown = _shown(sandbox, channel, message)
    if message.is_reply:
        return shown
    stamps = channel.threads.get(message.ts, [])
    shown["reply_count"] = len(stamps)
    shown["replies"] = [_shown(sandbox, channel, channel.messages[ts]) for ts in stamps]
    return shown


def _shown(sandbox: Sandbox, channel: Channel, message: Message) -> Json:
    files = [sandbox.world.files[file_id] for file_id in message.files if file_id in sandbox.world.files]
    return {
        "ts": message.ts,
        "thread_ts": message.thread_ts or None,
        "user": message.user,
        "name": message.username or _name(sandbox, message.user),
        "team": message.team,
        "bot": bool(message.bot_id) or _is_bot(sandbox, message.user),
        "app_id": message.app_id or None,
        "subtype": message.subtype or None,
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "edited": message.edited,
        "reactions": reactions_list(message),
        "files": [_file_row(file.id, file.name, file.mimetype, len(file.content)) for file in files],
        "metadata": message.metadata,
        "notified": message.notified,
        "pinned": message.ts in channel.pins,
        "private": bool(message.only_for),
        "state": message.drafts,
    }


def _file_row(file_id: str, name: str, mimetype: str, size: int) -> Json:
    return {"id": file_id, "name": name, "mimetype": mimetype, "size": size, "url": f"/control/file/{file_id}"}


async def home(sandbox: Sandbox, query: Json) -> Json:
    """The home tab that the app published for a person; null before the first time."""
    user = lookup.person(sandbox, query)
    app = lookup.some_app(sandbox, query, user.team)
    view = stacks.home_of(sandbox, app, user.id)
    return {"view": stacks.view_object(sandbox, view) if view else None}
