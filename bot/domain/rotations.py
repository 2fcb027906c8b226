"""Rotations: layers of people who take turns on a zone's wall clock, and the instants at which something changes.

A later layer stands over the earlier ones for as long as it covers; in its holes the earlier ones answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar, is_open, stretches
from bot.domain.people import PersonKey
from bot.domain.wall_time import BLOCK, DAY, EPOCH, MICROSECOND, instant_of, offsets

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Turns:
    """People take turns of that length on the wall clock of a zone; the first turn began at `start`, a wall clock time.

    A handover that the clocks leave out is made when they jump over it, one that comes twice at its first coming: so
    one at 09:00 is at 09:00 all year, and the turn over a change of the clocks is an hour longer or shorter.
    """

    start: datetime
    every: timedelta
    zone: ZoneInfo

    def handover(self, number: int) -> datetime:
        """The instant at which a turn begins; 0 is the first one."""
        wall = self.start + number * self.every
        return instant_of(_first_showing(self.zone, (wall - EPOCH.replace(tzinfo=None)) // MICROSECOND))

    def turn_at(self, at: datetime) -> int:
        """Which turn it is at that instant; negative before the start."""
        wall = at.astimezone(self.zone).replace(tzinfo=None)
        number = (wall - self.start) // self.every
        while self.handover(number) > at:
            number -= 1
        while self.handover(number + 1) <= at:  # the hour that comes twice shows an earlier time again
            number += 1
        return number

    def handovers(self, begin: datetime, end: datetime) -> Iterator[datetime]:
        """Every handover after one instant and before another."""
        number = self.turn_at(begin) + 1
        while (at := self.handover(number)) < end:
            if at > begin:
                yield at
            number += 1


@dataclass(frozen=True)
class Layer:
    """People in the order in which they are called.

    `hours` None means always, `turns` None means that nobody takes turns; before `since` it covers nothing.
    """

    people: tuple[PersonKey, ...]
    hours: Calendar | None = None
    turns: Turns | None = None
    since: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether this layer answers at that instant."""
        begun = self.since is None or at >= self.since
        return begun and (self.hours is None or is_open(self.hours, at))

    def order_at(self, at: datetime) -> tuple[PersonKey, ...]:
        """The people from the one whose turn it is on."""
        first = self.turns.turn_at(at) % len(self.people) if self.turns and self.people else 0
        return self.people[first:] + self.people[:first]

    def edges(self, begin: datetime, end: datetime) -> Iterator[datetime]:
        """The instants between two at which the layer may begin or cease to cover, or its turn changes."""
        if self.since and begin < self.since < end:
            yield self.since
        if self.turns:
            yield from self.turns.handovers(begin, end)
        if self.hours:
            yield from (each.start for each in stretches(self.hours, begin, end) if each.start > begin)


@dataclass(frozen=True)
class Rotation:
    """Layers, the last that covers first; `catch_all` is called when none does, or nobody of them is there.

    With `moves_tickets` whoever accepts a handover gets what the leaving person had; else only the list.
    """

    layers: tuple[Layer, ...]
    catch_all: PersonKey | None = None
    moves_tickets: bool = False

    @property
    def people(self) -> frozenset[PersonKey]:
        """Everybody who may be on duty by it."""
        named = {person for layer in self.layers for person in layer.people}
        return frozenset(named | ({self.catch_all} if self.catch_all else set()))


def _first_showing(zone: ZoneInfo, wall: int) -> int:
    """The first instant at which the zone's clock shows that time or a later one, in microseconds since 1970."""
    block = (wall - 2 * DAY) // BLOCK
    while True:
        for begin, finish, offset in offsets(zone, block):
            at = max(begin, wall - offset)
            if at < finish:
                return at
        block += 1
