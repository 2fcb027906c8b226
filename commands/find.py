"""`find`: tickets by number, id or words."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import LOOKING
from bot.store.lists import found
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import listing_card


@dataclass(frozen=True)
class FindInput:
    """What to look for, and which page of what is found."""

    words: str = argument(Kind.TEXT)
    page: int | None = argument(Kind.NUMBER, required=False, named=True)


@command("find", roles=LOOKING, takes=FindInput, aliases=("search",), only_looks=True)
async def find(call: Call[FindInput], uow: UnitOfWork) -> Reply:
    """List what matches, within the actor's sight."""
    listing = await found(uow, call.input.words, call.input.page or 1)
    return Private(listing_card(listing, call.setting, call.words, (call.input.words,)))
