"""Priority, category, type and team: what the rules proposed, a person corrects with a reason."""

from dataclasses import replace

from bot.domain.decisions import Facet
from bot.domain.events import CategoryChanged, PriorityAsked
from bot.domain.policies import TicketType
from bot.domain.priority import Level, priority_of
from bot.domain.tickets import Ticket
from bot.domain.triage_events import TeamChosen, TypeChanged
from bot.domain.words import CategoryKey, TeamKey
from bot.errors import UserError
from bot.operations.duplicates import note_keys
from bot.operations.status import must_be_open
from bot.operations.triage import promised_anew, reconsider, taken_over
from bot.store.unit_of_work import UnitOfWork


async def set_priority(uow: UnitOfWork, ticket: Ticket, impact: Level, urgency: Level, why: str) -> Ticket:
    """Set impact and urgency; the clocks keep what has elapsed and run towards the new targets."""
    must_be_open(ticket)
    if not why:
        raise UserError("why_needed")
    priority = priority_of(impact, urgency)
    if (impact, urgency) == (ticket.impact, ticket.urgency):
        return ticket
    changed = await taken_over(uow, ticket, Facet.PRIORITY, ticket.priority.code, priority.code)
    changed = replace(changed, impact=impact, urgency=urgency, priority=priority)
    return await reconsider(uow, await promised_anew(uow, ticket, changed, why))


async def ask_priority(uow: UnitOfWork, ticket: Ticket, why: str = "") -> None:
    """The client says that it is urgent: the owner hears of it and decides."""
    must_be_open(ticket)
    uow.record(ticket, PriorityAsked(why))


async def set_category(uow: UnitOfWork, ticket: Ticket, category: CategoryKey) -> Ticket:
    """Say what kind of report it is; the fields that it needs follow."""
    must_be_open(ticket)
    if ticket.category == category:
        return ticket
    changed = await taken_over(uow, ticket, Facet.CATEGORY, ticket.category or "", category)
    changed = await uow.tickets.save(replace(changed, category=category, category_why=""))
    uow.record(changed, CategoryChanged(ticket.category, category))
    await note_keys(uow, changed)
    return await reconsider(uow, changed)


async def set_type(uow: UnitOfWork, ticket: Ticket, type_: TicketType) -> Ticket:
    """Say whether it is an incident, a request, a problem or a change; what we promise may depend on it."""
    must_be_open(ticket)
    if ticket.type is type_:
        return ticket
    changed = await taken_over(uow, ticket, Facet.TYPE, ticket.type or "", type_)
    changed = await promised_anew(uow, ticket, replace(changed, type=type_))
    uow.record(changed, TypeChanged(ticket.type, type_))
    return changed


async def choose_team(uow: UnitOfWork, ticket: Ticket, team: TeamKey) -> Ticket:
    """Say to which team it goes, whatever the rules say; nobody is called by that."""
    must_be_open(ticket)
    before = ticket.decision.team if ticket.decision else None
    if ticket.decision is None or before == team:
        return ticket
    changed = await taken_over(uow, ticket, Facet.TEAM, before or "", team)
    assert changed.decision is not None
    changed = await uow.tickets.save(replace(changed, decision=replace(changed.decision, team=team)))
    uow.record(changed, TeamChosen(before, team))
    return changed
