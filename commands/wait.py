"""`wait`: say for whom a ticket waits, until when, and why."""

from dataclasses import dataclass
from datetime import datetime

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.domain.words import TicketId
from bot.operations.waiting import WAITS
from bot.operations.waiting import wait as start_waiting
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import wait_form


@dataclass(frozen=True)
class WaitInput:
    """Which ticket, for whom, until when (`until=tomorrow 9h`), and why."""

    ticket: TicketId = argument(Kind.TICKET)
    whom: str = argument(Kind.CHOICE, choices=tuple(WAITS))
    until: datetime | None = argument(Kind.MOMENT, required=False, named=True)
    why: str | None = argument(Kind.TEXT, required=False)


async def _form(call: Call[WaitInput], uow: UnitOfWork) -> Form:
    return wait_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("wait", roles=DESK, takes=WaitInput, form=_form, gesture=Gesture.WAIT)
async def wait(call: Call[WaitInput], uow: UnitOfWork) -> Reply:
    """Put the ticket on hold."""
    wanted = call.input
    await start_waiting(uow, await uow.tickets.get(wanted.ticket), wanted.whom, wanted.why or "", wanted.until)
    return Done()
