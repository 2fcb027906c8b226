"""`pause`: note afterwards that a ticket was waiting, from when to when, and why."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Done, Reply
from bot.domain.pauses import Pause, Told, instant, read_pause
from bot.domain.permissions import CORRECTING_CLOCKS
from bot.domain.words import TicketId
from bot.errors import UserError
from bot.operations.pausing import WHOM, note_pause
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.pausing import pause_form


@dataclass(frozen=True)
class PauseInput:
    """Which ticket, for whom it waited (the client unless said), and `from 10:00 to 11:30 they were on the phone`."""

    ticket: TicketId = argument(Kind.TICKET)
    whom: str | None = argument(Kind.CHOICE, required=False, choices=tuple(WHOM))
    start: str | None = argument(Kind.WORD, required=False, named=True)
    end: str | None = argument(Kind.WORD, required=False, named=True)
    why: str = argument(Kind.TEXT)


async def _form(call: Call[PauseInput], uow: UnitOfWork) -> Form:
    return pause_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("pause", roles=CORRECTING_CLOCKS, takes=PauseInput, form=_form)
async def pause(call: Call[PauseInput], uow: UnitOfWork) -> Reply:
    """All clocks are reckoned as if the ticket had waited then."""
    said = _said(call)
    noted = Pause(said.start, said.end, WHOM[call.input.whom or "client"], said.why)
    await note_pause(uow, await uow.tickets.get(call.input.ticket), noted)
    return Done()


def _said(call: Call[PauseInput]) -> Told:
    wanted, setting = call.input, call.setting
    where = setting.now, ZoneInfo(setting.zone), setting.language
    if wanted.start is None or wanted.end is None:
        told = read_pause(wanted.why, *where)
        if told is None:
            raise UserError("bad_pause", word=wanted.why)
        return told
    start, end = instant(wanted.start, *where), instant(wanted.end, *where)
    if start is None or end is None:
        raise UserError("bad_moment", word=wanted.end if start else wanted.start)
    return Told(start, end, wanted.why)
