"""What a chat platform must be able to do; delivery and dispatch know only this."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.chat.cards import Card, People
from bot.chat.leases import Leases
from bot.chat.replies import Reply
from bot.chat.requests import AccountRef, RemoteFile, Request
from bot.domain.people import GroupKey
from bot.domain.words import Channel, Place, Source


class Gesture(StrEnum):
    """The reactions that mean something; each platform has its own spelling."""

    OPEN = "open"
    TAKE = "take"
    NEED = "need"
    PRIORITY = "priority"
    ESCALATE = "escalate"
    ACK = "ack"
    PROVIDER = "provider"
    WAIT = "wait"
    RESOLVE = "resolve"
    JOINED = "joined"
    NOT_A_REPORT = "not_a_report"


class Lane(StrEnum):
    """How an envelope is answered."""

    TOLD = "told"  # inbox, acknowledge, work later
    DONE = "done"  # inbox, acknowledge, work at once
    ASKED = "asked"  # the answer is the acknowledgement


@dataclass(frozen=True)
class Envelope:
    """A verified delivery before it is understood.

    `key` is unique for the thing that happened, whatever way and however often it comes; `thread` orders the work;
    `payload` is the vendor's own JSON, kept until it is worked off; `at` is the platform's time in UTC.
    """

    key: str
    platform: str
    workspace: str
    lane: Lane
    channel: str
    thread: str
    payload: Mapping[str, Any]
    at: datetime


class Receipt(StrEnum):
    """Whether an envelope was new."""

    NEW = "new"
    SEEN = "seen"


@dataclass(frozen=True)
class Sent:
    """The platform took it; `id` is the message there, and `file` what it calls an uploaded file.

    `thread` is the thread that was opened for it, where that is not the message's own.
    """

    id: str
    file: str = ""
    thread: str = ""


@dataclass(frozen=True)
class TryLater:
    """Not taken, and it may be tried again after so many seconds; `counts` is False for a rate limit."""

    after: float
    why: str
    counts: bool = True


@dataclass(frozen=True)
class Ambiguous:
    """The bytes left and no answer came: it may be there."""

    why: str


class Fault(StrEnum):
    """Why a send can never succeed as it is."""

    GONE = "gone"  # channel archived, deleted, or we were removed
    MESSAGE_GONE = "message_gone"  # the message to edit or answer is not there any more
    REVOKED = "revoked"  # the token no longer works: the queue is kept
    SCOPE = "scope"  # a permission is missing
    UNREACHABLE = "unreachable"  # somebody takes no direct messages from us
    REFUSED = "refused"  # the platform does not take it


@dataclass(frozen=True)
class GivenUp:
    """It cannot be sent; `why` is the platform's own word."""

    fault: Fault
    why: str


Outcome = Sent | TryLater | Ambiguous | GivenUp


class Unreadable(StrEnum):
    """A channel could not be read back."""

    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Profile:
    """What a platform tells of an account; `groups` are the roles that it has, None where they are not told with it."""

    account: AccountRef
    name: str
    locale: str | None = None
    zone: str | None = None
    bot: bool = False
    active: bool = True
    groups: tuple[GroupKey, ...] | None = None


@dataclass(frozen=True)
class Room:
    """What a platform tells of a channel: the foreign teams it is shared with, the groups that may look into it."""

    channel: Channel
    name: str
    member: bool
    archived: bool
    teams: tuple[str, ...] = ()
    groups: tuple[GroupKey, ...] = ()


@dataclass(frozen=True)
class Features:
    """What a platform can do, asked instead of its name."""

    form_fields: int | None  # at most so many fields in one form; None: as many as we like
    slash_in_threads: bool
    private_in_channel: bool


class Desk(Leases, Protocol):
    """What a gateway knows of us."""

    async def receive(self, envelope: Envelope) -> Receipt:
        """Keep the envelope; returning means that it is on disk."""
        ...

    async def work(self, key: str) -> Reply:
        """Work off a kept envelope of the lane DONE at once; Done when somebody else has it."""
        ...

    async def answered(self, key: str, told: bool) -> None:
        """The form that such an envelope opens was shown, or nobody could be told of it."""
        ...

    async def ask(self, envelope: Envelope) -> Reply:
        """Judge an envelope of the lane ASKED within its second; a valid submit is kept before it is worked off."""
        ...


class ChatPlatform(Protocol):
    """One workspace or server of a chat platform."""

    name: str
    workspace: str
    features: Features

    async def start(self, desk: Desk) -> None:
        """Listen, and hand over what comes."""
        ...

    async def stop(self) -> None:
        """Take nothing more, and close."""
        ...

    def ready(self) -> str | None:
        """Why we are deaf there; None when we hear, or another replica does."""
        ...

    def hears(self) -> str:
        """Through what it is we who hear now, empty when it is not; another name: something may have been missed."""
        ...

    def understand(self, payload: Mapping[str, Any]) -> Request | None:
        """The request in a kept payload; None for what does not concern us. Pure."""
        ...

    async def post(
        self, place: Place, card: Card, people: People, ref: str, guests: tuple[AccountRef, ...] = ()
    ) -> Outcome:
        """A new message; `ref` is the outbox id, found again by `find`.

        With guests it opens a private thread for them and us, where the platform has such; elsewhere it stands openly.
        """
        ...

    async def edit(self, source: Source, card: Card, people: People) -> Outcome:
        """The same message with a new face; nobody is notified."""
        ...

    async def delete(self, source: Source) -> Outcome:
        """Take a message of ours away."""
        ...

    async def upload(self, place: Place, name: str, mime: str, data: bytes, keep: "KeepFile", begun: str) -> Outcome:
        """A file into a thread.

        `keep` stores the platform's file id before the upload is completed; `begun` is the id kept by an earlier try.
        """
        ...

    async def find(self, place: Place, ref: str, since: datetime) -> Sent | Unreadable | None:
        """What a post of that outbox id came to, when it is there; raises Unavailable when it can be read later."""
        ...

    async def react(self, source: Source, gesture: Gesture, on: bool) -> Outcome:
        """Put our reaction on a message, or take it away; doing it twice is no error."""
        ...

    async def whisper(self, place: Place, account: AccountRef, card: Card) -> Outcome:
        """A private answer in a channel, or in a direct message where it cannot be shown, which somebody may refuse."""
        ...

    async def show_home(self, account: AccountRef, card: Card) -> Outcome:
        """Somebody's own page."""
        ...

    async def pin(self, source: Source) -> Outcome:
        """Keep a message of ours in sight."""
        ...

    async def reply(self, payload: Mapping[str, Any], reply: Reply) -> None:
        """Give a late reply to a kept click or command, while its handle lives; raises Unavailable when it is dead."""
        ...

    async def download(self, file: RemoteFile) -> tuple[RemoteFile, bytes]:
        """The bytes of a file and what it really is; raises Unavailable or Rejected."""
        ...

    async def profile(self, account: AccountRef) -> Profile:
        """Who an account is; raises Unavailable or Rejected."""
        ...

    async def group(self, group: str) -> tuple[AccountRef, ...]:
        """The accounts in a user group or role; raises Unavailable or Rejected."""
        ...

    async def room(self, channel: Channel) -> Room:
        """What a channel is; raises Unavailable or Rejected."""
        ...

    async def link(self, source: Source, thread: str | None = None) -> str:
        """The address that jumps to a message, in that thread if any; empty when the platform gives none."""
        ...

    async def message(self, source: Source) -> Envelope | None:
        """One message read back, as the envelope of its posting; None when it is not there."""
        ...

    async def history(self, place: Place, since: datetime) -> tuple[Envelope, ...]:
        """What was said in a channel or thread after that instant, oldest first, as envelopes for the gap sweep."""
        ...

    async def check(self) -> tuple[str, ...]:
        """What is wrong with token, scopes and addresses, each with how to mend it; plain English."""
        ...


KeepFile = Callable[[str], Awaitable[None]]
