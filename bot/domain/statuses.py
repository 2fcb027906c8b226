"""Who holds the ball: the statuses of a ticket, and what each does to the clocks."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    TRIAGE = "triage"
    WITH_TEAM = "with_team"
    IN_PROGRESS = "in_progress"
    WAITING_CLIENT = "waiting_client"
    WAITING_PROVIDER = "waiting_provider"
    WAITING_CHANGE = "waiting_change"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Holder(StrEnum):
    """Who has to move next."""

    US = "us"
    TEAM = "team"
    CLIENT = "client"
    PROVIDER = "provider"
    NOBODY = "nobody"


class ClockAct(StrEnum):
    """What a status does to a clock."""

    RUN = "run"
    PAUSE = "pause"
    STOP = "stop"  # kept for reopening
    DONE = "done"  # nothing starts it here; a first response that has not come yet still runs until it comes


@dataclass(frozen=True)
class StatusRule:
    """The holder of a status and its effect on each kind of clock: one line of the trade's table."""

    holder: Holder
    first_response: ClockAct
    resolution: ClockAct
    next_response: ClockAct
    update: ClockAct
    team: ClockAct
    provider: ClockAct


_RUN, _PAUSE, _STOP, _DONE = ClockAct.RUN, ClockAct.PAUSE, ClockAct.STOP, ClockAct.DONE
RULES = {
    Status.NEW: StatusRule(Holder.US, _RUN, _RUN, _RUN, _RUN, _RUN, _RUN),
    Status.TRIAGE: StatusRule(Holder.US, _RUN, _RUN, _RUN, _RUN, _RUN, _RUN),
    Status.WITH_TEAM: StatusRule(Holder.TEAM, _RUN, _RUN, _RUN, _RUN, _RUN, _RUN),
    Status.IN_PROGRESS: StatusRule(Holder.TEAM, _DONE, _RUN, _RUN, _RUN, _RUN, _RUN),
    Status.WAITING_CLIENT: StatusRule(Holder.CLIENT, _DONE, _PAUSE, _STOP, _PAUSE, _PAUSE, _PAUSE),
    Status.WAITING_PROVIDER: StatusRule(Holder.PROVIDER, _DONE, _RUN, _RUN, _RUN, _PAUSE, _RUN),
    Status.WAITING_CHANGE: StatusRule(Holder.US, _DONE, _RUN, _RUN, _RUN, _RUN, _RUN),
    Status.RESOLVED: StatusRule(Holder.CLIENT, _DONE, _STOP, _DONE, _STOP, _STOP, _STOP),
    Status.CLOSED: StatusRule(Holder.NOBODY, _DONE, _DONE, _DONE, _DONE, _DONE, _DONE),
    Status.CANCELLED: StatusRule(Holder.NOBODY, _DONE, _DONE, _DONE, _DONE, _DONE, _DONE),
}
"""Where the table has a dash, nothing of that kind begins by the status; what runs there already goes on."""

ENDS = frozenset({Status.RESOLVED, Status.CLOSED, Status.CANCELLED})
"""In these nothing is worked on."""

SLOWER = frozenset({Status.WAITING_CHANGE})
"""In these the client is told of it less often."""


def holder(status: Status) -> Holder:
    """Who holds the ball in that status."""
    return RULES[status].holder


def resolution_act(status: Status, provider_pauses: bool = False) -> ClockAct:
    """What a status does to the resolution clock; waiting for a provider pauses it only if the policy says so."""
    if status is Status.WAITING_PROVIDER and provider_pauses:
        return ClockAct.PAUSE
    return RULES[status].resolution
