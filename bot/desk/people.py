"""`people` and `roles`: who is who, and what makes somebody staff."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bot.desk.durations import Day
from bot.desk.faults import complain
from bot.desk.section import Section
from bot.desk.values import Account, GroupAddress, Name, Speaks, Zone, one_of
from bot.domain.people import Away, Grants, Person, PersonKey, Role

ListedRole = Annotated[Role, one_of(Role, "role")]


class AwayModel(Section):
    """Days on which a person is not called, both included, in the person's own zone."""

    start: Day = Field(alias="from")
    until: Day

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.until < self.start:
            complain("The last day away lies before the first.")
        return self

    def build(self, zone: ZoneInfo) -> Away:
        """The span in UTC, from midnight to midnight of that zone."""
        start = datetime.combine(self.start, time(), zone)
        end = datetime.combine(self.until + timedelta(days=1), time(), zone)
        return Away(start.astimezone(UTC), end.astimezone(UTC))


class PersonModel(Section):
    """One person, with every account that is theirs."""

    name: Name
    accounts: list[Account] = Field(default_factory=list)
    roles: list[ListedRole] = Field(default_factory=list)
    language: Speaks | None = None
    zone: Zone | None = None
    away: list[AwayModel] = Field(default_factory=list)

    def build(self, key: str, zone: str) -> Person:
        """The person; `zone` is the desk's, for who names none."""
        here = ZoneInfo(self.zone or zone)
        return Person(
            PersonKey(key),
            self.name,
            tuple(self.accounts),
            frozenset(self.roles),
            self.language,
            self.zone,
            tuple(each.build(here) for each in self.away),
        )


class GrantModel(Section):
    """The user groups or roles of a platform, and the single accounts, that have a role."""

    groups: list[GroupAddress] = Field(default_factory=list)
    accounts: list[Account] = Field(default_factory=list)


def build_grants(roles: Mapping[Role, GrantModel]) -> Grants:
    """Who has which role, looked up by group and by account."""
    groups = {group for grant in roles.values() for group in grant.groups}
    accounts = {account for grant in roles.values() for account in grant.accounts}
    return Grants(
        {group: frozenset(role for role, grant in roles.items() if group in grant.groups) for group in sorted(groups)},
        {one: frozenset(role for role, grant in roles.items() if one in grant.accounts) for one in sorted(accounts)},
    )
