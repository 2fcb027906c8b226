"""What the gateway says: READY, a guild with all that belongs to it, members in chunks.

https://docs.discord.com/developers/events/gateway-events#receive-events
"""

from collections.abc import Iterator
from typing import Any

from sandbox.discord import intents
from sandbox.discord.objects import (
    application_object,
    channel_object,
    guild_object,
    member_object,
    thread_object,
    user_object,
)
from sandbox.discord.permissions import sees
from sandbox.discord.world import Application, Discord, Guild, Member
from sandbox.kinds import Json

VERSION = 10
CHUNK_MAX = 1000
QUERY_MAX = 100
NONCE_BYTES_MAX = 32


def in_shard(guild_id: str, shard: tuple[int, int]) -> bool:
    """Whether a guild's events, or those of no guild, go to this shard."""
    number, count = shard
    return number == ((int(guild_id) >> 22) % count if guild_id else 0)


def ready(world: Discord, app: Application, session: str, shard: tuple[int, int], url: str) -> Json:
    """READY: who the bot is, and its guilds, all unavailable yet."""
    guilds = [guild.id for guild in world.guilds_of(app.bot_user) if in_shard(guild.id, shard)]
    flags = application_object(world, app)["flags"]
    return {
        "v": VERSION, "user": user_object(world.users[app.bot_user]) | {"verified": True, "mfa_enabled": True,
                                                                     "email": None},
        "guilds": [{"id": guild, "unavailable": True} for guild in guilds], "session_id": session,
        "session_type": "normal", "resume_gateway_url": url, "shard": list(shard),
        "application": {"id": app.id, "flags": flags}, "private_channels": [], "relationships": [], "presences": [],
        "user_settings": {}, "geo_ordered_rtc_regions": [], "guild_join_requests": [], "_trace": ["sandbox"],
    }  # fmt: skip


def guild_create(world: Discord, guild: Guild, bot: str, wanted: int, large_threshold: int) -> Json:
    """GUILD_CREATE: the guild with its channels, the threads that the bot sees, and the members for its intents."""
    threads = [thread for thread in world.threads_of(guild.id) if not thread.archived and sees(world, bot, thread)]
    count = len(guild.members)
    complete = bool(wanted & intents.GUILD_PRESENCES) and count <= large_threshold
    members = [member for member in guild.members.values() if complete or member.user == bot]
    return {
        **guild_object(world, guild), "joined_at": guild.members[bot].joined_at, "large": count > large_threshold,
        "unavailable": False, "member_count": count, "voice_states": [],
        "members": [member_object(world, member) for member in members],
        "channels": [channel_object(world, channel, bot) for channel in world.channels_of(guild.id)],
        "threads": [thread_object(world, thread, bot) for thread in threads], "presences": [], "stage_instances": [],
        "guild_scheduled_events": [], "soundboard_sounds": [],
    }  # fmt: skip


def thread_list_sync(world: Discord, guild_id: str, channel_ids: set[str], bot: str) -> Json:
    """THREAD_LIST_SYNC: the active threads of channels that the bot sees from now on."""
    threads = [t for t in world.threads_of(guild_id) if t.parent in channel_ids and not t.archived]
    shown = [thread_object(world, thread, bot) for thread in threads if sees(world, bot, thread)]
    members = [thread["member"] for thread in shown if "member" in thread]
    return {"guild_id": guild_id, "channel_ids": sorted(channel_ids), "threads": shown, "members": members}


def _chosen(world: Discord, guild: Guild, asked: Json) -> tuple[list[Member], list[str]]:
    """The members that a request asks for, and ids that are nobody's."""
    wanted = asked.get("user_ids")
    if wanted is not None:
        ids = [str(one) for one in (wanted if isinstance(wanted, list) else [wanted])][:QUERY_MAX]
        found = [guild.members[one] for one in ids if one in guild.members]
        return found, [one for one in ids if one not in guild.members]
    query, limit = str(asked.get("query") or "").lower(), int(asked.get("limit") or 0)
    if not query and not limit:
        return list(guild.members.values()), []
    names = ((member, world.users[member.user].username, member.nick) for member in guild.members.values())
    found = [member for member, name, nick in names if f"{name}".lower().startswith(query) or
             (nick and nick.lower().startswith(query))]  # fmt: skip
    return found[: min(limit or QUERY_MAX, QUERY_MAX)], []


def member_chunks(world: Discord, guild: Guild, asked: Json) -> Iterator[Json]:
    """GUILD_MEMBERS_CHUNK events, up to 1000 members each; at least one, if an empty one."""
    members, unknown = _chosen(world, guild, asked)
    chunks = [members[at : at + CHUNK_MAX] for at in range(0, len(members), CHUNK_MAX)] or [[]]
    nonce: Any = asked.get("nonce")
    for number, chunk in enumerate(chunks):
        data: Json = {"guild_id": guild.id, "members": [member_object(world, member) for member in chunk],
                      "chunk_index": number, "chunk_count": len(chunks)}  # fmt: skip
        if asked.get("presences"):
            data["presences"] = []
        if unknown:
            data["not_found"] = unknown
        if isinstance(nonce, str) and len(nonce.encode()) <= NONCE_BYTES_MAX:
            data["nonce"] = nonce
        yield data


def asks_for_everybody(asked: Json) -> bool:
    """Whether a request is for the whole member list."""
    return asked.get("user_ids") is None and not asked.get("query") and not asked.get("limit")
