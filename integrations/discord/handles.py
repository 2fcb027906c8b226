"""Interactions of the last minutes: while one lives, an answer can be shown to its person alone, on the spot."""

from dataclasses import dataclass

from bot.clock import monotonic

LIVES_SECONDS = 14 * 60.0  # of 15 minutes: https://docs.discord.com/developers/interactions/receiving-and-responding
_MOST = 5_000


@dataclass(frozen=True)
class Handle:
    """The way back to an interaction."""

    application: str
    token: str
    until: float

    @property
    def path(self) -> str:
        """Where follow-ups go."""
        return f"/webhooks/{self.application}/{self.token}"


class Handles:
    """The last interaction of each person in each channel or thread; in memory, for they die in minutes."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Handle] = {}

    def keep(self, user: str, room: str, application: str, token: str) -> None:
        """Somebody acted there, and was answered."""
        if len(self._kept) >= _MOST:
            now = monotonic()
            self._kept = {key: each for key, each in self._kept.items() if each.until > now}
        self._kept[user, room] = Handle(application, token, monotonic() + LIVES_SECONDS)

    def of(self, user: str, room: str) -> Handle | None:
        """The handle that still lives; None when a direct message is the only way."""
        handle = self._kept.get((user, room))
        return handle if handle and handle.until > monotonic() else None
