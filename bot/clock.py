"""The only reader of the time: `now` for stamps, due dates and digests, `wall` for signatures, leases and retries."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Two times: the wall's, corrected by the database's, and the desk's, which tests and the demo may shift."""

    def __init__(self) -> None:
        self._skew = timedelta()
        self._shift = timedelta()

    def wall(self) -> datetime:
        """The real instant in UTC; on PostgreSQL the database's."""
        return datetime.fromtimestamp(time.time(), UTC) + self._skew

    def now(self) -> datetime:
        """The desk's instant in UTC: the wall's plus the shift."""
        return self.wall() + self._shift

    @property
    def skew(self) -> timedelta:
        """How far the database's clock is ahead of this machine's."""
        return self._skew

    @property
    def shift(self) -> timedelta:
        """How far the desk's time is ahead of the wall's."""
        return self._shift

    def to_desk(self, at: datetime) -> datetime:
        """A platform's own instant as desk time."""
        return at + self._shift

    def follow(self, wall: datetime | None, shift: timedelta) -> None:
        """Adopt the database's clock (None: this machine's is the database's) and its shift."""
        if wall is not None:
            self._skew = wall - datetime.fromtimestamp(time.time(), UTC)
        self._shift = shift


def monotonic() -> float:
    """Seconds that never go back, for measuring how long something takes."""
    return time.monotonic()
