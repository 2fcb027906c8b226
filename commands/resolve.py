"""`resolve`: say that it is solved, by a verdict and in words for the client."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Reply
from bot.domain.permissions import ANSWERING
from bot.domain.tickets import Verdict
from bot.domain.words import TicketId
from bot.drafting import show_form
from bot.operations.resolution import close
from bot.operations.resolution import resolve as solve
from bot.operations.status import must_be_open
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import resolve_form


@dataclass(frozen=True)
class ResolveInput:
    """Which ticket, which verdict, and what the client reads."""

    ticket: TicketId = argument(Kind.TICKET)
    verdict: str | None = argument(Kind.CHOICE, required=False, choices=tuple(Verdict))
    text: str | None = argument(Kind.TEXT, required=False)


async def _form(call: Call[ResolveInput], uow: UnitOfWork) -> Form:
    return resolve_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command(
    "resolve", roles=ANSWERING, takes=ResolveInput, form=_form, gesture=Gesture.RESOLVE, aliases=("done", "pronto")
)
async def resolve(call: Call[ResolveInput], uow: UnitOfWork) -> Reply:
    """Staff resolve; the client's own word for it confirms what staff resolved."""
    ticket = await uow.tickets.get(call.input.ticket)
    if not call.actor.is_staff:
        await close(uow, ticket, "confirmed")
        return Done()
    must_be_open(ticket)
    if call.input.verdict is None:
        return await show_form(uow, call, "resolve", await _form(call, uow), call.raw)
    await solve(uow, ticket, Verdict(call.input.verdict), call.input.text or "", call.actor.person)
    return Done()
