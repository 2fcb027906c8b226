"""How often whoever had a row died with it: one that may kill its worker lets others go first, ever more slowly.

It is never given up for that: deaths may have other causes, and what was acknowledged must not be lost.
"""

from datetime import timedelta

MANY = 5
"""From so many deaths on a row is suspected."""
_FIRST, _LONGEST = timedelta(seconds=10), timedelta(minutes=10)
_PARTS = 61


def pause(deaths: int, number: int) -> timedelta | None:
    """How long a row waits after its worker's last death; None while it is not suspected.

    Rows that died together wait for different times, so that the one that kills is soon alone.
    """
    if deaths < MANY:
        return None
    longer: timedelta = min(_FIRST * 2 ** min(deaths - MANY, 16), _LONGEST)
    return longer * (1 + number * (2 * deaths + 1) % _PARTS / _PARTS)
