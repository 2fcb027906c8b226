"""A ticket that was made in this unit of work, and what its clocks say."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.clocks import Clock, ClockKind
from bot.domain.tickets import Ticket, TicketPlace
from bot.domain.timing import Timing


@dataclass
class Fresh:
    """A ticket that this unit of work made: what it holds need not be read again."""

    timing: Timing
    places: tuple[TicketPlace, ...] = ()
    words: str | None = None


def timed(ticket: Ticket, timing: Timing, now: datetime) -> Ticket:
    """The ticket with what its clocks say."""
    return replace(
        ticket,
        first_response_due=_due(timing.of(ClockKind.FIRST_RESPONSE)),
        resolution_due=_due(timing.of(ClockKind.RESOLUTION)),
        breached=timing.breached(now),
    )


def _due(clock: Clock | None) -> datetime | None:
    return clock.due_at if clock is not None and clock.outcome is None else None
