"""A person's data in the rows: where they are, and the rows without them."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Column, Table, Text, cast, delete, false, func, or_, select, true, union, update

from bot.domain.erasure import Traces
from bot.domain.people import AccountKey
from bot.domain.words import PersonId, TicketId
from bot.store import tables
from bot.store.inbox import FORGOTTEN
from bot.store.inbox_turns import DONE, NEW, WORKING
from bot.store.queue_tables import inbox
from bot.store.search import searches
from bot.store.types import PlainText

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

BATCH = 200
_PEOPLE, _ACCOUNTS, _MEMBERS = tables.people, tables.accounts, tables.group_members
_LEFT_TO_OTHERS = (_PEOPLE, _ACCOUNTS, _MEMBERS, tables.desk_versions, searches)
"""Tables that are cleaned in their own way."""


@dataclass(frozen=True)
class Subject:
    """Whose data are meant: the person's row, when there is one, their key in desk.yaml, accounts and traces."""

    person: PersonId | None
    key: str | None
    accounts: tuple[AccountKey, ...]
    traces: Traces


async def find_subject(uow: "UnitOfWork", said: str) -> Subject | None:
    """The person of a key, of an account `platform:team:user` (known or not) or of a number; None for nobody."""
    if said.count(":") == 2:
        account = AccountKey(*said.split(":"))
        known = await uow.people.account(account.platform, account.user)
        return await _subject(uow, known.person) if known else Subject(None, None, (account,), Traces((account.user,)))
    where = _PEOPLE.c.id == int(said) if said.isdigit() else _PEOPLE.c.key == said
    number = (await uow.execute(select(_PEOPLE.c.id).where(where))).scalar_one_or_none()
    return await _subject(uow, PersonId(number)) if number else None


async def _subject(uow: "UnitOfWork", person: PersonId) -> Subject:
    row = (await uow.execute(select(_PEOPLE).where(_PEOPLE.c.id == person))).mappings().one()
    accounts = await uow.people.accounts_of(person)
    names = dict.fromkeys(name for name in (row["name"], *(each.name for each in accounts)) if name.strip())
    ids = tuple(each.account.user for each in accounts)
    return Subject(person, row["key"], tuple(each.account for each in accounts), Traces(ids, tuple(names)))


async def touched_tickets(uow: "UnitOfWork", person: PersonId) -> tuple[TicketId, ...]:
    """The tickets in which somebody did or said something."""
    parts = [
        select(table.c.ticket).where(table.c.person == person, table.c.ticket.is_not(None))
        for table in (tables.entries, tables.audit, tables.evidence)
    ]
    own, called = tables.tickets, tables.escalations
    named = (own.c.reporter == person, own.c.owner == person, own.c.proposed == person, *_follows(person))
    parts.append(select(own.c.id).where(or_(*named)))
    parts.append(select(called.c.ticket).where(or_(called.c.by == person, called.c.assignee == person)))
    rows = await uow.execute(union(*parts))
    return tuple(sorted(TicketId(number) for number in rows.scalars().all()))


def _follows(person: PersonId) -> tuple[Any, ...]:
    """Whether somebody stands in a ticket's list of those who follow it: `[1, 5]`."""
    listed = cast(tables.tickets.c.watchers, Text)
    return tuple(listed.like(each) for each in (f"[{person}]", f"[{person},%", f"%, {person},%", f"%, {person}]"))


async def wordy_entries(uow: "UnitOfWork", person: PersonId, ticket: TicketId | None, limit: int) -> list[Any]:
    """Entries of a person that still say something, of a ticket or of none."""
    entries = tables.entries
    of = entries.c.ticket == ticket if ticket else entries.c.ticket.is_(None)
    full = or_(entries.c.text != "", entries.c.why != "")
    query = select(entries).where(entries.c.person == person, of, full).order_by(entries.c.id).limit(limit)
    return [dict(row) for row in (await uow.execute(query)).mappings().all()]


async def rows_of(uow: "UnitOfWork", table: Table, *where: Any) -> list[dict[str, Any]]:
    """Rows of a table, in the order of their numbers."""
    query = select(table).where(*where).order_by(*table.primary_key.columns)
    return [dict(row) for row in (await uow.execute(query)).mappings().all()]


async def put(uow: "UnitOfWork", table: Table, row: dict[str, Any], **values: Any) -> bool:
    """Give a row other values; False when it has them already."""
    changed = {name: value for name, value in values.items() if row[name] != value}
    if changed:
        await uow.execute(update(table).where(*(key == row[key.name] for key in table.primary_key)).values(**changed))
    return bool(changed)


def searched_tables() -> tuple[Table, ...]:
    """Every table in which somebody may be named."""
    return tuple(each for each in tables.metadata.sorted_tables if each not in _LEFT_TO_OTHERS and _texts(each))


def _texts(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if isinstance(column.type, PlainText | JSON)]


async def naming(uow: "UnitOfWork", table: Table, traces: Traces, after: Any) -> list[dict[str, Any]]:
    """The next rows after a primary key in which one of these traces may stand; the whole table is read."""
    place = func.instr if uow.dialect == "sqlite" else func.strpos
    hits = [place(cast(column, Text), token) > 0 for column in _texts(table) for token in traces.tokens]
    [key] = table.primary_key.columns
    query = select(table).where(or_(false(), *hits), true() if after is None else key > after)
    return [dict(row) for row in (await uow.execute(query.order_by(key).limit(BATCH))).mappings().all()]


def key_of(table: Table, row: dict[str, Any]) -> Any:
    """The primary key of a row."""
    [key] = table.primary_key.columns
    return row[key.name]


async def clean(uow: "UnitOfWork", table: Table, row: dict[str, Any], traces: Traces) -> bool | None:
    """The row without these traces; whether there were any, None when it must be worked off first."""
    found = {each.name: traces.out_of(row[each.name]) for each in _texts(table)}
    if all(row[name] == value for name, value in found.items()):
        return False
    if table is inbox:
        if row["state"] in (NEW, WORKING):
            return None
        key = row["key"] if found["key"] == row["key"] else f"{found['key']}#{row['id']}"
        found |= {"payload": {}, "error": FORGOTTEN, "state": DONE, "key": key}
    return await put(uow, table, row, **found)


async def drop_drafts(uow: "UnitOfWork", person: PersonId) -> int:
    """Forms that somebody has begun."""
    return (await uow.execute(delete(tables.drafts).where(tables.drafts.c.person == person))).rowcount


async def drop_identity(uow: "UnitOfWork", subject: Subject) -> int:
    """Accounts and memberships go, the person's row keeps its number and nothing else."""
    gone = 0
    for account in subject.accounts:
        for table in (_ACCOUNTS, _MEMBERS):
            where = (table.c.platform == account.platform, table.c.user == account.user)
            gone += (await uow.execute(delete(table).where(*where))).rowcount
    for row in await rows_of(uow, _PEOPLE, _PEOPLE.c.id == subject.person) if subject.person else ():
        gone += await put(uow, _PEOPLE, row, key=None, name="", language=None, zone=None)
    return gone


async def desk_texts(uow: "UnitOfWork") -> list[dict[str, Any]]:
    """Every version of desk.yaml that was ever read."""
    return await rows_of(uow, tables.desk_versions)


def compact(file: Path) -> str:
    """Give SQLite's free pages and its index of words back, so that nothing erased stays; why not, if so."""
    try:
        with closing(sqlite3.connect(file, timeout=5.0, isolation_level=None)) as connection:
            connection.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "its write-ahead log is in use" if busy else ""
