"""A ticket that was made in this unit of work, and what its clocks say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.clocks import Clock as TicketClock
from bot.domain.clocks import ClockKind
from bot.domain.tickets import Ticket, TicketPlace


@dataclass
class Fresh:
    """A ticket that this unit of work made: what it holds need not be read again."""

    clocks: Mapping[ClockKind, TicketClock]
    places: tuple[TicketPlace, ...] = ()
    words: str | None = None


def timed(ticket: Ticket, clocks: Mapping[ClockKind, TicketClock]) -> Ticket:
    """The ticket with what its clocks say."""
    first, resolution = clocks[ClockKind.FIRST_RESPONSE], clocks[ClockKind.RESOLUTION]
    return replace(
        ticket,
        first_response_due=None if first.outcome else first.due_at,
        resolution_due=None if resolution.outcome else resolution.due_at,
        breached=ticket.breached or any(clock.breached_at is not None for clock in clocks.values()),
    )
