"""Rate limits: a bucket per route and major parameter, fifty calls a second in all, and the ban for invalid requests.

https://docs.discord.com/developers/topics/rate-limits ; the buckets' figures are undocumented, these are what bots see.
"""

import hashlib
from collections import deque
from dataclasses import dataclass, field

from sandbox.clock import now

GLOBAL_PER_SECOND = 50
INVALID_WINDOW_SECONDS = 600.0
INVALID_STATUSES = frozenset({401, 403, 429})
MAJOR = ("channel", "guild", "webhook", "token")


@dataclass(frozen=True)
class Pace:
    """So many calls in so many seconds; routes with the same `name` share a bucket."""

    limit: int
    seconds: float
    name: str = ""


DEFAULT_PACE = Pace(50, 1)


@dataclass
class Bucket:
    """A window that began with its first call."""

    resets_at: float = 0.0
    used: int = 0


@dataclass(frozen=True)
class Verdict:
    """Whether a call may go on, and the headers that say so."""

    retry_after: float
    headers: dict[str, str]
    is_global: bool = False

    @property
    def allowed(self) -> bool:
        """Whether the call may go on."""
        return not self.retry_after


@dataclass
class Rates:
    """Counts of one sandbox."""

    invalid_max: int = 10_000
    _buckets: dict[tuple[str, ...], Bucket] = field(default_factory=dict)
    _global: dict[str, Bucket] = field(default_factory=dict)
    _invalid: deque[float] = field(default_factory=deque)

    def judge(self, owner: str, route: str, pace: Pace, path: dict[str, str], counts_globally: bool) -> Verdict:
        """Count a call against its bucket and the global limit."""
        moment = now()
        if counts_globally:
            whole = self._global.setdefault(owner, Bucket())
            if (wait := _take(whole, GLOBAL_PER_SECOND, 1.0, moment)) > 0:
                headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
                return Verdict(wait, headers | _retry(wait), is_global=True)
        name = pace.name or route
        major = tuple(path[key] for key in MAJOR if key in path)
        bucket = self._buckets.setdefault((owner, name, *major), Bucket())
        wait = _take(bucket, pace.limit, pace.seconds, moment)
        headers = _headers(bucket, pace, name, moment)
        if wait > 0:
            headers |= {"X-RateLimit-Scope": "user"} | _retry(wait)
        return Verdict(max(wait, 0.0), headers)

    def banned_for(self) -> float:
        """Seconds that the address is banned for too many invalid requests, or zero."""
        moment = now()
        while self._invalid and moment - self._invalid[0] >= INVALID_WINDOW_SECONDS:
            self._invalid.popleft()
        if len(self._invalid) < self.invalid_max:
            return 0.0
        return INVALID_WINDOW_SECONDS - (moment - self._invalid[0])

    def count_invalid(self, status: int) -> None:
        """Count an answer of 401, 403 or 429."""
        if status in INVALID_STATUSES:
            self._invalid.append(now())


def _take(bucket: Bucket, limit: int, seconds: float, moment: float) -> float:
    """Zero and one more used, or how long to wait."""
    if moment >= bucket.resets_at:
        bucket.resets_at, bucket.used = moment + seconds, 0
    if bucket.used >= limit:
        return max(bucket.resets_at - moment, 0.001)
    bucket.used += 1
    return 0.0


def _headers(bucket: Bucket, pace: Pace, name: str, moment: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(pace.limit),
        "X-RateLimit-Remaining": str(pace.limit - bucket.used),
        "X-RateLimit-Reset": f"{bucket.resets_at:.3f}",
        "X-RateLimit-Reset-After": f"{max(bucket.resets_at - moment, 0):.3f}",
        "X-RateLimit-Bucket": hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(),
    }


def _retry(wait: float) -> dict[str, str]:
    return {"Retry-After": str(max(1, round(wait + 0.5)))}
