"""Waiting for the client has its own ladder, and the time that tickets are on hold is counted per person (rule 10)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.clock_course import PAUSES, StatusMoved, timeline
from bot.domain.clocks import BREACH, NO_TIME, Clock, moments
from bot.domain.statuses import Status
from bot.domain.words import PersonId


class WaitingStep(StrEnum):
    """What is done while the client says nothing: two reminders, a warning, and a resolution that a reply reopens."""

    NUDGE = "nudge"
    SECOND_NUDGE = "second_nudge"
    WARN = "warn"
    RESOLVE = "resolve"


STEPS = {33: WaitingStep.NUDGE, 66: WaitingStep.SECOND_NUDGE, 90: WaitingStep.WARN, BREACH: WaitingStep.RESOLVE}
"""The step at each per cent of the time that a policy gives the client."""


def waiting_steps(clock: Clock) -> Mapping[WaitingStep, datetime]:
    """When each step of a clock of waiting for the client is due, in order; nothing once the wait is over.

    Of several at one instant only the last is there; after the time is up there is only the resolution.
    """
    shares = tuple(percent for percent in STEPS if percent != BREACH)
    return {STEPS[percent]: at for percent, at in moments(clock, shares).items()}


@dataclass(frozen=True)
class OwnerMoved:
    """The ticket has another owner, or none."""

    at: datetime
    to: PersonId | None


def time_on_hold(
    history: Iterable[StatusMoved | OwnerMoved], until: datetime
) -> Mapping[tuple[PersonId | None, Status], timedelta]:
    """How long a ticket waited for the client or a provider under each owner, by the clock on the wall, until then.

    A change of owner during a wait parts it; None stands for nobody.
    """
    held: dict[tuple[PersonId | None, Status], timedelta] = defaultdict(timedelta)
    owner, status, since = None, Status.NEW, until
    for at, fact in timeline(history):
        if status in PAUSES:
            held[owner, status] += max(NO_TIME, min(at, until) - since)
        since = at
        match fact:
            case OwnerMoved(to=person):
                owner = person
            case StatusMoved(to=to):
                status = to
    if status in PAUSES:
        held[owner, status] += max(NO_TIME, until - since)
    return {key: length for key, length in held.items() if length}
