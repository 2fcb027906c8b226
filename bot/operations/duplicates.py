"""One matter in several tickets: by what each is known is kept, and several are hung under one as their parent."""

from collections.abc import Sequence

from bot.domain.business_keys import keys_of
from bot.domain.duplicates import Links, propose_parent
from bot.domain.finding_events import ChildrenAdded, ParentGiven
from bot.domain.tickets import Evidence, Ticket
from bot.domain.words import TicketId
from bot.errors import UserError
from bot.store.business_keys import elsewhere_of, keep_keys
from bot.store.unit_of_work import UnitOfWork


async def note_keys(uow: UnitOfWork, ticket: Ticket, fresh: Sequence[Evidence] | None = None) -> None:
    """Keep by what a ticket is known now; `fresh` is all the evidence of a ticket that was made here."""
    evidence = await uow.evidence.of(ticket.id) if fresh is None else fresh
    await keep_keys(uow, keys_of(ticket, evidence, uow.rules), fresh=fresh is not None)


async def accept_parent(uow: UnitOfWork, ticket: Ticket) -> tuple[TicketId, tuple[TicketId, ...]]:
    """Make the ticket that is proposed the parent of this one and of those like it; returns it and its new children.

    Raises UserError when nobody else reports the same now.
    """
    links = (await uow.desk.linked([ticket.id])).get(ticket.id, Links())
    own = keys_of(ticket, await uow.evidence.of(ticket.id), uow.rules, links.parent)
    found = (await elsewhere_of(uow, [ticket], {ticket.id: own})).get(ticket.id)
    rule = uow.rules.duplicates
    proposal = propose_parent(own, found.reports, rule.window, rule.clients) if found else None
    if proposal is None:
        raise UserError("nothing_alike", ticket=ticket.id)
    await hang(uow, proposal.parent, proposal.children)
    return proposal.parent, proposal.children


async def take_out(uow: UnitOfWork, ticket: Ticket) -> None:
    """A ticket is no part of another one any more; raises UserError when it is none."""
    parent = (await uow.desk.linked([ticket.id])).get(ticket.id, Links()).parent
    if parent is None:
        raise UserError("no_parent", ticket=ticket.id)
    await uow.desk.hang(ticket.id, None)
    uow.record(ticket, ParentGiven(None))
    uow.redraw(parent)


async def hang(uow: UnitOfWork, parent: TicketId, children: Sequence[TicketId]) -> None:
    """These tickets are parts of that one; every card says so. Raises UserError for a ticket under itself."""
    tickets = await uow.tickets.get_all([parent, *children])
    links = (await uow.desk.linked([parent])).get(parent, Links())
    for child in children:
        if child in (parent, links.parent):
            raise UserError("same_ticket", ticket=child)
        await uow.desk.hang(child, parent)
        uow.record(tickets[child], ParentGiven(parent))
    uow.record(tickets[parent], ChildrenAdded(tuple(children)))
