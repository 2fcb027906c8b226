"""Incoming web hooks: https://docs.discord.com/developers/resources/webhook"""

import secrets

from sandbox.discord import posting
from sandbox.discord.errors import DiscordError, invalid
from sandbox.discord.kit.rules import Shape, string
from sandbox.discord.objects import message_object, webhook_object
from sandbox.discord.permissions import P
from sandbox.discord.posting import Draft
from sandbox.discord.rest.call import Answer, Call
from sandbox.discord.rest.content import read_changes, read_draft
from sandbox.discord.world import TEXT, Channel, Message, Webhook
from sandbox.kinds import Json

HOOKS_MAX = 15
NEW = Shape({"name": string(80, 1)}, required=("name",))


async def create(call: Call) -> Json:
    """A web hook of a channel; needs MANAGE_WEBHOOKS."""
    channel = call.channel(P.MANAGE_WEBHOOKS)
    if channel.is_thread or not (channel.is_forum or channel.type in {TEXT, 5}):
        raise DiscordError(50024)
    if errors := NEW(call.args):
        raise invalid(errors)
    if sum(hook.channel == channel.id for hook in call.world.webhooks.values()) >= HOOKS_MAX:
        raise DiscordError(30007)
    hook = Webhook(call.world.mint(), channel.id, channel.guild, call.bot, call.args["name"],
                   "wh" + secrets.token_urlsafe(24), call.application.id)  # fmt: skip
    call.world.webhooks[hook.id] = hook
    _tell(call, hook)
    return webhook_object(call.world, hook)


def _tell(call: Call, hook: Webhook) -> None:
    data = {"guild_id": hook.guild, "channel_id": hook.channel}
    call.world.tell("WEBHOOKS_UPDATE", data, hook.guild, hook.channel)


async def list_of_channel(call: Call) -> list[Json]:
    """A channel's web hooks with their tokens."""
    channel = call.channel(P.MANAGE_WEBHOOKS)
    return [webhook_object(call.world, hook) for hook in call.world.webhooks.values() if hook.channel == channel.id]


async def get(call: Call) -> Json:
    """A web hook, by its id and a bot's token."""
    hook = call.webhook()
    if "token" not in call.path:
        call.path["channel"] = hook.channel
        call.channel(P.MANAGE_WEBHOOKS)
        return webhook_object(call.world, hook)
    shown = webhook_object(call.world, hook)
    del shown["user"]
    return shown


async def delete(call: Call) -> None:
    """A web hook goes."""
    hook = call.webhook()
    if "token" not in call.path:
        call.path["channel"] = hook.channel
        call.channel(P.MANAGE_WEBHOOKS)
    del call.world.webhooks[hook.id]
    _tell(call, hook)


async def execute(call: Call) -> Answer | None:
    """Post by a web hook; the message comes back with `wait` only."""
    hook = call.webhook()
    channel = _target(call, hook)
    draft = read_draft(call.world, channel, hook.user, call.args, call.uploads)
    draft.webhook, draft.webhook_name = hook.id, str(call.args.get("username") or hook.name)
    draft.application, draft.reference = hook.application, None
    message = _posted(call, hook, channel, draft)
    call.notes |= {"notified": message.notified, "message": message.id}
    return Answer(200, message_object(call.world, message)) if call.flag("wait") else None


def _target(call: Call, hook: Webhook) -> Channel:
    channel = call.world.channels[hook.channel]
    thread_id = call.query.get("thread_id")
    if thread_id is None:
        return channel
    thread = call.world.channels.get(thread_id)
    if thread is None or thread.parent != channel.id:
        raise DiscordError(10003)
    if thread.locked:
        raise DiscordError(160005)
    return thread


def _posted(call: Call, hook: Webhook, channel: Channel, draft: Draft) -> Message:
    name = call.args.get("thread_name")
    if not channel.is_forum:
        if name:
            raise DiscordError(220003)
        return posting.post(call.world, channel, hook.user, draft)
    if not name:
        raise DiscordError(220001)
    tags = [str(tag) for tag in call.args.get("applied_tags") or []]
    thread = posting.start_post(call.world, channel, hook.user, name, draft, tags=tags)
    return thread.messages[thread.id]


def _own(call: Call) -> Message:
    hook = call.webhook()
    channel = _target(call, hook)
    message = channel.messages.get(call.id("message"))
    if message is None or message.webhook != hook.id:
        raise DiscordError(10008)
    return message


async def get_message(call: Call) -> Json:
    """A message of this web hook."""
    return message_object(call.world, _own(call))


async def edit_message(call: Call) -> Json:
    """Change a message of this web hook."""
    message = _own(call)
    posting.edit(call.world, message, read_changes(call.world, message, call.args, call.uploads))
    call.notes |= {"notified": [], "message": message.id}
    return message_object(call.world, message)


async def delete_message(call: Call) -> None:
    """Delete a message of this web hook."""
    posting.delete(call.world, _own(call))
