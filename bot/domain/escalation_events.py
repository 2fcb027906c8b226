"""What happened to an escalation, in the past tense.

`skipped` names whoever was passed over: each `person`, `why` (away, deactivated, unreachable), `until` as ISO text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.events import Event
from bot.domain.words import EscalationId, PersonId, TeamKey


@dataclass(frozen=True)
class EscalationAsked(Event):
    """The client asks that more people look at it, and perhaps says why; staff decides."""

    why: str = ""


@dataclass(frozen=True)
class Escalated(Event):
    """A team was called."""

    escalation: EscalationId
    team: TeamKey
    why: str
    calls: tuple[PersonId, ...]
    skipped: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class EscalationCalled(Event):
    """Nobody acknowledged in time, so the ladder went on; `missed` names the levels that were skipped over.

    `silent` when somebody had acknowledged, and then nothing more was heard.
    """

    escalation: EscalationId
    level: int
    whom: str
    calls: tuple[PersonId, ...]
    missed: int = 0
    skipped: tuple[Mapping[str, Any], ...] = ()
    silent: bool = False


@dataclass(frozen=True)
class EscalationAcknowledged(Event):
    """An engineer has it."""

    escalation: EscalationId
    by: PersonId


@dataclass(frozen=True)
class EscalationReturned(Event):
    """The team says that it is not theirs, and why."""

    escalation: EscalationId
    team: TeamKey
    why: str


@dataclass(frozen=True)
class EscalationPassedOn(Event):
    """The team handed it to another one."""

    escalation: EscalationId
    team: TeamKey
    to: TeamKey
    why: str
