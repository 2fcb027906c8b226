"""Channels of a guild: https://docs.discord.com/developers/resources/channel"""

import re

from sandbox.discord import channels, posting
from sandbox.discord.errors import DiscordError, invalid
from sandbox.discord.kit.rules import Check, Shape, anything, array, boolean, choice, error, integer, string
from sandbox.discord.objects import channel_object
from sandbox.discord.permissions import ALL, P, need_in_guild, permissions_in
from sandbox.discord.rest.call import Answer, Call
from sandbox.discord.rest.fields import bits
from sandbox.discord.rest.threads import ARCHIVE_MINUTES, NAME_MAX, SLOWMODE_MAX, read_tags
from sandbox.discord.world import CATEGORY, DM, Channel, Overwrite
from sandbox.kinds import Json

CHANNELS_MAX = 500
IN_CATEGORY_MAX = 50
TAGS_MAX = 20
KINDS = (0, 2, 4, 5, 13, 14, 15, 16)
SERVED_KINDS = frozenset({0, 4, 5, 15, 16})


OVERWRITE = Shape({"type": choice(0, 1), "allow": bits, "deny": bits}, required=("id", "type"))
FIELDS: dict[str, Check] = {
    "name": string(NAME_MAX, 1), "type": choice(*KINDS), "topic": string(4096), "nsfw": boolean,
    "rate_limit_per_user": integer(0, SLOWMODE_MAX), "position": integer(0, 2**31), "parent_id": anything,
    "default_auto_archive_duration": choice(*ARCHIVE_MINUTES), "permission_overwrites": array(OVERWRITE),
    "available_tags": array(Shape({"name": string(20, 1)}, required=("name",)), 0, TAGS_MAX),
    "flags": integer(0, 2**31),
}  # fmt: skip
CHANGED, CREATED = Shape(FIELDS), Shape(FIELDS, required=("name",))
THREAD = Shape(
    {"name": string(NAME_MAX, 1), "archived": boolean, "locked": boolean, "invitable": boolean,
     "auto_archive_duration": choice(*ARCHIVE_MINUTES), "rate_limit_per_user": integer(0, SLOWMODE_MAX),
     "applied_tags": array(anything, 0, 5), "flags": integer(0, 2**31)},
)  # fmt: skip
NAMES = {
    "topic": "topic", "nsfw": "nsfw", "rate_limit_per_user": "slowmode", "position": "position", "flags": "flags",
    "default_auto_archive_duration": "default_auto_archive",
}  # fmt: skip
THREAD_NAMES = {
    "name": "name", "archived": "archived", "locked": "locked", "invitable": "invitable", "flags": "flags",
    "auto_archive_duration": "auto_archive", "rate_limit_per_user": "slowmode",
}  # fmt: skip


async def get(call: Call) -> Json:
    """A channel, thread or direct conversation."""
    return channel_object(call.world, call.channel(), call.bot)


async def list_of_guild(call: Call) -> list[Json]:
    """All channels without threads, also those that the bot cannot look into."""
    guild = call.guild()
    return [channel_object(call.world, channel, call.bot) for channel in call.world.channels_of(guild.id)]


async def create(call: Call) -> Answer:
    """A new channel; needs MANAGE_CHANNELS."""
    guild = call.guild()
    need_in_guild(guild, call.bot, P.MANAGE_CHANNELS)
    if errors := CREATED(call.args):
        raise invalid(errors)
    kind = int(call.args.get("type", 0))
    if kind not in SERVED_KINDS:
        raise DiscordError(50024)
    there = list(call.world.channels_of(guild.id))
    if len(there) >= CHANNELS_MAX:
        raise DiscordError(30013)
    channel = Channel(call.world.mint(), kind, guild.id, _name(call.args["name"], kind), position=len(there))
    channel.parent = _parent(call, channel)
    parent = call.world.channels.get(channel.parent)
    if parent is not None and "permission_overwrites" not in call.args:
        channel.overwrites = {o.id: Overwrite(o.id, o.kind, o.allow, o.deny) for o in parent.overwrites.values()}
    for key, value in _changes(call, channel).items():
        setattr(channel, key, value)
    return Answer(201, channel_object(call.world, channels.create(call.world, channel), call.bot))


def _name(name: str, kind: int) -> str:
    """A name as Discord keeps it: lower case with hyphens, but for categories."""
    return name if kind == CATEGORY else re.sub(r"\s+", "-", name.strip()).lower()


def _parent(call: Call, channel: Channel) -> str:
    """The category; raises 50035 for what is none, or is full."""
    wanted = str(call.args.get("parent_id") or "")
    if not wanted:
        return ""
    parent = call.world.channels.get(wanted)
    if parent is None or parent.type != CATEGORY or parent.guild != channel.guild:
        raise invalid({"parent_id": error("CHANNEL_PARENT_INVALID", "Category does not exist")})
    inside = [c for c in call.world.channels_of(channel.guild) if c.parent == wanted and c.id != channel.id]
    if len(inside) >= IN_CATEGORY_MAX:
        words = f"Maximum number of channels in category reached ({IN_CATEGORY_MAX})"
        raise invalid({"parent_id": error("CHANNEL_PARENT_MAX_CHANNELS", words)})
    return wanted


def _changes(call: Call, channel: Channel) -> Json:
    """What a body sets, by the names of `Channel`."""
    changes: Json = {}
    for given, kept in NAMES.items():
        if given in call.args:
            changes[kept] = call.args[given] if call.args[given] is not None else getattr(Channel(""), kept)
    if call.args.get("name"):
        changes["name"] = _name(call.args["name"], channel.type)
    if "permission_overwrites" in call.args:
        made = [_overwrite(call, str(row["id"]), row) for row in call.args["permission_overwrites"] or []]
        changes["overwrites"] = {each.id: each for each in made}
    if "available_tags" in call.args:
        blank = {"moderated": False, "emoji_id": None, "emoji_name": None}
        changes["available_tags"] = [
            {**blank, **tag, "id": str(tag.get("id") or call.world.mint())} for tag in call.args["available_tags"]
        ]
    return changes


def _overwrite(call: Call, target: str, row: Json) -> Overwrite:
    return Overwrite(target, int(row["type"]), int(row.get("allow") or 0), int(row.get("deny") or 0))


async def modify(call: Call) -> Json:
    """Change a channel or thread."""
    channel = call.channel()
    if channel.type == DM:
        raise DiscordError(50003)
    if channel.is_thread:
        return _modify_thread(call, channel)
    call.channel(P.MANAGE_CHANNELS)
    if errors := CHANGED(call.args):
        raise invalid(errors)
    if "permission_overwrites" in call.args:
        call.channel(P.MANAGE_ROLES)
    changes = _changes(call, channel)
    if "parent_id" in call.args:
        changes["parent"] = _parent(call, channel)
    channels.change(call.world, channel, changes)
    return channel_object(call.world, channel, call.bot)


def _modify_thread(call: Call, thread: Channel) -> Json:
    """Change a thread; an archived one must be woken by the same call, else 50083."""
    if errors := THREAD(call.args):
        raise invalid(errors)
    if thread.archived and call.args.get("archived") is not False:
        raise DiscordError(50083)
    if not permissions_in(call.world, call.bot, thread) & P.MANAGE_THREADS:
        _need_own(call, thread)
    changes = {kept: call.args[given] for given, kept in THREAD_NAMES.items() if call.args.get(given) is not None}
    parent = call.world.channels.get(thread.parent)
    if "applied_tags" in call.args and parent is not None:
        changes["applied_tags"] = read_tags(call, parent, call.args["applied_tags"] or [])
    posting.change_thread(call.world, thread, call.bot, changes)
    return channel_object(call.world, thread, call.bot)


def _need_own(call: Call, thread: Channel) -> None:
    """What somebody without MANAGE_THREADS may change; raises 50013, 160005.

    https://docs.discord.com/developers/topics/threads#editing-deleting-threads
    """
    if {"locked", "rate_limit_per_user"} & call.args.keys():
        raise DiscordError(50013)
    is_owner, only_wakes = thread.owner == call.bot, call.args == {"archived": False}
    if thread.locked and not (is_owner and only_wakes):
        raise DiscordError(160005)
    if not is_owner and not (only_wakes and call.bot in thread.members):
        raise DiscordError(50013)


async def delete(call: Call) -> Json:
    """Delete a channel or thread, or close a direct conversation; the answer is what was there."""
    channel = call.channel()
    shown = channel_object(call.world, channel, call.bot)
    if channel.type != DM:
        call.channel(P.MANAGE_THREADS if channel.is_thread else P.MANAGE_CHANNELS)
        channels.delete(call.world, channel)
    return shown


async def put_overwrite(call: Call) -> None:
    """Allow and deny a role or member; the bot can only give what it has."""
    channel = call.channel(P.MANAGE_ROLES)
    if channel.is_thread or not channel.guild:
        raise DiscordError(50024)
    if errors := Shape({"type": choice(0, 1), "allow": bits, "deny": bits}, required=("type",))(call.args):
        raise invalid(errors)
    overwrite = _overwrite(call, call.id("overwrite"), call.args)
    guild = call.world.guilds[channel.guild]
    if overwrite.id not in (guild.roles if overwrite.kind == 0 else guild.members):
        raise DiscordError(10009)
    held = permissions_in(call.world, call.bot, channel)
    if held != ALL and (overwrite.allow | overwrite.deny) & ~int(held):
        raise DiscordError(50013)
    channels.put_overwrite(call.world, channel, overwrite)


async def drop_overwrite(call: Call) -> None:
    """Take an overwrite away; 10009 when there is none."""
    channel = call.channel(P.MANAGE_ROLES)
    if not channels.drop_overwrite(call.world, channel, call.id("overwrite")):
        raise DiscordError(10009)
