"""The sandbox's own time: it is always the wall clock."""

import time

MICROSECONDS = 1_000_000


class Stamps:
    """Hands out Slack timestamps (`seconds.microseconds`) that are unique and rising in the whole sandbox."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """The wall clock's microsecond, or the next one that is free."""
        self._last = max(int(time.time() * MICROSECONDS), self._last + 1)
        return f"{self._last // MICROSECONDS}.{self._last % MICROSECONDS:06d}"


def now() -> float:
    """Seconds since the epoch."""
    return time.time()


def normal_ts(text: str, default: str) -> str:
    """A ts in its full width, so that two of them compare as strings; `default` when it is empty."""
    if not text:
        return default
    seconds, _, fraction = text.partition(".")
    return f"{seconds.rjust(10, '0')}.{fraction[:6].ljust(6, '0')}"
