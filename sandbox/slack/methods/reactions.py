"""reactions.*"""

import re

from sandbox.kinds import Json
from sandbox.slack import posting
from sandbox.slack.call import Call
from sandbox.slack.errors import ApiError
from sandbox.slack.messages import message_object

NAME = re.compile(r"[a-z0-9_+'\-]+(?:::skin-tone-[2-6])?|[\w+\-]+")
MAX_REACTIONS = 23  # different emoji on one message; https://docs.slack.dev/reference/methods/reactions.add


async def add(call: Call) -> Json:
    """The bot reacts."""
    channel = call.joined_channel()
    name = call.need("name").strip(":")
    if not NAME.fullmatch(name):
        raise ApiError("invalid_name")
    if channel.archived:
        raise ApiError("is_archived")
    message = call.message(channel, "timestamp")
    if call.app.bot_user in message.reactions.get(name, []):
        raise ApiError("already_reacted")
    if name not in message.reactions and len(message.reactions) >= MAX_REACTIONS:
        raise ApiError("too_many_emoji")
    posting.react(call.sandbox, channel, message, call.app.bot_user, name)
    return {}


async def remove(call: Call) -> Json:
    """The bot takes its reaction away."""
    channel = call.joined_channel()
    name = call.need("name").strip(":")
    message = call.message(channel, "timestamp")
    if call.app.bot_user not in message.reactions.get(name, []):
        raise ApiError("no_reaction")
    posting.react(call.sandbox, channel, message, call.app.bot_user, name, remove=True)
    return {}


async def get(call: Call) -> Json:
    """A message with its reactions."""
    channel = call.channel()
    message = call.message(channel, "timestamp")
    shown = message_object(call.sandbox, channel, message)
    shown["permalink"] = f"{call.sandbox.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"type": "message", "channel": channel.id, "message": shown}
