"""The rules of one desk: what desk.yaml becomes, frozen, and the questions that one asks of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.calendars import Calendar
from bot.domain.categories import Category
from bot.domain.clients import ChannelBinding, ChannelKind, Client
from bot.domain.digests import DigestPlan
from bot.domain.duplicates import USUALLY, Proposing
from bot.domain.ladders import Ladder
from bot.domain.people import AccountKey, Grants, GroupKey, Person, PersonKey, Role
from bot.domain.policies import Criterion, Policy, Promise, Span, TicketType, working_day
from bot.domain.priority import Priority
from bot.domain.providers import Provider
from bot.domain.raising import RAISES_NOTHING, Raising
from bot.domain.routing import Rule
from bot.domain.teams import DeskRoom, Team
from bot.domain.unmasking import COORDINATORS_AND_LEADS, Unmasking
from bot.domain.words import CalendarKey, CategoryKey, Channel, ClientKey, Language, ProviderKey, TeamKey


@dataclass(frozen=True)
class Intake:
    """`join_window` joins several messages of one person into a report; `ask_cooldown` lies between two questions."""

    join_window: timedelta
    ask_cooldown: timedelta


@dataclass(frozen=True)
class Closing:
    """A resolved ticket that nobody answers closes after this span, by that calendar when one is named."""

    after: Span
    calendar: CalendarKey | None = None


@dataclass(frozen=True)
class Retention:
    """How long done rows and what was said are kept; None keeps for ever."""

    inbox: timedelta
    outbox: timedelta
    payloads: timedelta | None = None
    files: timedelta | None = None


@dataclass(frozen=True)
class Colleagues:
    """What an unlisted member of our own workspace may do: look at tickets, and open one by a command or form."""

    may_look: bool = True
    may_open: bool = True


@dataclass(frozen=True)
class Workspace:
    """A named workspace or server of ours, and its id on the platform."""

    platform: str
    name: str
    team: str


@dataclass(frozen=True)
class PolicyMatch:
    """The policy that applies, its place in the list (from 1), and what it looked at; nothing for a catch-all."""

    policy: Policy
    position: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Allowance:
    """A promise to one client, ready for a clock: so much time by that calendar."""

    length: timedelta
    calendar: Calendar


class NoPolicy(LookupError):
    """No policy matches; a checked desk.yaml never lets this happen."""


@dataclass(frozen=True)
class DeskRules:
    """Everything that desk.yaml says, checked; `version` is the SHA-256 of its text."""

    version: str
    name: str
    zone: str
    language: Language
    workspaces: tuple[Workspace, ...]
    tiers: tuple[str, ...]
    desk: DeskRoom
    clients: Mapping[ClientKey, Client]
    teams: Mapping[TeamKey, Team]
    people: Mapping[PersonKey, Person]
    roles: Grants
    providers: Mapping[ProviderKey, Provider]
    categories: Mapping[CategoryKey, Category]
    calendars: Mapping[CalendarKey, Calendar]
    policies: tuple[Policy, ...]
    routing: Mapping[CategoryKey, tuple[TeamKey, ...]]
    ladders: Mapping[str, Ladder]
    digests: tuple[DigestPlan, ...]
    intake: Intake
    closing: Closing
    retention: Retention
    colleagues: Colleagues
    bindings: Mapping[Channel, ChannelBinding]
    duplicates: Proposing = USUALLY
    routing_rules: tuple[Rule, ...] = ()
    raising: Raising = RAISES_NOTHING
    unmasking: Unmasking = COORDINATORS_AND_LEADS

    def binding(self, channel: Channel) -> ChannelBinding | None:
        """Whose channel this is, None for an unbound one."""
        return self.bindings.get(channel)

    def client_of_channel(self, channel: Channel) -> Client | None:
        """The client to whom the channel belongs, None when it is no client's."""
        found = self.bindings.get(channel)
        return self.clients[ClientKey(found.owner)] if found and found.kind is ChannelKind.CLIENT else None

    def client_of_team(self, platform: str, team: str) -> Client | None:
        """The client under whom a workspace or server is listed, None when under none."""
        return next((each for each in self.clients.values() if team in each.teams.get(platform, ())), None)

    def client_of_groups(self, groups: Iterable[GroupKey]) -> Client | None:
        """The client to whom one of these roles of a server of ours belongs, None when none of them is a client's."""
        held = frozenset(groups)
        return next((each for each in self.clients.values() if held.intersection(each.groups)), None)

    def provider_of_team(self, platform: str, team: str) -> Provider | None:
        """The provider under whom a workspace or server is listed, None when under none."""
        return next((each for each in self.providers.values() if team in each.teams.get(platform, ())), None)

    def is_ours(self, platform: str, team: str) -> bool:
        """Whether a workspace or server is one of the desk's own."""
        return any((each.platform, each.team) == (platform, team) for each in self.workspaces)

    def person_of(self, platform: str, team: str, user: str) -> Person | None:
        """The person whom desk.yaml names for an account, None for one that it does not know."""
        account = AccountKey(platform, team, user)
        return next((each for each in self.people.values() if account in each.accounts), None)

    def roles_of(self, platform: str, team: str, user: str, groups: Iterable[GroupKey] = ()) -> frozenset[Role]:
        """Every role that is listed for an account: by itself, by its person, or by one of its groups."""
        person = self.person_of(platform, team, user)
        accounts = person.accounts if person else (AccountKey(platform, team, user),)
        granted = [self.roles.roles_of(account, groups) for account in accounts]
        return frozenset(person.roles if person else ()).union(*granted)

    def groups_of(self, role: Role) -> tuple[GroupKey, ...]:
        """The groups that give a role, for mentioning everybody who has it."""
        return tuple(group for group, roles in self.roles.groups.items() if role in roles)

    def people_with(self, role: Role) -> tuple[Person, ...]:
        """The named people who have a role by themselves or by an account, in desk.yaml's order."""
        return tuple(
            person
            for person in self.people.values()
            if role in person.roles or any(role in self.roles.roles_of(account, ()) for account in person.accounts)
        )

    def ladder_for(self, team: TeamKey, policy: Policy | None = None) -> Ladder:
        """The ladder of an escalation to that team: the policy's when it names one, else the team's own."""
        return self.ladders[(policy.ladder if policy else None) or self.teams[team].ladder]

    def allowance(self, policy: Policy, promise: Promise, client: Client) -> Allowance | None:
        """The time that a policy gives for a promise to a client, None when it promises nothing there."""
        target = policy.targets.get(promise)
        if target is None:
            return None
        return self._allowance(target.span, target.calendar or client.calendars.get(promise) or client.calendar)

    def agreement(self, policy: Policy, promise: Promise, team: Team, client: Client) -> Allowance | None:
        """The time that a policy gives to a team, by the policy's calendar, else the team's, else the client's."""
        target = policy.targets.get(promise)
        if target is None:
            return None
        return self._allowance(target.span, target.calendar or team.calendar or client.calendar)

    def contract(self, provider: Provider, priority: Priority) -> Allowance | None:
        """The time in which a provider has agreed to answer, None when it has agreed to nothing."""
        span = provider.contract.answers.get(priority) if provider.contract else None
        return self._allowance(span, provider.contract.calendar) if provider.contract and span else None

    def _allowance(self, span: Span, key: CalendarKey) -> Allowance:
        calendar = self.calendars[key]
        return Allowance(span.length(working_day(calendar)), calendar)


def match_policy(
    rules: DeskRules,
    client: Client,
    priority: Priority,
    category: CategoryKey,
    type_: TicketType = TicketType.INCIDENT,
) -> PolicyMatch:
    """The first policy of the list that matches, and what it looked at; raises NoPolicy when none does."""
    for position, policy in enumerate(rules.policies, 1):
        if policy.matches(client.tier, priority, category, type_):
            return PolicyMatch(policy, position, policy.criteria)
    raise NoPolicy(f"no policy for tier {client.tier}, {priority.code}, {category}, {type_}")
