"""The morning's digest, for each audience."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.chat.cards import Card
from bot.domain.digest import Changes, Digest, digest_of
from bot.domain.digests import Audience, DigestPlan
from bot.domain.statuses import Status
from bot.domain.words import Language, TicketId
from bot.views.digest import ROWS, draw_digest
from tests.views.builders import ACME, ACME_CHANNEL, ANA, MADRID, NAMES, WORDS, read, setting, ticket

MORNING = datetime(2026, 10, 20, 7, 0, tzinfo=UTC)
LATE = ticket(id=TicketId(1), title="Stuck round", owner=ANA, status=Status.IN_PROGRESS, breached=True)
NEAR = ticket(
    id=TicketId(2),
    title="Bonus",
    opened_at=MORNING - timedelta(hours=20),
    commented_at=MORNING - timedelta(hours=1),
    first_response_due=MORNING + timedelta(hours=2),
    resolution_due=MORNING + timedelta(days=2),
)
ASKED = ticket(
    id=TicketId(3),
    title="Login",
    owner=ANA,
    status=Status.WAITING_CLIENT,
    opened_at=MORNING - timedelta(days=2),
    commented_at=MORNING - timedelta(hours=1),
    first_answered_at=MORNING - timedelta(days=1),
    resolution_due=MORNING + timedelta(days=30),
)
SOLVED = ticket(id=TicketId(4), title="Payment", status=Status.RESOLVED, owner=ANA)
DIGEST = digest_of(
    [LATE, NEAR, ASKED, SOLVED],
    MORNING,
    changes=Changes(opened=2, resolved=1, reopened=0, closed=3),
    clients={ACME: "Acme"},
)


def drawn(audience: Audience, digest: Digest = DIGEST, language: Language = Language.EN) -> Card:
    """The digest for one audience at nine in Madrid."""
    owner = "" if audience is Audience.COORDINATORS else "acme"
    plan = DigestPlan(audience, owner, ACME_CHANNEL, language, time(9), MADRID, frozenset({2}))
    return draw_digest(digest, plan, NAMES, setting(language, MORNING), WORDS)


def test_the_coordinators_see_everything() -> None:
    """By status, holder, age and owner; breached, at risk, unowned and silent; and what changed."""
    assert read(drawn(Audience.COORDINATORS)) == (
        "= Today: 3 tickets are open =\n"
        "By status: new 1 · in progress 1 · waiting for the client 1\n"
        "Next step lies with: the desk 1 · the team 1 · the client 1\n"
        "By age: under a day 1 · 1–3 days 1 · 3–7 days 1\n"
        "By owner: Ana 2\n"
        "Since yesterday: 2 opened, 1 resolved, 0 reopened, 3 closed\n"
        "🔴 Breached\n"
        "🔴 #1 P3 · Acme · in progress · Ana · due Tue, Oct 13, 17:00 CEST – Stuck round\n"
        "🟠 At risk\n"
        "#2 P3 · Acme · new · due today 11:00 CEST – Bonus\n"
        "Without an owner\n"
        "#2 P3 · Acme · new · due today 11:00 CEST – Bonus\n"
        "No comment for a day\n"
        "🔴 #1 P3 · Acme · in progress · Ana · due Tue, Oct 13, 17:00 CEST – Stuck round\n"
        "(As of today 09:00 CEST)"
    )


def test_a_team_sees_its_own_by_urgency() -> None:
    """Breached first, then at risk, then the rest; no counts of other people's."""
    assert read(drawn(Audience.TEAM)).splitlines()[:2] == ["= Your team today: 3 tickets =", "🔴 Breached"]
    assert "Open\n#3" in read(drawn(Audience.TEAM))
    assert "By owner" not in read(drawn(Audience.TEAM))


def test_a_client_sees_what_waits_for_it_first() -> None:
    """In its own words and language, without priorities, owners or breaches."""
    assert read(drawn(Audience.CLIENT, language=Language.ES)) == (
        "= Sus tickets hoy: 3 abiertos =\n"
        "Esperamos su respuesta\n"
        "#3 · a la espera de su respuesta – Login\n"
        "Resueltos, confirmen por favor\n"
        "#4 · resuelto – Payment\n"
        "Estamos en ello\n"
        "#1 · en curso – Stuck round\n"
        "#2 · recibido – Bonus\n"
        "(Actualizado: hoy 09:00 CEST)"
    )


def test_an_empty_digest_is_one_line() -> None:
    """For each audience its own."""
    nothing = digest_of([], MORNING)
    lines = [read(drawn(audience, nothing)) for audience in Audience]
    assert lines == [
        "Good morning. No ticket is open.",
        "Good morning. No ticket lies with you.",
        "Good morning. You have no open ticket.",
    ]


def test_long_sections_are_counted() -> None:
    """A section names its first tickets and counts the rest."""
    many = digest_of([replace(LATE, id=TicketId(number)) for number in range(1, ROWS + 4)], MORNING)
    assert "and 3 more" in read(drawn(Audience.TEAM, many))


def test_the_provider_checks_that_a_first_look_spared_are_counted() -> None:
    """For the coordinators, also when nothing is left open; none is not told."""
    assert "First look" not in read(drawn(Audience.COORDINATORS))
    for count, said in ((1, "one provider check avoided"), (3, "3 provider checks avoided")):
        spared = digest_of([], MORNING, checks_avoided=count)
        assert f"First look: {said}" in read(drawn(Audience.COORDINATORS, spared))
