"""People and roles come, change and go in a guild: the world and what the gateway hears."""

from sandbox.discord import threads
from sandbox.discord.objects import member_object, role_object, user_object
from sandbox.discord.world import Discord, Guild, Member, Role
from sandbox.kinds import Json


def join(world: Discord, guild: Guild, user_id: str, roles: list[str] | None = None) -> Member:
    """A user becomes a member."""
    member = Member(guild.id, user_id, roles=list(roles or []))
    guild.members[user_id] = member
    world.tell("GUILD_MEMBER_ADD", {"guild_id": guild.id, **member_object(world, member)}, guild.id)
    return member


def leave(world: Discord, guild: Guild, user_id: str) -> None:
    """A member goes, also out of every thread."""
    for thread in world.threads_of(guild.id):
        threads.leave(world, thread, user_id)
    del guild.members[user_id]
    data = {"guild_id": guild.id, "user": user_object(world.users[user_id])}
    world.tell("GUILD_MEMBER_REMOVE", data, guild.id)


def change(world: Discord, guild: Guild, member: Member, changes: Json) -> None:
    """Change a member's fields by their names in `Member`."""
    for key, value in changes.items():
        setattr(member, key, value)
    world.tell("GUILD_MEMBER_UPDATE", {"guild_id": guild.id, **member_object(world, member)}, guild.id)


def put_role(world: Discord, guild: Guild, role: Role) -> None:
    """A new role, or a changed one."""
    name = "GUILD_ROLE_UPDATE" if role.id in guild.roles else "GUILD_ROLE_CREATE"
    guild.roles[role.id] = role
    world.tell(name, {"guild_id": guild.id, "role": role_object(role)}, guild.id)


def drop_role(world: Discord, guild: Guild, role: Role) -> None:
    """Delete a role; its members lose it, and so do the overwrites of channels."""
    del guild.roles[role.id]
    for member in guild.members.values():
        if role.id in member.roles:
            member.roles.remove(role.id)
    for channel in world.channels_of(guild.id):
        channel.overwrites.pop(role.id, None)
    world.tell("GUILD_ROLE_DELETE", {"guild_id": guild.id, "role_id": role.id}, guild.id)
