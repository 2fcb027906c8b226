"""Everything that a card or an answer needs to know, gathered: views draw from these and ask nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.clients import Client
from bot.domain.duplicates import Elsewhere, Links
from bot.domain.first_look import NO_CHECKS, FirstLook
from bot.domain.rules import DeskRules
from bot.domain.tickets import Entry, Escalation, Evidence, StoredFile, Ticket, TicketPlace
from bot.domain.timing import Timing
from bot.domain.words import ClientKey, Language, PersonId


@dataclass(frozen=True)
class Setting:
    """For whom something is drawn: language and zone of the place (or of the one person), and the instant."""

    language: Language
    zone: str
    now: datetime


@dataclass(frozen=True)
class TicketSheet:
    """One ticket with all that its cards show; `names` holds everybody who is mentioned; `jump` links to the report.

    `elsewhere` is None for a ticket that shares nothing with another within sight.
    """

    ticket: Ticket
    rules: DeskRules
    client: Client
    names: Mapping[PersonId, str]
    report: tuple[Entry, ...]
    evidence: tuple[Evidence, ...]
    escalations: tuple[Escalation, ...]
    files: tuple[StoredFile, ...]
    timing: Timing
    links: Links
    jump: str
    setting: Setting
    first_look: FirstLook = NO_CHECKS
    elsewhere: Elsewhere | None = None

    def name(self, person: PersonId | None) -> str:
        """What somebody is called; empty for nobody."""
        return self.names.get(person, "") if person else ""


@dataclass(frozen=True)
class LetterSheet:
    """A letter under a ticket's card: its facts, the entry that it tells of (with its author), and whom it calls."""

    sheet: TicketSheet
    place: TicketPlace
    facts: Mapping[str, object]
    entry: Entry | None
    calls: Mapping[PersonId, str]
    doubtful: bool = False


COUNTED = 1_000
"""So many tickets of a list are counted, and can be leafed through: nobody reads on."""


@dataclass(frozen=True)
class Listing:
    """A page of tickets: `page` of `pages` from 1, `total` in all, `what` was asked (mine, backlog, find …).

    A `total` above COUNTED only says that there are more.

    `names` are the people's, `clients` the clients'.
    """

    what: str
    tickets: tuple[Ticket, ...]
    names: Mapping[PersonId, str]
    page: int
    pages: int
    total: int
    words: str = ""
    clients: Mapping[ClientKey, str] = field(default_factory=dict)
