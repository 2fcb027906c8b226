"""Discord's rate limits as its answers tell them, so that a 429 is seldom met: ten thousand of them ban us."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import monotonic

MOST_A_SECOND = 45  # 50 are allowed: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
_KEPT = 4_000


@dataclass
class _Bucket:
    remaining: int
    resets: float


class Rates:
    """What is left of each bucket: a route with its channel, server or web hook; waiting is the caller's."""

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}
        self._second = 0.0
        self._sent = 0
        self._closed_until = 0.0

    def take(self, route: str) -> float:
        """Seconds to wait before a call of that route; 0 when it may go, which counts it."""
        now = monotonic()
        if now < self._closed_until:
            return self._closed_until - now
        bucket = self._buckets.get(route)
        if bucket and bucket.resets > now and bucket.remaining <= 0:
            return bucket.resets - now
        if now - self._second >= 1.0:
            self._second, self._sent = now, 0
        if self._sent >= MOST_A_SECOND:
            return 1.0 - (now - self._second)
        self._sent += 1
        if bucket:
            bucket.remaining -= 1
        return 0.0

    def learn(self, route: str, headers: Mapping[str, str]) -> None:
        """What an answer tells of its bucket."""
        try:
            remaining = int(headers["X-RateLimit-Remaining"])
            after = float(headers["X-RateLimit-Reset-After"])
        except (KeyError, ValueError):
            return
        if len(self._buckets) >= _KEPT:
            now = monotonic()
            self._buckets = {key: each for key, each in self._buckets.items() if each.resets > now}
        self._buckets[route] = _Bucket(remaining, monotonic() + after)

    def close(self, seconds: float) -> None:
        """All of us are told to wait so long."""
        self._closed_until = monotonic() + seconds
