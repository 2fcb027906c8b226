"""Who is who: people with their accounts on platforms, and what makes somebody staff."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.words import Language

PersonKey = NewType("PersonKey", str)


class Role(StrEnum):
    """What a person is to the desk; `permissions` says what each may do."""

    CLIENT = "client"
    PROVIDER = "provider"
    COLLEAGUE = "colleague"
    ANALYST = "analyst"
    ENGINEER = "engineer"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


@dataclass(frozen=True, order=True)
class AccountKey:
    """An account: the platform, the user's own team there (Slack's team id, Discord's server id) and the user id."""

    platform: str
    team: str
    user: str

    @property
    def key(self) -> str:
        """How desk.yaml spells it: `slack:T0PIT:U0ANA`."""
        return f"{self.platform}:{self.team}:{self.user}"


@dataclass(frozen=True, order=True)
class GroupKey:
    """A Slack user group or a Discord role in a named workspace of ours."""

    platform: str
    workspace: str
    id: str

    @property
    def key(self) -> str:
        """How desk.yaml spells it: `slack:pit:S0ANALYSTS`."""
        return f"{self.platform}:{self.workspace}:{self.id}"


@dataclass(frozen=True)
class Away:
    """A span in which a person is not called: instants in UTC, the end not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Person:
    """Somebody whom desk.yaml names; `zone` and `language` are None where the platform's own decide."""

    key: PersonKey
    name: str
    accounts: tuple[AccountKey, ...] = ()
    roles: frozenset[Role] = frozenset()
    language: Language | None = None
    zone: str | None = None
    away: tuple[Away, ...] = ()

    def is_away(self, at: datetime) -> bool:
        """Whether that instant lies in one of the person's away spans."""
        return is_away(self.away, at)


@dataclass(frozen=True)
class Grants:
    """Which roles a listed group, or a listed account, gives."""

    groups: Mapping[GroupKey, frozenset[Role]]
    accounts: Mapping[AccountKey, frozenset[Role]]

    def roles_of(self, account: AccountKey, groups: Iterable[GroupKey]) -> frozenset[Role]:
        """Every role that this account has by itself or by one of its groups."""
        given = [self.accounts.get(account, frozenset()), *(self.groups.get(group, frozenset()) for group in groups)]
        return frozenset().union(*given)


def is_away(spans: Iterable[Away], at: datetime) -> bool:
    """Whether that instant lies in one of the spans."""
    return any(span.start <= at < span.end for span in spans)
