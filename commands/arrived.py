"""`arrived`: a held message is there."""

from bot.calls import Call, DraftInput, command
from bot.chat.replies import Done, Reply
from bot.domain.permissions import DESK
from bot.errors import UserError
from bot.store.unit_of_work import UnitOfWork


@command("arrived", roles=DESK, takes=DraftInput, hidden=True)
async def arrived(call: Call[DraftInput], uow: UnitOfWork) -> Reply:
    """The message arrived: leave it be."""
    if not await uow.outbox.decide(call.input.draft, again=False):
        raise UserError("already_decided")
    return Done()
