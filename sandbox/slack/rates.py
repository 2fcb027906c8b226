"""Rate limits per method and workspace, and per channel for posting."""

from collections import deque
from enum import Enum

from sandbox.clock import now

MINUTE = 60.0
POSTS_PER_SECOND = 1.0  # https://docs.slack.dev/apis/web-api/rate-limits
POST_BURST = 4


class Tier(Enum):
    """Calls a minute of https://docs.slack.dev/apis/web-api/rate-limits ; None: special or no limit."""

    ONE = 15  # "1+": ten sockets of one app may be opened in a row, so a few more than one must pass
    TWO = 20
    THREE = 50
    FOUR = 100
    POSTING = -1
    SPECIAL = -2


class Rates:
    """Counts what was called in the last minute."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, str], deque[float]] = {}
        self._posts: dict[tuple[str, str], tuple[float, float]] = {}

    def wait(self, tier: Tier, method: str, installation: str, channel: str) -> int:
        """Zero when the call may go on, else the whole seconds of Retry-After; counts the call."""
        if tier is Tier.POSTING:
            return self._posting(installation, channel)
        if tier is Tier.SPECIAL:
            return 0
        calls = self._calls.setdefault((method, installation), deque())
        moment = now()
        while calls and moment - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) >= tier.value:
            return max(1, round(MINUTE - (moment - calls[0])))
        calls.append(moment)
        return 0

    def _posting(self, installation: str, channel: str) -> int:
        moment = now()
        allowance, last = self._posts.get((installation, channel), (float(POST_BURST), moment))
        allowance = min(POST_BURST, allowance + (moment - last) * POSTS_PER_SECOND)
        if allowance < 1:
            self._posts[(installation, channel)] = (allowance, moment)
            return 1
        self._posts[(installation, channel)] = (allowance - 1, moment)
        return 0
