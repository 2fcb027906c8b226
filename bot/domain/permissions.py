"""Who may do what: the one place that decides roles and what each role may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.clients import ChannelBinding, ChannelKind
from bot.domain.people import AccountKey, GroupKey, Role
from bot.domain.rules import Colleagues, DeskRules
from bot.domain.words import ClientKey, Language, PersonId

STAFF = frozenset({Role.ANALYST, Role.ENGINEER, Role.COORDINATOR, Role.ADMIN})
DESK = frozenset({Role.ANALYST, Role.COORDINATOR, Role.ADMIN})
COORDINATION = frozenset({Role.COORDINATOR, Role.ADMIN})
CORRECTING_CLOCKS = COORDINATION
"""Who may note afterwards that a ticket had been waiting, and take that back."""

EVERYONE = frozenset(Role) - {Role.PROVIDER}
REPORTING = frozenset({Role.CLIENT}) | STAFF | {Role.COLLEAGUE}
ANSWERING = frozenset({Role.CLIENT}) | STAFF
LOOKING = STAFF | {Role.COLLEAGUE}

_RANK = (Role.ADMIN, Role.COORDINATOR, Role.ANALYST, Role.ENGINEER, Role.PROVIDER, Role.CLIENT, Role.COLLEAGUE)


class Stranger(StrEnum):
    """Why somebody has no standing where they write."""

    OTHER_CLIENT = "other_client"
    PROVIDER = "provider"
    UNBOUND = "unbound"


@dataclass(frozen=True)
class Standing:
    """A person's role and, for a client's people, which client; `stranger` when they have no say where they are."""

    role: Role
    client: ClientKey | None = None
    stranger: Stranger | None = None

    @property
    def is_staff(self) -> bool:
        """Whether this is one of us who works tickets."""
        return self.role in STAFF


@dataclass(frozen=True)
class Actor:
    """Who does it: the person with their standing, language and zone, and the account that they used."""

    person: PersonId
    name: str
    standing: Standing
    language: Language
    zone: str
    account: AccountKey

    @property
    def is_staff(self) -> bool:
        """Whether this is one of us who works tickets."""
        return self.standing.is_staff

    @property
    def client(self) -> ClientKey | None:
        """Whose person this is, None for ours."""
        return self.standing.client


@dataclass(frozen=True)
class Sight:
    """What a unit of work may see: everything, or one client's, or nothing."""

    everything: bool = False
    client: ClientKey | None = None


def standing_of(
    rules: DeskRules, account: AccountKey, groups: Iterable[GroupKey], binding: ChannelBinding | None
) -> Standing:
    """The role that an account has where it speaks: listed, else colleague, else by its team, group and the channel."""
    groups = tuple(groups)
    listed = rules.roles_of(account.platform, account.team, account.user, groups)
    ours = [role for role in _RANK if role in listed and role in STAFF]
    if ours:
        return Standing(ours[0])
    client = rules.client_of_team(account.platform, account.team) or rules.client_of_groups(groups)
    if rules.is_ours(account.platform, account.team) and client is None and Role.CLIENT not in listed:
        return Standing(Role.COLLEAGUE)
    here = ClientKey(binding.owner) if binding and binding.kind is ChannelKind.CLIENT else None
    if rules.provider_of_team(account.platform, account.team):
        return Standing(Role.PROVIDER, stranger=Stranger.PROVIDER)
    if client and here and client.key != here:
        return Standing(Role.CLIENT, client.key, Stranger.OTHER_CLIENT)
    if client or here:
        return Standing(Role.CLIENT, client.key if client else here)
    return Standing(Role.COLLEAGUE, stranger=Stranger.UNBOUND)


def sight_of(standing: Standing, colleagues: Colleagues) -> Sight:
    """What that standing may see: staff and colleagues whom desk.yaml lets everything, a client's people their own."""
    looks = standing.role is Role.COLLEAGUE and standing.stranger is None and colleagues.may_look
    if standing.is_staff or looks:
        return Sight(everything=True)
    return Sight(client=standing.client if standing.stranger is None else None)


def may_unmask(rules: DeskRules, actor: Actor) -> bool:
    """Whether one of ours may read back what was masked: by role, or as the one who leads the desk or a team."""
    if not actor.is_staff:
        return False
    person = rules.person_of(actor.account.platform, actor.account.team, actor.account.user)
    leads = {rules.desk.lead, *(team.lead for team in rules.teams.values())} if rules.unmasking.leads else set()
    return actor.standing.role in rules.unmasking.roles or (person is not None and person.key in leads)
