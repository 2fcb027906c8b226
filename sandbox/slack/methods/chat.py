"""chat.*: posting, changing, deleting."""

import asyncio

from sandbox.clock import now
from sandbox.kinds import Json
from sandbox.slack import mentions, posting
from sandbox.slack.call import Call
from sandbox.slack.content import Content, app_text, read_attachments, read_blocks, read_metadata
from sandbox.slack.errors import ApiError
from sandbox.slack.messages import message_object
from sandbox.slack.threads import thread_root
from sandbox.world import Channel, Message

UPDATE_TEXT_MAX = 4_000  # https://docs.slack.dev/reference/methods/chat.update (msg_too_long)
MARKDOWN_MAX = 12_000
SCHEDULE_AHEAD_SECONDS = 120 * 24 * 3600


def _content(call: Call, channel: Channel) -> Content:
    blocks, attachments = call.json("blocks", "invalid_blocks_format"), call.json("attachments", "invalid_attachments")
    text = app_text(call.world, call.bot(), channel, call.text("text"), call.flag("link_names"), call.text("parse"))
    if markdown := call.text("markdown_text"):
        if text or blocks:
            raise ApiError("markdown_text_conflict")
        if len(markdown) > MARKDOWN_MAX:
            raise ApiError("msg_too_long")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    return Content(
        text,
        None if blocks is None else read_blocks(blocks),
        None if attachments is None else read_attachments(attachments),
        read_metadata(call.json("metadata", "invalid_metadata_format")),
    )


def _target(call: Call) -> Channel:
    """Where to post: a conversation, or a person (their direct conversation)."""
    wanted = call.need("channel")
    if wanted in call.world.users and wanted != call.app.bot_user:
        if not call.knows(call.world.users[wanted]):
            raise ApiError("channel_not_found")
        return call.world.dm_between(call.app.bot_user, wanted)
    channel = call.channel()
    if channel.archived:
        raise ApiError("is_archived")
    inside = call.app.bot_user in channel.members
    if not inside and not (call.app.may("chat:write.public") and call.app.scopes is not None):
        raise ApiError("not_in_channel")
    return channel


def _bot_message(call: Call, channel: Channel, content: Content, thread_ts: str = "") -> Message:
    message = Message(
        channel.id, call.world.stamps.next(), call.app.bot_user, content.text, team=call.app.team,
        bot_id=call.app.bot_id, app_id=call.app.id, blocks=content.blocks or [], attachments=content.attachments or [],
        metadata=content.metadata, thread_ts=thread_ts, client_msg_id=call.text("client_msg_id"),
    )  # fmt: skip
    if call.text("username") or call.text("icon_emoji") or call.text("icon_url"):
        call.need_scope("chat:write.customize")
        message.subtype, message.username = "bot_message", call.text("username") or call.app.bot_name
        icons = {"emoji": call.text("icon_emoji"), "image_48": call.text("icon_url")}
        message.icons = {key: value for key, value in icons.items() if value} or None
    return message


def _posted(call: Call, channel: Channel, message: Message) -> Json:
    shown = message_object(call.sandbox, channel, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _already_posted(call: Call, channel: Channel) -> Message | None:
    """The message of an earlier call with the same client_msg_id."""
    earlier = call.world.posted.get((call.app.id, channel.id, call.text("client_msg_id")))
    return channel.messages.get(earlier or "")


async def post_message(call: Call) -> Json:
    """Post into a channel, a thread or a direct conversation."""
    channel = _target(call)
    if (earlier := _already_posted(call, channel)) is not None:
        return _posted(call, channel, earlier)
    content = _content(call, channel)
    if content.empty:
        raise ApiError("no_text")
    root = thread_root(channel, call.text("thread_ts"))
    message = _bot_message(call, channel, content, root)
    if root and call.flag("reply_broadcast"):
        message.subtype = "thread_broadcast"
    posting.post(call.sandbox, channel, message)
    if message.client_msg_id:
        call.world.posted[(call.app.id, channel.id, message.client_msg_id)] = message.ts
    call.notes["notified"] = message.notified
    call.notes["notified_by"] = {
        "text": mentions.notified(call.world, channel, message.user, message.text, []),
        "blocks": mentions.notified(call.world, channel, message.user, "", message.blocks),
    }
    return _posted(call, channel, message)


async def update(call: Call) -> Json:
    """Change one of the bot's own messages; nobody is notified."""
    channel = call.channel()
    if channel.archived:
        raise ApiError("is_archived")
    message = call.message(channel)
    if message.user != call.app.bot_user:
        raise ApiError("cant_update_message")
    if len(call.text("text")) > UPDATE_TEXT_MAX:
        raise ApiError("msg_too_long")
    content = _content(call, channel)
    if content.empty and content.blocks is None and content.attachments is None:
        raise ApiError("no_text")
    was_edited = message.edited
    posting.edit(call.sandbox, channel, message, call.app.bot_user, _changes(call, content))
    if content.blocks:
        message.edited = was_edited  # an update by blocks shows no "(edited)", says chat.update's page
    call.notes["notified"] = []
    shown = message_object(call.sandbox, channel, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def _changes(call: Call, content: Content) -> Json:
    """What an update replaces: text alone removes the blocks, blocks alone keep the text out."""
    changes: Json = {}
    if content.text or content.blocks is not None:
        changes |= {"text": content.text, "blocks": content.blocks or []}
    if content.attachments is not None:
        changes["attachments"] = content.attachments
    if call.args.get("metadata") is not None:
        changes["metadata"] = content.metadata
    return changes


async def delete(call: Call) -> Json:
    """Delete one of the bot's own messages."""
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.app.bot_user:
        raise ApiError("cant_delete_message")
    posting.delete(call.sandbox, channel, message)
    return {"channel": channel.id, "ts": message.ts}


async def post_ephemeral(call: Call) -> Json:
    """Show something to one member of the channel."""
    channel = _target(call)
    user = call.world.users.get(call.need("user"))
    if user is None:
        raise ApiError("user_not_found")
    if user.id not in channel.members:
        raise ApiError("user_not_in_channel")
    content = _content(call, channel)
    if content.empty:
        raise ApiError("no_text")
    message = _bot_message(call, channel, content, thread_root(channel, call.text("thread_ts")))
    message.only_for, message.metadata = user.id, None
    posting.ephemeral(call.sandbox, channel, message)
    call.notes["notified"] = []
    return {"message_ts": message.ts}


async def get_permalink(call: Call) -> Json:
    """The address of a message."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    stamp = message.ts.replace(".", "")
    return {"channel": channel.id, "permalink": f"{call.sandbox.base_url}/archives/{channel.id}/p{stamp}{thread}"}


async def schedule_message(call: Call) -> Json:
    """Post later, by the wall clock."""
    channel = _target(call)
    post_at = call.number("post_at", 0)
    wait = post_at - now()
    if wait <= 0:
        raise ApiError("time_in_past")
    if wait > SCHEDULE_AHEAD_SECONDS:
        raise ApiError("time_too_far")
    content = _content(call, channel)
    if content.empty:
        raise ApiError("no_text")
    message = _bot_message(call, channel, content, thread_root(channel, call.text("thread_ts")))
    call.sandbox.background(_post_later(call, channel, message, wait))
    shown = {"text": message.text, "bot_id": message.bot_id, "type": "delayed_message", "blocks": message.blocks}
    return {"channel": channel.id, "scheduled_message_id": call.world.new_id("Q"), "post_at": post_at, "message": shown}


async def _post_later(call: Call, channel: Channel, message: Message, seconds: float) -> None:
    world = call.world
    await asyncio.sleep(seconds)
    if call.world is not world:
        return
    message.ts = call.world.stamps.next()
    if not channel.archived and call.app.bot_user in channel.members:
        posting.post(call.sandbox, channel, message)
