"""The audit: every event as a row, and what the clocks make of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.domain.clock_history import (
    ClientAnswered,
    HistoryFact,
    PriorityMoved,
    StatusMoved,
    TicketOpened,
    ticket_clocks,
)
from bot.domain.clocks import Clock, ClockKind, Target
from bot.domain.events import Event
from bot.domain.policies import Policy, Promise
from bot.domain.statuses import Status
from bot.domain.tickets import Ticket
from bot.domain.words import PersonId, TicketId
from bot.store import tables
from bot.store.several import among, by_ticket

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.store.unit_of_work import UnitOfWork

_AUDIT = tables.audit
CLOCK_EVENTS = ("TicketOpened", "StatusMoved", "ClientAnswered", "PriorityChanged")
_HISTORY = (
    select(_AUDIT.c.ticket, _AUDIT.c.at, _AUDIT.c.event, _AUDIT.c.facts)
    .where(among(_AUDIT.c.ticket, "tickets"), among(_AUDIT.c.event, "events"))
    .order_by(_AUDIT.c.id)
)


class Audit:
    """The audit rows of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def write(self, rows: list[tuple[TicketId | None, PersonId | None, Event]]) -> None:
        """Keep these events, all at the unit of work's one instant."""
        values = [
            {"ticket": ticket, "at": self._uow.now, "person": person, "event": event.name, "facts": event.facts()}
            for ticket, person, event in rows
        ]
        await self._uow.add_rows(_AUDIT, values)

    async def of(self, ticket: TicketId) -> tuple[tuple[datetime, PersonId | None, str, dict[str, Any]], ...]:
        """Everything that happened to a ticket, in order: instant, person, event, facts."""
        query = select(_AUDIT).where(_AUDIT.c.ticket == ticket).order_by(_AUDIT.c.id)
        rows = (await self._uow.execute(query)).mappings().all()
        return tuple((row["at"], row["person"], row["event"], row["facts"]) for row in rows)

    async def last_question(self, ticket: TicketId) -> tuple[str, ...]:
        """The fields that the client was asked for last."""
        where = (_AUDIT.c.ticket == ticket, _AUDIT.c.event == "ClientAsked")
        query = select(_AUDIT.c.facts).where(*where).order_by(_AUDIT.c.id.desc()).limit(1)
        facts = (await self._uow.execute(query)).scalar_one_or_none()
        return tuple(facts["fields"]) if facts else ()

    async def clocks(self, ticket: Ticket) -> "Mapping[ClockKind, Clock]":
        """The ticket's clocks, computed from its history."""
        return (await self.clocks_of([ticket]))[ticket.id]

    async def clocks_of(self, tickets: "Sequence[Ticket]") -> "dict[TicketId, Mapping[ClockKind, Clock]]":
        """The same for several tickets."""
        values = {"tickets": [ticket.id for ticket in tickets], "events": CLOCK_EVENTS}
        rows = (await self._uow.execute(_HISTORY, values)).mappings().all()
        told = by_ticket(rows, lambda row: (row["at"], row["event"], row["facts"]))
        clocks = {}
        for ticket in tickets:
            history = [fact for happened in told.get(ticket.id, ()) for fact in self._fact(ticket, *happened)]
            clocks[ticket.id] = ticket_clocks(history, self._policy(ticket.policy, ticket.desk_version).provider_pauses)
        return clocks

    def first_clocks(self, ticket: Ticket) -> "Mapping[ClockKind, Clock]":
        """The clocks of a ticket to which nothing happened but its opening."""
        facts = {"policy": ticket.policy, "desk_version": ticket.desk_version}
        opened = TicketOpened(ticket.opened_at, *self._targets(ticket, facts))
        return ticket_clocks([opened], self._policy(ticket.policy, ticket.desk_version).provider_pauses)

    def _fact(self, ticket: Ticket, at: datetime, event: str, facts: dict[str, Any]) -> Iterator[HistoryFact]:
        match event:
            case "TicketOpened":
                yield TicketOpened(ticket.opened_at, *self._targets(ticket, facts))
            case "PriorityChanged":
                yield PriorityMoved(at, *self._targets(ticket, facts))
            case "StatusMoved":
                yield StatusMoved(at, Status(facts["after"]))
            case _:
                yield ClientAnswered(at)

    def _policy(self, key: str, version: int) -> Policy:
        rules = self._uow.rules_of(version)
        return next((each for each in rules.policies if each.key == key), rules.policies[-1])

    def _targets(self, ticket: Ticket, facts: dict[str, Any]) -> tuple[Target, Target]:
        rules = self._uow.rules_of(facts["desk_version"])
        policy = self._policy(facts["policy"], facts["desk_version"])
        client = rules.clients.get(ticket.client) or self._uow.rules.clients[ticket.client]
        first, resolution = (
            rules.allowance(policy, promise, client) for promise in (Promise.FIRST_RESPONSE, Promise.RESOLUTION)
        )
        assert first and resolution, "a checked policy promises both"
        return (
            Target(first.length, first.calendar, policy.key),
            Target(resolution.length, resolution.calendar, policy.key),
        )
