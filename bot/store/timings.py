"""The clocks of tickets: read from the audit, and what falls due of them written down."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.domain.clock_events import ClockBreached
from bot.domain.clocks import ClockKind
from bot.domain.events import Event, NoteAdded
from bot.domain.tickets import Ticket
from bot.domain.timing import Timing, steps_due
from bot.domain.words import EntryId, TicketId
from bot.store import tables
from bot.store.clock_facts import TOLD, Told, first_timing, timing_of, unsaid
from bot.store.deadlines import DeadlineKind, Step
from bot.store.fresh import Fresh, timed
from bot.store.several import among, by_ticket

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_AUDIT, _ENTRIES = tables.audit, tables.entries
_HISTORY = (
    select(_AUDIT.c.ticket, _AUDIT.c.at, _AUDIT.c.event, _AUDIT.c.facts)
    .where(among(_AUDIT.c.ticket, "tickets"), among(_AUDIT.c.event, "events"))
    .order_by(_AUDIT.c.id)
)
_SPOKEN = select(_ENTRIES.c.id, _ENTRIES.c.at).where(among(_ENTRIES.c.id, "entries"))
_OPENED = ["TicketOpened"]
_CORRECTIONS = frozenset({"PolicyChanged", "PauseNoted", "PauseRemoved"})
"""What puts the past right: of what has passed by it, nobody is reminded again."""


def moves_clocks(event: Event) -> bool:
    """Whether the clocks have to be reckoned anew; an update that did not come lets the next one begin."""
    if isinstance(event, NoteAdded):
        return event.escalation is not None
    if isinstance(event, ClockBreached):
        return event.clock == ClockKind.UPDATE
    return event.name in TOLD


class Timings:
    """The clocks of one unit of work's tickets."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def of(self, ticket: Ticket) -> Timing:
        """The ticket's clocks by now, computed from its history."""
        return (await self.of_all([ticket]))[ticket.id]

    async def of_all(self, tickets: Sequence[Ticket]) -> dict[TicketId, Timing]:
        """The same for several tickets."""
        told = await self.told(tickets)
        return await self._reckoned(tickets, told)

    async def told(self, tickets: Sequence[Ticket]) -> dict[TicketId, tuple[Told, ...]]:
        """What happened to tickets, as far as it says something to their clocks."""
        values = {"tickets": [ticket.id for ticket in tickets], "events": TOLD}
        rows = (await self._uow.execute(_HISTORY, values)).mappings().all()
        return by_ticket(rows, lambda row: Told(row["at"], row["event"], row["facts"]))

    async def supposing(self, ticket: Ticket, event: Event) -> Timing:
        """The clocks as they would be if this had been told now."""
        told = (await self.told([ticket])).get(ticket.id, ())
        more = Told(self._uow.now, event.name, event.facts())
        return (await self._reckoned([ticket], {ticket.id: (*told, more)}))[ticket.id]

    async def _reckoned(
        self, tickets: Sequence[Ticket], told: Mapping[TicketId, tuple[Told, ...]]
    ) -> dict[TicketId, Timing]:
        spoken = await self._spoken({entry for happened in told.values() for entry in unsaid(happened)})
        book, now = self._uow.rulebook, self._uow.now
        return {ticket.id: timing_of(ticket, told.get(ticket.id, ()), book, now, spoken) for ticket in tickets}

    async def _spoken(self, entries: set[EntryId]) -> dict[EntryId, datetime]:
        if not entries:
            return {}
        rows = await self._uow.execute(_SPOKEN, {"entries": sorted(entries)})
        return {EntryId(number): at for number, at in rows.all()}

    def first(self, ticket: Ticket) -> Timing:
        """The clocks of a ticket to which nothing happened but its opening."""
        return first_timing(ticket, self._uow.rulebook, self._uow.now)

    async def plan(
        self, tickets: Sequence[Ticket], happened: Sequence[tuple[TicketId, Event]], fresh: Mapping[TicketId, Fresh]
    ) -> None:
        """Write down what falls due after what happened to tickets, and what their rows show of it."""
        told: dict[TicketId, list[str]] = {}
        for number, event in happened:
            told.setdefault(number, []).extend([event.name] if moves_clocks(event) else [])
        found = {number: fresh[number].timing for number, names in told.items() if number in fresh and names == _OPENED}
        others = [ticket for ticket in tickets if ticket.id not in found]
        found |= await self.of_all(others) if others else {}
        quiet = frozenset(number for number, names in told.items() if not _CORRECTIONS.isdisjoint(names))
        steps = {number: _steps(timing) for number, timing in found.items()}
        await self._uow.deadlines.plan_clocks(steps, fresh=frozenset(fresh), quiet=quiet)
        for ticket in tickets:
            changed = timed(ticket, found[ticket.id], self._uow.now)
            if changed != ticket:
                await self._uow.tickets.save(changed)


def _steps(timing: Timing) -> dict[Step, datetime]:
    due = steps_due(timing).items()
    return {Step(DeadlineKind(kind), number, percent): at for ((kind, number), percent), at in due}
