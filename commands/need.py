"""`need`: ask the client for evidence."""

from dataclasses import dataclass

from bot.calls import Call, How, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.domain.plain_text import fold
from bot.domain.tickets import Ticket
from bot.domain.words import TicketId
from bot.drafting import show_form
from bot.errors import UserError
from bot.operations.evidence import ask_client
from bot.sheets import private_sheet
from bot.store.unit_of_work import UnitOfWork
from bot.views.forms import need_form


@dataclass(frozen=True)
class NeedInput:
    """Which ticket, which evidence fields by their keys, and a question in one's own words."""

    ticket: TicketId = argument(Kind.TICKET)
    fields: tuple[str, ...] | None = argument(Kind.FIELDS, required=False)
    text: str | None = argument(Kind.WORD, required=False)


async def _form(call: Call[NeedInput], uow: UnitOfWork) -> Form:
    return need_form(await private_sheet(call, uow, call.input.ticket), call.words)


@command("need", roles=DESK, takes=NeedInput, form=_form, gesture=Gesture.NEED)
async def need(call: Call[NeedInput], uow: UnitOfWork) -> Reply:
    """Put the question into the client's thread, with a form to fill in."""
    ticket = await uow.tickets.get(call.input.ticket)
    fields, text = call.input.fields or (), call.input.text or ""
    if not fields and not text and call.how is not How.FORM:
        return await show_form(uow, call, "need", await _form(call, uow))
    await ask_client(uow, ticket, _known(uow, ticket, fields), text)
    return Done()


def _known(uow: UnitOfWork, ticket: Ticket, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The fields that the words name, by key or by label; `round id` is `round_id`."""
    category = uow.rules.categories[ticket.category] if ticket.category else None
    names: dict[str, str] = {}
    for field in category.fields if category else ():
        names |= dict.fromkeys((field.key, *map(fold, field.label.texts.values())), field.key)
    joined = " ".join(wanted)
    if fold(joined.replace(" ", "_")) in names:
        return (names[fold(joined.replace(" ", "_"))],)
    for word in wanted:
        if fold(word) not in names:
            raise UserError("unknown_field", word=word)
    return tuple(dict.fromkeys(names[fold(word)] for word in wanted))
