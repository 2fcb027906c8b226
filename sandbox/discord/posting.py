"""Messages come, change and go, for bots and people alike: the world, who is notified, and what the gateway hears.

Nothing here asks for permissions: REST and the control API do so first (`permissions.need`).
"""

from typing import Any

from sandbox.discord import threads
from sandbox.discord.drafts import Draft as Draft
from sandbox.discord.errors import DiscordError
from sandbox.discord.kit.check import numbered
from sandbox.discord.mentions import Allowed, drawn_into_thread, mentioned, notified
from sandbox.discord.objects import (
    HAS_THREAD,
    emoji_object,
    member_object,
    message_event,
)  # fmt: skip
from sandbox.discord.snowflakes import iso_now
from sandbox.discord.world import Channel, Discord, Message, Reaction
from sandbox.kinds import Json

REACTIONS_MAX = 20
PINS_MAX = 250  # https://docs.discord.com/developers/resources/message#pin-message
DEFAULT, RECIPIENT_ADDED, RECIPIENT_REMOVED, RENAMED, PIN_NOTICE, REPLY = 0, 1, 2, 4, 6, 19
WRITTEN = frozenset({0, 19, 20, 23})  # by somebody, not by the system


def post(world: Discord, channel: Channel, author: str, draft: Draft, message_id: str = "") -> Message:
    """Put a new message into a channel; an archived thread wakes up."""
    if channel.is_thread and channel.archived:
        threads.change(world, channel, {"archived": False})
    message = Message(
        message_id or world.mint(), channel.id, author, draft.content, _type(draft), tts=draft.tts,
        embeds=draft.embeds, components=numbered(draft.components), attachments=draft.attachments,
        flags=draft.flags, reference=draft.reference, nonce=draft.nonce, webhook=draft.webhook,
        webhook_name=draft.webhook_name, application=draft.application, interaction=draft.interaction,
        only_for=draft.only_for,
    )  # fmt: skip
    for attachment in message.attachments:
        attachment.channel = channel.id
        world.attachments[attachment.id] = attachment
    if draft.only_for:
        channel.ephemerals[message.id] = message
        world.tell("MESSAGE_CREATE", message_event(world, message), channel.guild, channel.id, draft.only_for)
        return message
    add(world, channel, message)
    call(world, channel, message, draft.allowed)
    world.tell("MESSAGE_CREATE", message_event(world, message), channel.guild, channel.id)
    return message


def _type(draft: Draft) -> int:
    if draft.type is not None:
        return draft.type
    replies = draft.reference is not None and draft.reference.get("type", 0) == 0
    return REPLY if replies else DEFAULT


def add(world: Discord, channel: Channel, message: Message) -> None:
    """Keep a message in its channel; whoever writes in a thread joins it."""
    channel.messages[message.id] = message
    channel.last_message = message.id
    channel.seen[message.author] = message.id
    if channel.is_thread:
        if message.id != channel.id and message.type != threads.STARTER:
            channel.message_count += 1
            channel.total_sent += 1
        is_member = message.author in world.guilds[channel.guild].members
        if message.type in WRITTEN and not message.webhook and is_member:
            threads.join(world, channel, message.author)


def call(world: Discord, channel: Channel, message: Message, allowed: Allowed) -> None:
    """Work out whom a message mentions and notifies; the mentioned join a thread."""
    found = mentioned(world, channel, message, allowed)
    message.mentions, message.mention_roles = found.users, found.roles
    message.mention_everyone = found.everyone
    if channel.is_thread:
        for user in drawn_into_thread(world, channel, found):
            threads.join(world, channel, user)
    message.notified = notified(world, channel, message, found)


def edit(
    world: Discord, message: Message, changes: Json, allowed: Allowed | None = None, by_author: bool = True
) -> None:
    """Change a message in place; `by_author` stamps the edit. It notifies nobody, but a thread takes in the named."""
    channel = world.channels[message.channel]
    for key, value in changes.items():
        setattr(message, key, numbered(value) if key == "components" else value)
    for attachment in message.attachments:
        attachment.channel = channel.id
        world.attachments[attachment.id] = attachment
    if by_author:
        message.edited_at = iso_now()
    if "content" in changes or "components" in changes:
        found = mentioned(world, channel, message, allowed or Allowed())
        message.mentions, message.mention_roles = found.users, found.roles
        message.mention_everyone = found.everyone
        if channel.is_thread and not message.only_for:
            for user in drawn_into_thread(world, channel, found):
                threads.join(world, channel, user)
    tell_changed(world, message)


def tell_changed(world: Discord, message: Message) -> None:
    """MESSAGE_UPDATE with the whole message, to its reader alone when it is ephemeral."""
    channel = world.channels[message.channel]
    world.tell("MESSAGE_UPDATE", message_event(world, message), channel.guild, channel.id, message.only_for)


def delete(world: Discord, message: Message) -> None:
    """Take a message away; a thread that grew from it stays."""
    channel = world.channels[message.channel]
    drop(world, channel, message)
    data: Json = {"id": message.id, "channel_id": channel.id}
    if channel.guild:
        data["guild_id"] = channel.guild
    world.tell("MESSAGE_DELETE", data, channel.guild, channel.id, message.only_for)


def drop(world: Discord, channel: Channel, message: Message) -> None:
    """Forget a message and its files, without telling."""
    channel.ephemerals.pop(message.id, None)
    if channel.messages.pop(message.id, None) is not None and channel.is_thread and message.id != channel.id:
        channel.message_count = max(channel.message_count - 1, 0)
    for attachment in message.attachments:
        world.attachments.pop(attachment.id, None)


def delete_many(world: Discord, channel: Channel, messages: list[Message]) -> None:
    """Delete several at once: one event."""
    for message in messages:
        drop(world, channel, message)
    data = {"ids": [message.id for message in messages], "channel_id": channel.id, "guild_id": channel.guild}
    world.tell("MESSAGE_DELETE_BULK", data, channel.guild, channel.id)


def react(world: Discord, message: Message, user_id: str, emoji: str, remove: bool = False) -> bool:
    """Add or take away one person's reaction; False when there was nothing to do. Raises 30010 beyond 20 emoji."""
    held = message.reactions.get(emoji)
    if remove is not (held is not None and user_id in held.users):
        return False
    if held is None:
        if len(message.reactions) >= REACTIONS_MAX:
            raise DiscordError(30010)
        held = message.reactions.setdefault(emoji, Reaction(emoji))
    if remove:
        held.users.remove(user_id)
    else:
        held.users.append(user_id)
    if not held.users:
        del message.reactions[emoji]
    channel = world.channels[message.channel]
    data: Json = {"user_id": user_id, "channel_id": channel.id, "message_id": message.id,
                  "emoji": emoji_object(emoji), "burst": False, "type": 0}  # fmt: skip
    if channel.guild:
        data["guild_id"] = channel.guild
    if not remove:
        data["message_author_id"] = message.author
        data |= _with_member(world, channel, user_id)
    world.tell("MESSAGE_REACTION_REMOVE" if remove else "MESSAGE_REACTION_ADD", data, channel.guild, channel.id)
    return True


def _with_member(world: Discord, channel: Channel, user_id: str) -> Json:
    guild = world.guilds.get(channel.guild)
    return {"member": member_object(world, guild.members[user_id])} if guild and user_id in guild.members else {}


def clear_reactions(world: Discord, message: Message, emoji: str = "") -> None:
    """Take away all reactions, or all with one emoji."""
    channel = world.channels[message.channel]
    data: Json = {"channel_id": channel.id, "message_id": message.id, "guild_id": channel.guild}
    if emoji:
        message.reactions.pop(emoji, None)
        data["emoji"] = emoji_object(emoji)
    else:
        message.reactions.clear()
    name = "MESSAGE_REACTION_REMOVE_EMOJI" if emoji else "MESSAGE_REACTION_REMOVE_ALL"
    world.tell(name, data, channel.guild, channel.id)


def pinned(channel: Channel) -> list[Message]:
    """The pinned messages, the newest pin first."""
    return sorted((m for m in channel.messages.values() if m.pinned_at), key=lambda m: m.pinned_at, reverse=True)


def pin(world: Discord, message: Message, user_id: str, remove: bool = False) -> bool:
    """Pin or unpin; False when there was nothing to do. A pin posts its notice. Raises 30003 beyond 250."""
    channel = world.channels[message.channel]
    if remove is not bool(message.pinned_at):
        return False
    if not remove and len(pinned(channel)) >= PINS_MAX:
        raise DiscordError(30003)
    message.pinned_at = "" if remove else iso_now()
    if not remove:
        channel.last_pin_at = message.pinned_at
    data: Json = {"channel_id": channel.id, "last_pin_timestamp": channel.last_pin_at or None}
    if channel.guild:
        data["guild_id"] = channel.guild
    world.tell("CHANNEL_PINS_UPDATE", data, channel.guild, channel.id)
    tell_changed(world, message)
    if not remove:
        reference = {"type": 0, "channel_id": channel.id, "message_id": message.id} | _guild(channel)
        post(world, channel, user_id, Draft(reference=reference, type=PIN_NOTICE))
    return True


def _guild(channel: Channel) -> Json:
    return {"guild_id": channel.guild} if channel.guild else {}


def start_thread(world: Discord, message: Message, owner: str, name: str, **settings: Any) -> Channel:
    """A public thread that grows from a message and has its id; raises 160004 when it has one already."""
    channel = world.channels[message.channel]
    if message.thread or message.id in world.channels:
        raise DiscordError(160004)
    thread = threads.make(world, channel, owner, name, thread_id=message.id, **settings)
    message.thread = thread.id
    message.flags |= HAS_THREAD
    tell_changed(world, message)
    threads.tell_created(world, thread)
    starter = Message(world.mint(), thread.id, message.author, type=threads.STARTER,
                      reference={"type": 0, "channel_id": channel.id, "message_id": message.id,
                                 "guild_id": channel.guild})  # fmt: skip
    add(world, thread, starter)
    world.tell("MESSAGE_CREATE", message_event(world, starter), thread.guild, thread.id)
    return thread


def start_post(world: Discord, forum: Channel, owner: str, name: str, draft: Draft, **settings: Any) -> Channel:
    """A post of a forum: a thread whose first message has its id."""
    thread = threads.make(world, forum, owner, name, thread_id=world.mint(), **settings)
    threads.tell_created(world, thread)
    post(world, thread, owner, draft, message_id=thread.id)
    forum.last_message = thread.id
    return thread


def start_detached(world: Discord, channel: Channel, owner: str, name: str, kind: int, **settings: Any) -> Channel:
    """A thread that grows from no message; a public one is announced in its channel."""
    thread = threads.make(world, channel, owner, name, kind=kind, **settings)
    threads.tell_created(world, thread)
    if kind != threads.PRIVATE_THREAD:
        reference = {"type": 0, "channel_id": thread.id, "guild_id": thread.guild}
        post(world, channel, owner, Draft(name, reference=reference, type=threads.CREATED_NOTICE))
    return thread


def notice(world: Discord, channel: Channel, author: str, kind: int, content: str = "", about: str = "") -> None:
    """A message that the system writes for somebody; `about` is the person that it mentions."""
    message = Message(world.mint(), channel.id, author, content, kind, mentions=[about] if about else [])
    add(world, channel, message)
    world.tell("MESSAGE_CREATE", message_event(world, message), channel.guild, channel.id)


def change_thread(world: Discord, thread: Channel, editor: str, changes: Json) -> None:
    """Change a thread; a new name is announced in it."""
    renamed = changes.get("name", thread.name) != thread.name
    threads.change(world, thread, changes)
    if renamed:
        notice(world, thread, editor, RENAMED, thread.name)


def add_to_thread(world: Discord, thread: Channel, user_id: str, by: str) -> bool:
    """Somebody takes somebody into a thread, which is announced in it; False when they were in it."""
    added = threads.join(world, thread, user_id)
    if added and user_id != by:
        notice(world, thread, by, RECIPIENT_ADDED, about=user_id)
    return added


def remove_from_thread(world: Discord, thread: Channel, user_id: str, by: str) -> bool:
    """Somebody takes somebody out of a thread, which is announced in it; False when they were not in it."""
    removed = threads.leave(world, thread, user_id)
    if removed and user_id != by:
        notice(world, thread, by, RECIPIENT_REMOVED, about=user_id)
    return removed
