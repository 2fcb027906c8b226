"""`rules`: which rules people correct most."""

from datetime import timedelta

from bot.calls import Call, NoInput, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import COORDINATION
from bot.store.corrections import most_corrected
from bot.store.unit_of_work import UnitOfWork
from bot.views.corrections import corrected_card

LOOKED_BACK = timedelta(days=30)
SHOWN = 15


@command("rules", roles=COORDINATION, takes=NoInput)
async def rules(call: Call[NoInput], uow: UnitOfWork) -> Reply:
    """What the rules decided and people decided otherwise, for whoever mends desk.yaml."""
    found = await most_corrected(uow, uow.now - LOOKED_BACK, SHOWN)
    return Private(corrected_card(found, uow.rules, call.setting, call.words))
