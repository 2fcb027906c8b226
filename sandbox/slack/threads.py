"""Where a reply belongs."""

import re

from sandbox.slack.errors import ApiError
from sandbox.world import Channel

TS = re.compile(r"\d{1,12}\.\d{1,6}")


def thread_root(channel: Channel, thread_ts: str) -> str:
    """The root's ts for an argument `thread_ts`; raises invalid_thread_ts, thread_not_found or its like."""
    if not thread_ts:
        return ""
    if not TS.fullmatch(thread_ts):
        raise ApiError("invalid_thread_ts")
    message = channel.messages.get(thread_ts)
    if message is None:
        raise ApiError("thread_not_found")
    if message.subtype in {"channel_join", "group_join", "channel_leave", "channel_topic", "channel_name"}:
        raise ApiError("cannot_reply_to_message")
    return message.thread_ts or message.ts
