"""What was found out about a ticket's matter: looks at it, and other tickets that are parts of the same."""

from dataclasses import dataclass

from bot.domain.events import Event
from bot.domain.words import TicketId


@dataclass(frozen=True)
class FirstLookTicked(Event):
    """Somebody looked at one thing before anybody was asked; empty before the first look, and when it is taken back."""

    check: str
    before: str
    seen: str


@dataclass(frozen=True)
class ParentGiven(Event):
    """The ticket is a part of another one's matter; with None it stands on its own again."""

    parent: TicketId | None


@dataclass(frozen=True)
class ChildrenAdded(Event):
    """Other tickets are parts of this one's matter."""

    children: tuple[TicketId, ...]
