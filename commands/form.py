"""`form`: show a form again that could not be opened, or a text that is to be changed."""

from dataclasses import dataclass, replace

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Reply
from bot.domain.people import Role
from bot.domain.permissions import ANSWERING
from bot.domain.words import DraftId
from bot.drafting import shown, thawed
from bot.errors import UserError
from bot.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class FormInput:
    """Which draft, and at which of its steps it was left."""

    draft: str = argument(Kind.WORD)
    step: int | None = argument(Kind.NUMBER, required=False)


@command("form", roles=ANSWERING | {Role.COLLEAGUE}, takes=FormInput, hidden=True)
async def form(call: Call[FormInput], uow: UnitOfWork) -> Reply:
    """Open the draft where it was left."""
    draft = await uow.drafts.get(DraftId(call.input.draft), call.actor.person)
    if draft.consumed_at:
        raise UserError("form_done")
    kept = thawed(draft.id, draft.form, draft.answers)
    return shown(replace(kept, step=max(call.input.step or 1, 1)), call)
