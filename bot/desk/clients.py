"""`clients`: our tenants, their channels and their own workspaces."""

from typing import Annotated

from pydantic import Field

from bot.desk.section import Section
from bot.desk.timetable import DigestModel
from bot.desk.values import CalendarRef, ChannelAddress, ForeignTeams, GroupAddress, Name, Speaks, TierRef, Zone, one_of
from bot.domain.clients import ChannelBinding, ChannelKind, Client, IntakeMode, Threads
from bot.domain.policies import Promise
from bot.domain.words import ClientKey

AnyPromise = Annotated[Promise, one_of(Promise, "promise")]


class ChannelModel(Section):
    """A channel of a client; language and zone are the client's unless it has its own."""

    channel: ChannelAddress
    mode: Annotated[IntakeMode, one_of(IntakeMode, "mode of intake")] = IntakeMode.AUTO
    threads: Annotated[Threads, one_of(Threads, "kind of thread")] = Threads.MESSAGE
    language: Speaks | None = None
    zone: Zone | None = None


class ClientModel(Section):
    """One client; `teams` are its own workspaces or servers, by which its people are known everywhere.

    `calendars` says which promises run on another calendar than `calendar`, `desk` in which of the desk's channels its
    tickets are worked.
    """

    name: Name
    language: Speaks
    zone: Zone
    tier: TierRef
    calendar: CalendarRef
    calendars: dict[AnyPromise, CalendarRef] = Field(default_factory=dict)
    channels: list[ChannelModel] = Field(default_factory=list)
    teams: ForeignTeams = Field(default_factory=dict)
    groups: list[GroupAddress] = Field(default_factory=list)
    digest: DigestModel | None = None
    desk: ChannelAddress | None = None

    def build(self, key: str) -> Client:
        """The client with its channels bound to it."""
        return Client(
            ClientKey(key),
            self.name,
            self.language,
            self.zone,
            self.tier,
            self.calendar,
            tuple(self._binding(key, each) for each in self.channels),
            {platform: tuple(ids) for platform, ids in self.teams.items()},
            tuple(self.groups),
            self.calendars,
            self.desk,
        )

    def _binding(self, key: str, model: ChannelModel) -> ChannelBinding:
        language, zone = model.language or self.language, model.zone or self.zone
        return ChannelBinding(model.channel, ChannelKind.CLIENT, key, model.mode, language, zone, model.threads)
