"""One unit of work: the change, its audit rows and its letters in one transaction, at one instant, in one sight."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.domain.announcements import TIDIED_BY, Announcement, Situation, announce, calls_for_letters
from bot.domain.events import Event
from bot.domain.permissions import Actor, Sight
from bot.domain.rules import DeskRules
from bot.domain.tickets import PlaceKind, Ticket, TicketPlace
from bot.domain.words import PersonId, TicketId
from bot.store.audit import Audit
from bot.store.database import Database
from bot.store.deadlines import Deadlines
from bot.store.desk import DeskRows
from bot.store.drafts import Drafts
from bot.store.duty import DutyRows
from bot.store.entries import Entries
from bot.store.escalations import Escalations
from bot.store.evidence import EvidenceRows
from bot.store.files import Files
from bot.store.fresh import Fresh, timed
from bot.store.inbox import Inbox
from bot.store.leases import Leases
from bot.store.outbox import Outbox
from bot.store.people import People
from bot.store.places import Places
from bot.store.rulebook import Rulebook as Rulebook
from bot.store.search import SAID, body_of, index
from bot.store.statements import Statements
from bot.store.tickets import Tickets
from bot.store.timings import Timings, moves_clocks

EVERYTHING = Sight(everything=True)
NOTHING = Sight()
LEASE = timedelta(seconds=20)
"""How long a claimed row is its claimer's alone."""


class UnitOfWork(Statements):
    """What an operation works with; it never commits, the one who opened it does."""

    def __init__(
        self,
        connection: AsyncConnection,
        clock: Clock,
        rulebook: Rulebook,
        sight: Sight,
        actor: Actor | None,
        lease: timedelta = LEASE,
    ) -> None:
        super().__init__(connection)
        self._rulebook = rulebook
        self._happened: list[tuple[Ticket | None, PersonId | None, Event]] = []
        self._latest: dict[TicketId, Ticket] = {}
        self._redraw: dict[TicketId, None] = {}
        self._letters: list[tuple[TicketPlace, Announcement]] = []
        self._fresh: dict[TicketId, Fresh] = {}
        self.wakes_delivery = False
        self.changes_rules = False
        self.wall: datetime = clock.wall()
        self.now: datetime = self.wall + clock.shift
        self.lease = lease
        self.sight = sight
        self.actor = actor
        self.people = People(self)
        self.places = Places(self)
        self.tickets = Tickets(self)
        self.entries = Entries(self)
        self.evidence = EvidenceRows(self)
        self.escalations = Escalations(self)
        self.deadlines = Deadlines(self)
        self.drafts = Drafts(self)
        self.files = Files(self)
        self.inbox = Inbox(self)
        self.outbox = Outbox(self)
        self.leases = Leases(self)
        self.audit = Audit(self)
        self.timings = Timings(self)
        self.desk = DeskRows(self)
        self.duty = DutyRows(self)

    @property
    def rules(self) -> DeskRules:
        """Today's rules."""
        return self._rulebook.rules

    @property
    def version(self) -> int:
        """The number of today's desk.yaml."""
        return self._rulebook.version

    @property
    def desk_text(self) -> str:
        """The text of desk.yaml, without what was changed from chat."""
        return self._rulebook.text

    @property
    def numbers_of_people(self) -> dict[str, PersonId]:
        """The numbers of desk.yaml's people, as far as they are known."""
        return self._rulebook.numbers_of_people()

    def rules_changed(self) -> None:
        """An override was written: the rules are read anew once this is committed."""
        self.changes_rules = True

    @property
    def rulebook(self) -> Rulebook:
        """Today's rules and those that open tickets still name."""
        return self._rulebook

    def knows(self, ticket: Ticket) -> Ticket:
        """Remember a ticket's latest state for the letters that this change brings."""
        self._latest[ticket.id] = ticket
        return ticket

    def latest(self, ticket: Ticket) -> Ticket:
        """A ticket as this unit of work last left it."""
        return self._latest.get(ticket.id, ticket)

    async def add_ticket(self, ticket: Ticket) -> Ticket:
        """A new ticket with its clocks running; it comes back with its number."""
        timing = self.timings.first(ticket)
        added = await self.tickets.add(timed(ticket, timing, self.now))
        self._fresh[added.id] = Fresh(timing)
        return added

    def lives_at(self, ticket: Ticket, places: tuple[TicketPlace, ...]) -> None:
        """These are all the places of a ticket that was made here."""
        self._fresh[ticket.id].places = places

    def said(self, ticket: Ticket, texts: Iterable[str], values: Iterable[str]) -> None:
        """This is all that was said and given in a ticket that was made here."""
        self._fresh[ticket.id].words = body_of(ticket, texts, values)

    def wake_delivery(self) -> None:
        """Something is to be sent once this is committed."""
        self.wakes_delivery = True

    def record(self, ticket: Ticket, event: Event) -> None:
        """What happened to a ticket: an audit row, its cards anew, and the letters that it calls for."""
        self.knows(ticket)
        self._happened.append((ticket, self.actor.person if self.actor else None, event))
        self._redraw[ticket.id] = None

    def redraw(self, ticket: TicketId) -> None:
        """The ticket's cards show something that is no event of its own."""
        self._redraw[ticket] = None

    async def answerable(self, ticket: Ticket) -> tuple[PersonId, ...]:
        """Who is called for a ticket: its owner, and who is on duty at the desk when there is none or they are gone."""
        return await self.duty.answerable(ticket.owner)

    async def settle(self) -> None:
        """Write audit rows, clocks, cards and letters; the last thing before the commit."""
        if self._happened:
            await self.audit.write([(about.id if about else None, who, event) for about, who, event in self._happened])
        if moved := {ticket.id for ticket, _, event in self._happened if ticket and moves_clocks(event)}:
            told = [(about.id, event) for about, _, event in self._happened if about and about.id in moved]
            await self.timings.plan([self._latest[number] for number in moved], told, self._fresh)
        for number in {ticket.id for ticket, _, event in self._happened if ticket and event.name in SAID}:
            fresh = self._fresh.get(number)
            await index(self, self._latest[number], fresh.words if fresh else None)
        if self._redraw:
            await self._redraw_all()
        await self.write_sheaf()

    async def _redraw_all(self) -> None:
        """The cards of what was touched, and the letters that events call for, after the cards that they hang under."""
        homes = {number: fresh.places for number, fresh in self._fresh.items() if fresh.places}
        homes |= await self.places.of_all([number for number in self._redraw if number not in homes])
        priorities = {number: ticket.priority for number, ticket in self._latest.items()}
        await self.outbox.cards((place for number in self._redraw for place in homes.get(number, ())), priorities)
        tidied = dict.fromkeys(about.id for about, _, event in self._happened if about and event.name in TIDIED_BY)
        for number in tidied:
            await self.outbox.tidy(number)
        for about, person, event in self._happened:
            if about and about.id in self._redraw:
                await self._announce(self._latest[about.id], person, event, homes.get(about.id, ()))
        await self.outbox.post_all(self._letters)

    async def _announce(
        self, ticket: Ticket, actor: PersonId | None, event: Event, places: tuple[TicketPlace, ...]
    ) -> None:
        if not calls_for_letters(event, ticket):
            return
        situation = Situation(ticket, actor, await self.answerable(ticket))
        for letter in announce(event, situation):
            for place in places:
                if place.kind is letter.place and (
                    place.kind is not PlaceKind.TEAM or place.escalation == letter.escalation
                ):
                    self._letters.append((place, letter))


Wake = Callable[[], None]
Reload = Callable[[], Awaitable[None]]


async def _nothing() -> None:
    return


class Store:
    """Opens units of work; returning commits, raising rolls back."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rulebook: Rulebook,
        wake: Wake = lambda: None,
        lease: timedelta = LEASE,
    ) -> None:
        self.database = database
        self.clock = clock
        self.rulebook = rulebook
        self._lease = lease
        self._wake = wake
        self._reload: Reload = _nothing
        self.follow_rules: Reload = _nothing

    def on_rules(self, reload: Reload, follow: Reload = _nothing) -> None:
        """Call `reload` after each commit that changed the rules, `follow` when another replica did that."""
        self._reload, self.follow_rules = reload, follow

    def on_letters(self, wake: Wake) -> None:
        """Call this after each commit that left something to send."""
        self._wake = wake

    @asynccontextmanager
    async def change(
        self, sight: Sight, actor: Actor | None = None, *, one_statement: bool = False
    ) -> AsyncIterator[UnitOfWork]:
        """A unit of work that changes things within that sight; one that runs a single statement may say so."""
        async with self.database.write(one_statement=one_statement) as connection:
            uow = UnitOfWork(connection, self.clock, self.rulebook, sight, actor, self._lease)
            yield uow
            await uow.settle()
        if uow.wakes_delivery:
            self._wake()
        if uow.changes_rules:
            await self._reload()

    @asynccontextmanager
    async def look(self, sight: Sight, actor: Actor | None = None) -> AsyncIterator[UnitOfWork]:
        """A unit of work that only looks."""
        async with self.database.read() as connection:
            yield UnitOfWork(connection, self.clock, self.rulebook, sight, actor, self._lease)

    async def follow_clock(self) -> None:
        """Adopt the database's time and the shift that stands there."""
        async with self.look(EVERYTHING) as uow:
            shift = await uow.desk.shift()
        self.clock.follow(await self.database.time(), shift)  # the time last: it grows old on the way
