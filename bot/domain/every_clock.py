"""All clocks of a ticket at once, computed from its history."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bot.domain.clock_history import HistoryFact, ticket_clocks
from bot.domain.clocks import Clock, ClockKind
from bot.domain.partner_clocks import acknowledgement_clocks, progress_clocks, provider_clocks
from bot.domain.reply_clocks import next_response_clocks, waiting_client_clocks
from bot.domain.update_clocks import update_clocks


class Timed(NamedTuple):
    """What is timed, and in which escalation or check; 0 where it is the ticket itself."""

    kind: ClockKind
    number: int = 0


def every_clock(
    history: Iterable[HistoryFact], until: datetime, provider_pauses: bool = False
) -> Mapping[Timed, tuple[Clock, ...]]:
    """Every clock that a ticket's history, in time order, has started by an instant after its last fact.

    Those of one kind follow each other, the oldest first; kinds are in the order in which a reader looks for them.
    """
    facts = tuple(history)
    found: dict[Timed, tuple[Clock, ...]] = {
        Timed(kind): (clock,) for kind, clock in ticket_clocks(facts, provider_pauses).items()
    }
    found[Timed(ClockKind.NEXT_RESPONSE)] = next_response_clocks(facts)
    found[Timed(ClockKind.UPDATE)] = update_clocks(facts, until)
    found[Timed(ClockKind.WAITING_CLIENT)] = waiting_client_clocks(facts)
    partners = {
        ClockKind.ACKNOWLEDGEMENT: acknowledgement_clocks(facts),
        ClockKind.PROGRESS: progress_clocks(facts),
        ClockKind.PROVIDER: provider_clocks(facts),
    }
    for kind, clocks in partners.items():
        found.update({Timed(kind, number): each for number, each in clocks.items()})
    order = list(ClockKind)
    return {
        timed: found[timed]
        for timed in sorted(found, key=lambda each: (order.index(each.kind), each.number))
        if found[timed]
    }
