"""What the audit knows of a ticket, as the facts of all its clocks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.domain import clock_history as history
from bot.domain.clocks import Clock, Target
from bot.domain.every_clock import Timed, every_clock
from bot.domain.policies import Policy, Promise
from bot.domain.rules import Allowance, DeskRules
from bot.domain.statuses import Status
from bot.domain.tickets import EntryKind, Ticket
from bot.domain.update_clocks import next_update_due
from bot.domain.words import EntryId, TeamKey

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Timing:
    """All clocks of a ticket by now, those too that nobody is reminded of; `next_update` when the client is to hear."""

    clocks: Mapping[Timed, tuple[Clock, ...]]
    next_update: datetime | None


async def timing_of(uow: "UnitOfWork", ticket: Ticket) -> Timing:
    """What is timed on a ticket, computed from everything that happened to it."""
    spoken = {each.id: each.at for each in await uow.entries.of(ticket.id, [EntryKind.CLIENT])}
    teller = _Teller(uow, ticket, spoken)
    facts = [fact for at, _, event, said in await uow.audit.of(ticket.id) for fact in teller.facts(at, event, said)]
    return Timing(every_clock(facts, uow.now, teller.provider_pauses), next_update_due(facts, uow.now))


class _Teller:
    """Goes through the audit's rows in order, and knows the policy that is in force."""

    def __init__(self, uow: "UnitOfWork", ticket: Ticket, spoken: Mapping[EntryId, datetime]) -> None:
        self._uow, self._ticket, self._spoken = uow, ticket, spoken
        self._teams: dict[int, TeamKey] = {}
        self._force(ticket.policy, ticket.desk_version)
        self.provider_pauses = self._policy.provider_pauses

    def facts(self, at: datetime, event: str, said: Mapping[str, Any]) -> Iterator[history.HistoryFact]:
        """What an event means to the clocks; nothing for most."""
        match event:
            case "TicketOpened":
                self._force(said["policy"], said["desk_version"])
                yield history.TicketOpened(self._ticket.opened_at, *self._targets())
            case "PriorityChanged":
                self._force(said["policy"], said["desk_version"])
                yield history.PriorityMoved(at, *self._targets())
                for number in self._teams:
                    yield history.EscalationRetargeted(at, number, *self._agreements(number))
            case "StatusMoved":
                yield history.StatusMoved(at, Status(said["after"]))
            case "ClientWrote" if said["first"]:
                yield history.ClientSpoke(min(self._spoken.get(said["entry"], at), at))
            case "ClientAnswered":
                yield history.ClientAnswered(at)
            case _:
                yield from self._of_team(at, event, said)

    def _of_team(self, at: datetime, event: str, said: Mapping[str, Any]) -> Iterator[history.HistoryFact]:
        match event:
            case "Escalated":
                self._teams[said["escalation"]] = TeamKey(said["team"])
                yield history.Escalated(at, said["escalation"], *self._agreements(said["escalation"]))
            case "EscalationAcknowledged":
                yield history.TeamAcknowledged(at, said["escalation"])
            case "EscalationReturned" | "EscalationPassedOn":
                yield history.EscalationEnded(at, said["escalation"])
            case "NoteAdded" if said.get("escalation"):
                yield history.TeamNoted(at, said["escalation"])

    def _force(self, policy: str, version: int) -> None:
        self._rules: DeskRules = self._uow.rules_of(version)
        found = (each for each in self._rules.policies if each.key == policy)
        self._policy: Policy = next(found, self._rules.policies[-1])
        self._client = self._rules.clients.get(self._ticket.client) or self._uow.rules.clients[self._ticket.client]

    def _targets(self) -> tuple[Target, Target, history.Promises]:
        first, resolution = self._promised(Promise.FIRST_RESPONSE), self._promised(Promise.RESOLUTION)
        assert first and resolution, "a checked policy promises both"
        others = (Promise.NEXT_RESPONSE, Promise.UPDATE, Promise.SLOW_UPDATE, Promise.WAITING_CLIENT)
        return first, resolution, history.Promises(*(self._promised(each) for each in others))

    def _promised(self, promise: Promise) -> Target | None:
        return self._target(self._rules.allowance(self._policy, promise, self._client))

    def _agreements(self, escalation: int) -> tuple[Target | None, Target | None]:
        team = self._rules.teams.get(self._teams[escalation]) or self._uow.rules.teams[self._teams[escalation]]
        acknowledgement, progress = (
            self._target(self._rules.agreement(self._policy, promise, team, self._client))
            for promise in (Promise.ACKNOWLEDGEMENT, Promise.PROGRESS)
        )
        return acknowledgement, progress

    def _target(self, allowance: Allowance | None) -> Target | None:
        return Target(allowance.length, allowance.calendar, self._policy.key) if allowance else None
