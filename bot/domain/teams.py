"""Our own teams and the desk: where they sit, who belongs to them and by which plan they are on duty."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.people import Away, GroupKey, PersonKey
from bot.domain.rotations import Layer, Rotation
from bot.domain.words import CalendarKey, Channel, Label, Language, TeamKey


@dataclass(frozen=True)
class Duty:
    """Layers in the order in which they are asked, when their people are away, and the rotation, asked before them."""

    shifts: tuple[Layer, ...] = ()
    away: Mapping[PersonKey, tuple[Away, ...]] = field(default_factory=dict)
    rotation: Rotation | None = None

    @property
    def takes_turns(self) -> bool:
        """Whether the hour or the day decides who is on duty."""
        return self.rotation is not None or any(each.hours or each.turns for each in self.shifts)


@dataclass(frozen=True)
class Team:
    """A team that tickets are escalated to; `usergroup` is mentioned when the whole team is called.

    What it has agreed to runs on its `calendar`, on the client's when it has none.
    """

    key: TeamKey
    name: Label
    channel: Channel | None
    members: tuple[PersonKey, ...]
    lead: PersonKey | None
    duty: Duty
    ladder: str
    language: Language
    zone: str
    usergroup: GroupKey | None = None
    calendar: CalendarKey | None = None


@dataclass(frozen=True)
class DeskRoom:
    """The desk's own channels (the first is where its cards go) and who is on duty there."""

    channels: tuple[Channel, ...]
    members: tuple[PersonKey, ...]
    lead: PersonKey | None
    duty: Duty
    language: Language
    zone: str
    usergroup: GroupKey | None = None

    @property
    def channel(self) -> Channel:
        """Where the desk's cards go."""
        return self.channels[0]
