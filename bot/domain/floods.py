"""A flood at the desk: more new cards wait for a channel than its platform lets through, and one card counts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.priority import Priority
from bot.domain.words import ClientKey

MANY = 10
"""More new cards than these that wait at once are a flood."""
PAUSE = timedelta(seconds=5)
"""Between two edits of the card that counts, as they take a share of what the platform lets through."""


@dataclass(frozen=True)
class Queue:
    """The new cards that wait for a channel: the first one's number in the outbox, and since when (the wall's time)."""

    count: int
    first: int
    oldest: datetime


@dataclass(frozen=True)
class Flood:
    """A flood as it is kept: `first` is the number of its first card, `began` the desk's time; what was told and when.

    `post` is the letter with the card that counts, and `latest` that one or its last edit.
    """

    first: int
    began: datetime
    post: str
    latest: str
    told: int
    told_at: datetime


class Fate(StrEnum):
    """What became of a letter."""

    ON_ITS_WAY = "on_its_way"
    STANDS = "stands"
    LOST = "lost"


class Step(StrEnum):
    """What is to be done about a flood."""

    NOTHING = "nothing"
    TELL = "tell"
    END = "end"


def next_step(flood: Flood, queue: Queue | None, latest: Fate, wall: datetime) -> Step:
    """Edit what changed, not too often and never ahead of the last edit; it ends when nothing waits any more."""
    if latest is Fate.ON_ITS_WAY:
        return Step.NOTHING
    if queue is None:
        return Step.END
    if latest is Fate.LOST or queue.count == flood.told or wall - flood.told_at < PAUSE:
        return Step.NOTHING
    return Step.TELL


@dataclass(frozen=True)
class FloodSheet:
    """What waits now: how many of each client and priority, and since when, by the desk's time."""

    waiting: Mapping[tuple[ClientKey, Priority], int]
    oldest: datetime
    clients: Mapping[ClientKey, str]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.waiting.values())

    def by_priority(self) -> tuple[tuple[Priority, int], ...]:
        """The most severe first."""
        found: dict[Priority, int] = {}
        for (_, priority), count in self.waiting.items():
            found[priority] = found.get(priority, 0) + count
        return tuple(sorted(found.items()))

    def by_client(self) -> tuple[tuple[str, int], ...]:
        """By the clients' names, the one with the most first."""
        found: dict[ClientKey, int] = {}
        for (client, _), count in self.waiting.items():
            found[client] = found.get(client, 0) + count
        named = [(self.clients.get(key, str(key)), count) for key, count in found.items()]
        return tuple(sorted(named, key=lambda each: (-each[1], each[0])))


@dataclass(frozen=True)
class FloodEnd:
    """A flood that is over, by the desk's time: how many cards were shown, and how many were given up."""

    shown: int
    given_up: int
    began: datetime
    ended: datetime
