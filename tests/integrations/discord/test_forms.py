"""Forms as modals: each field has its best control, no field is lost, and the answer finds its way back."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.chat.forms import Choice, Field, FieldKind, Form, in_steps
from bot.chat.requests import RemoteFile
from bot.domain.words import DraftId
from bot.views.forms import need_form, priority_form, resolve_form
from integrations.discord.forms import bound, modal_of, submitted
from tests.integrations.discord.checker import checked_modal, seen
from tests.views.builders import WORDS, sheet

DRAFT = DraftId("kA3_x-9")
TWO = (Choice("y", "Yes"), Choice("n", "No"))
MANY = tuple(Choice(f"c{index}", f"Choice {index}") for index in range(7))
QUICK = settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def form(*fields: Field, intro: str = "", step: int = 1) -> Form:
    return Form(DRAFT, "Title", "Send", "Cancel", fields, intro, step)


def drawn(field: Field) -> dict[str, Any]:
    [label] = checked_modal(modal_of(form(field)))["components"]
    control: dict[str, Any] = label["component"]
    return control


def sent(modal: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The data of a modal that somebody filled in, as Discord delivers it."""
    rows: list[dict[str, Any]] = []
    for part in modal["components"]:
        if part["type"] == 10:
            rows.append({"type": 10, "id": len(rows) + 1})
            continue
        control = part["component"]
        key, kind = control["custom_id"], control["type"]
        name = "value" if kind in (4, 21) else "values"
        empty: Any = {4: "", 21: None}.get(kind, [])
        rows.append(
            {
                "type": 18,
                "component": {"type": kind, "custom_id": key, name: values.get(key, empty)},
                "id": len(rows) + 1,
            }
        )
    return {"custom_id": modal["custom_id"], "components": rows}


def test_a_form_whole() -> None:
    """What a modal of ours holds; a number is text, so that an id keeps its zeros."""
    fields = (
        Field("round_id", "Round id", FieldKind.NUMBER, hint="as in the history", value="00123", max_length=64),
        Field("paid", "Was it paid?", FieldKind.CHOICE, value="n", choices=TWO),
        Field("file", "Screenshots", FieldKind.FILE, required=False),
    )
    modal = modal_of(Form(DRAFT, "Round not paid", "Send", "Cancel", fields, intro="What we *still* need"))
    assert checked_modal(modal) == {
        "custom_id": "form:kA3_x-9:1",
        "title": "Round not paid",
        "components": [
            {"type": 10, "content": "What we \\*still\\* need"},
            {
                "type": 18,
                "label": "Round id",
                "description": "as in the history",
                "component": {
                    "custom_id": "round_id",
                    "type": 4,
                    "style": 1,
                    "required": True,
                    "max_length": 64,
                    "value": "00123",
                },
            },
            {
                "type": 18,
                "label": "Was it paid?",
                "component": {
                    "custom_id": "paid",
                    "type": 21,
                    "required": True,
                    "options": [{"label": "Yes", "value": "y"}, {"label": "No", "value": "n", "default": True}],
                },
            },
            {
                "type": 18,
                "label": "Screenshots",
                "component": {"custom_id": "file", "type": 19, "required": False, "min_values": 0, "max_values": 10},
            },
        ],
    }


@pytest.mark.parametrize(
    ("field", "control"),
    [
        (Field("k", "l"), 4),
        (Field("k", "l", FieldKind.MOMENT), 4),
        (Field("k", "l", FieldKind.AMOUNT), 4),
        (Field("k", "l", FieldKind.PERSON), 5),
        (Field("k", "l", FieldKind.FILE), 19),
        (Field("k", "l", FieldKind.CHOICE, choices=TWO), 21),
        (Field("k", "l", FieldKind.CHOICE, choices=TWO, required=False), 3),
        (Field("k", "l", FieldKind.CHOICE, choices=TWO[:1]), 3),
        (Field("k", "l", FieldKind.CHOICE, choices=TWO[:1], required=False), 22),
        (Field("k", "l", FieldKind.CHOICE, choices=MANY), 3),
        (Field("k", "l", FieldKind.CHOICE), 4),
        (Field("k", "l", FieldKind.CHOICES, choices=MANY), 22),
        (Field("k", "l", FieldKind.CHOICES, choices=tuple(Choice(f"{i}", f"{i}") for i in range(20))), 3),
    ],
)
def test_each_kind_has_its_best_control(field: Field, control: int) -> None:
    """Few choices lie open, many in a menu; a radio cannot be taken back, so an optional one is a menu or a box."""
    assert drawn(field)["type"] == control


def test_a_long_text_is_tall() -> None:
    """And so is one that already holds several lines."""
    assert drawn(Field("k", "l", FieldKind.LONG_TEXT))["style"] == 2
    assert drawn(Field("k", "l", value="1\n2"))["style"] == 2


def test_more_choices_than_a_menu_holds_are_typed() -> None:
    """Whatever is typed is judged as a choice would be; the first of them are named."""
    field = Field(
        "k", "l", FieldKind.CHOICE, hint="Which one?", choices=tuple(Choice(f"g{i}", f"G {i}") for i in range(30))
    )
    [label] = checked_modal(modal_of(form(field, *(Field(f"f{i}", "l") for i in range(4)))))["components"][:1]
    assert label["component"]["type"] == 4
    assert label["description"].startswith("Which one? · g0, g1, g2")


def test_what_was_chosen_is_chosen_again() -> None:
    """A form that opens again shows what stands in its draft."""
    several = drawn(Field("k", "l", FieldKind.CHOICES, value="c1,c3,gone", choices=MANY))
    assert [option["value"] for option in several["options"] if option.get("default")] == ["c1", "c3"]
    assert drawn(Field("k", "l", FieldKind.PERSON, value="42"))["default_values"] == [{"id": "42", "type": "user"}]
    assert "default_values" not in drawn(Field("k", "l", FieldKind.PERSON, value="Ana"))


def test_a_long_hint_stands_before_its_field_where_there_is_room() -> None:
    """A description takes a hundred characters; without room for more, the rest stands in the empty field."""
    hint = "High: many operators, or money wrong for many of them. " * 3
    alone = checked_modal(modal_of(form(Field("k", "l", hint=hint))))["components"]
    assert [part["type"] for part in alone] == [10, 18]
    assert seen(alone[0]["content"]) == hint.strip()
    full = checked_modal(modal_of(form(Field("k", "l", hint=hint), *(Field(f"f{i}", "l") for i in range(4)))))
    first = full["components"][0]
    assert first["description"].removesuffix("…") + " " + first["component"]["placeholder"] == hint.strip()


def test_a_label_that_is_cut_is_told_in_full() -> None:
    """A label takes 45 characters."""
    question = "Which message of this long thread is a matter of its own?"
    [label] = checked_modal(modal_of(form(Field("k", question, hint="Pick"))))["components"]
    assert label["description"] == f"{question} · Pick"
    assert label["label"].endswith("…")


def test_a_form_of_twelve_fields_has_three_steps() -> None:
    """Five at once, and no room for an intro beside them."""
    twelve = form(*(Field(f"f{index}", "l") for index in range(12)), intro="Leave empty what you do not know.", step=2)
    modal = checked_modal(modal_of(twelve))
    assert (modal["title"], modal["custom_id"]) == ("Title 2/3", "form:kA3_x-9:2")
    assert [part["component"]["custom_id"] for part in modal["components"]] == ["f5", "f6", "f7", "f8", "f9"]
    last = modal_of(in_steps(twelve, 5)[2])
    assert [part["type"] for part in last["components"]] == [10, 18, 18]


def test_a_long_title_keeps_its_count() -> None:
    """45 characters."""
    long = Form(DRAFT, "An unexpected behaviour of a game that nobody has seen", "S", "C", (Field("k", "l"),), "", 2, 3)
    assert checked_modal(modal_of(long))["title"].endswith("… 2/3")


def test_an_answer_comes_back() -> None:
    """Texts, one choice, several, a person, nothing; and files with where they are."""
    modal = modal_of(
        form(
            Field("text", "l"),
            Field("one", "l", FieldKind.CHOICE, choices=TWO),
            Field("some", "l", FieldKind.CHOICES, choices=MANY),
            Field("person", "l", FieldKind.PERSON),
            Field("files", "l", FieldKind.FILE),
        )
    )
    data = sent(modal, text="00123", one="y", some=["c1", "c2"], person=["42"], files=["7", "gone"])
    attachment = {"id": "7", "filename": "a.png", "content_type": "image/png", "size": 9, "url": "https://cdn.x/a.png"}
    data["resolved"] = {"attachments": {"7": attachment}}
    answer = submitted(data)
    assert answer is not None
    assert (answer.draft, answer.step) == (DRAFT, 1)
    assert answer.values == {"text": "00123", "one": "y", "some": ("c1", "c2"), "person": "42"}
    assert answer.files == {"files": (RemoteFile("7", "a.png", "image/png", 9, "https://cdn.x/a.png"),)}
    own = submitted(data, lambda row: RemoteFile(f"m/{row['id']}", "x") if row else None)
    assert own is not None
    assert own.files == {"files": (RemoteFile("m/7", "x"),)}


def test_what_is_left_empty_is_nothing() -> None:
    """Whatever control it was."""
    fields = (
        Field("text", "l"),
        Field("one", "l", FieldKind.CHOICE, choices=TWO),
        Field("some", "l", FieldKind.CHOICES, choices=MANY),
        Field("files", "l", FieldKind.FILE),
    )
    answer = submitted(sent(modal_of(form(*fields))))
    assert answer is not None
    assert answer.values == {"text": None, "one": None, "some": None}
    assert answer.files == {"files": ()}


@pytest.mark.parametrize("custom_id", ["", "form", "form:x", "form::1", "form:x:0", "form:x:a", "other:x:1", 5, None])
def test_a_modal_of_somebody_else_is_none_of_ours(custom_id: object) -> None:
    """Nor is one whose id was made up."""
    assert submitted({"custom_id": custom_id, "components": "x"}) is None


def test_the_commands_own_forms_fit() -> None:
    """As the views make them."""
    for made in (need_form, priority_form, resolve_form):
        checked_modal(modal_of(made(sheet(), WORDS)))


choices = st.lists(st.text(min_size=1, max_size=120), max_size=40, unique=True).map(
    lambda labels: tuple(Choice(f"v{index}", label) for index, label in enumerate(labels))
)
fields = st.builds(
    Field,
    st.integers(0, 1_000).map(lambda number: f"f{number}"),
    st.text(max_size=200),
    st.sampled_from(FieldKind),
    st.booleans(),
    st.text(max_size=400),
    st.text(max_size=300) | st.sampled_from(["v0", "v1,v2", "42"]),
    choices,
    st.integers(0, 9_000),
)


@QUICK
@given(st.lists(fields, max_size=18, unique_by=lambda field: field.key), st.text(max_size=80), st.text(max_size=3_000))
@example([], "\x00", "\x00")
def test_no_form_loses_a_field(some: list[Field], title: str, intro: str) -> None:
    """All its steps are modals that Discord takes, and together they ask for everything once."""
    whole = Form(DRAFT, title, "Send", "Cancel", tuple(some), intro)
    modals = [checked_modal(modal_of(step)) for step in in_steps(whole, 5)]
    asked = [part["component"]["custom_id"] for modal in modals for part in modal["components"] if part["type"] == 18]
    assert asked == [field.key for field in some]
    answers = [submitted(sent(modal)) for modal in modals]
    assert [answer.step for answer in answers if answer] == list(range(1, len(modals) + 1))
    assert sum(len(answer.values) + len(answer.files) for answer in answers if answer) == len(some)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["components", "component", "custom_id", "type", "value", "values", "resolved", "attachments"])


@QUICK
@given(st.dictionaries(names, junk | st.lists(st.dictionaries(names, junk, max_size=5), max_size=3), max_size=5))
def test_no_submit_raises(data: dict[str, Any]) -> None:
    """Whatever its shape."""
    submitted(data | {"custom_id": bound(DRAFT, 1)})
