"""`again`: a message in a closed ticket's thread becomes a ticket of its own."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Done, Reply
from bot.domain.permissions import ANSWERING
from bot.domain.words import EntryId, TicketId
from bot.operations.joining import split
from bot.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AgainInput:
    """Which closed ticket, and which message."""

    ticket: TicketId = argument(Kind.TICKET)
    entry: int = argument(Kind.NUMBER)


@command("again", roles=ANSWERING, takes=AgainInput, hidden=True)
async def again(call: Call[AgainInput], uow: UnitOfWork) -> Reply:
    """Open the new ticket, once."""
    ticket = await uow.tickets.get(call.input.ticket)
    entry = await uow.entries.find(EntryId(call.input.entry))
    if entry and entry.ticket == ticket.id:
        await split(uow, ticket, entry)
    return Done()
