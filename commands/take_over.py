"""`take-over`: the arriving person goes on with the tickets of the last shift; a button only."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.handovers import HandoverId
from bot.domain.permissions import STAFF
from bot.operations.shifts import accept_handover
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import rota_said_card


@dataclass(frozen=True)
class TakeOverInput:
    """Which handover."""

    handover: int = argument(Kind.NUMBER)


@command("take-over", roles=STAFF, takes=TakeOverInput, hidden=True)
async def take_over(call: Call[TakeOverInput], uow: UnitOfWork) -> Reply:
    """The whole list at once."""
    handover = await accept_handover(uow, HandoverId(call.input.handover), call.actor)
    return Private(rota_said_card("taken_over", call.setting, call.words, count=len(handover.tickets)))
