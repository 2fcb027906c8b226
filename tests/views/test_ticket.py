"""The three faces of a ticket, shown whole."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.buttons import Seal
from bot.chat.cards import Button, Card, Tone
from bot.domain.clock_history import (
    ClientAnswered,
    ClientSpoke,
    Escalated,
    Promises,
    StatusMoved,
    TeamAcknowledged,
    TicketOpened,
)
from bot.domain.clocks import Target
from bot.domain.duplicates import Links
from bot.domain.priority import Priority
from bot.domain.statuses import Status
from bot.domain.tickets import CancelledWhy, EscalationState, Ticket, Verdict
from bot.domain.timing import timing
from bot.domain.words import Language, TicketId
from bot.views.ticket import client_card, desk_card, team_card
from tests.views.builders import (
    ANA,
    CALENDAR,
    EVA,
    MARIA,
    NOW,
    OPENED,
    WORDS,
    entry,
    escalation,
    evidence,
    file,
    presses,
    read,
    sheet,
    ticket,
)


def test_a_new_ticket_for_the_client() -> None:
    """Number, category, status, who holds the ball, when to expect an answer, and how to add what is missing."""
    card = client_card(sheet(), WORDS)
    assert read(card) == (
        "= #12 · Game round =\n"
        "We have it. You will hear from us by Tue, Oct 13, 17:00 CEST.\n"
        "Status: received\n"
        "Next step lies with: us\n"
        "(It helps us if you add: Provider and Time.)\n"
        "[Add details]"
    )
    assert card.summary == "Ticket #12: received"
    assert presses(card) == {"Add details": ("fill", "12")}


def test_a_new_ticket_for_the_client_in_portuguese() -> None:
    """The channel's language decides everything, labels of desk.yaml included."""
    assert read(client_card(sheet(language=Language.PT_BR), WORDS)) == (
        "= #12 · Rodada =\n"
        "Recebemos. Você terá notícias nossas até ter., 13 de out., 17:00 CEST.\n"
        "Situação: recebido\n"
        "Próximo passo com: nós\n"
        "(Ajuda se você informar: Provedor e Horário.)\n"
        "[Adicionar detalhes]"
    )


def test_outside_business_hours_the_client_reads_when_we_are_back() -> None:
    """A report of Saturday night is answered on Monday, and the card says so."""
    night = datetime(2026, 10, 17, 21, 0, tzinfo=UTC)
    assert read(client_card(sheet(night, opened=night), WORDS)).splitlines()[1] == (
        "We have it. It is outside our hours now: we are back Mon, Oct 19, 09:00 CEST, "
        "and you will hear from us by Mon, Oct 19, 13:00 CEST."
    )


def test_a_late_first_answer_is_admitted() -> None:
    """Once the promise is broken, no new one is made up."""
    late = OPENED + timedelta(hours=5)
    assert "We are later than we promised" in read(client_card(sheet(late), WORDS))


@pytest.mark.parametrize(
    ("changes", "says", "buttons"),
    [
        ({"owner": ANA}, "Ana is looking at it. You will hear from us by", ["Add details"]),
        ({"owner": ANA, "first_answered_at": NOW}, "Ana is working on it.", ["Add details"]),
        ({"first_answered_at": NOW}, "We are working on it.", ["Add details"]),
        ({"status": Status.WAITING_CLIENT}, "We need your answer", ["Add details"]),
        ({"status": Status.WAITING_PROVIDER}, "We have asked the game provider", ["Add details"]),
        ({"status": Status.WAITING_CHANGE}, "a planned change", ["Add details"]),
        ({"status": Status.RESOLVED, "verdict": Verdict.WIN_CREDITED}, "Resolved: win credited.", []),
        ({"status": Status.RESOLVED}, "Resolved. Please confirm", []),
        ({"category": None}, "#12 · Your report", []),
    ],
)
def test_the_clients_card_follows_the_status(changes: dict[str, object], says: str, buttons: list[str]) -> None:
    """The next step comes first, and the owner is named once somebody took it."""
    card = client_card(sheet(ticket=ticket(**changes)), WORDS)
    assert says in read(card)
    assert list(presses(card)) == buttons
    assert ("Owner: Ana" in read(card)) is ("owner" in changes)


def test_a_report_by_form_is_quoted_to_the_client() -> None:
    """What was typed into a form stands nowhere else in the channel."""
    assert "> bonus is missing — Maria (Acme)" in read(
        client_card(sheet(report=(entry("bonus is missing", source=None),)), WORDS)
    )


ENDINGS = [
    ({"status": Status.CLOSED, "verdict": Verdict.FIXED}, "Ticket #12 is closed: fixed."),
    ({"status": Status.CLOSED}, "Ticket #12 is closed."),
    (
        {"status": Status.CANCELLED, "cancelled_why": CancelledWhy.MERGED, "merged_into": TicketId(9)},
        "Ticket #12 goes on as #9.",
    ),
    (
        {"status": Status.CANCELLED, "cancelled_why": CancelledWhy.NOT_A_REQUEST},
        "No ticket is open for this. Mention me if you need one.",
    ),
]


@pytest.mark.parametrize(("changes", "line"), ENDINGS)
def test_an_ended_ticket_is_one_quiet_line(changes: dict[str, object], line: str) -> None:
    """Nothing to press is left at the client's, the desk's and the team's."""
    ended = sheet(ticket=ticket(**changes), escalations=(escalation(),))
    card = client_card(ended, WORDS)
    assert read(card) == line
    for each in (card, desk_card(ended, WORDS), team_card(ended, escalation(), WORDS)):
        assert (each.tone, each.title, each.buttons, len(each.parts)) == (Tone.QUIET, "", (), 1)


INTERNAL = "SECRET"


def test_the_clients_card_never_holds_an_internal_word() -> None:
    """Teams, notes, policies, escalations, reasons and the desk's own statuses stay ours, whatever the status."""
    for status in Status:
        hidden = ticket(
            status=status,
            owner=ANA,
            team=f"{INTERNAL} team",
            policy=f"{INTERNAL} policy",
            wait_why=f"{INTERNAL} reason",
            category_why=f"{INTERNAL} words",
            breached=True,
            priority=Priority.P1,
            verdict=Verdict.FIXED,
        )
        call = escalation(why=f"{INTERNAL} why", answer=f"{INTERNAL} answer")
        told = sheet(
            ticket=hidden,
            escalations=(call,),
            evidence=(evidence("round_id", f"{INTERNAL} value"),),
            jump=f"https://chat.example/{INTERNAL}",
            links=Links((TicketId(99),)),
        )
        card = client_card(told, WORDS)
        text = read(card) + card.summary
        for word in (INTERNAL, "Integrations", "P1", "99", "triage", "team", "breach", "Eva"):
            assert word not in text, (status, word)


def test_the_desks_card() -> None:
    """All that the desk works with, and every button that it needs."""
    card = desk_card(
        sheet(
            ticket=ticket(unanswered_since=OPENED),
            evidence=(
                evidence("round_id", "99812-77", confirmed=True),
                evidence("bet_amount", "50 EUR"),
                evidence("bet_amount", "500 EUR", ANA),
                evidence("time", "2026-10-13T10:31:00+00:00"),
                evidence("environment", "real"),
            ),
            escalations=(escalation(),),
            files=(file(),),
            links=Links((TicketId(3), TicketId(4))),
        ),
        WORDS,
    )
    at = "Tue, Oct 13, 13:00 CEST"
    assert read(card) == (
        "= #12 · Acme · Game round · P3 =\n"
        f"💬 The client has been waiting for an answer since {at}\n"
        "First look: 0 of 2 · Was the round closed with zero? · Did the VIP desk look?\n"
        "Status: new\n"
        "Next step lies with: the desk\n"
        "Owner: nobody yet\n"
        "First answer: due Tue, Oct 13, 17:00 CEST\n"
        "Resolution: due Fri, Oct 16, 13:00 CEST\n"
        "> Player 83921: round 99812-77 is stuck, bet 50 EUR — Maria (Acme)\n"
        f"Round id: ✓ 99812-77 (Maria (Acme), {at})\n"
        f"Bet amount: ⚠️ they differ: 50 EUR (Maria (Acme), {at}) ≠ 500 EUR (Ana, {at})\n"
        f"Time: Tue, Oct 13, 12:31 CEST (Maria (Acme), {at})\n"
        f"Environment: Real money (Maria (Acme), {at})\n"
        "Still missing: Provider\n"
        f"⏫ Integrations: called {at}, not acknowledged yet\n"
        "(📎 one file in this thread)\n"
        "(Linked with #3 and #4)\n"
        "(Policy gold-p3)\n"
        "(Go to the report <https://chat.example/archives/1>)\n"
        "[Take it] [First look] [Ask client] [Escalate] [Priority] [Update client] [Resolve] [Not a request] [Clocks]"
    )
    assert card.summary == "#12 Acme: new – Player 83921: round 99812-77 is stuck"
    assert presses(card) == {
        "Take it": ("take", "12"),
        "First look": ("look", "12"),
        "Ask client": ("need", "12"),
        "Escalate": ("escalate", "12"),
        "Priority": ("priority", "12"),
        "Update client": ("update", "12"),
        "Resolve": ("resolve", "12"),
        "Not a request": ("dismiss", "12"),
        "Clocks": ("sla", "explain", "12"),
    }


def test_a_ticket_that_has_an_owner_offers_the_next_step_first() -> None:
    """It is taken already; what its owner does next stands first."""
    card = desk_card(sheet(ticket=ticket(status=Status.IN_PROGRESS, owner=ANA)), WORDS)
    rest = ["Ask client", "Escalate", "Priority", "Update client", "Resolve", "Not a request", "Clocks"]
    assert list(presses(card)) == ["First look", *rest]


def test_what_a_provider_requires_is_missing_too() -> None:
    """The category asks for what every provider needs, a provider's profile for more."""
    told = sheet(evidence=(evidence("provider", "nova games"),))
    assert "Still missing: Round id, Bet amount, Time, and Environment" in read(desk_card(told, WORDS))


def test_a_resolved_ticket_waits_at_the_desk() -> None:
    """Only reopening and closing are left."""
    card = desk_card(sheet(ticket=ticket(status=Status.RESOLVED, verdict=Verdict.FIXED, owner=ANA)), WORDS)
    assert presses(card) == {"Reopen": ("reopen", "12"), "Close": ("close", "12")}
    assert "Resolved: fixed. The client has yet to confirm." in read(card)


@pytest.mark.parametrize(
    ("after", "then", "line", "tone"),
    [
        (timedelta(hours=3, minutes=30), (), "First answer: ⚠️ due Tue, Oct 13, 17:00 CEST, 87 % used", Tone.WARNING),
        (timedelta(hours=5), (), "First answer: 🔴 breached Tue, Oct 13, 17:00 CEST", Tone.URGENT),
        (
            timedelta(hours=1),
            (ClientAnswered(OPENED + timedelta(minutes=30)),),
            "First answer: in time, Tue, Oct 13, 13:30 CEST",
            Tone.NEUTRAL,
        ),
        (
            timedelta(hours=6),
            (ClientAnswered(OPENED + timedelta(hours=4, minutes=30)),),
            "First answer: 🔴 late, Tue, Oct 13, 17:30 CEST",
            Tone.URGENT,
        ),
        (
            timedelta(hours=1),
            (StatusMoved(OPENED + timedelta(minutes=10), Status.WAITING_CLIENT),),
            "Resolution: paused, waiting for the client",
            Tone.NEUTRAL,
        ),
    ],
)
def test_clocks_on_the_desks_card(after: timedelta, then: tuple[object, ...], line: str, tone: Tone) -> None:
    """Due, nearly due, paused, in time, late and breached look different."""
    card = desk_card(sheet(OPENED + after, then=then), WORDS)
    assert line in read(card).splitlines()
    assert card.tone is tone


def test_a_deleted_report_is_not_shown() -> None:
    """The card says that it is gone, and by whom."""
    text = read(desk_card(sheet(report=(entry(deleted_at=NOW),)), WORDS))
    assert "Maria (Acme) deleted this message." in text
    assert "83921: round 99812-77 is stuck, bet" not in text


def test_the_holder_is_named() -> None:
    """A team by its name; where no team has it, the owner; else the desk."""

    def holder(**changes: object) -> str:
        told = read(desk_card(sheet(ticket=ticket(**changes)), WORDS)).splitlines()
        return next(line for line in told if line.startswith("Next step"))

    assert holder(status=Status.WITH_TEAM, team="integrations") == "Next step lies with: Integrations"
    assert holder(status=Status.IN_PROGRESS, owner=ANA) == "Next step lies with: Ana"
    assert holder(status=Status.IN_PROGRESS) == "Next step lies with: the desk"
    assert holder(status=Status.WAITING_CLIENT) == "Next step lies with: the client"


def test_of_the_other_clocks_the_card_shows_the_one_that_breaks_next() -> None:
    """The next answer before the next update; the rest is under *Clocks*."""
    hour, target = timedelta(hours=1), Target(timedelta(hours=4), CALENDAR, "gold-p3")
    promises = Promises(next_response=replace(target, duration=hour), update=replace(target, duration=3 * hour))
    opened = TicketOpened(OPENED, target, replace(target, duration=27 * hour), promises)
    quiet = timing([opened, ClientAnswered(OPENED + hour)], OPENED + 2 * hour)
    asked = timing([opened, ClientAnswered(OPENED + hour), ClientSpoke(OPENED + 2 * hour)], OPENED + 2 * hour)
    told = [read(desk_card(sheet(OPENED + 2 * hour, timing=each), WORDS)) for each in (quiet, asked)]
    assert "Updates: due Wed, Oct 14, 10:00 CEST" in told[0]
    assert "Next answer" not in told[0]
    assert "Next answer: due Tue, Oct 13, 16:00 CEST\nResolution" in told[1]
    assert "Updates" not in told[1]
    assert presses(desk_card(sheet(), WORDS))["Clocks"] == ("sla", "explain", "12")


def test_a_teams_card_shows_what_the_team_has_agreed_to() -> None:
    """First the acknowledgement, then the next word; not what it has kept."""
    agreed = Target(timedelta(hours=1), CALENDAR, "gold-p3")
    opened = TicketOpened(OPENED, agreed, agreed)
    called = [opened, Escalated(OPENED, 5, agreed, replace(agreed, duration=timedelta(hours=2)))]
    calling = sheet(timing=timing(called, NOW))
    assert "Acknowledgement by the team: due Tue, Oct 13, 14:00 CEST" in read(team_card(calling, escalation(), WORDS))
    has_it = escalation(state=EscalationState.ACKNOWLEDGED, assignee=EVA, acknowledged_at=NOW)
    told = read(team_card(sheet(timing=timing([*called, TeamAcknowledged(NOW, 5)], NOW)), has_it, WORDS))
    assert "Progress of the team: due Tue, Oct 13, 15:05 CEST" in told
    assert "Acknowledgement" not in told


def test_the_teams_card_calls_who_is_on_duty() -> None:
    """What is asked, why, what is known, and three ways to answer."""
    card = team_card(sheet(), escalation(), WORDS)
    assert read(card) == (
        "= #12 · Acme · Game round · P3 =\n"
        "@Eva: Ana asks for your help. Please press Ack if you have it.\n"
        "Why: The provider's callback is missing\n"
        "> Player 83921: round 99812-77 is stuck, bet 50 EUR — Maria (Acme)\n"
        "Round id: 99812-77\n"
        "Bet amount: 50 EUR\n"
        "(Go to the report <https://chat.example/archives/1>)\n"
        "[Ack] [Not ours] [Pass on]"
    )
    assert presses(card) == {
        "Ack": ("ack", "12", "integrations"),
        "Not ours": ("decline", "12", "integrations"),
        "Pass on": ("pass", "12", "integrations"),
    }


def test_an_acknowledged_escalation_calls_nobody() -> None:
    """The card shows who and when; Ack is gone."""
    has_it = escalation(state=EscalationState.ACKNOWLEDGED, assignee=EVA, acknowledged_at=NOW)
    card = team_card(sheet(), has_it, WORDS)
    assert "✋ Eva has it since Tue, Oct 13, 13:05 CEST." in read(card)
    assert "@" not in read(card)
    assert list(presses(card)) == ["Not ours", "Pass on"]


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (EscalationState.RETURNED, "#12 went back to the desk: not ours, ask Product"),
        (EscalationState.PASSED_ON, "#12 was passed on by Integrations."),
        (EscalationState.ENDED, "#12 is done – Player 83921: round 99812-77 is stuck"),
    ],
)
def test_an_ended_escalation_is_one_line(state: EscalationState, line: str) -> None:
    """The team's thread is tidy."""
    card = team_card(sheet(), escalation(state=state, answer="not ours, ask Product"), WORDS)
    assert (read(card), card.buttons) == (line, ())


def every_card(hostile: str) -> list[Card]:
    """All faces of a ticket in which every word of a person is hostile."""
    texts = {each.name: hostile for each in fields(Ticket) if each.name in ("title", "wait_why", "category_why")}
    names = {MARIA: hostile, ANA: hostile, EVA: hostile}
    call = escalation(why=hostile, answer=hostile)
    told = sheet(
        ticket=ticket(**texts, owner=ANA),
        names=names,
        client=replace(sheet().client, name=hostile),
        report=(entry(hostile, source=None),),
        evidence=(evidence("round_id", hostile), evidence("bet_amount", hostile), evidence("time", hostile)),
        escalations=(call,),
    )
    return [client_card(told, WORDS), desk_card(told, WORDS), team_card(told, call, WORDS)]


def test_what_people_type_stays_literal() -> None:
    """Mentions, markup and template code in a report, a name or a reason are letters on every card."""
    hostile = "<!channel> {{7*7}} <b>x</b> @everyone"
    for card in every_card(hostile):
        text = read(card)
        assert hostile in text
        assert "49" not in text.replace("99812", "")


def test_buttons_fit_every_platform() -> None:
    """The tokens of a ticket with a long number, and of a team with a long key, are within a platform's limit."""
    long, seal = ticket(id=TicketId(123456789012)), Seal(b"k")
    call = escalation(team="t" * 40)
    for card in (
        client_card(sheet(ticket=long), WORDS),
        desk_card(sheet(ticket=long), WORDS),
        team_card(sheet(ticket=long), call, WORDS),
    ):
        assert all(seal.sign(each.press) for each in card.buttons if isinstance(each, Button))
