"""What is asked: the keys are the commands' inputs, the words are the reader's."""

import re

import pytest

from bot.chat.forms import FieldKind, Form
from bot.domain.clients import ChannelBinding, ChannelKind, IntakeMode
from bot.domain.words import Language
from bot.views import forms
from tests.views.builders import (
    ACME_CHANNEL,
    CATEGORY,
    CLIENT,
    FIELDS,
    MADRID,
    ROUND,
    RULES,
    WORDS,
    entry,
    evidence,
    setting,
    sheet,
)

TEAMS = tuple(RULES.teams.values())


def every_form(language: Language) -> dict[str, Form]:
    """All forms as somebody of that language sees them."""
    told, here = sheet(language=language), setting(language)
    return {
        "open": forms.open_form((CATEGORY,), here, WORDS, "It is stuck", ROUND),
        "fill": forms.fill_form(told, FIELDS, WORDS),
        "need": forms.need_form(told, WORDS),
        "escalate": forms.escalate_form(told, TEAMS, WORDS),
        "decline": forms.decline_form(told, WORDS),
        "pass": forms.pass_form(told, TEAMS, WORDS),
        "resolve": forms.resolve_form(told, WORDS),
        "reopen": forms.reopen_form(told, WORDS),
        "update": forms.update_form(told, WORDS, "News"),
        "priority": forms.priority_form(told, WORDS),
        "wait": forms.wait_form(told, WORDS),
        "assign": forms.assign_form(told, WORDS),
        "merge": forms.merge_form(told, WORDS),
        "split": forms.split_form(told, (entry(),), WORDS),
        "link": forms.link_form(told, WORDS),
        "note": forms.note_form(told, WORDS),
        "category": forms.category_form(told, (CATEGORY,), WORDS),
        "bind": forms.bind_form((CLIENT,), TEAMS, here, WORDS),
    }


KEYS = {
    "open": "text category provider round_id bet_amount time environment",
    "fill": "provider round_id bet_amount time environment",
    "need": "fields text",
    "escalate": "team why",
    "decline": "why",
    "pass": "to why",
    "resolve": "verdict text",
    "reopen": "why",
    "update": "text",
    "priority": "impact urgency why",
    "wait": "whom until why",
    "assign": "person",
    "merge": "into",
    "split": "entry",
    "link": "other",
    "note": "text",
    "category": "category",
    "bind": "kind owner language zone mode",
}


@pytest.mark.parametrize("language", Language)
def test_fields_are_the_commands_inputs(language: Language) -> None:
    """Every form asks for exactly its command's inputs, in every language, and its title fits a narrow window."""
    for name, form in every_form(language).items():
        assert " ".join(each.key for each in form.fields) == KEYS[name]
        assert len(form.title) <= 24, form.title
        assert len(form.submit) <= 24
        assert form.cancel
        assert all(each.label and not re.search(r"[<>]", each.label + each.hint) for each in form.fields)
        assert form.draft == ""


def test_an_open_form_asks_for_what_its_category_needs_but_insists_on_nothing_but_the_words() -> None:
    """Whoever reports may not know yet; the form opens with what they wrote."""
    form = forms.open_form((CATEGORY,), setting(), WORDS, "It is stuck", ROUND)
    assert [each.key for each in form.fields if each.required] == ["text"]
    assert (form.fields[0].value, form.fields[1].value) == ("It is stuck", "game_round")
    assert [each.key for each in forms.open_form((CATEGORY,), setting(), WORDS).fields] == ["text", "category"]


def test_a_fill_form_opens_with_what_is_known() -> None:
    """Moments stand there in the reader's own zone, as one would type them."""
    told = sheet(evidence=(evidence("time", "2026-10-13T10:31:00+00:00"), evidence("environment", "real")))
    fields = {each.key: each for each in forms.fill_form(told, FIELDS, WORDS).fields}
    assert fields["time"].value == "2026-10-13 12:31"
    assert (fields["environment"].value, fields["environment"].choices[0].label) == ("real", "Real money")
    assert fields["time"].hint == "With its zone"
    assert not any(each.required for each in fields.values())
    assert forms.fill_form(told, FIELDS[:1], WORDS).fields[0].required


def test_a_need_form_offers_what_nobody_has_given() -> None:
    """The required of it is picked already; without anything to pick a question has to be written."""
    asked = forms.need_form(sheet(), WORDS).fields[0]
    assert [each.value for each in asked.choices] == ["provider", "time", "environment"]
    assert asked.value == "provider,time"
    assert asked.kind is FieldKind.CHOICES
    complete = sheet(evidence=tuple(evidence(each.key, "x") for each in FIELDS))
    only = forms.need_form(complete, WORDS).fields
    assert [(each.key, each.required) for each in only] == [("text", True)]


def test_choices_open_with_what_is_so() -> None:
    """The category's own team, and the ticket's impact and urgency."""
    team = forms.escalate_form(sheet(), TEAMS, WORDS).fields[0]
    assert (team.value, [each.label for each in team.choices]) == ("integrations", ["Integrations", "Product"])
    impact, urgency, why = forms.priority_form(sheet(), WORDS).fields
    assert (impact.value, urgency.value, why.required) == ("low", "high", True)


def test_a_bound_channel_opens_its_form_with_its_binding() -> None:
    """A channel that belongs to nobody is proposed as a client's, in the reader's language and zone."""
    binding = ChannelBinding(ACME_CHANNEL, ChannelKind.CLIENT, "acme", IntakeMode.ASK, Language.ES, "Europe/Lisbon")
    values = [each.value for each in forms.bind_form((CLIENT,), TEAMS, setting(), WORDS, binding).fields]
    assert values == ["client", "acme", "es", "Europe/Lisbon", "ask"]
    values = [each.value for each in forms.bind_form((CLIENT,), TEAMS, setting(), WORDS).fields]
    assert values == ["client", "", "en", MADRID, "auto"]


def test_the_hint_to_leave_out_stands_where_something_may_be_left_out() -> None:
    """A single field has to be filled in; of several each is optional."""
    assert forms.fill_form(sheet(), FIELDS, WORDS).intro == "Leave empty what you do not know."
    assert forms.fill_form(sheet(), FIELDS[:1], WORDS).intro == ""
