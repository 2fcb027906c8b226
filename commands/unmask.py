"""`unmask`: read back what was masked, from where it was written; kept in the audit that it was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.cards import Card
from bot.chat.replies import ReadBack, Reply
from bot.domain.permissions import STAFF, may_unmask
from bot.domain.words import Source, TicketId
from bot.errors import NotAllowed
from bot.operations.unmasking import looks_at, unmask_entries
from bot.store.unit_of_work import UnitOfWork
from bot.views.masking import Look, Originals, originals_card
from bot.words import named


@dataclass(frozen=True)
class UnmaskInput:
    """Which ticket, or one message of it."""

    ticket: TicketId = argument(Kind.TICKET)
    entry: int | None = argument(Kind.NUMBER, required=False, named=True)


@command("unmask", roles=STAFF, takes=UnmaskInput, permission=may_unmask)
async def unmask(call: Call[UnmaskInput], uow: UnitOfWork) -> Reply:
    """Show it to somebody whom desk.yaml lets, alone."""
    if not may_unmask(uow.rules, call.actor):
        raise NotAllowed(command="unmask", roles=sorted(uow.rules.unmasking.roles))
    ticket = await uow.tickets.get(call.input.ticket)
    entries, left_out = await unmask_entries(uow, ticket, call.input.entry)
    looks = await looks_at(uow, ticket, {each.id for each in entries})
    people = {each.person for each in entries} | {who for who, _ in looks if who}
    names = named(await uow.people.names(people), call.setting, call.words)
    seen = tuple(Look(names[who], at) for who, at in looks if who)
    what = Originals(ticket.id, entries, names, left_out, seen)

    def shown(found: Mapping[Source, str | None]) -> Card:
        return originals_card(what, found, call.setting, call.words)

    return ReadBack(shown({}), tuple(each.source for each in entries if each.source), shown)
