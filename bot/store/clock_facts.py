"""What the audit knows of a ticket, as the facts of all its clocks."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bot.domain import clock_history as history
from bot.domain.clients import Client
from bot.domain.clocks import Target
from bot.domain.policies import Policy, Promise
from bot.domain.rules import Allowance, DeskRules
from bot.domain.statuses import Status
from bot.domain.teams import Team
from bot.domain.tickets import Ticket
from bot.domain.timing import Timing, timing
from bot.domain.words import EntryId, TeamKey
from bot.store.rulebook import Rulebook

TOLD = (
    "TicketOpened",
    "StatusMoved",
    "ClientWrote",
    "EvidenceGiven",
    "ClientAnswered",
    "PriorityChanged",
    "PolicyChanged",
    "PauseNoted",
    "PauseRemoved",
    "Escalated",
    "EscalationAcknowledged",
    "EscalationReturned",
    "EscalationPassedOn",
    "NoteAdded",
)
"""The events that say something to the clocks; a note only if a team wrote it."""

_OTHERS = (Promise.NEXT_RESPONSE, Promise.UPDATE, Promise.SLOW_UPDATE, Promise.WAITING_CLIENT)


class Told(NamedTuple):
    """One row of the audit."""

    at: datetime
    event: str
    facts: Mapping[str, Any]


def timing_of(
    ticket: Ticket, told: Iterable[Told], rulebook: Rulebook, now: datetime, spoken: Mapping[EntryId, datetime]
) -> Timing:
    """What is timed on a ticket, computed from everything that happened to it, in order.

    `spoken` says when messages were written whose events do not say it themselves, as they once did not.
    """
    rows = tuple(told)
    teller = _Teller(ticket, rulebook, spoken, rows)
    facts = [fact for row in rows for fact in teller.facts(row)]
    return timing(facts, now, provider_pauses=teller.provider_pauses)


def first_timing(ticket: Ticket, rulebook: Rulebook, now: datetime) -> Timing:
    """The same for a ticket to which nothing happened but its opening."""
    opened = {"policy": ticket.policy, "desk_version": ticket.desk_version}
    return timing_of(ticket, [Told(now, "TicketOpened", opened)], rulebook, now, {})


def unsaid(told: Iterable[Told]) -> set[EntryId]:
    """The client's messages whose events do not say when they were written."""
    wrote = (row.facts for row in told if row.event == "ClientWrote")
    return {EntryId(facts["entry"]) for facts in wrote if facts["first"] and "spoke_at" not in facts}


class _Teller:
    """Goes through the audit's rows in order, and knows the policy that is in force."""

    def __init__(
        self, ticket: Ticket, rulebook: Rulebook, spoken: Mapping[EntryId, datetime], told: Iterable[Told]
    ) -> None:
        self._ticket, self._rulebook, self._spoken = ticket, rulebook, spoken
        self._removed = {row.facts["pause"] for row in told if row.event == "PauseRemoved"}
        self._teams: dict[int, TeamKey] = {}
        self._force(ticket.policy, ticket.desk_version)
        self.provider_pauses = self._policy.provider_pauses

    def facts(self, row: Told) -> Iterator[history.HistoryFact]:
        """What an event means to the clocks; nothing for most."""
        at, event, said = row
        match event:
            case "TicketOpened":
                self._force(said["policy"], said["desk_version"])
                yield history.TicketOpened(self._ticket.opened_at, *self._targets())
            case "PriorityChanged" | "PolicyChanged":
                self._force(said["policy"], said["desk_version"])
                yield history.PriorityMoved(at, *self._targets())
                for number in self._teams:
                    yield history.EscalationRetargeted(at, number, *self._agreements(number))
            case "StatusMoved":
                yield history.StatusMoved(at, Status(said["after"]))
            case "PauseNoted" if said["pause"] not in self._removed:
                start, end = (datetime.fromisoformat(said[key]) for key in ("start", "end"))
                yield history.PausedAfterwards(at, start, end, Status(said["status"]), said["why"])
            case "ClientWrote" | "EvidenceGiven" | "ClientAnswered":
                yield from self._of_conversation(at, event, said)
            case _:
                yield from self._of_team(at, event, said)

    def _of_conversation(self, at: datetime, event: str, said: Mapping[str, Any]) -> Iterator[history.HistoryFact]:
        match event:
            case "ClientWrote" if "spoke_at" in said:
                if said["spoke_at"]:
                    yield history.ClientSpoke(min(datetime.fromisoformat(said["spoke_at"]), at))
            case "ClientWrote" if said["first"]:
                yield history.ClientSpoke(min(self._spoken.get(said["entry"], at), at))
            case "EvidenceGiven" if said["by_client"]:
                yield history.ClientSpoke(at)
            case "ClientAnswered":
                yield history.ClientAnswered(at)

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
        self._rules = self._rulebook.of(version)
        found = (each for each in self._rules.policies if each.key == policy)
        self._policy: Policy = next(found, self._rules.policies[-1])
        today = self._rulebook.rules
        self._client = self._rules.clients.get(self._ticket.client) or today.clients[self._ticket.client]

    def _targets(self) -> tuple[Target, Target, history.Promises]:
        return targets_of(self._rules, self._policy, self._client)

    def _agreements(self, escalation: int) -> tuple[Target | None, Target | None]:
        key, today = self._teams[escalation], self._rulebook.rules
        team = self._rules.teams.get(key) or today.teams.get(key)
        return agreements_of(self._rules, self._policy, team, self._client) if team else (None, None)


def targets_of(rules: DeskRules, policy: Policy, client: Client) -> tuple[Target, Target, history.Promises]:
    """What a policy promises a client: the first response, the resolution, and the others."""

    def promised(promise: Promise) -> Target | None:
        return _target(policy, rules.allowance(policy, promise, client))

    first, resolution = promised(Promise.FIRST_RESPONSE), promised(Promise.RESOLUTION)
    assert first and resolution, "a checked policy promises both"
    return first, resolution, history.Promises(*(promised(each) for each in _OTHERS))


def agreements_of(rules: DeskRules, policy: Policy, team: Team, client: Client) -> tuple[Target | None, Target | None]:
    """What a team has agreed to for a policy: the acknowledgement and the progress."""
    acknowledgement, progress = (
        _target(policy, rules.agreement(policy, promise, team, client))
        for promise in (Promise.ACKNOWLEDGEMENT, Promise.PROGRESS)
    )
    return acknowledgement, progress


def _target(policy: Policy, allowance: Allowance | None) -> Target | None:
    return Target(allowance.length, allowance.calendar, policy.key) if allowance else None
