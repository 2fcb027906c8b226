"""Changes of guilds: channels, members, roles and apps come, change and go, with their events."""

from collections.abc import Callable

from sandbox.control.discord import lookup
from sandbox.control.lookup import text
from sandbox.discord import channels, floor, membership
from sandbox.discord.objects import guild_object
from sandbox.discord.world import Channel, Guild, Member, Overwrite, Role, User
from sandbox.kinds import Json, Refusal, flag
from sandbox.state import Sandbox


def _create(sandbox: Sandbox, body: Json) -> Channel:
    guild = lookup.guild(sandbox, body)
    row = {key: value for key, value in body.items() if key not in {"action", "guild", "as", "channel"}}
    channel = floor.add_channel(sandbox.discord, guild, {"id": sandbox.discord.mint(), "name": "new", **row})
    return channels.create(sandbox.discord, channel)


def _overwrite(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    """Allow and deny a role or a member, or with `remove` take that away."""
    guild = sandbox.discord.guilds[channel.guild]
    kind = 0 if body.get("role") else 1
    target = _member(sandbox, body).user if kind else floor.find_role(guild, str(body["role"])).id
    if flag(body.get("remove")):
        channels.drop_overwrite(sandbox.discord, channel, target)
        return
    allow, deny = floor.bits(body.get("allow", 0)), floor.bits(body.get("deny", 0))
    channels.put_overwrite(sandbox.discord, channel, Overwrite(target, kind, allow, deny))


def _set(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    known = ("name", "topic", "position", "nsfw", "slowmode")
    changes = {key: body[key] for key in known if key in body}
    if "parent" in body:
        guild = sandbox.discord.guilds[channel.guild]
        parent = str(body["parent"] or "")
        changes["parent"] = floor.find_channel(sandbox.discord, guild, parent).id if parent else ""
    channels.change(sandbox.discord, channel, changes)


def _delete(sandbox: Sandbox, body: Json, channel: Channel) -> None:
    channels.delete(sandbox.discord, channel)


CHANNEL_ACTIONS: dict[str, Callable[[Sandbox, Json, Channel], None]] = {
    "set": _set,
    "delete": _delete,
    "permissions": _overwrite,
}


async def change_channel(sandbox: Sandbox, body: Json) -> Json:
    """Something happens to a channel: create, set (name, topic, parent …), permissions, delete."""
    action = text(body, "action")
    if action == "create":
        return {"channel": _create(sandbox, body).id}
    if action not in CHANNEL_ACTIONS:
        raise Refusal(f"unknown action {action}; known: create, {', '.join(CHANNEL_ACTIONS)}")
    channel = lookup.channel(sandbox, body)
    CHANNEL_ACTIONS[action](sandbox, body, channel)
    return {"channel": channel.id}


def _member(sandbox: Sandbox, body: Json) -> Member:
    guild, user = lookup.guild(sandbox, body), lookup.person(sandbox, body, "user")
    if user.id not in guild.members:
        raise Refusal(f"{user.username} is no member of {guild.name}")
    return guild.members[user.id]


def _join(sandbox: Sandbox, body: Json, guild: Guild) -> None:
    if isinstance(body.get("profile"), dict):
        body = {**body, "user": _new_user(sandbox, body["profile"]).id}
    user_id = lookup.person(sandbox, body, "user").id
    if user_id in guild.members:
        raise Refusal(f"{user_id} is a member already")
    roles = [floor.find_role(guild, str(name)).id for name in body.get("roles") or []]
    membership.join(sandbox.discord, guild, user_id, roles)


def _new_user(sandbox: Sandbox, row: Json) -> User:
    user = User(str(row.get("id") or sandbox.discord.mint()), str(row.get("username") or "new"))
    user.global_name, user.locale = str(row.get("global_name") or ""), str(row.get("locale") or user.locale)
    user.closed_dms = flag(row.get("closed_dms"))
    sandbox.discord.users[user.id] = user
    return user


def _leave(sandbox: Sandbox, body: Json, guild: Guild) -> None:
    member = _member(sandbox, body)
    if sandbox.discord.users[member.user].bot:
        _kick_bot(sandbox, body, guild)
    else:
        membership.leave(sandbox.discord, guild, member.user)


def _change(sandbox: Sandbox, body: Json, guild: Guild) -> None:
    changes: Json = {key: body[key] for key in ("nick", "timeout_until") if key in body}
    if "roles" in body:
        changes["roles"] = [floor.find_role(guild, str(name)).id for name in body["roles"]]
    membership.change(sandbox.discord, guild, _member(sandbox, body), changes)


MEMBER_ACTIONS: dict[str, Callable[[Sandbox, Json, Guild], None]] = {
    "join": _join,
    "leave": _leave,
    "kick": _leave,
    "change": _change,
}


async def change_member(sandbox: Sandbox, body: Json) -> Json:
    """Somebody joins a guild, leaves, is kicked, or changes (roles, nick, timeout_until)."""
    action = text(body, "action")
    if action not in MEMBER_ACTIONS:
        raise Refusal(f"unknown action {action}; known: {', '.join(MEMBER_ACTIONS)}")
    guild = lookup.guild(sandbox, body)
    MEMBER_ACTIONS[action](sandbox, body, guild)
    return {"members": list(guild.members)}


async def change_role(sandbox: Sandbox, body: Json) -> Json:
    """A role is made, changed, or deleted."""
    action, guild = text(body, "action"), lookup.guild(sandbox, body)
    if action == "create":
        role = Role(str(body.get("id") or sandbox.discord.mint()), guild.id, text(body, "name"))
    elif action in {"set", "delete"}:
        role = floor.find_role(guild, text(body, "role"))
    else:
        raise Refusal(f"unknown action {action}; known: create, set, delete")
    if action == "delete":
        membership.drop_role(sandbox.discord, guild, role)
        return {"role": role.id}
    role.name, role.mentionable = str(body.get("name", role.name)), flag(body.get("mentionable", role.mentionable))
    role.permissions = floor.bits(body.get("permissions", role.permissions))
    membership.put_role(sandbox.discord, guild, role)
    return {"role": role.id}


def _kick_bot(sandbox: Sandbox, body: Json, guild: Guild) -> None:
    """The bot is out: GUILD_DELETE to it, and its managed role goes."""
    world, bot = sandbox.discord, lookup.app(sandbox, body).bot_user
    if bot not in guild.members:
        raise Refusal("the bot is no member")
    membership.leave(world, guild, bot)
    world.tell("GUILD_DELETE", {"id": guild.id}, guild.id, user_id=bot)
    for role in [role for role in guild.roles.values() if role.bot_id == bot]:
        membership.drop_role(world, guild, role)


def _add_bot(sandbox: Sandbox, body: Json, guild: Guild) -> None:
    """The bot comes in with these permissions: GUILD_CREATE to it."""
    app = lookup.app(sandbox, body)
    floor.add_bot(sandbox.discord, guild, {"app": app.id, "permissions": body.get("permissions", 0)})
    sandbox.discord.tell("GUILD_CREATE", guild_object(sandbox.discord, guild), guild.id, user_id=app.bot_user)


def _outage(sandbox: Sandbox, body: Json, guild: Guild) -> None:
    """The guild is unavailable, until `available`."""
    for app in sandbox.discord.apps.values():
        if app.bot_user in guild.members:
            data = {"id": guild.id, "unavailable": True}
            sandbox.discord.tell("GUILD_DELETE", data, guild.id, user_id=app.bot_user)


def _available(sandbox: Sandbox, body: Json, guild: Guild) -> None:
    for app in sandbox.discord.apps.values():
        if app.bot_user in guild.members:
            sandbox.discord.tell("GUILD_CREATE", {"id": guild.id}, guild.id, user_id=app.bot_user)


GUILD_ACTIONS: dict[str, Callable[[Sandbox, Json, Guild], None]] = {
    "kick_bot": _kick_bot,
    "add_bot": _add_bot,
    "unavailable": _outage,
    "available": _available,
}


async def change_guild(sandbox: Sandbox, body: Json) -> Json:
    """Something happens to a guild: kick_bot, add_bot(permissions), unavailable, available."""
    action = text(body, "action")
    if action not in GUILD_ACTIONS:
        raise Refusal(f"unknown action {action}; known: {', '.join(GUILD_ACTIONS)}")
    guild = lookup.guild(sandbox, body)
    GUILD_ACTIONS[action](sandbox, body, guild)
    return {"guild": guild.id}


async def change_app(sandbox: Sandbox, body: Json) -> Json:
    """An app's owner resets its token, or switches privileged intents."""
    action, app = text(body, "action"), lookup.app(sandbox, body)
    if action == "reset_token":
        sandbox.gateway.reset_token(app)
    elif action == "set_token":
        app.token = text(body, "token")
    elif action == "intents":
        app.intents = [str(name) for name in body.get("intents") or []]
    else:
        raise Refusal(f"unknown action {action}; known: reset_token, set_token, intents")
    return {"app": app.id, "intents": app.intents}
