"""The first look: ticks are kept with who looked and when, and the provider checks that they spared are counted."""

from collections.abc import Iterable, Mapping

from bot.domain.finding_events import FirstLookTicked
from bot.domain.first_look import FirstLook, ListedCheck, Outcome, Seen, checks_avoided
from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.domain.words import PersonId, TicketId
from bot.errors import UserError
from bot.operations.status import must_be_open
from bot.store.first_looks import drop_ticks, keep_ticks, ticks_of, waited_for_provider
from bot.store.unit_of_work import UnitOfWork

DONE = (Status.RESOLVED, Status.CLOSED)


async def look(uow: UnitOfWork, ticket: Ticket, seen: Mapping[str, Seen | None], person: PersonId) -> FirstLook:
    """Tick checks of the ticket's category with what was seen, each an event of its own; None takes a tick back."""
    must_be_open(ticket)
    before = FirstLook.of(checks_of(uow, ticket), (await ticks_of(uow, [ticket.id])).get(ticket.id))
    now = before
    for key, what in seen.items():
        try:
            now = now.ticked(key, person, uow.now, what) if what else now.unticked(key)
        except KeyError:
            raise UserError("unknown_check", word=key) from None
    changed = [key for key in seen if now.ticks.get(key) != before.ticks.get(key)]
    await drop_ticks(uow, ticket.id, [key for key in changed if key not in now.ticks])
    await keep_ticks(uow, ticket.id, {key: now.ticks[key] for key in changed if key in now.ticks})
    for key in changed:
        was, what = before.ticks.get(key), seen[key]
        uow.record(ticket, FirstLookTicked(key, was.seen if was else "", what or ""))
    return now


def checks_of(uow: UnitOfWork, ticket: Ticket) -> tuple[ListedCheck, ...]:
    """What there is to look at for a ticket of its category; raises UserError when there is nothing."""
    category = uow.rules.categories.get(ticket.category) if ticket.category else None
    if category is None or not category.first_look:
        raise UserError("nothing_to_look_at", ticket=ticket.id)
    return category.first_look


async def provider_checks_avoided(uow: UnitOfWork, resolved: Iterable[TicketId]) -> int:
    """For how many of these tickets a first look explained the report, so that no provider was asked."""
    numbers = sorted(resolved)
    ticks = await ticks_of(uow, numbers) if numbers else {}
    if not ticks:
        return 0
    asked = await waited_for_provider(uow, sorted(ticks))
    outcomes = []
    for ticket in await uow.tickets.look_at(sorted(ticks)):
        category = uow.rules.categories.get(ticket.category) if ticket.category else None
        if category:
            seen = FirstLook.of(category.first_look, ticks[ticket.id])
            outcomes.append(Outcome(seen, category.provider_check, ticket.status in DONE, ticket.id in asked))
    return checks_avoided(outcomes)
