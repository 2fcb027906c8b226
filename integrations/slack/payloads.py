"""Slack's timestamps, which are the ids of its messages too."""

import re
from datetime import UTC, datetime, timedelta

_TS = re.compile(r"([0-9]{9,11})(?:\.([0-9]{1,6}))?")


def instant(ts: str) -> datetime | None:
    """The instant of a Slack timestamp in UTC; None when it is none."""
    match = _TS.fullmatch(ts)
    if not match:
        return None
    micro = int((match[2] or "").ljust(6, "0"))
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(match[1]), microseconds=micro)


def timestamp(at: datetime) -> str:
    """The Slack timestamp of an instant."""
    micro = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return f"{micro // 1_000_000}.{micro % 1_000_000:06d}"
