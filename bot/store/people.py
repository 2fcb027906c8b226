"""People and their accounts: an account belongs to exactly one person, and is never joined by name or e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, delete, func, or_, select, update

from bot.chat.cards import Known
from bot.chat.platform import Profile
from bot.domain.people import AccountKey, GroupKey
from bot.domain.words import Channel, Language, PersonId
from bot.store import tables

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_PEOPLE, _ACCOUNTS, _MEMBERS = tables.people, tables.accounts, tables.group_members


def _look_up() -> Select[Any]:
    others = _ACCOUNTS.alias()
    any_locale = (
        select(others.c.locale).where(others.c.person == _ACCOUNTS.c.person, others.c.locale != "").limit(1)
    ).scalar_subquery()
    locale = func.coalesce(func.nullif(_ACCOUNTS.c.locale, ""), any_locale).label("any_locale")
    member = and_(_MEMBERS.c.platform == _ACCOUNTS.c.platform, _MEMBERS.c.user == _ACCOUNTS.c.user)
    return (
        select(_ACCOUNTS, _PEOPLE.c.language, locale, _MEMBERS.c.group)
        .join(_PEOPLE, _PEOPLE.c.id == _ACCOUNTS.c.person)
        .outerjoin(_MEMBERS, member)
        .where(_ACCOUNTS.c.platform == bindparam("platform"), _ACCOUNTS.c.user == bindparam("user"))
    )


_LOOK_UP = _look_up()


@dataclass(frozen=True)
class KnownAccount:
    """An account as it was last seen, and whose it is."""

    account: AccountKey
    person: PersonId
    name: str
    locale: str | None
    zone: str | None
    active: bool
    seen_at: datetime


@dataclass(frozen=True)
class PersonCard:
    """An account with what says who its person may be: their groups, desk.yaml's language, and an account's locale."""

    known: KnownAccount
    groups: tuple[GroupKey, ...]
    language: Language | None
    locale: str | None


def account_of(row: Any) -> KnownAccount:
    """A row as an account."""
    account = AccountKey(row["platform"], row["team"], row["user"])
    person = PersonId(row["person"])
    return KnownAccount(account, person, row["name"], row["locale"], row["zone"], row["active"], row["seen_at"])


def _group_keys(keys: Iterable[str]) -> tuple[GroupKey, ...]:
    parts = (key.split(":", 2) for key in keys)
    return tuple(GroupKey(platform, workspace, number) for platform, workspace, number in parts)


class People:
    """The people of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow
        self._made_some = False
        self._keys: dict[PersonId, str | None] = {}

    async def look_up(self, platform: str, user: str) -> PersonCard | None:
        """Who an account is, in one question; None for one that was never seen."""
        rows = (await self._uow.execute(_LOOK_UP, {"platform": platform, "user": user})).mappings().all()
        if not rows:
            return None
        language = Language(rows[0]["language"]) if rows[0]["language"] else None
        groups = _group_keys(row["group"] for row in rows if row["group"])
        return PersonCard(account_of(rows[0]), groups, language, rows[0]["any_locale"])

    async def account(self, platform: str, user: str) -> KnownAccount | None:
        """The account of a user id on a platform, None for one that was never seen."""
        where = and_(_ACCOUNTS.c.platform == platform, _ACCOUNTS.c.user == user)
        row = (await self._uow.execute(select(_ACCOUNTS).where(where))).mappings().first()
        if row is None:
            return None
        return account_of(row)

    async def remember(self, profile: Profile) -> KnownAccount:
        """Keep what a platform tells of an account; an unknown one makes a new person."""
        account = profile.account
        known = await self.account(account.platform, account.user)
        person = await self._person_for(profile, known)
        values = {
            "team": account.team,
            "person": person,
            "name": profile.name,
            "locale": profile.locale,
            "zone": profile.zone,
            "active": profile.active,
            "seen_at": self._uow.wall,
        }
        if known:
            where = and_(_ACCOUNTS.c.platform == account.platform, _ACCOUNTS.c.user == account.user)
            await self._uow.execute(update(_ACCOUNTS).where(where).values(**values))
        else:
            person = await self._add_account({"platform": account.platform, "user": account.user, **values})
        if profile.groups is not None:
            await self._keep_groups_of(account, profile.groups)
        return KnownAccount(account, person, profile.name, profile.locale, profile.zone, profile.active, self._uow.wall)

    async def _add_account(self, row: dict[str, Any]) -> PersonId:
        """Whose account it is; another replica may have been quicker, and then a person made for it here goes again."""
        added = self._uow.insert(_ACCOUNTS).values(**row).on_conflict_do_nothing().returning(_ACCOUNTS.c.person)
        if (await self._uow.execute(added)).first() is not None:
            return PersonId(row["person"])
        known = await self.account(row["platform"], row["user"])
        assert known is not None, "it was there a moment ago, and accounts are never deleted"
        if known.person != row["person"]:
            await self._uow.execute(delete(_PEOPLE).where(_PEOPLE.c.id == row["person"], _PEOPLE.c.key.is_(None)))
        return known.person

    async def _person_for(self, profile: Profile, known: KnownAccount | None) -> PersonId:
        account = profile.account
        named = self._uow.rules.person_of(account.platform, account.team, account.user)
        if named:
            return (await self.by_keys([named.key]))[named.key]
        if known:
            await self._uow.execute(
                update(_PEOPLE)
                .where(_PEOPLE.c.id == known.person, _PEOPLE.c.key.is_(None), _PEOPLE.c.name != profile.name)
                .values(name=profile.name)
            )
            return known.person
        added = await self._uow.execute(self._uow.insert(_PEOPLE).values(name=profile.name).returning(_PEOPLE.c.id))
        return PersonId(added.scalar_one())

    async def by_keys(self, keys: Iterable[str]) -> dict[str, PersonId]:
        """The person ids of desk.yaml's people; those that have no row yet get one."""
        wanted = list(dict.fromkeys(keys))
        numbers = self._uow.numbers_of_people
        if all(key in numbers for key in wanted):
            return {key: numbers[key] for key in wanted}
        found = await self._ids(wanted)
        missing = [key for key in wanted if key not in found]
        self._made_some |= bool(missing)
        if not self._made_some:  # what was made here may be rolled back
            numbers.update(found)
        for key in missing:
            person = self._uow.rules.people[key]  # type: ignore[index]  # keys come from the same rules
            row = {"key": key, "name": person.name, "language": person.language, "zone": person.zone}
            await self._uow.execute(self._uow.insert(_PEOPLE).values(**row).on_conflict_do_nothing())
        return {**found, **(await self._ids(missing))} if missing else found

    async def _ids(self, keys: list[str]) -> dict[str, PersonId]:
        if not keys:
            return {}
        rows = await self._uow.execute(select(_PEOPLE.c.key, _PEOPLE.c.id).where(_PEOPLE.c.key.in_(keys)))
        return {key: PersonId(number) for key, number in rows.all()}

    async def names(self, people: Iterable[PersonId]) -> dict[PersonId, str]:
        """What these people are called."""
        wanted = set(people)
        if not wanted:
            return {}
        rows = await self._uow.execute(select(_PEOPLE.c.id, _PEOPLE.c.name).where(_PEOPLE.c.id.in_(wanted)))
        return {PersonId(number): name for number, name in rows.all()}

    async def key_of(self, person: PersonId) -> str | None:
        """The key by which desk.yaml names a person, None when it does not."""
        if person not in self._keys:
            await self.learn_keys([person])
        return self._keys[person]

    async def learn_keys(self, people: Iterable[PersonId]) -> None:
        """The keys of these people will be asked for."""
        wanted = [person for person in dict.fromkeys(people) if person not in self._keys]
        if not wanted:
            return
        rows = await self._uow.execute(select(_PEOPLE.c.id, _PEOPLE.c.key).where(_PEOPLE.c.id.in_(wanted)))
        self._keys |= dict.fromkeys(wanted) | {PersonId(number): key for number, key in rows.all()}

    async def known(self, people: Iterable[PersonId], channel: Channel) -> dict[PersonId, Known]:
        """How these people are called in a channel: by an active account, the workspace's own first, or by name.

        Somebody whose data were erased is not among them.
        """
        names = await self.names(people)
        if not names:
            return {}
        where = and_(
            _ACCOUNTS.c.person.in_(names), _ACCOUNTS.c.platform == channel.platform, _ACCOUNTS.c.active.is_(True)
        )
        ours = (channel.platform, channel.workspace)
        team = next((each.team for each in self._uow.rules.workspaces if (each.platform, each.name) == ours), "")
        query = select(_ACCOUNTS.c.person, _ACCOUNTS.c.user).where(where).order_by(_ACCOUNTS.c.team == team)
        accounts = {row.person: row.user for row in (await self._uow.execute(query)).all()}
        return {person: Known(name, accounts.get(person)) for person, name in names.items() if name}

    async def accounts_of(self, person: PersonId) -> tuple[KnownAccount, ...]:
        """Every account of a person."""
        rows = (await self._uow.execute(select(_ACCOUNTS).where(_ACCOUNTS.c.person == person))).mappings().all()
        return tuple(account_of(row) for row in rows)

    async def groups_of(self, account: AccountKey) -> tuple[GroupKey, ...]:
        """The listed groups in which an account was last seen."""
        where = and_(_MEMBERS.c.platform == account.platform, _MEMBERS.c.user == account.user)
        rows = await self._uow.execute(select(_MEMBERS.c.group).where(where))
        return _group_keys(rows.scalars().all())

    async def _keep_groups_of(self, account: AccountKey, groups: Iterable[GroupKey]) -> None:
        """These are its roles in the server that told of it; what it has in other servers of ours stays."""
        servers = {each.name for each in self._uow.rules.workspaces if each.team == account.team}
        where = and_(
            _MEMBERS.c.platform == account.platform,
            _MEMBERS.c.user == account.user,
            or_(*(_MEMBERS.c.group.startswith(f"{account.platform}:{name}:", autoescape=True) for name in servers)),
        )
        known = {group for (group,) in (await self._uow.execute(select(_MEMBERS.c.group).where(where))).all()}
        held = {group.key for group in groups}
        if gone := known - held:
            await self._uow.execute(delete(_MEMBERS).where(where, _MEMBERS.c.group.in_(gone)))
        rows = [{"platform": account.platform, "group": key, "user": account.user} for key in sorted(held - known)]
        if rows:
            await self._uow.execute(self._uow.insert(_MEMBERS).values(rows).on_conflict_do_nothing())

    async def keep_group(self, group: GroupKey, users: Iterable[str]) -> None:
        """These are the users of a listed group now; another replica may say the same at this moment."""
        where = and_(_MEMBERS.c.platform == group.platform, _MEMBERS.c.group == group.key)
        await self._uow.execute(delete(_MEMBERS).where(where))
        rows = [{"platform": group.platform, "group": group.key, "user": user} for user in dict.fromkeys(users)]
        if rows:
            await self._uow.execute(self._uow.insert(_MEMBERS).values(rows).on_conflict_do_nothing())

    async def list_people(self) -> None:
        """Everybody whom desk.yaml names has a row, and so has each account of theirs; joined accounts move to them."""
        keys = await self.by_keys(self._uow.rules.people)
        for person in self._uow.rules.people.values():
            for account in person.accounts:
                row = {
                    "platform": account.platform,
                    "user": account.user,
                    "team": account.team,
                    "person": keys[person.key],
                    "name": person.name,
                    "locale": None,
                    "zone": None,
                    "active": True,
                    "seen_at": datetime(2000, 1, 1, tzinfo=UTC),
                }
                change = {"person": keys[person.key], "team": account.team}
                query = self._uow.insert(_ACCOUNTS).values(**row)
                await self._uow.execute(query.on_conflict_do_update(index_elements=["platform", "user"], set_=change))
