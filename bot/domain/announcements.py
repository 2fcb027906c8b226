"""Which event is said where, and whom it calls; a card's edit tells everything that is not here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from bot.domain import clock_events, duty_events, escalation_events, events, triage_events
from bot.domain.events import Event
from bot.domain.tickets import PlaceKind, Ticket
from bot.domain.words import EscalationId, PersonId


class Letter(StrEnum):
    """The messages that are posted: each is `templates/<value>.j2`, and its view draws it."""

    CLIENT_QUESTION = "client/question"
    CLIENT_UPDATE = "client/update"
    CLIENT_RESOLVED = "client/resolved"
    CLIENT_LATE = "client/late"
    CLIENT_NUDGE = "client/nudge"
    CLIENT_MERGED = "client/merged"
    DESK_CLIENT_WROTE = "desk/client_wrote"
    DESK_STAFF_WROTE = "desk/staff_wrote"
    DESK_TEAM_WROTE = "desk/team_wrote"
    DESK_NOTE = "desk/note"
    DESK_EVIDENCE = "desk/evidence"
    DESK_ASSIGNED = "desk/assigned"
    DESK_PRIORITY_ASKED = "desk/priority_asked"
    DESK_ESCALATION_ASKED = "desk/escalation_asked"
    DESK_ACKNOWLEDGED = "desk/acknowledged"
    DESK_RETURNED = "desk/returned"
    DESK_REOPENED = "desk/reopened"
    DESK_WAIT_ENDED = "desk/wait_ended"
    DESK_WARNING = "desk/warning"
    DESK_BREACH = "desk/breach"
    DESK_SILENT = "desk/silent"
    DESK_PAUSE = "desk/pause"
    DESK_MERGED = "desk/merged"
    DESK_PROPOSED = "desk/proposed"
    DESK_WATCHED = "desk/watched"
    DESK_STRANGER = "desk/stranger"
    DESK_DOUBTFUL = "desk/doubtful"
    DESK_PING = "desk/ping"
    TEAM_SKIPPED = "team/skipped"
    TEAM_CALL = "team/call"
    TEAM_WARNING = "team/warning"
    TEAM_BREACH = "team/breach"


PRESSED = frozenset(
    {
        Letter.CLIENT_QUESTION,
        Letter.CLIENT_NUDGE,
        Letter.CLIENT_RESOLVED,
        Letter.DESK_PRIORITY_ASKED,
        Letter.DESK_ESCALATION_ASKED,
        Letter.DESK_RETURNED,
        Letter.DESK_PROPOSED,
        Letter.TEAM_CALL,
        Letter.TEAM_WARNING,
        Letter.TEAM_BREACH,
    }
)
"""Letters with buttons; they lose them when there is nothing left to press."""

TIDIED_BY = frozenset({"Closed", "Cancelled", "Reopened", "EscalationAcknowledged"})


@dataclass(frozen=True)
class Announcement:
    """One letter for every place of a kind (a team's: of that escalation); urgent ones overtake."""

    letter: Letter
    place: PlaceKind
    calls: tuple[PersonId, ...] = ()
    escalation: EscalationId | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False


@dataclass(frozen=True)
class Situation:
    """What an announcement needs beside the event: the ticket, who did it, and who answers for the ticket now."""

    ticket: Ticket
    actor: PersonId | None
    answerable: tuple[PersonId, ...]


Rule = Callable[[Any, Situation], tuple[Announcement, ...]]


def _desk(letter: Letter, calls: tuple[PersonId, ...] = (), **facts: Any) -> tuple[Announcement, ...]:
    return (Announcement(letter, PlaceKind.DESK, calls, facts=facts, urgent=bool(calls)),)


def _client(letter: Letter, calls: tuple[PersonId, ...] = (), **facts: Any) -> tuple[Announcement, ...]:
    return (Announcement(letter, PlaceKind.CLIENT, calls, facts=facts),)


def _team(
    letter: Letter, escalation: EscalationId, calls: tuple[PersonId, ...], facts: Mapping[str, Any]
) -> Announcement:
    return Announcement(letter, PlaceKind.TEAM, calls, escalation, facts, urgent=bool(calls))


def _asked(event: events.ClientAsked, now: Situation) -> tuple[Announcement, ...]:
    return _client(Letter.CLIENT_QUESTION, (now.ticket.reporter,), fields=list(event.fields), text=event.text)


def _client_wrote(event: events.ClientWrote, now: Situation) -> tuple[Announcement, ...]:
    return _desk(Letter.DESK_CLIENT_WROTE, now.answerable if event.first else (), entry=event.entry)


def _answered(event: events.ClientAnswered, now: Situation) -> tuple[Announcement, ...]:
    if event.how == "update":
        return _client(Letter.CLIENT_UPDATE, (now.ticket.reporter,), entry=event.entry)
    return _desk(Letter.DESK_STAFF_WROTE, entry=event.entry) if event.how == "hand" else ()


def _note(event: events.NoteAdded, now: Situation) -> tuple[Announcement, ...]:
    if event.by_command:
        return _desk(Letter.DESK_NOTE, entry=event.entry)
    return _desk(Letter.DESK_TEAM_WROTE, entry=event.entry) if event.escalation else ()


def _evidence(event: events.EvidenceGiven, now: Situation) -> tuple[Announcement, ...]:
    return _desk(Letter.DESK_EVIDENCE, now.answerable, fields=list(event.fields)) if event.by_client else ()


def _owner(event: events.OwnerChanged, now: Situation) -> tuple[Announcement, ...]:
    return _desk(Letter.DESK_ASSIGNED, (event.after,)) if event.given and event.after else ()


def _escalation_asked(event: escalation_events.EscalationAsked, now: Situation) -> tuple[Announcement, ...]:
    return _desk(Letter.DESK_ESCALATION_ASKED, now.answerable, why=event.why)


def _called(event: escalation_events.EscalationCalled, now: Situation) -> tuple[Announcement, ...]:
    facts: dict[str, Any] = {"silent": event.silent, "level": event.level, "whom": event.whom, "missed": event.missed}
    facts["skipped"] = list(event.skipped)
    return (Announcement(Letter.TEAM_CALL, PlaceKind.TEAM, event.calls, event.escalation, facts, urgent=True),)


def _skipped(event: escalation_events.Escalated, now: Situation) -> tuple[Announcement, ...]:
    """Whoever was passed over at the first call is named; the card calls the others."""
    facts = {"skipped": list(event.skipped)}
    told = Announcement(Letter.TEAM_SKIPPED, PlaceKind.TEAM, (), event.escalation, facts)
    return (told,) if event.skipped else ()


def _pinged(event: duty_events.DutyPinged, now: Situation) -> tuple[Announcement, ...]:
    facts = {"team": event.team, "why": event.why, "skipped": list(event.skipped)}
    place = PlaceKind.TEAM if event.escalation else PlaceKind.DESK
    here = Announcement(Letter.DESK_PING, place, event.calls, event.escalation, facts, urgent=True)
    if event.theirs in (None, event.escalation):
        return (here,)
    return (here, Announcement(Letter.DESK_PING, PlaceKind.TEAM, event.calls, event.theirs, facts, urgent=True))


def _acknowledged(event: escalation_events.EscalationAcknowledged, now: Situation) -> tuple[Announcement, ...]:
    return _desk(Letter.DESK_ACKNOWLEDGED, escalation=event.escalation)


def _returned(event: escalation_events.EscalationReturned, now: Situation) -> tuple[Announcement, ...]:
    return _desk(Letter.DESK_RETURNED, now.answerable, team=event.team, why=event.why)


def _resolved(event: events.Resolved, now: Situation) -> tuple[Announcement, ...]:
    facts = {"verdict": event.verdict, "text": event.words, "silent": event.silent}
    return _client(Letter.CLIENT_RESOLVED, (now.ticket.reporter,), **facts)


def _reopened(event: events.Reopened, now: Situation) -> tuple[Announcement, ...]:
    return _desk(Letter.DESK_REOPENED, now.answerable, why=event.why)


def _warned(event: clock_events.ClockWarned, now: Situation) -> tuple[Announcement, ...]:
    facts: dict[str, Any] = {"clock": event.clock, "percent": event.percent, "due_at": event.due_at.isoformat()}
    if event.escalation:
        return (_team(Letter.TEAM_WARNING, event.escalation, event.calls, facts),)
    return _desk(Letter.DESK_WARNING, event.calls, **facts)


def _breached(event: clock_events.ClockBreached, now: Situation) -> tuple[Announcement, ...]:
    facts: dict[str, Any] = {"clock": event.clock, "due_at": event.due_at.isoformat()}
    told = _desk(Letter.DESK_BREACH, event.calls, **facts)
    return (*told, _team(Letter.TEAM_BREACH, event.escalation, event.team, facts)) if event.escalation else told


def _nudged(event: clock_events.ClientNudged, now: Situation) -> tuple[Announcement, ...]:
    return _client(Letter.CLIENT_NUDGE, (now.ticket.reporter,), step=event.step, due_at=event.due_at.isoformat())


def _silent(event: clock_events.ClientSilent, now: Situation) -> tuple[Announcement, ...]:
    return _desk(Letter.DESK_SILENT, event.calls, due_at=event.due_at.isoformat(), resolved=event.resolved)


def _paused(event: clock_events.PauseNoted, now: Situation) -> tuple[Announcement, ...]:
    span: dict[str, Any] = {"start": event.start.isoformat(), "end": event.end.isoformat()}
    whom = event.status.removeprefix("waiting_")
    return _desk(Letter.DESK_PAUSE, pause=event.pause, whom=whom, why=event.why, **span)


def _unpaused(event: clock_events.PauseRemoved, now: Situation) -> tuple[Announcement, ...]:
    return _desk(Letter.DESK_PAUSE, pause=event.pause, why=event.why)


def _merged(event: events.Merged, now: Situation) -> tuple[Announcement, ...]:
    return (*_desk(Letter.DESK_MERGED, other=event.other), *_client(Letter.CLIENT_MERGED, other=event.other))


def _moved(event: events.StatusMoved, now: Situation) -> tuple[Announcement, ...]:
    watchers = tuple(person for person in now.ticket.watchers if person != now.actor)
    return _desk(Letter.DESK_WATCHED, watchers, status=event.after) if watchers else ()


ANNOUNCEMENTS: dict[type[Event], Rule] = {
    events.StatusMoved: _moved,
    triage_events.OwnerProposed: lambda event, now: _desk(Letter.DESK_PROPOSED, (event.person,)),
    events.ClientAsked: _asked,
    events.ClientWrote: _client_wrote,
    events.ClientAnswered: _answered,
    events.NoteAdded: _note,
    events.EvidenceGiven: _evidence,
    events.OwnerChanged: _owner,
    events.PriorityAsked: lambda event, now: _desk(Letter.DESK_PRIORITY_ASKED, now.answerable, why=event.why),
    escalation_events.EscalationAsked: _escalation_asked,
    escalation_events.Escalated: _skipped,
    escalation_events.EscalationCalled: _called,
    duty_events.DutyPinged: _pinged,
    escalation_events.EscalationAcknowledged: _acknowledged,
    escalation_events.EscalationReturned: _returned,
    events.Resolved: _resolved,
    events.Reopened: _reopened,
    events.WaitEnded: lambda event, now: _desk(Letter.DESK_WAIT_ENDED, now.answerable, whom=event.whom),
    clock_events.ClockWarned: _warned,
    clock_events.ClockBreached: _breached,
    clock_events.ClientNudged: _nudged,
    clock_events.ClientSilent: _silent,
    clock_events.PauseNoted: _paused,
    clock_events.PauseRemoved: _unpaused,
    events.Merged: _merged,
    events.StrangerWrote: lambda event, now: _desk(Letter.DESK_STRANGER, now.answerable, name=event.name_there),
    events.LateMessage: lambda event, now: _client(Letter.CLIENT_LATE, entry=event.entry),
}


def calls_for_letters(event: Event, ticket: Ticket) -> bool:
    """Whether anybody may hear of it at all; of a mere move only those who follow the ticket."""
    return type(event) in ANNOUNCEMENTS and (bool(ticket.watchers) or not isinstance(event, events.StatusMoved))


def announce(event: Event, now: Situation) -> tuple[Announcement, ...]:
    """The letters that an event calls for; nobody is called for what they did themselves."""
    rule = ANNOUNCEMENTS.get(type(event))
    if rule is None:
        return ()
    return tuple(_without(each, now.actor) for each in rule(cast(Any, event), now))


def _without(each: Announcement, actor: PersonId | None) -> Announcement:
    calls = tuple(person for person in each.calls if person != actor)
    return Announcement(each.letter, each.place, calls, each.escalation, each.facts, each.urgent)
