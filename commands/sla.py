"""`sla explain`: why the clocks of a ticket stand as they do."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.clocks import ClockKind
from bot.domain.permissions import STAFF
from bot.domain.words import TicketId
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.sla import sla_card


@dataclass(frozen=True)
class SlaInput:
    """Which ticket, and which of its clocks; all when none is named."""

    what: str | None = argument(Kind.CHOICE, required=False, choices=("explain",))
    ticket: TicketId = argument(Kind.TICKET)
    clock: str | None = argument(Kind.CHOICE, required=False, choices=tuple(kind.value for kind in ClockKind))


@command("sla", roles=STAFF, takes=SlaInput)
async def sla(call: Call[SlaInput], uow: UnitOfWork) -> Reply:
    """Say it privately, from the ticket's whole history."""
    sheet = await private_sheet(call, uow, call.input.ticket)
    wanted = ClockKind(call.input.clock) if call.input.clock else None
    return Private(sla_card(sheet, call.words, wanted))
