"""What a person sees: servers, channels and threads, messages with components, private answers, open forms."""

from sandbox.control.discord import lookup
from sandbox.discord.components import with_links
from sandbox.discord.interactions import OpenModal
from sandbox.discord.objects import emoji_object
from sandbox.discord.permissions import P, permissions_in, send_bit
from sandbox.discord.permissions import sees as may_see
from sandbox.discord.posting import pinned
from sandbox.discord.snowflakes import iso, moment_of
from sandbox.discord.world import DM, FORUMS, THREADS, Channel, Message, User
from sandbox.kinds import Json
from sandbox.state import Sandbox

LOADING = 1 << 7


async def sees(sandbox: Sandbox, query: Json) -> Json:
    """A person's servers and conversations, or one channel as they see it; always with their open forms."""
    user = lookup.person(sandbox, query)
    modals = [modal_row(modal) for modal in sandbox.interactions.modals_of(user.id)]
    if not query.get("channel"):
        guilds = [{"id": guild.id, "name": guild.name, "channels": _channels(sandbox, guild.id, user)}
                  for guild in sandbox.discord.guilds_of(user.id)]  # fmt: skip
        return {"guilds": guilds, "dms": _channels(sandbox, "", user), "modals": modals}
    channel = lookup.seen_channel(sandbox, query, user)
    channel.seen[user.id] = channel.last_message
    readable = permissions_in(sandbox.discord, user.id, channel) & P.READ_MESSAGE_HISTORY
    threads = [t for t in sandbox.discord.threads_of(channel.guild, channel.id) if channel.guild]
    return {
        "channel": channel_row(sandbox, channel, user),
        "messages": [message_row(sandbox, message) for message in channel.messages.values()] if readable else [],
        "ephemeral": [message_row(sandbox, m) for m in channel.ephemerals.values() if m.only_for == user.id],
        "pins": [message.id for message in pinned(channel)],
        "threads": [channel_row(sandbox, t, user) for t in threads if may_see(sandbox.discord, user.id, t)],
        "modals": modals,
    }


def _channels(sandbox: Sandbox, guild: str, user: User) -> list[Json]:
    mine = [c for c in sandbox.discord.channels.values() if c.guild == guild and may_see(sandbox.discord, user.id, c)]
    return [channel_row(sandbox, channel, user) for channel in mine]


def channel_row(sandbox: Sandbox, channel: Channel, user: User) -> Json:
    """A channel in a person's list."""
    world = sandbox.discord
    last_seen = int(channel.seen.get(user.id) or 0)
    unread = [m for m in channel.messages.values() if int(m.id) > last_seen and m.author != user.id]
    held = permissions_in(world, user.id, channel)
    row: Json = {
        "id": channel.id, "name": _name(sandbox, channel, user), "type": channel.type, "parent": channel.parent,
        "topic": channel.topic, "unread": len(unread), "mentions": sum(user.id in m.notified for m in unread),
        "may_write": bool(held & send_bit(channel)) and not (channel.locked and not held & P.MANAGE_THREADS),
        "private": channel.type == 12 or _is_private(channel), "position": channel.position,
    }  # fmt: skip
    if channel.type in THREADS:
        row |= {"archived": channel.archived, "locked": channel.locked, "members": list(channel.members),
                "owner": channel.owner, "tags": channel.applied_tags, "joined": user.id in channel.members,
                "message_count": channel.message_count}  # fmt: skip
    if channel.type in FORUMS:
        row["tags"] = channel.available_tags
    return row


def _is_private(channel: Channel) -> bool:
    everyone = channel.overwrites.get(channel.guild)
    return everyone is not None and bool(everyone.deny & P.VIEW_CHANNEL)


def _name(sandbox: Sandbox, channel: Channel, user: User) -> str:
    if channel.type != DM:
        return channel.name
    other = next((one for one in channel.recipients if one != user.id), user.id)
    return sandbox.discord.users[other].shown_name


def message_row(sandbox: Sandbox, message: Message) -> Json:
    """A message as it stands before a person."""
    world = sandbox.discord
    author, channel = world.users.get(message.author), world.channels[message.channel]
    member = world.guilds[channel.guild].members.get(message.author) if channel.guild else None
    name = message.webhook_name or (member.nick if member else "") or (author.shown_name if author else message.author)
    thread = world.channels.get(message.thread)
    return {
        "id": message.id, "channel": message.channel, "author": message.author, "name": name, "type": message.type,
        "bot": bool(message.webhook) or bool(author and author.bot), "app": message.application,
        "at": iso(moment_of(message.id)),
        "content": message.content, "embeds": with_links(world, message, message.embeds),
        "components": with_links(world, message, message.components),
        "files": [{"id": file.id, "name": file.filename, "mimetype": file.content_type, "size": len(file.content),
                   "url": f"/control/discord/file/{file.id}"} for file in message.attachments],
        "reactions": [{"emoji": emoji_object(each.emoji)["name"], "users": list(each.users)}
                      for each in message.reactions.values()],
        "mentions": message.mentions, "mention_roles": message.mention_roles, "notified": message.notified,
        "edited": message.edited_at, "pinned": bool(message.pinned_at), "flags": message.flags,
        "loading": bool(message.flags & LOADING), "private": bool(message.only_for),
        "reply_to": (message.reference or {}).get("message_id", ""),
        "thread": {"id": thread.id, "name": thread.name, "messages": thread.message_count} if thread else None,
        "used": _used(message),
    }  # fmt: skip


def _used(message: Message) -> Json | None:
    """Which command a message answers, and who ran it."""
    shown = message.interaction or {}
    return {"user": shown["user"]["id"], "name": shown["name"]} if shown.get("name") else None


def modal_row(modal: OpenModal) -> Json:
    """A form as it stands before a person."""
    return {"id": modal.id, "app": modal.app, "channel": modal.channel, "message": modal.message, **modal.source}
