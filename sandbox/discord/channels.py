"""Channels come, change and go: the world and what the gateway hears. Nothing here asks for permissions."""

from sandbox.discord.objects import HAS_THREAD, channel_object, thread_object
from sandbox.discord.world import Channel, Discord, Overwrite
from sandbox.kinds import Json


def create(world: Discord, channel: Channel) -> Channel:
    """A new channel of a guild."""
    world.channels[channel.id] = channel
    world.tell("CHANNEL_CREATE", channel_object(world, channel), channel.guild, channel.id)
    return channel


def change(world: Discord, channel: Channel, changes: Json) -> None:
    """Change a channel's fields by their names in `Channel`."""
    for key, value in changes.items():
        setattr(channel, key, value)
    world.tell("CHANNEL_UPDATE", channel_object(world, channel), channel.guild, channel.id)


def delete(world: Discord, channel: Channel) -> None:
    """Take a channel away with its threads; the channels of a category stay. Told while it is still there."""
    if channel.is_thread:
        data: Json = {"id": channel.id, "guild_id": channel.guild, "parent_id": channel.parent, "type": channel.type}
        world.tell("THREAD_DELETE", data, channel.guild, channel.id)
    else:
        world.tell("CHANNEL_DELETE", channel_object(world, channel), channel.guild, channel.id)
    for below in [c for c in world.channels.values() if c.parent == channel.id]:
        if below.is_thread:
            _forget(world, below)
        else:
            change(world, below, {"parent": ""})
    _forget(world, channel)


def _forget(world: Discord, channel: Channel) -> None:
    del world.channels[channel.id]
    above = world.channels.get(channel.parent)
    if channel.is_thread and above is not None and channel.id in above.messages:
        above.messages[channel.id].thread = ""
        above.messages[channel.id].flags &= ~HAS_THREAD
    for message in channel.messages.values():
        for attachment in message.attachments:
            world.attachments.pop(attachment.id, None)
    for hook in [h for h in world.webhooks.values() if h.channel == channel.id]:
        del world.webhooks[hook.id]


def put_overwrite(world: Discord, channel: Channel, overwrite: Overwrite) -> None:
    """Allow and deny a role or member in a channel; those who see it from now on are told of its threads."""
    channel.overwrites[overwrite.id] = overwrite
    change(world, channel, {})


def drop_overwrite(world: Discord, channel: Channel, overwrite_id: str) -> bool:
    """Take an overwrite away; False when there was none."""
    if channel.overwrites.pop(overwrite_id, None) is None:
        return False
    change(world, channel, {})
    return True


def active_threads(world: Discord, guild_id: str) -> list[Channel]:
    """A guild's threads that are not archived, the newest first."""
    return sorted((t for t in world.threads_of(guild_id) if not t.archived), key=lambda t: int(t.id), reverse=True)


def shown_threads(world: Discord, threads: list[Channel], viewer: str) -> Json:
    """Threads with the viewer's memberships, as lists of threads show them."""
    shown = [thread_object(world, thread, viewer) for thread in threads]
    return {"threads": shown, "members": [each["member"] for each in shown if "member" in each]}
