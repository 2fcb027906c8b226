"""…/messages/pins and the older …/pins: https://docs.discord.com/developers/resources/message#get-channel-pins"""

from datetime import datetime

from sandbox.discord import posting
from sandbox.discord.errors import DiscordError, invalid_field
from sandbox.discord.objects import message_object
from sandbox.discord.permissions import P, permissions_in
from sandbox.discord.rest.call import Call
from sandbox.kinds import Json

PAGE_MAX = 50


async def list_pins(call: Call) -> Json:
    """One page, the newest pin first."""
    channel = call.channel()
    limit = call.number("limit", PAGE_MAX, 1, PAGE_MAX)
    pinned = posting.pinned(channel)
    if before := call.query.get("before"):
        try:
            edge = datetime.fromisoformat(before)
        except ValueError as error:
            raise invalid_field("before", "DATE_TIME_TYPE_PARSE", f"Could not parse {before}.") from error
        pinned = [message for message in pinned if datetime.fromisoformat(message.pinned_at) < edge]
    if not permissions_in(call.world, call.bot, channel) & P.READ_MESSAGE_HISTORY:
        pinned = []
    items = [{"pinned_at": message.pinned_at, "message": message_object(call.world, message, call.bot)}
             for message in pinned[:limit]]  # fmt: skip
    return {"items": items, "has_more": len(pinned) > limit}


async def list_old(call: Call) -> list[Json]:
    """The newest fifty, as bare messages."""
    return [item["message"] for item in (await list_pins(call))["items"]]


async def pin(call: Call) -> None:
    """Pin a message; its notice follows in the channel."""
    await _set(call, remove=False)


async def unpin(call: Call) -> None:
    """Take a pin away."""
    await _set(call, remove=True)


async def _set(call: Call, remove: bool) -> None:
    channel = call.channel(P.PIN_MESSAGES)
    message = call.message(channel)
    if channel.is_thread and channel.archived:
        raise DiscordError(50083)
    posting.pin(call.world, message, call.bot, remove)
