"""What happened, in the past tense; each is recorded with the change that it describes, and becomes an audit row."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.domain.words import EntryId, EscalationId, PersonId, TicketId


@dataclass(frozen=True)
class Event:
    """Something that happened to a ticket."""

    @property
    def name(self) -> str:
        """How the audit row and the announcements call it."""
        return type(self).__name__

    def facts(self) -> dict[str, Any]:
        """The event as plain JSON values; instants as ISO text in UTC."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


@dataclass(frozen=True)
class TicketOpened(Event):
    """A report became a ticket, under a policy of that version of desk.yaml."""

    how: str
    policy: str
    desk_version: int
    entry: EntryId | None


@dataclass(frozen=True)
class MessageJoined(Event):
    """A later message is part of the same report."""

    entry: EntryId


@dataclass(frozen=True)
class OwnerChanged(Event):
    """Somebody took, was given or let go of the ticket."""

    before: PersonId | None
    after: PersonId | None
    given: bool = False


@dataclass(frozen=True)
class StatusMoved(Event):
    """The ticket's status changed, by a command or by one of the three rules."""

    before: str
    after: str
    why: str = ""


@dataclass(frozen=True)
class CategoryChanged(Event):
    """The category was set by a person."""

    before: str | None
    after: str


@dataclass(frozen=True)
class PriorityChanged(Event):
    """Impact or urgency changed, or the policy by what else it looks at; `why` is empty where the rules did it."""

    before: int
    after: int
    impact: str
    urgency: str
    why: str
    policy: str
    desk_version: int


@dataclass(frozen=True)
class PriorityAsked(Event):
    """The client says that it is urgent, and perhaps why; staff decides."""

    why: str = ""


@dataclass(frozen=True)
class ClientAsked(Event):
    """The client was asked for evidence."""

    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class EvidenceGiven(Event):
    """Somebody gave or corrected values."""

    fields: tuple[str, ...]
    by_client: bool


@dataclass(frozen=True)
class ClientWrote(Event):
    """The client wrote in the ticket's thread; `first` of an unanswered streak.

    `spoke_at` is when they wrote it, None for a pleasantry, which starts no clock.
    """

    entry: EntryId
    first: bool
    spoke_at: datetime | None


@dataclass(frozen=True)
class ClientAnswered(Event):
    """Staff said something that the client sees; `how` is hand, update, question or resolution."""

    entry: EntryId | None
    how: str


@dataclass(frozen=True)
class NoteAdded(Event):
    """Staff said something that the client does not see; `escalation` when it was said in a team's thread."""

    entry: EntryId
    escalation: EscalationId | None = None
    by_command: bool = False


@dataclass(frozen=True)
class EntryEdited(Event):
    """An entry has a new text; the old one is kept here."""

    entry: EntryId
    before: str


@dataclass(frozen=True)
class EntryDeleted(Event):
    """An entry was deleted by its author."""

    entry: EntryId


@dataclass(frozen=True)
class WaitStarted(Event):
    """The ticket waits for somebody, until an instant or for good."""

    whom: str
    why: str
    until: datetime | None


@dataclass(frozen=True)
class WaitEnded(Event):
    """The time that we waited for is over."""

    whom: str


@dataclass(frozen=True)
class Resolved(Event):
    """The owner says that it is solved, or (`silent`) the client did not answer what we have to know for that."""

    verdict: str
    words: str
    silent: bool = False


@dataclass(frozen=True)
class Reopened(Event):
    """It is not solved after all."""

    why: str
    by_client: bool


@dataclass(frozen=True)
class Closed(Event):
    """The client agreed, staff closed it, or nobody answered for the configured time."""

    why: str


@dataclass(frozen=True)
class Cancelled(Event):
    """It was no request, or it went into another ticket."""

    why: str
    into: TicketId | None = None


@dataclass(frozen=True)
class Merged(Event):
    """Another ticket went into this one."""

    other: TicketId


@dataclass(frozen=True)
class Split(Event):
    """A message of this ticket became a ticket of its own."""

    entry: EntryId
    other: TicketId


@dataclass(frozen=True)
class Linked(Event):
    """Two tickets have to do with each other."""

    other: TicketId


@dataclass(frozen=True)
class LateMessage(Event):
    """The client wrote in a closed ticket's thread."""

    entry: EntryId


@dataclass(frozen=True)
class StrangerWrote(Event):
    """Somebody of another client or a provider wrote in this ticket's thread; what they wrote is not kept here."""

    name_there: str


@dataclass(frozen=True)
class OriginalShown(Event):
    """A coordinator looked at what somebody had deleted."""

    entry: EntryId


@dataclass(frozen=True)
class Unmasked(Event):
    """Somebody who may read back what was masked in an entry asked to see it."""

    entry: EntryId
