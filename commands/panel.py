"""`panel`: a pinned message with a button for each category."""

from bot.calls import Call, NoInput, command
from bot.chat.replies import Private, Reply
from bot.domain.clients import ChannelKind
from bot.domain.permissions import DESK
from bot.domain.words import Place
from bot.errors import UserError
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card


@command("panel", roles=DESK, room=ChannelKind.CLIENT)
async def panel(call: Call[NoInput], uow: UnitOfWork) -> Reply:
    """Post it in a client's channel."""
    binding = call.binding
    if binding is None or binding.kind is not ChannelKind.CLIENT:
        raise UserError("wrong_place", channel="")
    facts = {"language": binding.language, "zone": binding.zone}
    await uow.outbox.send(Place(call.place.channel), "panel", facts)
    return Private(said_card("panel_posted", call.setting, call.words))
