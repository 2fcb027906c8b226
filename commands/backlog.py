"""`backlog`: open tickets, filtered, a page at a time."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import LOOKING
from bot.domain.priority import Priority
from bot.domain.statuses import Status
from bot.domain.words import ClientKey, PersonId, TeamKey
from bot.errors import UserError
from bot.store.lists import Filter
from bot.store.lists import backlog as open_tickets
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import listing_card


@dataclass(frozen=True)
class BacklogInput:
    """Filters by name: `client=acme team=it owner=ana status=new priority=p1 page=2`; `owner=none` for nobody's."""

    client: ClientKey | None = argument(Kind.CLIENT, required=False, named=True)
    team: TeamKey | None = argument(Kind.TEAM, required=False, named=True)
    owner: PersonId | None = argument(Kind.PERSON, required=False, named=True)
    status: str | None = argument(Kind.CHOICE, required=False, named=True, choices=tuple(Status))
    priority: str | None = argument(Kind.WORD, required=False, named=True)
    unowned: str | None = argument(Kind.CHOICE, required=False, named=True, choices=("yes",))
    page: int | None = argument(Kind.NUMBER, required=False, named=True)


@command("backlog", roles=LOOKING, takes=BacklogInput)
async def backlog(call: Call[BacklogInput], uow: UnitOfWork) -> Reply:
    """List open tickets, the most pressing first."""
    wanted = call.input
    priority = Priority.parse(wanted.priority) if wanted.priority else None
    if wanted.priority and priority is None:
        raise UserError("unknown_argument", word=wanted.priority)
    chosen = Filter(
        client=wanted.client,
        team=wanted.team,
        owner=wanted.owner,
        unowned=wanted.unowned is not None,
        status=Status(wanted.status) if wanted.status else None,
        priority=priority,
    )
    typed = tuple(f"{name}={value}" for name, value in call.raw.items() if name != "page")
    listing = await open_tickets(uow, chosen, wanted.page or 1, " ".join(typed))
    return Private(listing_card(listing, call.setting, call.words, typed))
