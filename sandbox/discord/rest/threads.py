"""Threads and posts of forums: https://docs.discord.com/developers/resources/channel#start-thread-from-message"""

from datetime import datetime
from typing import Any

from sandbox.discord import posting, threads
from sandbox.discord.channels import active_threads, shown_threads
from sandbox.discord.errors import DiscordError, invalid, invalid_field
from sandbox.discord.kit.rules import Shape, array, boolean, choice, integer, snowflake, string
from sandbox.discord.objects import member_object, message_object, thread_member_object, thread_object
from sandbox.discord.permissions import P, permissions_in, sees
from sandbox.discord.rest.call import Answer, Call
from sandbox.discord.rest.content import read_draft
from sandbox.discord.world import ANNOUNCEMENT, ANNOUNCEMENT_THREAD, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel
from sandbox.kinds import Json

NAME_MAX = 100
ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
SLOWMODE_MAX = 21_600
TAGS_MAX = 5
REQUIRE_TAG = 1 << 4
PAGE_MAX = 100
SETTINGS = {
    "name": string(NAME_MAX, 1), "auto_archive_duration": choice(*ARCHIVE_MINUTES),
    "rate_limit_per_user": integer(0, SLOWMODE_MAX), "invitable": boolean, "type": choice(10, 11, 12),
    "applied_tags": array(snowflake, 0, TAGS_MAX),
}  # fmt: skip
NEW = Shape(SETTINGS, required=("name",))


def _settings(call: Call) -> Json:
    """The settings of a new thread by their names in `threads.make`; raises 50035."""
    if errors := NEW(call.args):
        raise invalid(errors)
    found = {"auto_archive": call.args.get("auto_archive_duration"), "slowmode": call.args.get("rate_limit_per_user")}
    return {key: value for key, value in found.items() if value is not None}


async def from_message(call: Call) -> Answer:
    """A public thread that has its message's id; 160004 when there is one."""
    channel = call.channel(P.CREATE_PUBLIC_THREADS)
    if channel.type not in {TEXT, ANNOUNCEMENT}:
        raise DiscordError(50024)
    message, settings = call.message(channel), _settings(call)
    if message.type not in {0, 19, 20, 23}:
        raise DiscordError(50021)
    thread = posting.start_thread(call.world, message, call.bot, call.args["name"], **settings)
    return Answer(201, thread_object(call.world, thread, call.bot))


async def detached(call: Call) -> Answer:
    """A thread without a message, or a post of a forum."""
    channel = call.channel()
    if channel.is_forum:
        return await _post(call, channel)
    if channel.type not in {TEXT, ANNOUNCEMENT}:
        raise DiscordError(50024)
    settings = _settings(call)
    kind = int(call.args.get("type", PRIVATE_THREAD))
    if kind == PRIVATE_THREAD:
        call.channel(P.CREATE_PRIVATE_THREADS)
        settings["invitable"] = bool(call.args.get("invitable", True))
    else:
        call.channel(P.CREATE_PUBLIC_THREADS)
    thread = posting.start_detached(call.world, channel, call.bot, call.args["name"], kind, **settings)
    return Answer(201, thread_object(call.world, thread, call.bot))


async def _post(call: Call, forum: Channel) -> Answer:
    call.channel(P.SEND_MESSAGES)
    settings = _settings(call)
    tags = read_tags(call, forum, call.args.get("applied_tags") or [])
    body = call.args.get("message")
    if not isinstance(body, dict):
        raise invalid_field("message", "BASE_TYPE_REQUIRED", "This field is required")
    try:
        draft = read_draft(call.world, forum, call.bot, body, call.uploads)
    except DiscordError as error:
        if error.errors:
            raise invalid({"message": error.errors}) from error
        raise
    if draft.attachments:
        call.channel(P.ATTACH_FILES)
    thread = posting.start_post(call.world, forum, call.bot, call.args["name"], draft, tags=tags, **settings)
    first = thread.messages[thread.id]
    call.notes |= {"notified": first.notified, "message": first.id}
    shown = thread_object(call.world, thread, call.bot) | {"message": message_object(call.world, first, call.bot)}
    return Answer(201, shown)


def read_tags(call: Call, forum: Channel, ids: list[Any]) -> list[str]:
    """Tags of a post; raises 10087 for an unknown one, 40067 where one is required, 50013 for a moderated one."""
    tags = {tag["id"]: tag for tag in forum.available_tags}
    wanted = list(dict.fromkeys(str(each) for each in ids))
    if any(each not in tags for each in wanted):
        raise DiscordError(10087)
    if not wanted and forum.flags & REQUIRE_TAG:
        raise DiscordError(40067)
    if any(tags[each].get("moderated") for each in wanted):
        call.channel(P.MANAGE_THREADS)
    return wanted


def _thread(call: Call, *, awake: bool = False) -> Channel:
    thread = call.channel()
    if not thread.is_thread:
        raise DiscordError(50024)
    if awake and thread.archived:
        raise DiscordError(50083)
    return thread


async def join(call: Call) -> None:
    """The bot joins."""
    threads.join(call.world, _thread(call, awake=True), call.bot)


async def leave(call: Call) -> None:
    """The bot leaves."""
    threads.leave(call.world, _thread(call, awake=True), call.bot)


async def add_member(call: Call) -> None:
    """Somebody is taken into a thread; they must see its channel."""
    thread = _thread(call, awake=True)
    held = permissions_in(call.world, call.bot, thread)
    if not held & P.SEND_MESSAGES_IN_THREADS:
        raise DiscordError(50013)
    if thread.type == PRIVATE_THREAD and not thread.invitable and thread.owner != call.bot:
        call.channel(P.MANAGE_THREADS)
    user = _member(call, thread)
    if not sees(call.world, user, call.world.channels[thread.parent]):
        raise DiscordError(50001)
    posting.add_to_thread(call.world, thread, user, call.bot)


def _member(call: Call, thread: Channel) -> str:
    user = call.id("user")
    if user not in call.world.guilds[thread.guild].members:
        raise DiscordError(10013 if user not in call.world.users else 10007)
    return user


async def remove_member(call: Call) -> None:
    """Somebody is taken out: with MANAGE_THREADS, or by the owner of a private thread."""
    thread = _thread(call, awake=True)
    if thread.type != PRIVATE_THREAD or thread.owner != call.bot:
        call.channel(P.MANAGE_THREADS)
    posting.remove_from_thread(call.world, thread, _member(call, thread), call.bot)


async def get_member(call: Call) -> Json:
    """One member of a thread; 404 (10007) for somebody else."""
    thread = _thread(call)
    user = call.bot if call.path["user"] == "@me" else call.id("user")
    if user not in thread.members:
        raise DiscordError(10007)
    return _shown(call, thread, user)


def _shown(call: Call, thread: Channel, user: str) -> Json:
    shown = thread_member_object(thread, user)
    members = call.world.guilds[thread.guild].members
    if call.flag("with_member") and user in members:
        shown["member"] = member_object(call.world, members[user])
    return shown


async def list_members(call: Call) -> list[Json]:
    """All members; a page by `after` and `limit` when asked with their members."""
    thread = _thread(call)
    users = sorted(thread.members, key=int)
    if call.flag("with_member"):
        after, limit = call.number("after", 0, 0, 2**63), call.number("limit", PAGE_MAX, 1, PAGE_MAX)
        users = [user for user in users if int(user) > after][:limit]
    return [_shown(call, thread, user) for user in users]


async def list_active(call: Call) -> Json:
    """The guild's threads that are not archived and that the bot sees."""
    guild = call.guild()
    found = [thread for thread in active_threads(call.world, guild.id) if sees(call.world, call.bot, thread)]
    return shown_threads(call.world, found, call.bot)


async def archived_public(call: Call) -> Json:
    """Archived public threads and posts, the latest archived first."""
    return _archived(call, {PUBLIC_THREAD, ANNOUNCEMENT_THREAD})


async def archived_private(call: Call) -> Json:
    """Archived private threads; needs MANAGE_THREADS."""
    call.channel(P.MANAGE_THREADS)
    return _archived(call, {PRIVATE_THREAD})


def _archived(call: Call, kinds: set[int]) -> Json:
    channel = call.channel(P.READ_MESSAGE_HISTORY)
    limit = call.number("limit", PAGE_MAX, 2, PAGE_MAX)
    found = [t for t in call.world.threads_of(channel.guild, channel.id) if t.archived and t.type in kinds]
    found.sort(key=lambda thread: thread.archive_at, reverse=True)
    if before := call.query.get("before"):
        edge = _moment(before)
        found = [thread for thread in found if datetime.fromisoformat(thread.archive_at) < edge]
    return shown_threads(call.world, found[:limit], call.bot) | {"has_more": len(found) > limit}


async def archived_joined(call: Call) -> Json:
    """Archived private threads that the bot is in, by descending id."""
    channel = call.channel(P.READ_MESSAGE_HISTORY)
    limit, before = call.number("limit", PAGE_MAX, 2, PAGE_MAX), call.number("before", 2**63, 0, 2**63)
    mine = [
        thread
        for thread in call.world.threads_of(channel.guild, channel.id)
        if thread.archived and thread.type == PRIVATE_THREAD and call.bot in thread.members and int(thread.id) < before
    ]
    mine.sort(key=lambda thread: int(thread.id), reverse=True)
    return shown_threads(call.world, mine[:limit], call.bot) | {"has_more": len(mine) > limit}


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid_field("before", "DATE_TIME_TYPE_PARSE", f"Could not parse {text}.") from error
