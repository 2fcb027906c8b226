"""Where all clocks of a ticket stand by an instant, and what falls due of them when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.clock_history import HistoryFact
from bot.domain.clocks import BREACH, WARNINGS, Clock, ClockKind, Outcome, moments
from bot.domain.every_clock import Timed, every_clock
from bot.domain.holding import STEPS
from bot.domain.update_clocks import pending_update

PROMISED = (ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE, ClockKind.UPDATE, ClockKind.RESOLUTION)
"""What the client was promised; the others are agreements of ours, or time that the client has."""

AGREED = (ClockKind.ACKNOWLEDGEMENT, ClockKind.PROGRESS)
"""What a team has agreed to, per escalation."""

DUE = (*PROMISED, ClockKind.WAITING_CLIENT, *AGREED)
"""The clocks of which somebody is reminded."""


@dataclass(frozen=True)
class Timing:
    """All clocks of a ticket; `update` is the slot that its next update is for."""

    clocks: Mapping[Timed, tuple[Clock, ...]]
    update: Clock | None = None

    def of(self, kind: ClockKind, number: int = 0) -> Clock | None:
        """The latest clock of a kind, None when none has started."""
        if kind is ClockKind.UPDATE and self.update is not None:
            return self.update
        found = self.clocks.get(Timed(kind, number))
        return found[-1] if found else None

    def latest(self) -> Mapping[Timed, Clock]:
        """The latest clock of each kind, per escalation where it belongs to one."""
        return {timed: clock for timed in self.clocks if (clock := self.of(*timed)) is not None}

    def breached(self, at: datetime) -> bool:
        """Whether something that the client was promised was not kept by an instant."""
        promised = (clocks for timed, clocks in self.clocks.items() if timed.kind in PROMISED)
        return any(clock.breach(at) is not None for clocks in promised for clock in clocks)


def timing(facts: Iterable[HistoryFact], now: datetime, *, provider_pauses: bool = False) -> Timing:
    """The clocks that a ticket's history, in time order, has started by now."""
    history = tuple(facts)
    return Timing(every_clock(history, now, provider_pauses), pending_update(history, now))


Steps = Mapping[tuple[Timed, int], datetime]


def steps_due(timing: Timing) -> Steps:
    """When each share of each clock's time is or was used up, if nothing else happens: the steps to be taken then.

    Of updates only the breach is a step while the first answer is owed, whose own clock reminds of it, and after an
    update that did not come: nobody is reminded of what they were just told is late.
    """
    return {
        (timed, percent): at
        for timed, clock in timing.latest().items()
        if timed.kind in DUE
        for percent, at in moments(clock, _warnings(timing, timed.kind)).items()
    }


def _warnings(timing: Timing, kind: ClockKind) -> tuple[int, ...]:
    if kind is ClockKind.WAITING_CLIENT:
        return tuple(percent for percent in STEPS if percent != BREACH)
    return () if kind is ClockKind.UPDATE and _is_reminded(timing) else WARNINGS


def _is_reminded(timing: Timing) -> bool:
    first = timing.of(ClockKind.FIRST_RESPONSE)
    slots = timing.clocks.get(Timed(ClockKind.UPDATE), ())
    missed = (each.ended_at for each in slots if each.outcome is Outcome.BREACHED)
    now_or_next = timing.update.started_at if timing.update else None
    return (first is not None and first.outcome is None) or now_or_next in tuple(missed)


def by_urgency(clocks: Iterable[tuple[Timed, Clock]]) -> Iterator[tuple[Timed, Clock]]:
    """Those that run, the one that breaks first (or has broken) before the others."""
    running = [(timed, clock) for timed, clock in clocks if clock.outcome is None and clock.due_at is not None]
    return iter(sorted(running, key=lambda each: (each[1].due_at, each[0].kind, each[0].number)))
