"""Sheets: everything that a card shows of one ticket, read in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Table, literal, select

from bot.domain.sheets import Setting, TicketSheet
from bot.domain.tickets import EntryKind, Ticket, TicketPlace
from bot.domain.words import PersonId, PlaceId, TicketId
from bot.store import tables
from bot.store.places import place_of

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_PLACES, _ONCE = tables.places, tables.once
_SELDOM = (tables.escalations, tables.files, tables.links)
"""What few tickets have: one question tells which of them are worth one of their own."""


@dataclass(frozen=True)
class CardSheet:
    """A ticket's sheet for all of its cards, its places, and the channels among theirs that get nothing now."""

    sheet: TicketSheet
    places: Mapping[PlaceId, TicketPlace]
    stopped: frozenset[str]


async def sheet_of(uow: "UnitOfWork", ticket: Ticket, setting: Setting, jump: str = "") -> TicketSheet:
    """The sheet of a ticket, for that setting."""
    has = await _belongings(uow, ticket.id)
    report = await uow.entries.of(ticket.id, [EntryKind.REPORT])
    evidence = await uow.evidence.of(ticket.id)
    escalations = await uow.escalations.of(ticket.id) if tables.escalations in has else ()
    people: set[PersonId | None] = {ticket.owner, ticket.reporter, *(entry.person for entry in report)}
    people |= {value.person for value in evidence}
    for escalation in escalations:
        people |= {escalation.by, escalation.assignee, *escalation.called}
    return TicketSheet(
        ticket=ticket,
        rules=uow.rules,
        client=uow.rules.clients[ticket.client],
        names=await uow.people.names(person for person in people if person),
        report=report,
        evidence=evidence,
        escalations=escalations,
        files=await uow.files.of_ticket(ticket.id) if tables.files in has else (),
        clocks=await uow.audit.clocks(ticket),
        linked=await uow.desk.linked(ticket.id) if tables.links in has else (),
        jump=jump,
        setting=setting,
    )


async def card_sheet_of(uow: "UnitOfWork", place: PlaceId) -> CardSheet:
    """What the cards of the ticket that lives at a place show."""
    ticket = select(_PLACES.c.ticket).where(_PLACES.c.id == place).scalar_subquery()
    stopped = _ONCE.c.key == literal("stopped:") + _PLACES.c.channel
    query = select(_PLACES, _ONCE.c.key).outerjoin(_ONCE, stopped).where(_PLACES.c.ticket == ticket)
    rows = (await uow.execute(query)).mappings().all()
    places = {PlaceId(row["id"]): place_of(row) for row in rows}
    here = places[place]
    sheet = await sheet_of(uow, await uow.tickets.look(here.ticket), Setting(here.language, here.zone, uow.now))
    return CardSheet(sheet, places, frozenset(row["channel"] for row in rows if row["key"]))


async def _belongings(uow: "UnitOfWork", ticket: TicketId) -> frozenset[Table]:
    there = (select(table.c.ticket).where(table.c.ticket == ticket).exists() for table in _SELDOM)
    [row] = (await uow.execute(select(*there))).all()
    return frozenset(table for table, any_of_it in zip(_SELDOM, row, strict=True) if any_of_it)
