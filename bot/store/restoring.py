"""After a restore: what waited in the backup waits for an operator instead of going out a second time."""

from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.store.inbox_turns import NEW, WORKING
from bot.store.outbox import DEAD, UNSENT
from bot.store.queue_tables import inbox, outbox

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

OLDER = "older than the restore"


async def hold_back(uow: "UnitOfWork") -> tuple[int, int]:
    """Give up every envelope that is not worked off and every letter that is not sent; how many of each.

    They may have been done after the backup was made, so only `dead-letters replay` does them again.
    """
    envelopes = update(inbox).where(inbox.c.state.in_([NEW, WORKING])).values(state=DEAD, error=OLDER)
    letters = update(outbox).where(outbox.c.state.in_(UNSENT)).values(state=DEAD, error=OLDER, lease_until=None)
    return (await uow.execute(envelopes)).rowcount, (await uow.execute(letters)).rowcount
