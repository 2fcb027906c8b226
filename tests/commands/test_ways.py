"""A command does the same whatever way it came: typed, mentioned in a thread, pressed, reacted, or asked by a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.fakes.stage import Case, Hand, Stage

ESCALATED = ("ben: escalate {n} integrations it hangs there",)
RESOLVED = ("ben: resolve {n} bet_refunded it was refunded",)
NOTHING_SAID: Mapping[str, object] = {}


@dataclass(frozen=True)
class Act:
    """One command: who does it after which others, in which ways, with what filled in, and how the ticket is then."""

    command: str
    who: str
    ways: tuple[str, ...]
    then: Mapping[str, object]
    before: tuple[str, ...] = ()
    filled: Mapping[str, object] = field(default_factory=dict)
    told: str = ""


ACTS = (
    Act(
        "take",
        "ana",
        ("slash: take {n}", "slash: assumir #{n}", "client: take", "desk: tomar", "button: Take it", "react: take"),
        {"status": "in_progress", "owner": "Ana Souza"},
    ),
    Act(
        "release",
        "ben",
        ("slash: release {n}", "desk: release", "client: release"),
        {"status": "triage", "owner": ""},
        before=("ben: take {n}",),
    ),
    Act(
        "assign",
        "carla",
        ("slash: assign {n} ben", "slash: assign {n} @U0BEN", "desk: assign Ben", "form: assign {n}"),
        {"status": "in_progress", "owner": "Ben Okoro"},
        filled={"person": "U0BEN"},
    ),
    Act(
        "need",
        "ben",
        ("slash: need {n} bet_transaction_id", "desk: need bet transaction id", "button: Ask client", "react: need"),
        {"status": "waiting_client", "answered": True},
        filled={"fields": ["bet_transaction_id"]},
    ),
    Act(
        "priority",
        "ben",
        (
            "slash: priority {n} h m a VIP waits",
            "slash: priority {n} impact=h urgency=m a VIP waits",
            "desk: urgent h m a VIP waits",
            "button: Priority",
            "react: priority",
        ),
        {"impact": "high", "urgency": "medium", "priority": 2},
        filled={"impact": "high", "urgency": "medium", "why": "a VIP waits"},
    ),
    Act(
        "category",
        "ben",
        ("slash: category {n} balance", "desk: category balance", "form: category {n}"),
        {"category": "balance"},
        filled={"category": "balance"},
    ),
    Act(
        "escalate",
        "ben",
        (
            "slash: escalate {n} integrations it hangs there",
            "desk: escalate Integrações it hangs there",
            "button: Escalate",
            "react: escalate",
        ),
        {"status": "with_team", "team": "integrations"},
        filled={"team": "integrations", "why": "it hangs there"},
    ),
    Act(
        "ack",
        "eva",
        ("slash: ack {n}", "team: ack", "team button: Ack", "react team: ack"),
        {"status": "in_progress", "team": "integrations", "escalation": "acknowledged"},
        before=ESCALATED,
    ),
    Act(
        "decline",
        "eva",
        ("slash: decline {n} integrations the wallet is not ours", "team button: Not ours"),
        {"status": "triage", "team": None, "escalation": "returned"},
        before=ESCALATED,
        filled={"why": "the wallet is not ours"},
    ),
    Act(
        "pass",
        "eva",
        ("slash: pass {n} integrations development look at the wallet", "team button: Pass on"),
        {"status": "with_team", "team": "development", "escalation": "calling"},
        before=ESCALATED,
        filled={"to": "development", "why": "look at the wallet"},
    ),
    Act(
        "wait",
        "ben",
        ("slash: wait {n} provider they look", "desk: wait provider they look", "react: wait", "form: wait {n}"),
        {"status": "waiting_provider", "wait_why": "they look"},
        filled={"whom": "provider", "why": "they look"},
    ),
    Act(
        "resolve",
        "ben",
        (
            "slash: resolve {n} bet_refunded it was refunded",
            "desk: done bet refunded it was refunded",
            "client: pronto bet_refunded it was refunded",
            "button: Resolve",
            "react: resolve",
        ),
        {"status": "resolved", "verdict": "bet_refunded", "resolution": "it was refunded", "owner": "Ben Okoro"},
        filled={"verdict": "bet_refunded", "text": "it was refunded"},
    ),
    Act(
        "reopen",
        "ben",
        ("slash: reopen {n} it came back", "desk: reopen it came back", "button: Reopen"),
        {"status": "in_progress", "verdict": None},
        before=RESOLVED,
        filled={"why": "it came back"},
    ),
    Act("close", "ben", ("slash: close {n}", "desk: close", "button: Close"), {"status": "closed"}, before=RESOLVED),
    Act(
        "confirm",
        "rui",
        ("client button: Confirmar", "react: resolve", "client: done", "client: pronto"),
        {"status": "closed"},
        before=RESOLVED,
    ),
    Act(
        "reopen by the client",
        "rui",
        ("client button: Reabrir", "client: reopen not in the wallet", "client form: reopen {n}"),
        {"status": "in_progress", "verdict": None, "reopened": 1},
        before=RESOLVED,
        filled={"why": "not in the wallet"},
    ),
    Act(
        "ask for priority",
        "rui",
        ("client: urgente", "client: priority", "react: priority", "client slash: urgent {n}"),
        {"status": "new", "priority": 3, "priority asked": 1},
        told="é urgente para você",
    ),
    Act(
        "ask for escalation",
        "rui",
        ("client: escalate", "react: escalate", "client slash: escalate {n} integrations"),
        {"status": "new", "team": None, "escalation asked": 1},
        told="O atendimento já sabe",
    ),
    Act(
        "dismiss",
        "ben",
        ("slash: dismiss {n}", "desk: dismiss", "button: Not a request", "react: not_a_report"),
        {"status": "cancelled", "cancelled_why": "not_a_request"},
    ),
    Act(
        "note",
        "ivo",
        ("slash: note {n} seen this before", "desk: note seen this before", "form: note {n}"),
        {"status": "new", "note": "seen this before"},
        filled={"text": "seen this before"},
        told="Only our own people see it",
    ),
    Act(
        "update",
        "ben",
        ("slash: update {n} we look into it", "desk: update we look into it", "button: Update client"),
        {"status": "new", "answered": True, "update": "we look into it"},
        filled={"text": "we look into it"},
        told="on its way to the client",
    ),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.command)
async def test_a_command_does_the_same_by_every_way(stage: Stage, act: Act) -> None:
    """However it is done, the ticket then stands as it should, and the person is told what they should, if anything."""
    for way in act.ways:
        case = await stage.reported()
        for earlier in act.before:
            who, _, words = earlier.partition(": ")
            assert await stage.person(who).types(words.format(n=case.number)) == ""
        told = await use(stage, stage.person(act.who), way, case, act.filled)
        if act.command == "update":
            ben = stage.person("ben")
            told = await ben.clicks(await ben.last_told(), "Send")
        stands = await standing(stage, case)
        assert {key: stands[key] for key in act.then} == dict(act.then), f"{way}: {told}"
        assert act.told in told if act.told else told == "", way


async def use(stage: Stage, hand: Hand, way: str, case: Case, filled: Mapping[str, object]) -> str:
    """One use of a command; what the person was told."""
    how, _, words = way.partition(": ")
    words = words.format(n=case.number)
    match how:
        case "slash":
            return await hand.types(words)
        case "client slash":
            return await hand.types(words, in_=case.channel)
        case "desk" | "client":
            return await hand.mentions(words, case, at_desk=how == "desk")
        case "team":
            await hand.says(f"@pitboss {words}", in_="integrations", under=(await stage.card(case, "integrations")).id)
            return hand.told()
        case "button":
            return await hand.clicks(await stage.desk_card(case), words, **filled)
        case "team button":
            return await hand.clicks(await stage.card(case, "integrations"), words, **filled)
        case "client button":
            letter = await stage.letter(case.channel, "resolvid")
            return await hand.clicks(letter, words, **(filled if words == "Reabrir" else {}))
        case "form" | "client form":
            form = await hand.types_for_form(words, in_="desk" if how == "form" else case.channel)
            assert (await hand.sends(form, **filled)).taken
            return hand.told()
    return await _react(stage, hand, way, case, filled)


async def _react(stage: Stage, hand: Hand, way: str, case: Case, filled: Mapping[str, object]) -> str:
    """A gesture that asks for more says so privately, with a button that opens the form."""
    how, _, gesture = way.partition(": ")
    on = (await stage.card(case, "integrations")).id if how == "react team" else case.report
    told = await hand.reacts(on, gesture)
    if not told or not filled or hand.name == "rui":
        return told
    invitation = await hand.last_told()
    return await hand.clicks(invitation, invitation.buttons[0], **filled)


async def standing(stage: Stage, case: Case) -> dict[str, object]:
    """How a ticket stands, in plain values."""
    ticket = await stage.ticket(case)
    query = "SELECT state FROM escalations WHERE ticket = :n ORDER BY id DESC"
    escalations = await stage.house.rows(query, n=case.number)
    query = "SELECT kind, text FROM entries WHERE ticket = :n ORDER BY id"
    said = {row[0]: row[1] for row in await stage.house.rows(query, n=case.number)}
    return {
        **{key: value for key, value in vars(ticket).items() if not hasattr(value, "isoformat")},
        "owner": await stage.name(ticket.owner),
        "answered": ticket.first_answered_at is not None,
        "escalation": escalations[0][0] if escalations else None,
        "note": said.get("note"),
        "update": said.get("update"),
        "reopened": await stage.happened(case, "Reopened"),
        "priority asked": await stage.happened(case, "PriorityAsked"),
        "escalation asked": await stage.happened(case, "EscalationAsked"),
    }
