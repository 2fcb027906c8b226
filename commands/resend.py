"""`resend`: send a held message again."""

from bot.calls import Call, DraftInput, command
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.errors import UserError
from bot.store.unit_of_work import UnitOfWork


@command("resend", roles=DESK, takes=DraftInput, hidden=True)
async def resend(call: Call[DraftInput], uow: UnitOfWork) -> Reply:
    """The message did not arrive: send it."""
    if not await uow.outbox.decide(call.input.draft, again=True):
        raise UserError("already_decided")
    return Done()
