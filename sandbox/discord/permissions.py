"""Who may do what where: https://docs.discord.com/developers/topics/permissions"""

from datetime import UTC, datetime
from enum import IntFlag

from sandbox.discord.errors import DiscordError
from sandbox.discord.world import PRIVATE_THREAD, Channel, Discord, Guild, Member


class Permission(IntFlag):
    """The documented bits."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    PRIORITY_SPEAKER = 1 << 8
    STREAM = 1 << 9
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_GUILD_EXPRESSIONS = 1 << 30
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    USE_EXTERNAL_STICKERS = 1 << 37
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EMBEDDED_ACTIVITIES = 1 << 39
    MODERATE_MEMBERS = 1 << 40
    USE_EXTERNAL_SOUNDS = 1 << 45
    SEND_VOICE_MESSAGES = 1 << 46
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


P = Permission
ALL = Permission(sum(P))
NONE = Permission(0)
# what @everyone of a new guild may do
EVERYONE = (
    P.CREATE_INSTANT_INVITE | P.ADD_REACTIONS | P.VIEW_CHANNEL | P.SEND_MESSAGES | P.EMBED_LINKS | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY | P.USE_EXTERNAL_EMOJIS | P.CHANGE_NICKNAME | P.USE_APPLICATION_COMMANDS
    | P.CREATE_PUBLIC_THREADS | P.CREATE_PRIVATE_THREADS | P.SEND_MESSAGES_IN_THREADS | P.SEND_POLLS
    | P.USE_EXTERNAL_APPS
)  # fmt: skip
IN_DMS = (
    P.ADD_REACTIONS | P.VIEW_CHANNEL | P.SEND_MESSAGES | P.EMBED_LINKS | P.ATTACH_FILES | P.READ_MESSAGE_HISTORY
    | P.MENTION_EVERYONE | P.USE_EXTERNAL_EMOJIS | P.USE_APPLICATION_COMMANDS | P.PIN_MESSAGES | P.SEND_POLLS
    | P.USE_EXTERNAL_APPS
)  # fmt: skip
TIMED_OUT = P.VIEW_CHANNEL | P.READ_MESSAGE_HISTORY
NEEDS_SENDING = P.MENTION_EVERYONE | P.SEND_TTS_MESSAGES | P.ATTACH_FILES | P.EMBED_LINKS


def guild_permissions(guild: Guild, user_id: str) -> Permission:
    """What somebody may do in a guild before any channel's overwrites; nothing for a stranger."""
    member = guild.members.get(user_id)
    if member is None:
        return NONE
    if guild.owner == user_id:
        return ALL
    total = guild.roles[guild.id].permissions
    for role_id in member.roles:
        total |= guild.roles[role_id].permissions if role_id in guild.roles else 0
    if total & P.ADMINISTRATOR:
        return ALL
    return Permission(total & TIMED_OUT) if is_timed_out(member) else Permission(total)


def is_timed_out(member: Member) -> bool:
    """Whether a moderator silenced a member until some later moment."""
    return bool(member.timeout_until) and datetime.fromisoformat(member.timeout_until) > datetime.now(UTC)


def permissions_in(world: Discord, user_id: str, channel: Channel) -> Permission:
    """What somebody may do in a channel; in a thread as its parent says, and nothing in a private one not theirs."""
    if not channel.guild:
        return IN_DMS if user_id in channel.recipients else NONE
    if not channel.is_thread:
        return _in_channel(world, user_id, channel, P.SEND_MESSAGES)
    parent = world.channels.get(channel.parent)
    held = _in_channel(world, user_id, parent, P.SEND_MESSAGES_IN_THREADS) if parent is not None else NONE
    if channel.type == PRIVATE_THREAD and user_id not in channel.members and not held & P.MANAGE_THREADS:
        return NONE
    return held


def _in_channel(world: Discord, user_id: str, channel: Channel, sending: Permission) -> Permission:
    guild = world.guilds[channel.guild]
    base = guild_permissions(guild, user_id)
    member = guild.members.get(user_id)
    if base == ALL or member is None:
        return base
    total = _overwritten(int(base), guild, channel, member)
    if is_timed_out(member):
        total &= TIMED_OUT
    if not total & P.VIEW_CHANNEL:
        return NONE
    return Permission(total if total & sending else total & ~NEEDS_SENDING)


def _overwritten(total: int, guild: Guild, channel: Channel, member: Member) -> int:
    everyone = channel.overwrites.get(guild.id)
    if everyone is not None:
        total = total & ~everyone.deny | everyone.allow
    roles = [channel.overwrites[role] for role in member.roles if role in channel.overwrites]
    deny = allow = 0
    for overwrite in roles:
        deny |= overwrite.deny
        allow |= overwrite.allow
    total = total & ~deny | allow
    own = channel.overwrites.get(member.user)
    return total & ~own.deny | own.allow if own is not None else total


def sees(world: Discord, user_id: str, channel: Channel) -> bool:
    """Whether somebody sees a channel or thread."""
    return bool(permissions_in(world, user_id, channel) & P.VIEW_CHANNEL)


def send_bit(channel: Channel) -> Permission:
    """Which permission sending needs here."""
    return P.SEND_MESSAGES_IN_THREADS if channel.is_thread else P.SEND_MESSAGES


def need(world: Discord, user_id: str, channel: Channel, *needed: Permission) -> Permission:
    """What they may do; raises Missing Access (50001) for a channel out of sight, Missing Permissions (50013) else."""
    held = permissions_in(world, user_id, channel)
    if not held & P.VIEW_CHANNEL:
        raise DiscordError(50001)
    for permission in needed:
        if not held & permission:
            raise DiscordError(50013)
    return held


def need_in_guild(guild: Guild, user_id: str, *needed: Permission) -> Permission:
    """What they may do in the whole guild; raises Missing Permissions (50013)."""
    held = guild_permissions(guild, user_id)
    for permission in needed:
        if not held & permission:
            raise DiscordError(50013)
    return held


def viewers(world: Discord, channel: Channel) -> list[str]:
    """Everybody who sees a channel."""
    everybody = world.guilds[channel.guild].members if channel.guild else channel.recipients
    return [user_id for user_id in everybody if sees(world, user_id, channel)]


def top_position(guild: Guild, user_id: str) -> int:
    """The position of somebody's highest role; the owner stands above all."""
    if guild.owner == user_id:
        return 1 << 30
    roles = guild.members[user_id].roles if user_id in guild.members else []
    return max((guild.roles[role].position for role in roles if role in guild.roles), default=0)
