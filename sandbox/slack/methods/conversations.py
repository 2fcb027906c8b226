"""conversations.*: reading and joining; what changes a channel's life is in sandbox.slack.channels."""

from sandbox.clock import normal_ts
from sandbox.kinds import Json
from sandbox.slack import channels
from sandbox.slack.call import Call
from sandbox.slack.errors import ApiError, invalid_arguments
from sandbox.slack.messages import message_object
from sandbox.slack.objects import channel_object
from sandbox.world import Channel, Message

KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
HISTORY_MAX = 999
FAR = "9999999999.999999"


def kind_of(channel: Channel) -> str:
    """The name that the argument `types` has for a conversation."""
    if channel.kind in {"im", "mpim"}:
        return channel.kind
    return "private_channel" if channel.private else "public_channel"


def kinds_wanted(call: Call) -> list[str]:
    """The argument `types`, each with its scope; raises invalid_types or missing_scope."""
    kinds = call.names("types") or ["public_channel"]
    for kind in kinds:
        if kind not in KINDS:
            raise ApiError("invalid_types")
        call.need_scope(f"{KINDS[kind]}:read")
    return kinds


def of_kinds(rows: list[Channel], kinds: list[str], without_archived: bool) -> list[Channel]:
    """Those of the wanted kinds."""
    return [c for c in rows if kind_of(c) in kinds and not (without_archived and c.archived)]


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need_scope(f"{KINDS[kind_of(channel)]}:history")
    if call.app.bot_user not in channel.members:
        raise ApiError("not_in_channel")
    return channel


async def list_channels(call: Call) -> Json:
    """The conversations that the app can see."""
    seen = [c for c in call.world.channels.values() if call.sees(c)]
    rows, metadata = call.page(of_kinds(seen, kinds_wanted(call), call.flag("exclude_archived")))
    shown = [channel_object(c, call.app) | _member_count(c) for c in rows]
    return {"channels": shown, "response_metadata": metadata}


def _member_count(channel: Channel) -> Json:
    return {} if channel.kind == "im" else {"num_members": len(channel.members)}


async def info(call: Call) -> Json:
    """One conversation."""
    channel = call.channel()
    call.need_scope(f"{KINDS[kind_of(channel)]}:read")
    shown = channel_object(channel, call.app)
    if call.flag("include_num_members"):
        shown |= _member_count(channel)
    if call.flag("include_locale"):
        shown["locale"] = "en-US"
    return {"channel": shown}


def _window(call: Call, stamps: list[str]) -> list[str]:
    oldest = normal_ts(call.text("oldest"), "0000000000.000000")
    latest = normal_ts(call.text("latest"), FAR)
    if call.flag("inclusive"):
        return [ts for ts in stamps if oldest <= ts <= latest]
    return [ts for ts in stamps if oldest < ts < latest]


def _shown(call: Call, channel: Channel, message: Message) -> Json:
    return message_object(call.sandbox, channel, message, call.flag("include_all_metadata"))


async def history(call: Call) -> Json:
    """A conversation's messages, newest first, without the replies in threads."""
    channel = _readable(call)
    stamps = _window(call, channel.timeline)[::-1]
    rows, metadata = call.page(stamps)
    more = bool(metadata["next_cursor"])
    return {
        "messages": [_shown(call, channel, channel.messages[ts]) for ts in rows],
        "has_more": more,
        "pin_count": len(channel.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    } | ({"response_metadata": metadata} if more else {})


async def replies(call: Call) -> Json:
    """A thread, oldest first; each page begins with the root."""
    channel = _readable(call)
    root = call.message(channel, error="thread_not_found")
    if root.is_reply:
        return {"messages": [_shown(call, channel, root)], "has_more": False}
    stamps = _window(call, channel.threads.get(root.ts, []))
    rows, metadata = call.page(stamps, default=1000)
    messages = [_shown(call, channel, message) for message in (root, *(channel.messages[ts] for ts in rows))]
    more = bool(metadata["next_cursor"])
    return {"messages": messages, "has_more": more} | ({"response_metadata": metadata} if more else {})


async def members(call: Call) -> Json:
    """Who is in a conversation."""
    channel = call.channel()
    call.need_scope(f"{KINDS[kind_of(channel)]}:read")
    rows, metadata = call.page(channel.members)
    return {"members": list(rows), "response_metadata": metadata}


async def open_direct(call: Call) -> Json:
    """A direct conversation with one person or several."""
    if call.text("channel"):
        channel = call.channel()
    elif users := call.names("users"):
        for user_id in users:
            user = call.world.users.get(user_id)
            if user is None or not call.knows(user):
                raise ApiError("user_not_found")
            if user.deleted:
                raise ApiError("user_disabled")
        channel = channels.direct(call.world, call.app.bot_user, users)
    else:
        raise ApiError("users_list_not_supplied")
    full = call.flag("return_im")
    return {"channel": channel_object(channel, call.app) if full else {"id": channel.id}}


async def join(call: Call) -> Json:
    """The bot joins a public channel by itself."""
    channel = call.channel()
    if kind_of(channel) != "public_channel":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiError("is_archived")
    if call.app.bot_user in channel.members:
        metadata = {"warnings": ["already_in_channel"]}
        return {"channel": channel_object(channel, call.app), "warning": "already_in_channel",
                "response_metadata": metadata}  # fmt: skip
    channels.join(call.sandbox, channel, call.bot())
    return {"channel": channel_object(channel, call.app)}


async def create(call: Call) -> Json:
    """A new channel with the bot in it."""
    name = call.text("name")
    if problem := channels.name_problem(call.world, call.app.team, name):
        raise ApiError(problem)
    private = call.flag("is_private")
    call.need_scope("groups:write" if private else "channels:manage")
    channel = channels.create(call.sandbox, call.bot(), name, private)
    return {"channel": channel_object(channel, call.app)}


async def invite(call: Call) -> Json:
    """The bot brings people into a channel that it is in."""
    channel = call.joined_channel()
    if channel.archived:
        raise ApiError("is_archived")
    users = call.names("users")
    if not users:
        raise ApiError("no_user")
    problems = [(user, _invite_problem(call, channel, user)) for user in users]
    errors = [{"user": user, "ok": False, "error": problem} for user, problem in problems if problem]
    if errors and not (call.flag("force") and len(errors) < len(users)):
        raise ApiError(str(errors[0]["error"]), errors=errors)
    for user, problem in problems:
        if not problem:
            channels.join(call.sandbox, channel, call.world.users[user], inviter=call.app.bot_user)
    return {"channel": channel_object(channel, call.app)} | ({"errors": errors} if errors else {})


def _invite_problem(call: Call, channel: Channel, user_id: str) -> str:
    user = call.world.users.get(user_id)
    if user is None:
        return "user_not_found"
    if user_id == call.app.bot_user:
        return "cant_invite_self"
    if user_id in channel.members:
        return "already_in_channel"
    return "" if user.team in channel.teams else "not_in_team"


async def archive(call: Call) -> Json:
    """Archive a channel."""
    channel = call.channel()
    if channel.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiError("already_archived")
    if call.app.bot_user not in channel.members:
        raise ApiError("not_in_channel")
    channels.archive(call.sandbox, channel, call.app.bot_user, True)
    return {}


async def set_topic(call: Call) -> Json:
    """A channel's topic."""
    channel = call.joined_channel()
    topic = call.text("topic")
    if call.args.get("topic") is None:
        raise invalid_arguments("missing required field: topic")
    if len(topic) > channels.TOPIC_MAX:
        raise ApiError("too_long")
    if channel.archived:
        raise ApiError("is_archived")
    channels.set_topic(call.sandbox, channel, call.bot(), topic)
    return {"channel": channel_object(channel, call.app)}
