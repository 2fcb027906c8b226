"""Floor JSON → Discord, and back without secrets.

`{"users": […], "apps": […], "guilds": [{…, "roles", "members", "bots", "channels"}]}`; ids are strings of digits, roles
and users may also be named, permissions are a number or a list of documented names, and a channel's `private_to` is
short for overwrites that let in only these roles and users. `link_seconds` and `nonce_seconds` are the lives of
attachments' links (a day) and of nonces (five minutes).
"""

from dataclasses import fields
from typing import Any, TypeVar

from sandbox.discord.permissions import EVERYONE, Permission
from sandbox.discord.world import (
    CATEGORY,
    FORUM,
    TEXT,
    Application,
    Channel,
    Discord,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)
from sandbox.kinds import Json, Refusal

KINDS = {"text": TEXT, "category": CATEGORY, "forum": FORUM, "announcement": 5, "media": 16}
Row = TypeVar("Row")


def build_discord(floor: Json) -> Discord:
    """A fresh Discord; raises Refusal where the floor names what is not there."""
    world = Discord()
    world.link_seconds = float(floor.get("link_seconds", world.link_seconds))
    world.nonce_seconds = float(floor.get("nonce_seconds", world.nonce_seconds))
    for row in floor.get("users", []):
        user = _fill(User, row, username=str(row.get("id")))
        world.users[user.id] = user
    for row in floor.get("apps", []):
        add_app(world, row)
    for row in floor.get("guilds", []):
        add_guild(world, row)
    return world


def add_app(world: Discord, row: Json) -> Application:
    """An application with its bot's user."""
    app = _fill(Application, row, name="bot", bot_user=row.get("id"), token="")
    world.apps[app.id] = app
    world.users.setdefault(app.bot_user, User(app.bot_user, app.name.lower().replace(" ", "-"), bot=True)).bot = True
    return app


def add_guild(world: Discord, row: Json) -> Guild:
    """A guild with its roles, members, bots and channels."""
    guild = _fill(Guild, {**row, "roles": {}, "members": {}}, name=row.get("id"), owner="")
    world.guilds[guild.id] = guild
    guild.roles[guild.id] = Role(guild.id, guild.id, "@everyone", bits(row.get("everyone", int(EVERYONE))), position=0)
    for place, role in enumerate(row.get("roles", []), start=2):
        add_role(guild, {"position": place, **role})
    for member in row.get("members", []):
        add_member(world, guild, member)
    if guild.owner not in guild.members:
        raise Refusal(f"guild {guild.id}: its owner {guild.owner!r} is no member")
    for bot in row.get("bots", []):
        add_bot(world, guild, bot)
    for place, channel in enumerate(row.get("channels", [])):
        add_channel(world, guild, {"position": place, **channel})
    return guild


def add_role(guild: Guild, row: Json) -> Role:
    """A role of a guild."""
    role = _fill(Role, {**row, "guild": guild.id, "permissions": bits(row.get("permissions", 0))}, name=row.get("id"))
    guild.roles[role.id] = role
    return role


def add_member(world: Discord, guild: Guild, row: Json) -> Member:
    """A user becomes a member."""
    user = find_user(world, str(row["user"]))
    roles = [find_role(guild, str(name)).id for name in row.get("roles", [])]
    guild.members[user.id] = _fill(Member, {**row, "guild": guild.id, "user": user.id, "roles": roles})
    return guild.members[user.id]


def add_bot(world: Discord, guild: Guild, row: Json) -> Member:
    """An app's bot joins with its managed role."""
    app = world.apps.get(str(row["app"]))
    if app is None:
        raise Refusal(f"guild {guild.id}: unknown app {row['app']}")
    role = Role(str(row.get("role") or world.mint()), guild.id, app.name, bits(row.get("permissions", 0)), managed=True,
                bot_id=app.bot_user, position=int(row.get("position", 1)))  # fmt: skip
    guild.roles[role.id] = role
    return add_member(world, guild, {**row, "user": app.bot_user, "roles": [role.id, *row.get("roles", [])]})


def add_channel(world: Discord, guild: Guild, row: Json) -> Channel:
    """A channel, category or forum of a guild."""
    kind = KINDS.get(row.get("type", "text"), row.get("type", TEXT))
    parent = find_channel(world, guild, str(row["parent"])).id if row.get("parent") else ""
    tags = [_tag(world, tag) for tag in row.get("tags", [])]
    channel = _fill(Channel, {**row, "guild": guild.id, "type": kind, "parent": parent, "available_tags": tags,
                              "overwrites": {}}, name=row.get("id"))  # fmt: skip
    for overwrite in _overwrites(world, guild, row):
        channel.overwrites[overwrite.id] = overwrite
    world.channels[channel.id] = channel
    return channel


def _tag(world: Discord, row: Json | str) -> Json:
    tag = {"name": row} if isinstance(row, str) else row
    return {"id": world.mint(), "moderated": False, "emoji_id": None, "emoji_name": None, **tag}


def _overwrites(world: Discord, guild: Guild, row: Json) -> list[Overwrite]:
    made = []
    if "private_to" in row:
        made.append(Overwrite(guild.id, 0, deny=int(Permission.VIEW_CHANNEL)))
        made += [_overwrite(world, guild, str(name), int(Permission.VIEW_CHANNEL), 0) for name in row["private_to"]]
    for each in row.get("overwrites", []):
        name = str(each.get("role") or each.get("member") or each.get("id"))
        made.append(_overwrite(world, guild, name, bits(each.get("allow", 0)), bits(each.get("deny", 0))))
    return made


def _overwrite(world: Discord, guild: Guild, name: str, allow: int, deny: int) -> Overwrite:
    for role in guild.roles.values():
        if name in {role.id, role.name}:
            return Overwrite(role.id, 0, allow, deny)
    return Overwrite(find_user(world, name).id, 1, allow, deny)


def bits(value: int | str | list[str]) -> int:
    """Permissions as a number, a number in a string, or a list of documented names; raises Refusal."""
    if not isinstance(value, list):
        return int(value)
    total = 0
    for name in value:
        if name not in Permission.__members__:
            raise Refusal(f"unknown permission {name}")
        total |= int(Permission[name])
    return total


def find_user(world: Discord, name: str) -> User:
    """A user by id or username; raises Refusal."""
    if name in world.users:
        return world.users[name]
    for user in world.users.values():
        if user.username == name:
            return user
    raise Refusal(f"unknown Discord user {name}")


def find_role(guild: Guild, name: str) -> Role:
    """A role by id or name; raises Refusal."""
    for role in guild.roles.values():
        if name in {role.id, role.name}:
            return role
    raise Refusal(f"unknown role {name} in {guild.name}")


def find_channel(world: Discord, guild: Guild, name: str) -> Channel:
    """A channel of a guild by id or name; raises Refusal."""
    for channel in world.channels.values():
        if channel.guild == guild.id and name in {channel.id, channel.name}:
            return channel
    raise Refusal(f"unknown channel {name} in {guild.name}")


def describe_discord(world: Discord) -> Json:
    """The Discord as it is now, apps without their tokens."""
    return {
        "users": [vars(user) for user in world.users.values()],
        "apps": [
            {"id": a.id, "name": a.name, "bot_user": a.bot_user, "intents": a.intents} for a in world.apps.values()
        ],
        "guilds": [_guild_row(world, guild) for guild in world.guilds.values()],
    }


def _guild_row(world: Discord, guild: Guild) -> Json:
    channels = [_channel_row(c) for c in world.channels.values() if c.guild == guild.id]
    return {
        "id": guild.id, "name": guild.name, "owner": guild.owner, "roles": [vars(r) for r in guild.roles.values()],
        "members": [vars(member) for member in guild.members.values()], "channels": channels,
    }  # fmt: skip


def _channel_row(channel: Channel) -> Json:
    keys = ("id", "type", "name", "topic", "parent", "position", "archived", "locked", "owner", "applied_tags")
    overwrites = [vars(overwrite) for overwrite in channel.overwrites.values()]
    return {**{key: getattr(channel, key) for key in keys}, "overwrites": overwrites,
            "available_tags": channel.available_tags}  # fmt: skip


def _fill(kind: type[Row], row: Json, **defaults: Any) -> Row:
    """A dataclass from a row; keys that it does not know are left out."""
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]  # every kind here is a dataclass
    merged = {**defaults, **row}
    copied = {key: list(value) if isinstance(value, list) else value for key, value in merged.items() if key in known}
    if "id" in copied and not str(copied["id"]).isdecimal():
        raise Refusal(f"{kind.__name__}: the id {copied['id']!r} is no snowflake")
    try:
        return kind(**copied)
    except TypeError as error:
        raise Refusal(f"{kind.__name__} {row.get('id')}: {error}") from error
