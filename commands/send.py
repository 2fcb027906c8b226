"""`send`: agree to a preview; what it shows goes to the client."""

from bot.calls import Call, DraftInput, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import DESK
from bot.domain.words import DraftId, TicketId
from bot.operations.answers import send_update
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card


@command("send", roles=DESK, takes=DraftInput, hidden=True)
async def send(call: Call[DraftInput], uow: UnitOfWork) -> Reply:
    """Send the previewed words once, however often the button is pressed."""
    draft = await uow.drafts.get(DraftId(call.input.draft), call.actor.person)
    ticket = await uow.tickets.get(TicketId(int(draft.words["ticket"])))
    if draft.consumed_at is None:
        await uow.drafts.consume(draft.id)
        await send_update(uow, ticket, str(draft.answers["text"]), call.actor.person)
    return Private(said_card("sent", call.setting, call.words, id=ticket.id))
