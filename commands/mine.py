"""`mine`: my tickets by next deadline."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import ANSWERING
from bot.store.lists import my_tickets
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import listing_card


@dataclass(frozen=True)
class PageInput:
    """Which page, from 1."""

    page: int | None = argument(Kind.NUMBER, required=False, named=True)


@command("mine", roles=ANSWERING, takes=PageInput)
async def mine(call: Call[PageInput], uow: UnitOfWork) -> Reply:
    """List what the actor owns or reported."""
    listing = await my_tickets(uow, call.actor.person, call.input.page or 1)
    return Private(listing_card(listing, call.setting, call.words, (), for_client=not call.actor.is_staff))
