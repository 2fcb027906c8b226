"""A breaker: after a refusal that time alone does not mend, the server is left alone for a while."""

from bot.clock import monotonic


class Breaker:
    """Opens by `trip`, lets one try through every `rest` seconds, and closes by `mend`."""

    def __init__(self, rest: float = 60.0) -> None:
        self._rest = rest
        self._why: str | None = None
        self._until = 0.0

    @property
    def why(self) -> str | None:
        """What the server said when it opened; None while it is closed."""
        return self._why

    def blocks(self) -> str | None:
        """Why nothing is sent now; None when this try may go."""
        if self._why is None:
            return None
        if monotonic() >= self._until:
            self._until = monotonic() + self._rest
            return None
        return self._why

    def trip(self, why: str) -> None:
        """Open it."""
        self._why = why
        self._until = monotonic() + self._rest

    def mend(self) -> None:
        """The server has taken something again."""
        self._why = None
