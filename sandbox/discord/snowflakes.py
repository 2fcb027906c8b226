"""Snowflakes: ids that carry their time; https://docs.discord.com/developers/reference#snowflakes"""

import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000
TIME_SHIFT = 22


class Mint:
    """Hands out snowflakes that are unique and rising in the whole sandbox."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """A snowflake of the wall clock's millisecond, or the next one that is free."""
        self._last = max((int(time.time() * 1000) - EPOCH_MS) << TIME_SHIFT, self._last + 1)
        return str(self._last)


def moment_of(snowflake: str) -> datetime:
    """When a snowflake was made, in UTC."""
    return datetime.fromtimestamp(((int(snowflake) >> TIME_SHIFT) + EPOCH_MS) / 1000, UTC)


def snowflake_at(seconds: float) -> int:
    """The lowest snowflake of that second since the epoch."""
    return (int(seconds * 1000) - EPOCH_MS) << TIME_SHIFT


def iso(moment: datetime) -> str:
    """The way Discord writes a moment."""
    return moment.isoformat(timespec="microseconds")


def iso_now() -> str:
    """This moment by the wall clock, as Discord writes it."""
    return iso(datetime.now(UTC))
