"""Escalation ladders: who is called when nobody acknowledges."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.people import PersonKey
from bot.domain.words import TeamKey


class Whom(StrEnum):
    """Whom a step calls."""

    ON_DUTY = "on_duty"
    LEAD = "lead"
    TEAM = "team"
    COORDINATORS = "coordinators"
    PERSON = "person"


@dataclass(frozen=True)
class Step:
    """Whom to call after so long without an acknowledgement; `team` is None for the team that was escalated to."""

    after: timedelta
    whom: Whom
    person: PersonKey | None = None
    team: TeamKey | None = None


@dataclass(frozen=True)
class Ladder:
    """Steps by rising time, those of a following ladder (`then`) already joined on."""

    key: str
    steps: tuple[Step, ...]

    @property
    def length(self) -> timedelta:
        """How long after the escalation the last step calls."""
        return self.steps[-1].after if self.steps else timedelta()

    def level_at(self, elapsed: timedelta) -> int:
        """How many steps have come due after so long; 0 before the first."""
        return sum(1 for step in self.steps if step.after <= elapsed)
