"""Business keys as rows: by which rounds, transactions and faults tickets are known, and who shares them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ForeignKey, Index, Table, and_, bindparam, case, delete, func, literal, select

from bot.domain.duplicates import BusinessKey, Elsewhere, TicketKeys
from bot.domain.providers import IdKind
from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.domain.words import ClientKey, ProviderKey, TicketId
from bot.store import tables
from bot.store.several import among
from bot.store.tickets import ticket_of
from bot.store.types import PlainText, UtcDateTime

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

FAULT = "fault"
"""The kind of a row that stands for provider, game and category together."""
KINDS, MOST = 3, 40
"""Kinds of keys, and how many tickets are told of one of them; the oldest first."""
EVER, NEVER = (literal(datetime(year, 1, 1, tzinfo=UTC), UtcDateTime()) for year in (1970, 9999))

business_keys = Table(
    "business_keys",
    tables.metadata,
    Column("id", tables.Id, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False, index=True),
    Column("kind", PlainText, nullable=False),
    Column("value", PlainText, nullable=False),
    Column("provider", PlainText),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_business_keys_kind_value_at", "kind", "value", "at"),
)
_TICKETS, _LINKS = tables.tickets, tables.links
_MINE, _OTHER = business_keys.alias("mine"), business_keys.alias("other")
_IS_FAULT = _MINE.c.kind == FAULT
_SHARED = and_(
    _OTHER.c.kind == _MINE.c.kind,
    _OTHER.c.value == _MINE.c.value,
    _OTHER.c.ticket != _MINE.c.ticket,
    _OTHER.c.at >= case((_IS_FAULT, bindparam("since", type_=UtcDateTime())), else_=EVER),
    _OTHER.c.at <= case((_IS_FAULT, bindparam("until", type_=UtcDateTime())), else_=NEVER),
)
SHARED_BY_SOME = select(_MINE.c.ticket).join(_OTHER, _SHARED).where(among(_MINE.c.ticket, "tickets")).exists()
"""Whether any of these tickets shares anything: a condition for a question that is asked anyway."""
_NTH = func.row_number().over(partition_by=(_MINE.c.ticket, _MINE.c.kind), order_by=_OTHER.c.ticket)


def window_of(uow: "UnitOfWork", tickets: Sequence[Ticket]) -> dict[str, datetime]:
    """The parameters that bound how far from these tickets the same fault is looked for."""
    window = uow.rules.duplicates.window
    opened = [each.opened_at for each in tickets]
    return {"since": min(opened) - window, "until": max(opened) + window}


_REQUESTS = [status for status in Status if status is not Status.CANCELLED]
"""Named one by one, so that a row that nobody can read spoils no other ticket's card."""


async def keep_keys(uow: "UnitOfWork", keys: TicketKeys, *, fresh: bool = False) -> None:
    """A ticket is known by these keys and no others; a `fresh` one was known by none."""
    if not fresh:
        await drop_keys(uow, keys.ticket)
    if rows := _rows(keys):
        await uow.add_rows(business_keys, rows)


async def drop_keys(uow: "UnitOfWork", ticket: TicketId) -> None:
    """A ticket is known by nothing."""
    await uow.execute(delete(business_keys).where(business_keys.c.ticket == ticket))


def _rows(keys: TicketKeys) -> list[dict[str, Any]]:
    pairs = [(str(each.kind), each.value) for each in sorted(keys.keys, key=lambda each: (each.kind, each.value))]
    if keys.provider and keys.game and keys.error:
        pairs.append((FAULT, "/".join((keys.provider, keys.error, keys.game.casefold()))))
    about = {"ticket": keys.ticket, "provider": keys.provider, "at": keys.opened_at}
    return [{**about, "kind": kind, "value": value} for kind, value in pairs]


async def elsewhere_of(
    uow: "UnitOfWork", tickets: Sequence[Ticket], own: Mapping[TicketId, TicketKeys]
) -> dict[TicketId, Elsewhere]:
    """For each ticket that shares a key: the others within sight that do, those left out that were no requests."""
    about, above = _MINE.c.ticket.label("about"), _LINKS.c.other.label("above")
    shared = [about, _OTHER.c.kind.label("kind"), _OTHER.c.value.label("value"), _OTHER.c.provider.label("whose")]
    near = select(*shared, _OTHER.c.ticket.label("other"), _NTH.label("nth")).join(_OTHER, _SHARED)
    told = near.where(among(_MINE.c.ticket, "tickets")).subquery()
    near_ = select(told).where(told.c.nth <= MOST).limit(KINDS * MOST * len(tickets)).subquery()
    query = (
        select(_TICKETS, *(near_.c[name] for name in ("about", "kind", "value", "whose")), above)
        .join(near_, near_.c.other == _TICKETS.c.id)
        .outerjoin(_LINKS, and_(_LINKS.c.ticket == _TICKETS.c.id, _LINKS.c.rank > 0))
        .where(_TICKETS.c.status.in_(_REQUESTS), uow.tickets.within_sight())
        .order_by(_TICKETS.c.id)
    )
    values = {"tickets": [ticket.id for ticket in tickets], **window_of(uow, tickets)}
    rows = (await uow.execute(query, values)).mappings().all()
    found: dict[TicketId, dict[TicketId, list[Any]]] = {}
    for row in rows:
        found.setdefault(TicketId(row["about"]), {}).setdefault(TicketId(row["id"]), []).append(row)
    return {number: _elsewhere(own[number], others) for number, others in found.items()}


def _elsewhere(own: TicketKeys, others: Mapping[TicketId, list[Any]]) -> Elsewhere:
    tickets = {number: ticket_of(rows[0]) for number, rows in others.items()}
    return Elsewhere(own, tuple(_keys(own, rows) for rows in others.values()), tickets)


def _keys(own: TicketKeys, rows: list[Any]) -> TicketKeys:
    """What another ticket shares with ours; the rest of what it is known by was not asked for."""
    first, alike = rows[0], any(row["kind"] == FAULT for row in rows)
    whose = ProviderKey(first["whose"]) if first["whose"] else None
    return TicketKeys(
        TicketId(first["id"]),
        ClientKey(first["client"]),
        frozenset(BusinessKey(IdKind(row["kind"]), row["value"], whose) for row in rows if row["kind"] != FAULT),
        first["opened_at"],
        own.provider if alike else whose,
        own.game if alike else None,
        own.error if alike else "",
        TicketId(first["above"]) if first["above"] else None,
    )
