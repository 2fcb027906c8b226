"""`parent`: several tickets are one matter; one of them is the parent of the others."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import DESK
from bot.domain.words import TicketId
from bot.operations.duplicates import accept_parent, hang, take_out
from bot.operations.status import must_be_open
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card


@dataclass(frozen=True)
class ParentInput:
    """Which ticket, and under which other; without it the one that its card proposes, for all that are alike.

    Its own number takes it out again.
    """

    ticket: TicketId = argument(Kind.TICKET)
    under: TicketId | None = argument(Kind.TICKET, required=False)


@command("parent", roles=DESK, takes=ParentInput)
async def parent(call: Call[ParentInput], uow: UnitOfWork) -> Reply:
    """Hang what is one matter under one ticket."""
    ticket, under = await uow.tickets.look(call.input.ticket), call.input.under  # all are locked together, in order
    must_be_open(ticket)
    if under == ticket.id:
        await take_out(uow, ticket)
        return Private(said_card("on_its_own", call.setting, call.words, id=ticket.id))
    if under is None:
        under, children = await accept_parent(uow, ticket)
    else:
        children = (ticket.id,)
        await hang(uow, (await uow.tickets.look(under)).id, children)
    facts = {"parent": under, "tickets": [f"#{each}" for each in children]}
    return Private(said_card("parent", call.setting, call.words, **facts))
