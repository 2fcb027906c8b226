"""…/reactions: https://docs.discord.com/developers/resources/message#create-reaction"""

from urllib.parse import unquote

from sandbox.discord import posting
from sandbox.discord.errors import DiscordError
from sandbox.discord.objects import user_object
from sandbox.discord.permissions import P
from sandbox.discord.rest.call import Call
from sandbox.discord.world import Channel, Message
from sandbox.kinds import Json

PAGE_MAX = 100
EMOJI_LENGTH_MAX = 32


def read_emoji(text: str) -> str:
    """An emoji of the path; raises 10014 for what is none."""
    emoji = unquote(text)
    is_character = bool(emoji) and len(emoji) <= EMOJI_LENGTH_MAX and any(ord(letter) > 0xA8 for letter in emoji)
    if not is_character or any(letter.isalpha() for letter in emoji):
        raise DiscordError(10014)  # a guild's own emoji are not known here
    return emoji


def _target(call: Call, *needed: P) -> tuple[Channel, Message]:
    channel = call.channel(*needed)
    message = call.message(channel)
    return channel, message


async def add(call: Call) -> None:
    """The bot reacts."""
    channel, message = _target(call, P.READ_MESSAGE_HISTORY)
    emoji = read_emoji(call.path["emoji"])
    if channel.is_thread and channel.archived:
        raise DiscordError(50083)
    if emoji not in message.reactions:
        call.channel(P.ADD_REACTIONS)
    posting.react(call.world, message, call.bot, emoji)


async def remove_own(call: Call) -> None:
    """The bot takes its reaction away."""
    _, message = _target(call)
    posting.react(call.world, message, call.bot, read_emoji(call.path["emoji"]), remove=True)


async def remove_of(call: Call) -> None:
    """Take somebody's reaction away."""
    _, message = _target(call, P.MANAGE_MESSAGES)
    user = call.id("user")
    if user not in call.world.users:
        raise DiscordError(10013)
    posting.react(call.world, message, user, read_emoji(call.path["emoji"]), remove=True)


async def list_users(call: Call) -> list[Json]:
    """Who reacted with an emoji."""
    _, message = _target(call, P.READ_MESSAGE_HISTORY)
    limit, after = call.number("limit", 25, 1, PAGE_MAX), call.number("after", 0, 0, 2**63)
    held = message.reactions.get(read_emoji(call.path["emoji"]))
    users = sorted((user for user in held.users if int(user) > after), key=int) if held else []
    return [user_object(call.world.users[user]) for user in users[:limit]]


async def clear(call: Call) -> None:
    """Take all reactions away."""
    _, message = _target(call, P.MANAGE_MESSAGES)
    posting.clear_reactions(call.world, message)


async def clear_emoji(call: Call) -> None:
    """Take all reactions with one emoji away."""
    _, message = _target(call, P.MANAGE_MESSAGES)
    posting.clear_reactions(call.world, message, read_emoji(call.path["emoji"]))
