"""What happened in triage and routing: decided anew by rules, or by a person in their place."""

from dataclasses import dataclass

from bot.domain.events import Event
from bot.domain.words import PersonId


@dataclass(frozen=True)
class Triaged(Event):
    """More was known, and the rules decided anew: which rule, of which type, for which team, how pressing."""

    rule: str
    type: str
    team: str
    priority: int


@dataclass(frozen=True)
class OwnerProposed(Event):
    """By the rotation it is somebody's turn to own it."""

    person: PersonId


@dataclass(frozen=True)
class TypeChanged(Event):
    """The type was set by a person."""

    before: str | None
    after: str


@dataclass(frozen=True)
class TeamChosen(Event):
    """A person said to which team it goes, whatever the rules said; nobody is called by that."""

    before: str | None
    after: str


@dataclass(frozen=True)
class WatcherChanged(Event):
    """Somebody follows a ticket from now on, or no longer."""

    person: PersonId
    follows: bool
