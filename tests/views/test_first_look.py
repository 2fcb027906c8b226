"""The first look on the desk's card and as a form: what to look at, what was seen, and how long a provider retries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.first_look import Check, FirstLook, ListedCheck, Seen, Tick
from bot.domain.providers import Provider
from bot.domain.sheets import TicketSheet
from bot.domain.statuses import Status
from bot.domain.words import Language, ProviderKey
from bot.views.first_look import look_form
from bot.views.ticket import client_card, desk_card, team_card
from tests.views.builders import ANA, CATEGORY, NOW, RULES, WORDS, escalation, evidence, read, sheet, ticket

ZERO, OWN = (each.key for each in CATEGORY.first_look)
WINDOW = (ListedCheck(Check.RETRY_WINDOW),)
NOVA = replace(
    RULES, providers={ProviderKey("nova"): Provider(ProviderKey("nova"), "Nova Games", retry_window=timedelta(hours=3))}
)


def looked(**seen: Seen) -> FirstLook:
    """The list of the builders' category after Ana looked."""
    return FirstLook.of(CATEGORY.first_look, {key: Tick(ANA, NOW, each) for key, each in seen.items()})


def line(told: TicketSheet) -> str:
    """The card's line, or nothing."""
    return next((each for each in read(desk_card(told, WORDS)).splitlines() if "First look:" in each), "")


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (looked(), "First look: 0 of 2 · Was the round closed with zero? · Did the VIP desk look?"),
        (looked(closed_with_zero=Seen.CLEAR), "First look: 1 of 2 by Ana · Did the VIP desk look?"),
        (
            looked(closed_with_zero=Seen.CLEAR, vip_desk=Seen.CLEAR),
            "First look: 2 of 2 by Ana, and nothing explains it",
        ),
        (
            looked(vip_desk=Seen.EXPLAINS),
            "✅ First look: Did the VIP desk look? Yes, and that explains it (Ana, Tue, Oct 13, 13:05 CEST)",
        ),
        (FirstLook.of(()), ""),
    ],
)
def test_the_card_says_in_one_line_how_far_the_look_is(look: FirstLook, said: str) -> None:
    assert line(sheet(first_look=look)) == said


def test_it_is_the_desks_alone_and_over_when_the_ticket_is() -> None:
    for told in (client_card(sheet(), WORDS), team_card(sheet(escalations=(escalation(),)), escalation(), WORDS)):
        assert "zero" not in read(told) and "First look" not in read(told)
    assert line(sheet(ticket=ticket(status=Status.RESOLVED))) == ""


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "Does the provider still retry (until Tue, Oct 13, 15:31 CEST)?"),
        (4, "Did it settle within the provider's retries (until Tue, Oct 13, 15:31 CEST)?"),
    ],
)
def test_the_providers_retries_end_on_the_desks_clock(hours: int, said: str) -> None:
    """Three hours after the moment that the evidence names; without provider or moment there is no end to tell."""
    given = (evidence("provider", "nova games"), evidence("happened_at", "2026-10-13T10:30:30+00:00"))
    told = sheet(NOW + timedelta(hours=hours), rules=NOVA, evidence=given, first_look=FirstLook.of(WINDOW))
    assert line(told).endswith(said)
    for left in given:
        plain = replace(told, evidence=(left,))
        assert line(plain).endswith("Does the provider still retry?")
    hint = look_form(told, WORDS).fields[0].hint
    assert hint == "Its retries end Tue, Oct 13, 15:31 CEST"


def test_the_form_asks_each_check_and_shows_who_looked() -> None:
    form = look_form(sheet(first_look=looked(closed_with_zero=Seen.CLEAR)), WORDS)
    assert [(each.key, each.label, each.required) for each in form.fields] == [
        ("look_closed_with_zero", "Was the round closed with zero?", False),
        ("look_vip_desk", "Did the VIP desk look?", False),
    ]
    assert form.fields[0].hint == "No, it is not that: Ana, Tue, Oct 13, 13:05 CEST"
    assert [[choice.value for choice in each.choices] for each in form.fields] == [
        ["explains", "clear", "again"],
        ["explains", "clear"],
    ]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("check", Check)
def test_every_check_has_words_that_fit_every_platforms_form(check: Check, language: Language) -> None:
    """A label of Discord's has 45 characters."""
    told = sheet(language=language, first_look=FirstLook.of((ListedCheck(check),)))
    label = look_form(told, WORDS).fields[0].label
    assert 0 < len(label) <= 45 and label.endswith("?")
