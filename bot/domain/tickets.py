"""The ticket and what belongs to it, as frozen state."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.covering import Covered
from bot.domain.decisions import Decision
from bot.domain.policies import TicketType
from bot.domain.priority import Level, Priority
from bot.domain.statuses import Status
from bot.domain.words import (
    CategoryKey,
    Channel,
    ClientKey,
    EntryId,
    EscalationId,
    FileId,
    Language,
    PersonId,
    Place,
    PlaceId,
    Source,
    TeamKey,
    TicketId,
)

OPEN = frozenset(Status) - {Status.RESOLVED, Status.CLOSED, Status.CANCELLED}
ENDED = frozenset({Status.CLOSED, Status.CANCELLED})


class Verdict(StrEnum):
    """How a ticket ended; the closed list of DOMAIN.md and what the desk itself may find."""

    FIXED = "fixed"
    INFORMATION_GIVEN = "information_given"
    CORRECT_AS_DISPLAYED = "correct_as_displayed"
    WIN_CREDITED = "win_credited"
    BET_REFUNDED = "bet_refunded"
    ROUND_CLOSED = "round_closed"
    GAME_FAULT = "game_fault"
    OPERATOR_ERROR = "operator_error"
    NO_FAULT_FOUND = "no_fault_found"
    INSUFFICIENT_DATA = "insufficient_data"


class CancelledWhy(StrEnum):
    """Why a ticket ended without having been worked."""

    NOT_A_REQUEST = "not_a_request"
    MERGED = "merged"


@dataclass(frozen=True)
class Ticket:
    """A client's report under its number; instants are UTC.

    `decision` is what the rules made of it, `watchers` who follows it, `proposed` whose turn it is to own it.
    """

    id: TicketId
    client: ClientKey
    category: CategoryKey | None
    status: Status
    impact: Level
    urgency: Level
    priority: Priority
    owner: PersonId | None
    reporter: PersonId
    title: str
    language: Language
    policy: str
    desk_version: int
    opened_at: datetime
    changed_at: datetime
    commented_at: datetime
    team: TeamKey | None = None
    category_why: str = ""
    first_answered_at: datetime | None = None
    unanswered_since: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    first_response_due: datetime | None = None
    resolution_due: datetime | None = None
    breached: bool = False
    wait_until: datetime | None = None
    wait_why: str = ""
    verdict: Verdict | None = None
    resolution: str = ""
    cancelled_why: CancelledWhy | None = None
    merged_into: TicketId | None = None
    type: TicketType | None = None
    decision: Decision | None = None
    watchers: tuple[PersonId, ...] = ()
    proposed: PersonId | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in OPEN

    @property
    def is_ended(self) -> bool:
        """Whether it is closed or cancelled."""
        return self.status in ENDED


class EntryKind(StrEnum):
    """What an entry is to its ticket."""

    REPORT = "report"
    CLIENT = "client"
    STAFF = "staff"  # written by hand in the client's thread: the client has read it
    UPDATE = "update"  # sent to the client by a command
    NOTE = "note"  # the desk's thread
    TEAM = "team"  # a team's thread
    HEARD = "heard"  # a client's message that became nothing

    @property
    def client_sees(self) -> bool:
        """Whether the client has this under its eyes."""
        return self in (EntryKind.REPORT, EntryKind.CLIENT, EntryKind.STAFF, EntryKind.UPDATE)


@dataclass(frozen=True)
class Entry:
    """One message that was kept; `source` is None for what a command said, `covered` what may not stand in its text."""

    id: EntryId
    source: Source | None
    place: Place
    ticket: TicketId | None
    client: ClientKey | None
    person: PersonId
    kind: EntryKind
    text: str
    at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    covered: Covered = ()


@dataclass(frozen=True)
class StoredFile:
    """A file of an entry; `sha256` is None until its bytes are kept."""

    id: FileId
    entry: EntryId
    ticket: TicketId | None
    platform: str
    workspace: str
    remote: str
    url: str
    name: str
    mime: str
    size: int
    sha256: str | None
    error: str = ""


class PlaceKind(StrEnum):
    """Whose place it is; the client never sees the others."""

    CLIENT = "client"
    DESK = "desk"
    TEAM = "team"


@dataclass(frozen=True)
class TicketPlace:
    """Where a ticket lives: a channel, the thread in it, and the card there (None until sent)."""

    id: PlaceId
    ticket: TicketId
    kind: PlaceKind
    channel: Channel
    thread: str | None
    card: str | None
    escalation: EscalationId | None
    language: Language
    zone: str
    dead: str = ""


class EscalationState(StrEnum):
    """Where an escalation stands."""

    CALLING = "calling"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"
    PASSED_ON = "passed_on"
    ENDED = "ended"


@dataclass(frozen=True)
class Escalation:
    """A call to a team, with its own state; `level` counts the ladder's steps taken, `called` whom they reached."""

    id: EscalationId
    ticket: TicketId
    team: TeamKey
    state: EscalationState
    by: PersonId
    why: str
    called_at: datetime
    level: int = 0
    called: tuple[PersonId, ...] = ()
    assignee: PersonId | None = None
    acknowledged_at: datetime | None = None
    ended_at: datetime | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the team still has it."""
        return self.state in (EscalationState.CALLING, EscalationState.ACKNOWLEDGED)


@dataclass(frozen=True)
class Evidence:
    """One value that somebody gave: which field, in whose words, recognised how, confirmed by a person or not."""

    ticket: TicketId
    field: str
    value: str
    original: str
    how: str
    person: PersonId
    at: datetime
    confirmed: bool
    entry: EntryId | None = None
