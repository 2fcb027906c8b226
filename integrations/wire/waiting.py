"""How long a server asks us to wait."""

import re

SHORTEST_SECONDS = 1.0
LONGEST_SECONDS = 6 * 3600.0
_DIGITS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


def retry_after(header: str | None, default: float = 30.0) -> float:
    """The seconds of a Retry-After header, at least one and at most six hours; `default` when it says none."""
    text = (header or "").strip()
    seconds = float(text) if _DIGITS.fullmatch(text) else default
    return min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS)
