"""/channels/{channel}/messages: https://docs.discord.com/developers/resources/message"""

from itertools import islice
from typing import Any

from sandbox.clock import now
from sandbox.discord import posting
from sandbox.discord.errors import DiscordError, invalid, invalid_field
from sandbox.discord.kit.rules import anything, array
from sandbox.discord.mentions import read_allowed
from sandbox.discord.objects import SUPPRESS_EMBEDS, created_object, message_object
from sandbox.discord.permissions import P, permissions_in, send_bit
from sandbox.discord.posting import Draft
from sandbox.discord.rest.call import Call
from sandbox.discord.rest.content import needed_to_send, read_changes, read_draft
from sandbox.discord.snowflakes import snowflake_at
from sandbox.discord.world import CATEGORY, DM, Channel, Message
from sandbox.kinds import Json

PAGE_MAX = 100
BULK_LEAST, BULK_MOST = 2, 100
BULK_AGE_SECONDS = 14 * 24 * 3600
DELETABLE_SYSTEM = frozenset({0, 6, 7, 8, 9, 10, 11, 12, 18, 19, 20, 22, 23, 24})


async def list_messages(call: Call) -> list[Json]:
    """One page, the newest first; without READ_MESSAGE_HISTORY nothing."""
    channel = call.channel()
    _need_text(channel)
    limit = call.number("limit", 50, 1, PAGE_MAX)
    if not permissions_in(call.world, call.bot, channel) & P.READ_MESSAGE_HISTORY:
        return []
    return [message_object(call.world, message, call.bot) for message in _page(call, channel, limit)]


def _page(call: Call, channel: Channel, limit: int) -> list[Message]:
    given = [name for name in ("around", "before", "after") if name in call.query]
    if not given:
        return list(islice(reversed(channel.messages.values()), limit))
    if len(given) > 1:
        raise invalid_field("", "MESSAGE_LIST_MUTUALLY_EXCLUSIVE", "before, after and around are mutually exclusive.")
    edge = call.number(given[0], 0, 0, 2**63)
    older = [m for m in channel.messages.values() if int(m.id) < edge]
    newer = list(channel.messages.values())[len(older) :]
    if given[0] == "before":
        chosen = older[-limit:]
    elif given[0] == "after":
        chosen = [m for m in newer if int(m.id) > edge][:limit]
    else:
        chosen = older[-(limit // 2) :] + newer[: limit - limit // 2]
    return chosen[::-1]


async def get_message(call: Call) -> Json:
    """One message."""
    channel = call.channel(P.READ_MESSAGE_HISTORY)
    return message_object(call.world, call.message(channel), call.bot)


def _need_text(channel: Channel) -> None:
    if channel.type == CATEGORY or channel.is_forum:
        raise DiscordError(50008)


async def create(call: Call) -> Json:
    """Post; with `enforce_nonce` the message of an earlier call with this nonce comes back instead."""
    channel = call.channel(send_bit(call.any_channel()))
    _need_text(channel)
    _need_open(call, channel)
    if (earlier := _earlier(call, channel)) is not None:
        call.notes["notified"], call.notes["deduplicated"] = [], True
        return created_object(call.world, earlier, call.bot)
    draft = read_draft(call.world, channel, call.bot, call.args, call.uploads)
    call.channel(*needed_to_send(draft, channel))
    _drop_embeds(call, channel, draft)
    message = posting.post(call.world, channel, call.bot, draft)
    call.notes |= {"notified": message.notified, "message": message.id}
    if draft.nonce is not None:
        call.world.nonces[(call.bot, channel.id, str(draft.nonce))] = (message.id, now())
    return created_object(call.world, message, call.bot)


def _need_unlocked(call: Call, channel: Channel) -> None:
    """Raise 160005 in a thread that only moderators may write in."""
    if channel.locked and not permissions_in(call.world, call.bot, channel) & P.MANAGE_THREADS:
        raise DiscordError(160005)


def _need_open(call: Call, channel: Channel) -> None:
    """Raise 160005 for a locked thread, 50007 for somebody who takes no direct messages."""
    _need_unlocked(call, channel)
    if channel.type == DM:
        others = [call.world.users[user] for user in channel.recipients if user != call.bot]
        shared = any(call.bot in guild.members for user in others for guild in call.world.guilds_of(user.id))
        if not shared or any(user.closed_dms or user.bot for user in others):
            raise DiscordError(50007)


def _drop_embeds(call: Call, channel: Channel, draft: Draft) -> None:
    """Without EMBED_LINKS embeds are left out, and a message of nothing else is refused."""
    if draft.embeds and not permissions_in(call.world, call.bot, channel) & P.EMBED_LINKS:
        draft.embeds = []
        if draft.empty:
            raise DiscordError(50013)


def _earlier(call: Call, channel: Channel) -> Message | None:
    if not call.args.get("enforce_nonce") or call.args.get("nonce") is None:
        return None
    key = (call.bot, channel.id, str(call.args["nonce"]))
    message_id, at = call.world.nonces.get(key, ("", 0.0))
    return channel.messages.get(message_id) if now() - at < call.world.nonce_seconds else None


async def edit(call: Call) -> Json:
    """Change one of the bot's own messages; of others only the flag that hides embeds."""
    channel = call.channel()
    message = call.message(channel)
    _need_awake(channel)
    _need_unlocked(call, channel)
    if message.author != call.bot or message.webhook:
        _need_only_flags(call, channel)
    changes = read_changes(call.world, message, call.args, call.uploads)
    allowed = read_allowed(call.args.get("allowed_mentions"))
    shown = {"content", "embeds", "components", "attachments"} & call.args.keys() or call.uploads
    posting.edit(call.world, message, changes, allowed, by_author=bool(shown))
    call.notes |= {"notified": [], "message": message.id}
    return message_object(call.world, message, call.bot)


def _need_awake(channel: Channel) -> None:
    if channel.is_thread and channel.archived:
        raise DiscordError(50083)


def _need_only_flags(call: Call, channel: Channel) -> None:
    if set(call.args) - {"flags", "allowed_mentions"} or call.uploads:
        raise DiscordError(50005)
    call.channel(P.MANAGE_MESSAGES)
    if call.args.get("flags", 0) & ~SUPPRESS_EMBEDS:
        raise DiscordError(50005)


async def delete(call: Call) -> None:
    """Delete one's own message, or anybody's with MANAGE_MESSAGES."""
    channel = call.channel()
    message = call.message(channel)
    if channel.archived and channel.locked and not permissions_in(call.world, call.bot, channel) & P.MANAGE_THREADS:
        raise DiscordError(50083)
    if message.type not in DELETABLE_SYSTEM:
        raise DiscordError(50021)
    if message.author != call.bot:
        if not channel.guild:
            raise DiscordError(50003)
        call.channel(P.MANAGE_MESSAGES)
    posting.delete(call.world, message)


async def bulk_delete(call: Call) -> None:
    """Delete 2 to 100 messages that are younger than two weeks."""
    channel = call.channel(P.MANAGE_MESSAGES)
    if not channel.guild:
        raise DiscordError(50003)
    ids: list[Any] = call.args.get("messages") or []
    if errors := array(anything)(ids):
        raise invalid({"messages": errors})
    if not BULK_LEAST <= len(ids) <= BULK_MOST:
        raise DiscordError(50016)
    wanted = [str(each) for each in ids]
    if len(set(wanted)) < len(wanted) or not all(each.isdecimal() for each in wanted):
        raise invalid_field("messages", "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
    if any(int(each) < snowflake_at(now() - BULK_AGE_SECONDS) for each in wanted):
        raise DiscordError(50034)
    posting.delete_many(call.world, channel, [channel.messages[each] for each in wanted if each in channel.messages])


async def typing(call: Call) -> None:
    """Show that the bot is typing, for ten seconds."""
    channel = call.channel(send_bit(call.any_channel()))
    data: Json = {"channel_id": channel.id, "user_id": call.bot, "timestamp": int(now())}
    if channel.guild:
        data["guild_id"] = channel.guild
    call.world.tell("TYPING_START", data, channel.guild, channel.id)
