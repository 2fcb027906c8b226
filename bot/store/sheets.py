"""Sheets: everything that a card shows of one ticket, read in one go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Table, literal, select

from bot.domain.business_keys import keys_of
from bot.domain.duplicates import Links, TicketKeys
from bot.domain.first_look import FirstLook, ListedCheck
from bot.domain.sheets import Setting, TicketSheet
from bot.domain.tickets import EntryKind, Evidence, Ticket, TicketPlace
from bot.domain.words import PersonId, PlaceId, TicketId
from bot.store import tables
from bot.store.business_keys import SHARED_BY_SOME, business_keys, elsewhere_of, window_of
from bot.store.first_looks import first_looks, ticks_of
from bot.store.places import place_of
from bot.store.several import among, by_ticket

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_PLACES, _ONCE = tables.places, tables.once
_SELDOM = (tables.escalations, tables.files, tables.links, first_looks)
"""What few tickets have: one question tells which of them are worth one of their own."""
_BELONGINGS = select(
    *(select(table.c.ticket).where(among(table.c.ticket, "tickets")).exists() for table in _SELDOM),
    SHARED_BY_SOME,
)
_PLACES_TOO = (
    select(_PLACES, _ONCE.c.key)
    .outerjoin(_ONCE, _ONCE.c.key == literal("stopped:") + _PLACES.c.channel)
    .where(_PLACES.c.ticket.in_(select(_PLACES.c.ticket).where(among(_PLACES.c.id, "places"))))
    .order_by(_PLACES.c.id)
)


@dataclass(frozen=True)
class CardSheet:
    """A ticket's sheet for all of its cards, its places, and the channels among theirs that get nothing now."""

    sheet: TicketSheet
    places: Mapping[PlaceId, TicketPlace]
    stopped: frozenset[str]


async def sheet_of(uow: "UnitOfWork", ticket: Ticket, setting: Setting) -> TicketSheet:
    """The sheet of a ticket, for that setting."""
    [sheet] = await _sheets_of(uow, [(ticket, setting)])
    return sheet


async def _sheets_of(uow: "UnitOfWork", wanted: Sequence[tuple[Ticket, Setting]]) -> list[TicketSheet]:
    numbers = [ticket.id for ticket, _ in wanted]
    has = await _belongings(uow, [ticket for ticket, _ in wanted])
    reports = await uow.entries.of_all(numbers, [EntryKind.REPORT])
    evidence = await uow.evidence.of_all(numbers)
    escalations = await uow.escalations.of_all(numbers) if tables.escalations in has else {}
    files = await uow.files.of_tickets(numbers) if tables.files in has else {}
    links = await uow.desk.linked(numbers) if tables.links in has else {}
    timings = await uow.timings.of_all([ticket for ticket, _ in wanted])
    ticks = await ticks_of(uow, numbers) if first_looks in has else {}
    own = {ticket.id: _keys(uow, ticket, evidence, links) for ticket, _ in wanted} if business_keys in has else {}
    elsewhere = await elsewhere_of(uow, [ticket for ticket, _ in wanted], own) if own else {}
    bare = [
        TicketSheet(
            ticket=ticket,
            rules=uow.rules,
            client=uow.rules.clients[ticket.client],
            names={},
            report=reports.get(ticket.id, ()),
            evidence=evidence.get(ticket.id, ()),
            escalations=escalations.get(ticket.id, ()),
            files=files.get(ticket.id, ()),
            timing=timings[ticket.id],
            links=links.get(ticket.id, Links()),
            jump="",
            setting=setting,
            first_look=FirstLook.of(_checks(uow, ticket), ticks.get(ticket.id)),
            elsewhere=elsewhere.get(ticket.id),
        )
        for ticket, setting in wanted
    ]
    people = [_mentioned(sheet) for sheet in bare]
    names = await uow.people.names(person for each in people for person in each)
    return [
        replace(sheet, names={person: names[person] for person in each if person in names})
        for sheet, each in zip(bare, people, strict=True)
    ]


def _mentioned(sheet: TicketSheet) -> set[PersonId]:
    people: set[PersonId | None] = {sheet.ticket.owner, sheet.ticket.reporter, sheet.ticket.proposed}
    people |= {*sheet.ticket.watchers, *(sheet.ticket.decision.asked if sheet.ticket.decision else ())}
    people |= {entry.person for entry in sheet.report} | {value.person for value in sheet.evidence}
    people |= {tick.by for tick in sheet.first_look.ticks.values()}
    people |= {each.owner for each in sheet.elsewhere.tickets.values()} if sheet.elsewhere else set()
    for escalation in sheet.escalations:
        people |= {escalation.by, escalation.assignee, *escalation.called}
    return {person for person in people if person}


async def card_sheets_of(uow: "UnitOfWork", places: Collection[PlaceId]) -> dict[PlaceId, CardSheet]:
    """What the cards of the tickets that live at these places show, for every place of theirs."""
    rows = (await uow.execute(_PLACES_TOO, {"places": list(places)})).mappings().all()
    homes = by_ticket(rows, place_of)
    stopped = frozenset(row["channel"] for row in rows if row["key"])
    tickets = await uow.tickets.look_at(list(homes))
    settings = [Setting(homes[ticket.id][0].language, homes[ticket.id][0].zone, uow.now) for ticket in tickets]
    found: dict[PlaceId, CardSheet] = {}
    for sheet in await _sheets_of(uow, list(zip(tickets, settings, strict=True))):
        here = {each.id: each for each in homes[sheet.ticket.id]}
        found |= dict.fromkeys(here, CardSheet(sheet, here, stopped))
    return found


def _checks(uow: "UnitOfWork", ticket: Ticket) -> tuple[ListedCheck, ...]:
    category = uow.rules.categories.get(ticket.category) if ticket.category else None
    return category.first_look if category else ()


def _keys(
    uow: "UnitOfWork",
    ticket: Ticket,
    evidence: Mapping[TicketId, tuple[Evidence, ...]],
    links: Mapping[TicketId, Links],
) -> TicketKeys:
    return keys_of(ticket, evidence.get(ticket.id, ()), uow.rules, links.get(ticket.id, Links()).parent)


async def _belongings(uow: "UnitOfWork", tickets: Sequence[Ticket]) -> frozenset[Table]:
    values = {"tickets": [ticket.id for ticket in tickets], **window_of(uow, tickets)}
    [row] = (await uow.execute(_BELONGINGS, values)).all()
    return frozenset(table for table, any_of_it in zip((*_SELDOM, business_keys), row, strict=True) if any_of_it)
