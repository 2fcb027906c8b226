"""`agree`: the answer to a change of duty that waits for it; a button only."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import STAFF
from bot.operations.rota import agree as let_it_hold
from bot.operations.rota import refuse
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import rota_said_card


@dataclass(frozen=True)
class AgreeInput:
    """Which deal, and `no` to refuse it."""

    deal: str = argument(Kind.WORD)
    answer: str | None = argument(Kind.CHOICE, required=False, choices=("yes", "no"))


@command("agree", roles=STAFF, takes=AgreeInput, hidden=True)
async def agree(call: Call[AgreeInput], uow: UnitOfWork) -> Reply:
    """It holds, or comes to nothing."""
    if call.input.answer == "no":
        await refuse(uow, call.input.deal, call.actor)
        return Private(rota_said_card("refused", call.setting, call.words))
    await let_it_hold(uow, call.input.deal, call.actor)
    return Private(rota_said_card("agreed", call.setting, call.words))
