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
    """The holder of a status and its effect on the two clocks."""

    holder: Holder
    first_response: ClockAct
    resolution: ClockAct


RULES = {
    Status.NEW: StatusRule(Holder.US, ClockAct.RUN, ClockAct.RUN),
    Status.TRIAGE: StatusRule(Holder.US, ClockAct.RUN, ClockAct.RUN),
    Status.WITH_TEAM: StatusRule(Holder.TEAM, ClockAct.RUN, ClockAct.RUN),
    Status.IN_PROGRESS: StatusRule(Holder.TEAM, ClockAct.DONE, ClockAct.RUN),
    Status.WAITING_CLIENT: StatusRule(Holder.CLIENT, ClockAct.DONE, ClockAct.PAUSE),
    Status.WAITING_PROVIDER: StatusRule(Holder.PROVIDER, ClockAct.DONE, ClockAct.RUN),
    Status.WAITING_CHANGE: StatusRule(Holder.US, ClockAct.DONE, ClockAct.RUN),
    Status.RESOLVED: StatusRule(Holder.CLIENT, ClockAct.DONE, ClockAct.STOP),
    Status.CLOSED: StatusRule(Holder.NOBODY, ClockAct.DONE, ClockAct.DONE),
    Status.CANCELLED: StatusRule(Holder.NOBODY, ClockAct.DONE, ClockAct.DONE),
}


def holder(status: Status) -> Holder:
    """Who holds the ball in that status."""
    return RULES[status].holder


def resolution_act(status: Status, provider_pauses: bool = False) -> ClockAct:
    """What a status does to the resolution clock; waiting for a provider pauses it only if the policy says so."""
    if status is Status.WAITING_PROVIDER and provider_pauses:
        return ClockAct.PAUSE
    return RULES[status].resolution
