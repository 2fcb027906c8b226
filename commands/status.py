"""`status`: how a ticket stands."""

from dataclasses import replace

from bot.calls import Call, TicketInput, command
from bot.chat.cards import Button, LinkButton
from bot.chat.replies import Private, Reply
from bot.domain.permissions import ANSWERING, LOOKING
from bot.invoking import is_offered
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import status_card


@command("status", roles=ANSWERING | LOOKING, takes=TicketInput, aliases=("estado",))
async def status(call: Call[TicketInput], uow: UnitOfWork) -> Reply:
    """Show the card privately, with what its reader may press; a client's people see the client's face of it."""
    sheet = await private_sheet(call, uow, call.input.ticket)
    card = status_card(sheet, call.words, for_client=call.actor.client is not None)
    names = {each.name for each in call.known if is_offered(each, call.actor, uow.rules)}
    return Private(replace(card, buttons=tuple(each for each in card.buttons if _leads(each, names))))


def _leads(button: Button | LinkButton, names: set[str]) -> bool:
    return isinstance(button, LinkButton) or button.press.command in names
