"""Guilds, their members and roles: https://docs.discord.com/developers/resources/guild"""

from sandbox.discord import membership
from sandbox.discord.errors import DiscordError, invalid, invalid_field
from sandbox.discord.kit.rules import Shape, array, integer, snowflake, string
from sandbox.discord.objects import guild_object, member_object, role_object
from sandbox.discord.permissions import P, guild_permissions, need_in_guild, top_position
from sandbox.discord.rest.call import Answer, Call
from sandbox.discord.rest.fields import bits, moment
from sandbox.discord.world import Guild, Member, Role
from sandbox.kinds import Json

PAGE_MAX = 1000
MEMBER = Shape({"nick": string(32), "roles": array(snowflake), "communication_disabled_until": moment})
ROLE = Shape({"name": string(100), "permissions": bits, "color": integer(0, 0xFFFFFF)})


async def get(call: Call) -> Json:
    """A guild with its roles."""
    guild = call.guild()
    shown = guild_object(call.world, guild)
    if call.flag("with_counts"):
        shown |= {"approximate_member_count": len(guild.members), "approximate_presence_count": len(guild.members)}
    return shown


async def list_members(call: Call) -> list[Json]:
    """One page by id; needs the privileged intent for members."""
    guild = call.guild()
    if "members" not in call.application.intents:
        raise DiscordError(50001)
    limit, after = call.number("limit", 1, 1, PAGE_MAX), call.number("after", 0, 0, 2**63)
    ids = sorted((user for user in guild.members if int(user) > after), key=int)[:limit]
    return [member_object(call.world, guild.members[user]) for user in ids]


async def search_members(call: Call) -> list[Json]:
    """Members whose name or nickname begins so."""
    guild = call.guild()
    query, limit = call.query.get("query", "").casefold(), call.number("limit", 1, 1, PAGE_MAX)
    if not query:
        raise invalid_field("query", "BASE_TYPE_REQUIRED", "This field is required")
    found = [member for member in guild.members.values() if _begins(call, member, query)]
    return [member_object(call.world, member) for member in found[:limit]]


def _begins(call: Call, member: Member, query: str) -> bool:
    user = call.world.users[member.user]
    return any(name.casefold().startswith(query) for name in (user.username, user.global_name, member.nick))


def _member(call: Call, guild: Guild) -> Member:
    user = call.bot if call.path["user"] == "@me" else call.id("user")
    member = guild.members.get(user)
    if member is None:
        raise DiscordError(10007 if user in call.world.users else 10013)
    return member


async def get_member(call: Call) -> Json:
    """One member; 10007 for a user who is none, 10013 for nobody."""
    return member_object(call.world, _member(call, call.guild()))


async def modify_member(call: Call) -> Json:
    """Change nickname, roles or timeout, below the bot's own highest role."""
    guild = call.guild()
    member = _member(call, guild)
    if errors := MEMBER(call.args):
        raise invalid(errors)
    changes: Json = {}
    if "nick" in call.args:
        own = P.CHANGE_NICKNAME if member.user == call.bot else P.MANAGE_NICKNAMES
        need_in_guild(guild, call.bot, own)
        changes["nick"] = call.args["nick"] or ""
    if "roles" in call.args:
        need_in_guild(guild, call.bot, P.MANAGE_ROLES)
        changes["roles"] = [str(role) for role in call.args["roles"] or []]
        for role in set(changes["roles"]) ^ set(member.roles):
            _below(call, guild, _role(guild, role))
    if "communication_disabled_until" in call.args:
        need_in_guild(guild, call.bot, P.MODERATE_MEMBERS)
        changes["timeout_until"] = call.args["communication_disabled_until"] or ""
    membership.change(call.world, guild, member, changes)
    return member_object(call.world, member)


async def kick(call: Call) -> None:
    """Remove a member who stands below the bot."""
    guild = call.guild()
    member = _member(call, guild)
    need_in_guild(guild, call.bot, P.KICK_MEMBERS)
    if top_position(guild, member.user) >= top_position(guild, call.bot):
        raise DiscordError(50013)
    membership.leave(call.world, guild, member.user)


async def list_roles(call: Call) -> list[Json]:
    """All roles, @everyone among them."""
    return [role_object(role) for role in call.guild().roles.values()]


async def get_role(call: Call) -> Json:
    """One role."""
    return role_object(_role(call.guild(), call.id("role")))


def _role(guild: Guild, role_id: str) -> Role:
    if role_id not in guild.roles:
        raise DiscordError(10011)
    return guild.roles[role_id]


def _below(call: Call, guild: Guild, role: Role) -> None:
    if role.managed or role.position >= top_position(guild, call.bot):
        raise DiscordError(50013)


def _changes(call: Call, guild: Guild) -> Json:
    """What a body sets of a role; the bot can only give what it has."""
    if errors := ROLE(call.args):
        raise invalid(errors)
    changes = {
        key: call.args[key] for key in ("name", "color", "hoist", "mentionable") if call.args.get(key) is not None
    }
    if call.args.get("permissions") is not None:
        wanted = int(call.args["permissions"])
        if wanted & ~int(guild_permissions(guild, call.bot)):
            raise DiscordError(50013)
        changes["permissions"] = wanted
    return changes


async def create_role(call: Call) -> Answer:
    """A new role above @everyone."""
    guild = call.guild()
    need_in_guild(guild, call.bot, P.MANAGE_ROLES)
    default = {"name": "new role", "permissions": guild.roles[guild.id].permissions}
    role = Role(call.world.mint(), guild.id, **{**default, **_changes(call, guild)})
    membership.put_role(call.world, guild, role)
    return Answer(200, role_object(role))


async def modify_role(call: Call) -> Json:
    """Change a role below the bot's highest."""
    guild = call.guild()
    need_in_guild(guild, call.bot, P.MANAGE_ROLES)
    role = _role(guild, call.id("role"))
    if role.position >= top_position(guild, call.bot):
        raise DiscordError(50013)
    for key, value in _changes(call, guild).items():
        setattr(role, key, value)
    membership.put_role(call.world, guild, role)
    return role_object(role)


async def delete_role(call: Call) -> None:
    """Delete a role below the bot's highest."""
    guild = call.guild()
    need_in_guild(guild, call.bot, P.MANAGE_ROLES)
    role = _role(guild, call.id("role"))
    _below(call, guild, role)
    membership.drop_role(call.world, guild, role)


async def give_role(call: Call) -> None:
    """A member gets a role."""
    await _switch_role(call, give=True)


async def take_role(call: Call) -> None:
    """A member loses a role."""
    await _switch_role(call, give=False)


async def _switch_role(call: Call, give: bool) -> None:
    guild = call.guild()
    member, role = _member(call, guild), _role(guild, call.id("role"))
    need_in_guild(guild, call.bot, P.MANAGE_ROLES)
    _below(call, guild, role)
    others = [held for held in member.roles if held != role.id]
    membership.change(call.world, guild, member, {"roles": [*others, role.id] if give else others})
