"""Forms as modals: each field has its best control, and the answer finds its way back."""

from typing import Any

import pytest

from bot.chat.forms import Choice, Field, FieldKind, Form
from bot.domain.words import DraftId
from integrations.slack.forms import Bound, draw_form, errors_for

TWO = (Choice("y", "Yes"), Choice("n", "No"))
MANY = tuple(Choice(f"c{index}", f"Choice {index}") for index in range(7))


def drawn(field: Field) -> dict[str, Any]:
    view = draw_form(Form(DraftId("d1"), "Title", "Send", "Cancel", (field,)))
    element: dict[str, Any] = view["blocks"][0]["element"]
    return element


def test_a_form_whole() -> None:
    """What a modal of ours holds; a number is text, so that an id keeps its zeros."""
    fields = (Field("round_id", "Round id", FieldKind.NUMBER, hint="as in the history", value="00123", max_length=64),)
    form = Form(DraftId("d1"), "Round not paid", "Send", "Cancel", fields, intro="What we still need")
    assert draw_form(form, "C1", "1700000000.000100") == {
        "type": "modal",
        "callback_id": "pitboss:form",
        "private_metadata": '{"d": "d1", "s": 1, "c": "C1", "t": "1700000000.000100"}',
        "title": {"type": "plain_text", "text": "Round not paid", "emoji": False},
        "submit": {"type": "plain_text", "text": "Send", "emoji": False},
        "close": {"type": "plain_text", "text": "Cancel", "emoji": False},
        "blocks": [
            {"type": "section", "text": {"type": "plain_text", "text": "What we still need", "emoji": False}},
            {
                "type": "input",
                "block_id": "round_id",
                "label": {"type": "plain_text", "text": "Round id", "emoji": False},
                "optional": False,
                "hint": {"type": "plain_text", "text": "as in the history", "emoji": False},
                "element": {
                    "type": "plain_text_input",
                    "multiline": False,
                    "max_length": 64,
                    "initial_value": "00123",
                    "action_id": "value",
                },
            },
        ],
    }


@pytest.mark.parametrize(
    ("field", "control"),
    [
        (Field("k", "l"), "plain_text_input"),
        (Field("k", "l", FieldKind.MOMENT), "plain_text_input"),
        (Field("k", "l", FieldKind.AMOUNT), "plain_text_input"),
        (Field("k", "l", FieldKind.PERSON), "users_select"),
        (Field("k", "l", FieldKind.FILE), "file_input"),
        (Field("k", "l", FieldKind.CHOICE, choices=TWO), "radio_buttons"),
        (Field("k", "l", FieldKind.CHOICE, choices=TWO, required=False), "static_select"),
        (Field("k", "l", FieldKind.CHOICE, choices=MANY), "static_select"),
        (Field("k", "l", FieldKind.CHOICE), "plain_text_input"),
        (Field("k", "l", FieldKind.CHOICES, choices=MANY), "checkboxes"),
        (Field("k", "l", FieldKind.CHOICES, choices=MANY * 2), "multi_static_select"),
    ],
)
def test_each_kind_has_its_best_control(field: Field, control: str) -> None:
    """Few choices lie open, many in a menu; a radio cannot be taken back, so an optional one is a menu."""
    assert drawn(field)["type"] == control


def test_a_long_text_is_tall() -> None:
    """And so is one that already holds several lines."""
    assert drawn(Field("k", "l", FieldKind.LONG_TEXT))["multiline"]
    assert drawn(Field("k", "l", value="1\n2\n3\n4"))["multiline"]


def test_what_was_chosen_is_chosen_again() -> None:
    """A form that opens again shows what stands in its draft."""
    assert drawn(Field("k", "l", FieldKind.CHOICE, value="n", choices=TWO))["initial_option"]["value"] == "n"
    several = drawn(Field("k", "l", FieldKind.CHOICES, value="c1,c3,gone", choices=MANY))
    assert [option["value"] for option in several["initial_options"]] == ["c1", "c3"]


def test_three_hundred_choices_come_in_groups() -> None:
    """A menu takes a hundred, in a hundred groups."""
    element = drawn(Field("k", "l", FieldKind.CHOICE, choices=tuple(Choice(f"{i}", f"Game {i}") for i in range(300))))
    assert [len(group["options"]) for group in element["option_groups"]] == [100, 100, 100]
    assert element["option_groups"][1]["label"]["text"] == "Game 100 – Game 199"


def test_a_title_is_cut_at_a_word_and_counts_its_steps() -> None:
    """24 characters."""
    view = draw_form(Form(DraftId("d"), "Unexpected behaviour of the game", "S", "C", (Field("k", "l"),), "", 2, 3))
    assert view["title"]["text"] == "Unexpected… 2/3" or view["title"]["text"] == "Unexpected behaviou… 2/3"
    assert len(view["title"]["text"]) <= 24


def test_an_error_for_a_field_that_is_not_shown_stands_at_the_first() -> None:
    """Slack refuses errors at blocks that the view lacks."""
    view = {"blocks": [{"type": "section"}, {"type": "input", "block_id": "a"}, {"type": "input", "block_id": "b"}]}
    assert errors_for(view, {"b": "B.", "gone": "G.", "a": "A."}) == {"b": "B.", "a": "G. A."}


def test_a_binding_survives_the_way_there_and_back() -> None:
    """Private metadata holds the draft, the step and the place."""
    bound = Bound(DraftId("d1"), 2, "C1", "1.2")
    assert Bound.load(bound.dump()) == bound
