"""Priority and category: what the rules proposed, a person corrects with a reason."""

from dataclasses import replace

from bot.domain.events import CategoryChanged, PriorityAsked, PriorityChanged
from bot.domain.priority import Level, priority_of
from bot.domain.rules import match_policy
from bot.domain.tickets import Ticket
from bot.domain.words import CategoryKey
from bot.errors import UserError
from bot.operations.status import must_be_open
from bot.store.unit_of_work import UnitOfWork


async def set_priority(uow: UnitOfWork, ticket: Ticket, impact: Level, urgency: Level, why: str) -> Ticket:
    """Set impact and urgency; the clocks keep what has elapsed and run towards the new targets."""
    must_be_open(ticket)
    if not why:
        raise UserError("why_needed")
    priority = priority_of(impact, urgency)
    if (impact, urgency) == (ticket.impact, ticket.urgency):
        return ticket
    category = ticket.category or next(iter(uow.rules.categories))
    match = match_policy(uow.rules, uow.rules.clients[ticket.client], priority, category)
    changed = replace(
        ticket,
        impact=impact,
        urgency=urgency,
        priority=priority,
        policy=match.policy.key,
        desk_version=uow.version,
    )
    await uow.tickets.save(changed)
    event = PriorityChanged(ticket.priority, priority, impact, urgency, why, match.policy.key, uow.version)
    uow.record(changed, event)
    return changed


async def ask_priority(uow: UnitOfWork, ticket: Ticket, why: str = "") -> None:
    """The client says that it is urgent: the owner hears of it and decides."""
    must_be_open(ticket)
    uow.record(ticket, PriorityAsked(why))


async def set_category(uow: UnitOfWork, ticket: Ticket, category: CategoryKey) -> Ticket:
    """Say what kind of report it is; the fields that it needs follow."""
    must_be_open(ticket)
    if ticket.category == category:
        return ticket
    changed = await uow.tickets.save(replace(ticket, category=category, category_why=""))
    uow.record(changed, CategoryChanged(ticket.category, category))
    return changed
