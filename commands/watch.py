"""`watch`: follow a ticket, or follow it no longer."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import DESK
from bot.domain.words import TicketId
from bot.operations.watching import stop_watching
from bot.operations.watching import watch as follow
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card


@dataclass(frozen=True)
class WatchInput:
    """Which ticket; `stop` when no longer."""

    ticket: TicketId = argument(Kind.TICKET)
    stop: str | None = argument(Kind.CHOICE, required=False, choices=("stop",))


@command("watch", roles=DESK, takes=WatchInput)
async def watch(call: Call[WatchInput], uow: UnitOfWork) -> Reply:
    """Be mentioned when its status changes."""
    ticket = await uow.tickets.get(call.input.ticket)
    if call.input.stop:
        await stop_watching(uow, ticket, call.actor.person)
        return Private(said_card("watched_no_more", call.setting, call.words, id=ticket.id))
    await follow(uow, ticket, call.actor.person)
    return Private(said_card("watched", call.setting, call.words, id=ticket.id))
