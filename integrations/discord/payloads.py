"""Discord's JSON, pure: snowflakes, time stamps, places, and what we keep of an event."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.words import Channel, Place, Source
from integrations.wire.shapes import number_at, text_at

PLATFORM = "discord"
THREADS = frozenset({10, 11, 12})  # https://docs.discord.com/developers/resources/channel#channel-object-channel-types
FORUMS = frozenset({15, 16})
DIRECT = frozenset({1, 3})
TEXTS = frozenset({0, 2, 5, 13})
EPHEMERAL = 1 << 6  # https://docs.discord.com/developers/resources/message#message-object-message-flags
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)  # https://docs.discord.com/developers/reference#snowflakes
_SNOWFLAKE = re.compile(r"[0-9]{1,20}", re.ASCII)
_BETWEEN = "/"


def instant(snowflake: str) -> datetime | None:
    """When a snowflake was made, in UTC; None when it is none."""
    if not _SNOWFLAKE.fullmatch(snowflake):
        return None
    milliseconds = int(snowflake) >> 22
    return _EPOCH + timedelta(milliseconds=milliseconds) if milliseconds < 1 << 42 else None


def snowflake(at: datetime) -> str:
    """The smallest snowflake of an instant, for reading on from there."""
    return str(max(0, (at - _EPOCH) // timedelta(milliseconds=1)) << 22)


def stamp(text: str) -> datetime | None:
    """The instant of one of Discord's ISO time stamps; None when it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def message_id(thread: str | None, message: str) -> str:
    """How a source names a message: with its thread before it, but for the message that a forum's post begins with."""
    return f"{thread}{_BETWEEN}{message}" if thread and thread != message else message


def place_of(workspace: str, room: str, parent: str, message: str = "") -> Place:
    """Where something stands: `room` is the channel or thread that Discord names, `parent` a thread's own channel.

    The message that a forum's post begins with (its id is the thread's) stands at the top, as any report does.
    """
    thread = room if parent and room != message else None
    return Place(Channel(PLATFORM, workspace, parent or room), thread)


def source_of(workspace: str, room: str, parent: str, message: str) -> Source:
    """A message as the desk calls it."""
    return Source(Channel(PLATFORM, workspace, parent or room), message_id(room if parent else None, message))


def address_of(source: Source) -> tuple[str, str]:
    """The room and the message that Discord calls a source."""
    thread, _, message = source.id.rpartition(_BETWEEN)
    return thread or source.channel.id, message


def room_of(place: Place) -> str:
    """The channel or thread that Discord calls a place."""
    return place.thread or place.channel.id


def within(place: Place) -> Place:
    """The place on Discord: what hangs under a message of a thread stands in that thread, for threads do not nest."""
    return Place(place.channel, place.thread.partition(_BETWEEN)[0]) if place.thread else place


def parent_of(channel: Mapping[str, Any]) -> str:
    """The channel that a thread object hangs under; empty when it is no thread."""
    return text_at(channel, "parent_id") if number_at(channel, "type", default=-1) in THREADS else ""
