"""`open`: report something; from a message, or by a form."""

from dataclasses import dataclass

from bot.calls import Call, How, Kind, Message, argument, command
from bot.chat.forms import Form
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Private, Reply
from bot.domain.clients import ChannelBinding, ChannelKind
from bot.domain.permissions import REPORTING
from bot.domain.plain_text import clean
from bot.domain.words import CategoryKey, ClientKey, Place
from bot.drafting import show_form
from bot.errors import NotFound, UserError
from bot.operations.intake import adopt
from bot.operations.opening import Report, open_ticket
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card
from bot.views.forms import open_form


@dataclass(frozen=True)
class OpenInput:
    """Which category, when it is known already, and the report."""

    category: CategoryKey | None = argument(Kind.CATEGORY, required=False)
    text: str | None = argument(Kind.TEXT, required=False)


def _binding(call: Call[OpenInput], uow: UnitOfWork) -> ChannelBinding:
    """The client's channel in which this is; raises UserError elsewhere."""
    binding = call.binding
    if binding is None:
        raise UserError("unbound")
    if binding.kind is not ChannelKind.CLIENT:
        raise UserError("wrong_place", channel="")
    if call.actor.client not in (None, ClientKey(binding.owner)):
        raise NotFound(ticket="")
    return binding


async def _form(call: Call[OpenInput], uow: UnitOfWork) -> Form:
    text = call.input.text or (clean(call.message.text) if call.message else "")
    categories = tuple(uow.rules.categories.values())
    return open_form(categories, call.setting, call.words, text, call.input.category)


@command(
    "open",
    roles=REPORTING,
    takes=OpenInput,
    form=_form,
    gesture=Gesture.OPEN,
    aliases=("ticket",),
    shortcut=True,
    room=ChannelKind.CLIENT,
)
async def open_(call: Call[OpenInput], uow: UnitOfWork) -> Reply:
    """Open a ticket from the message that was pointed at, or show the form."""
    binding = _binding(call, uow)
    message = call.message
    if message and message.entry and (message.entry.ticket or call.how in (How.REACTION, How.MENTION)):
        await adopt(uow, message.entry, str(call.how))
    elif message and call.how is How.MENTION and clean(message.text).strip():
        await open_ticket(uow, _from_message(call, uow, message, binding))
    elif call.how is How.FORM:
        ticket = await open_ticket(uow, _from_form(call, uow, binding))
        return Private(said_card("opened", call.setting, call.words, id=ticket.id))
    else:
        return await show_form(uow, call, "open", await _form(call, uow), _raw(call))
    return Done()


def _raw(call: Call[OpenInput]) -> dict[str, str]:
    return {"category": call.input.category} if call.input.category else {}


def _from_message(call: Call[OpenInput], uow: UnitOfWork, message: Message, binding: ChannelBinding) -> Report:
    return Report(
        uow.rules.clients[ClientKey(binding.owner)],
        call.actor.person,
        clean(message.text),
        message.place,
        binding.language,
        binding.zone,
        uow.now,
        str(call.how),
        source=message.source,
        files=message.files,
    )


def _from_form(call: Call[OpenInput], uow: UnitOfWork, binding: ChannelBinding) -> Report:
    """A form's report; prefilled from a message, it lives in that message's thread, and the message stays as it was."""
    text = clean(call.input.text or "").strip()
    if not text:
        raise UserError("empty_text")
    entry = call.message.entry if call.message else None
    place = entry.place if entry else Place(call.place.channel)
    return Report(
        uow.rules.clients[ClientKey(binding.owner)],
        entry.person if entry else call.actor.person,
        text,
        place,
        binding.language,
        binding.zone,
        entry.at if entry else uow.now,
        str(call.how),
        source=entry.source if entry else None,
        entry=entry,
        category=call.input.category,
        given={key: value for key, value in call.answers.items() if value},
        files=tuple(file for files in call.files.values() for file in files),
    )
