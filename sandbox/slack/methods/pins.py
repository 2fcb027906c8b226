"""pins.* and bookmarks.*"""

from sandbox.clock import now
from sandbox.kinds import Json
from sandbox.slack.call import Call
from sandbox.slack.errors import ApiError
from sandbox.slack.events import tell_members
from sandbox.slack.messages import message_object
from sandbox.slack.posting import notice
from sandbox.world import Channel, Message

MAX_PINS = 100
MAX_BOOKMARKS = 100


async def add(call: Call) -> Json:
    """Pin a message."""
    channel = call.joined_channel()
    if channel.archived:
        raise ApiError("is_archived")
    message = call.message(channel, "timestamp")
    if message.ts in channel.pins:
        raise ApiError("already_pinned")
    if len(channel.pins) >= MAX_PINS:
        raise ApiError("too_many_pins")
    channel.pins[message.ts] = {"created": int(now()), "created_by": call.app.bot_user}
    _tell(call, channel, message, "pin_added")
    return {}


async def remove(call: Call) -> Json:
    """Take a pin away."""
    channel = call.joined_channel()
    message = call.message(channel, "timestamp")
    if channel.pins.pop(message.ts, None) is None:
        raise ApiError("no_pin")
    _tell(call, channel, message, "pin_removed")
    return {}


def _tell(call: Call, channel: Channel, message: Message, what: str) -> None:
    shown = message_object(call.sandbox, channel, message)
    item = {"type": "message", "channel": channel.id, "message": shown, "created": int(now()),
            "created_by": call.app.bot_user}  # fmt: skip
    event = {"type": what, "user": call.app.bot_user, "channel_id": channel.id, "item": item,
             "item_user": message.user, "pin_count": len(channel.pins), "pinned_info": {"channel": channel.id},
             "event_ts": call.world.stamps.next()}  # fmt: skip
    tell_members(call.sandbox, channel, event, call.app.team)
    notice(call.sandbox, channel, message, "pin")


async def add_bookmark(call: Call) -> Json:
    """Put a link above a channel."""
    channel = call.joined_channel("channel_id")
    if call.need("type") != "link":
        raise ApiError("invalid_bookmark_type")
    if not call.text("link"):
        raise ApiError("invalid_link")
    if len(channel.bookmarks) >= MAX_BOOKMARKS:
        raise ApiError("too_many_bookmarks")
    bookmark: Json = {
        "id": call.world.new_id("Bk"), "channel_id": channel.id, "title": call.need("title"), "link": call.text("link"),
        "emoji": call.text("emoji"), "icon_url": None, "type": "link", "entity_id": call.text("entity_id") or None,
        "date_created": int(now()), "date_updated": 0, "rank": "U", "last_updated_by_user_id": call.app.bot_user,
        "last_updated_by_team_id": call.app.team, "shortcut_id": None, "app_id": call.app.id,
    }  # fmt: skip
    channel.bookmarks.append(bookmark)
    return {"bookmark": bookmark}
