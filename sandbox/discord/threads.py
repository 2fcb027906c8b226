"""Threads are made, changed, joined and left; https://docs.discord.com/developers/topics/threads"""

from sandbox.discord.objects import member_object, thread_member_object, thread_object
from sandbox.discord.snowflakes import iso_now
from sandbox.discord.world import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    Channel,
    Discord,
)  # fmt: skip
from sandbox.kinds import Json

CREATED_NOTICE, STARTER = 18, 21  # types of messages

__all__ = ["CREATED_NOTICE", "PRIVATE_THREAD", "STARTER", "change", "join", "leave", "make", "tell_created"]


def make(
    world: Discord,
    channel: Channel,
    owner: str,
    name: str,
    *,
    thread_id: str = "",
    kind: int = PUBLIC_THREAD,
    auto_archive: int = 0,
    invitable: bool = True,
    slowmode: int = 0,
    tags: list[str] | None = None,
) -> Channel:
    """A new thread with its owner in it; nobody is told yet."""
    if channel.type == ANNOUNCEMENT and kind == PUBLIC_THREAD:
        kind = ANNOUNCEMENT_THREAD
    moment = iso_now()
    thread = Channel(
        thread_id or world.mint(), kind, channel.guild, name, parent=channel.id, owner=owner, archive_at=moment,
        created_at=moment, auto_archive=auto_archive or channel.default_auto_archive, invitable=invitable,
        slowmode=slowmode, applied_tags=list(tags or []),
    )  # fmt: skip
    if owner in world.guilds[channel.guild].members:
        thread.members[owner] = moment
    world.channels[thread.id] = thread
    return thread


def tell_created(world: Discord, thread: Channel) -> None:
    """THREAD_CREATE to everybody who sees it."""
    data = {**thread_object(world, thread), "newly_created": True}
    world.tell("THREAD_CREATE", data, thread.guild, thread.id)


def change(world: Discord, thread: Channel, changes: Json) -> None:
    """Change a thread's fields by their names in `Channel`; archiving and waking up are stamped."""
    if any(name in changes and changes[name] != getattr(thread, name) for name in ("archived", "auto_archive")):
        thread.archive_at = iso_now()
    for key, value in changes.items():
        setattr(thread, key, value)
    world.tell("THREAD_UPDATE", thread_object(world, thread), thread.guild, thread.id)


def join(world: Discord, thread: Channel, user_id: str) -> bool:
    """Somebody becomes a member of a thread; False when they were."""
    if user_id in thread.members:
        return False
    thread.members[user_id] = iso_now()
    world.tell("THREAD_CREATE", thread_object(world, thread, user_id), thread.guild, thread.id, user_id)
    member = world.guilds[thread.guild].members[user_id]
    added = {**thread_member_object(thread, user_id), "member": member_object(world, member), "presence": None}
    _tell_members(world, thread, {"added_members": [added]})
    return True


def leave(world: Discord, thread: Channel, user_id: str) -> bool:
    """Somebody leaves a thread or is taken out; False when they were not in it."""
    if user_id not in thread.members:
        return False
    _tell_members(world, thread, {"removed_member_ids": [user_id]}, len(thread.members) - 1)
    del thread.members[user_id]
    return True


def _tell_members(world: Discord, thread: Channel, what: Json, count: int | None = None) -> None:
    members = len(thread.members) if count is None else count
    data = {"id": thread.id, "guild_id": thread.guild, "member_count": min(members, 50), **what}
    world.tell("THREAD_MEMBERS_UPDATE", data, thread.guild, thread.id)
