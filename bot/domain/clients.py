"""Our clients: the operators whose reports we answer, and the channels that belong to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.people import GroupKey
from bot.domain.policies import Promise
from bot.domain.words import CalendarKey, Channel, ClientKey, Language


class ChannelKind(StrEnum):
    """Whose channel it is."""

    CLIENT = "client"
    DESK = "desk"
    TEAM = "team"


class IntakeMode(StrEnum):
    """What a client's message at the top of a channel becomes: a report, a question whether it is one, or nothing."""

    AUTO = "auto"
    ASK = "ask"
    MANUAL = "manual"


class Threads(StrEnum):
    """Where a client's ticket is talked about: under the message itself, or apart with whom it concerns."""

    MESSAGE = "message"
    PRIVATE = "private"


@dataclass(frozen=True)
class ChannelBinding:
    """A channel, whose it is (`owner` is the client's or team's key, empty for the desk), and how it speaks."""

    channel: Channel
    kind: ChannelKind
    owner: str
    mode: IntakeMode
    language: Language
    zone: str
    threads: Threads = Threads.MESSAGE


@dataclass(frozen=True)
class Client:
    """A tenant: `teams` are its own workspaces or servers per platform, `groups` its roles on a server of ours.

    A promise runs on its own calendar of `calendars`, on the usual `calendar` when it has none. Its tickets are worked
    in `desk`, in the desk's first channel when it has none.
    """

    key: ClientKey
    name: str
    language: Language
    zone: str
    tier: str
    calendar: CalendarKey
    channels: tuple[ChannelBinding, ...] = ()
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[GroupKey, ...] = ()
    calendars: Mapping[Promise, CalendarKey] = field(default_factory=dict)
    desk: Channel | None = None
