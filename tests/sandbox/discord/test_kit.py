"""What Discord's components, modals and embeds may hold (https://docs.discord.com/developers/components/reference)."""

from typing import Any

import pytest

from sandbox.discord.kit.check import (
    check_choices,
    check_embeds,
    check_message,
    check_message_components,
    check_modal,
    numbered,
)

V2 = 1 << 15


def button(**more: Any) -> dict[str, Any]:
    """A button that may be sent."""
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go", **more}


def row(*children: dict[str, Any]) -> dict[str, Any]:
    """An action row."""
    return {"type": 1, "components": list(children)}


def select(kind: int = 3, **more: Any) -> dict[str, Any]:
    """A select that may be sent."""
    options = {"options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]} if kind == 3 else {}
    return {"type": kind, "custom_id": f"s{kind}", **options, **more}


def text(content: str = "hello") -> dict[str, Any]:
    """A text display."""
    return {"type": 10, "content": content}


def label(component: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A label around an input."""
    return {"type": 18, "label": "Name", "component": component, **more}


def modal(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal."""
    return {"title": "Report", "custom_id": "report", "components": list(components), **more}


TEXT_INPUT = {"type": 4, "custom_id": "text", "style": 1}


def codes(errors: dict[str, Any], path: str = "") -> dict[str, str]:
    """The codes of nested errors by their path."""
    found = {}
    for key, below in errors.items():
        if key == "_errors":
            found[path] = below[0]["code"]
        else:
            found |= codes(below, f"{path}.{key}".strip("."))
    return found


def v1(*components: dict[str, Any]) -> dict[str, str]:
    """The codes of a classic message's components."""
    return codes(check_message_components(list(components), 0, []))


def v2(*components: dict[str, Any], files: tuple[str, ...] = ()) -> dict[str, str]:
    """The codes of a Components V2 message."""
    return codes(check_message_components(list(components), V2, list(files)))


def test_classic_components_that_may_be_sent() -> None:
    """Five rows of five buttons, or of one select each."""
    rows = [row(*(button(custom_id=f"{r}{b}") for b in range(5))) for r in range(2)]
    assert v1(*rows, row(select(3)), row(select(5)), row(select(8, channel_types=[0, 11]))) == {}
    assert v1(row(button(style=5, custom_id=None, url="https://example.com"))) == {}
    assert v1(row(button(label=None, emoji={"name": "👀"}))) == {}


CLASSIC: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("a row of six", row(*(button(custom_id=str(n)) for n in range(6))), {"0.components": "BASE_TYPE_BAD_LENGTH"}),
    ("an empty row", row(), {"0.components": "BASE_TYPE_BAD_LENGTH"}),
    ("a button without a row", button(), {"0": "UNION_TYPE_CHOICES"}),
    ("V2 without its flag", text(), {"0": "UNION_TYPE_CHOICES"}),
    ("a text input in a message", row(TEXT_INPUT), {"0.components.0": "UNION_TYPE_CHOICES"}),
    ("a select beside a button", row(select(), button()), {"0.components.1": "COMPONENT_LAYOUT_WIDTH_EXCEEDED"}),
    ("a long label", row(button(label="x" * 81)), {"0.components.0.label": "BASE_TYPE_MAX_LENGTH"}),
    ("a long custom id", row(button(custom_id="x" * 101)), {"0.components.0.custom_id": "BASE_TYPE_BAD_LENGTH"}),
    ("no custom id", row(button(custom_id=None)), {"0.components.0.custom_id": "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"}),
    ("no style", row(button(style=None)), {"0.components.0.style": "BASE_TYPE_REQUIRED"}),
    ("style seven", row(button(style=7)), {"0.components.0.style": "BASE_TYPE_CHOICES"}),
    ("a link without url", row(button(style=5, custom_id=None)),
     {"0.components.0.url": "BUTTON_COMPONENT_URL_REQUIRED"}),
    ("a link with custom id", row(button(style=5, url="https://x.example")),
     {"0.components.0.custom_id": "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"}),
    ("a strange scheme", row(button(style=5, custom_id=None, url="ftp://x.example")),
     {"0.components.0.url": "URL_TYPE_INVALID_SCHEME"}),
    ("no words", row(button(label="")), {"0.components.0.label": "BUTTON_COMPONENT_LABEL_REQUIRED"}),
    ("an emoji of words", row(button(emoji={"name": "eyes"})),
     {"0.components.0.emoji.name": "BUTTON_COMPONENT_INVALID_EMOJI"}),
    ("26 options", row(select(options=[{"label": str(n), "value": str(n)} for n in range(26)])),
     {"0.components.0.options": "BASE_TYPE_BAD_LENGTH"}),
    ("no options", row(select(options=[])), {"0.components.0.options": "BASE_TYPE_BAD_LENGTH"}),
    ("an option twice", row(select(options=[{"label": "A", "value": "a"}] * 2)),
     {"0.components.0.options.1": "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"}),
    ("a long option", row(select(options=[{"label": "x" * 101, "value": "a"}])),
     {"0.components.0.options.0.label": "BASE_TYPE_BAD_LENGTH"}),
    ("more to choose than there are", row(select(max_values=3)), {"0.components.0.options": "BASE_TYPE_BAD_LENGTH"}),
    ("least over most", row(select(min_values=2)), {"0.components.0.min_values": "NUMBER_TYPE_MAX"}),
    ("26 values", row(select(max_values=26)), {"0.components.0.max_values": "NUMBER_TYPE_MAX"}),
    ("a long placeholder", row(select(placeholder="x" * 151)), {"0.components.0.placeholder": "BASE_TYPE_MAX_LENGTH"}),
    ("a default of another kind", row(select(5, default_values=[{"id": "1", "type": "role"}])),
     {"0.components.0.default_values.0.type": "BASE_TYPE_CHOICES"}),
    ("too many defaults", row(select(7, default_values=[{"id": str(n), "type": "user"} for n in range(2)])),
     {"0.components.0.default_values": "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"}),
    ("a style in words", row(button(style="primary")), {"0.components.0.style": "BASE_TYPE_CHOICES"}),
]  # fmt: skip


@pytest.mark.parametrize(("component", "expected"), [case[1:] for case in CLASSIC], ids=[case[0] for case in CLASSIC])
def test_classic_components_that_may_not(component: dict[str, Any], expected: dict[str, str]) -> None:
    """Each wrong field is named at its place with Discord's code."""
    assert v1(component) == expected


def test_a_message_has_five_rows_and_each_custom_id_once() -> None:
    """Disabled or not."""
    assert v1(*(row(button(custom_id=str(n))) for n in range(6))) == {"": "BASE_TYPE_MAX_LENGTH"}
    twice = v1(row(button()), row(button(disabled=True)))
    assert twice == {"1.components.0.custom_id": "COMPONENT_CUSTOM_ID_DUPLICATED"}


def test_components_v2_that_may_be_sent() -> None:
    """Containers, sections, media, files and separators."""
    section = {"type": 9, "components": [text()], "accessory": button(custom_id="more")}
    pictured = {
        "type": 9,
        "components": [text()] * 3,
        "accessory": {"type": 11, "media": {"url": "attachment://a.png"}},
    }
    gallery = {"type": 12, "items": [{"media": {"url": "https://example.com/a.png"}, "description": "A"}]}
    shown = {"type": 13, "file": {"url": "attachment://log.txt"}}
    inside = [text(), section, pictured, gallery, shown, {"type": 14, "spacing": 2}, row(button())]
    assert v2({"type": 17, "accent_color": 0xFF0000, "components": inside}, text(), files=("a.png", "log.txt")) == {}


V2_WRONG: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("a container in a container", {"type": 17, "components": [{"type": 17, "components": [text()]}]},
     {"0.components.0": "UNION_TYPE_CHOICES"}),
    ("a section without accessory", {"type": 9, "components": [text()]}, {"0.accessory": "BASE_TYPE_REQUIRED"}),
    ("a section of four", {"type": 9, "components": [text()] * 4, "accessory": button()},
     {"0.components": "BASE_TYPE_BAD_LENGTH"}),
    ("a select as accessory", {"type": 9, "components": [text()], "accessory": select()},
     {"0.accessory": "UNION_TYPE_CHOICES"}),
    ("an empty text", text(""), {"0.content": "BASE_TYPE_BAD_LENGTH"}),
    ("a colour too far", {"type": 17, "accent_color": 0x1000000, "components": [text()]},
     {"0.accent_color": "NUMBER_TYPE_MAX"}),
    ("a separator's spacing", {"type": 14, "spacing": 3}, {"0.spacing": "BASE_TYPE_CHOICES"}),
    ("an empty gallery", {"type": 12, "items": []}, {"0.items": "BASE_TYPE_BAD_LENGTH"}),
    ("a file from elsewhere", {"type": 13, "file": {"url": "https://example.com/a"}},
     {"0.file.url": "URL_TYPE_INVALID_SCHEME"}),
    ("a file that does not come along", {"type": 13, "file": {"url": "attachment://gone.txt"}},
     {"0.file.url": "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"}),
    ("a long description",
     {"type": 12, "items": [{"media": {"url": "https://a.example/b"}, "description": "x" * 1025}]},
     {"0.items.0.description": "BASE_TYPE_MAX_LENGTH"}),
    ("a button at the top", button(), {"0": "UNION_TYPE_CHOICES"}),
    ("no type", {"content": "x"}, {"0.type": "BASE_TYPE_REQUIRED"}),
]  # fmt: skip


@pytest.mark.parametrize(("component", "expected"), [case[1:] for case in V2_WRONG], ids=[case[0] for case in V2_WRONG])
def test_components_v2_that_may_not(component: dict[str, Any], expected: dict[str, str]) -> None:
    """Each wrong field is named at its place with Discord's code."""
    assert v2(component) == expected


def test_forty_components_and_four_thousand_characters() -> None:
    """Counted over the whole message, nested ones too."""
    rows = [row(*(button(custom_id=f"{r}.{b}") for b in range(5))) for r in range(6)]
    assert v2({"type": 17, "components": [*rows, text(), text(), text()]}) == {}
    too_many = {"": "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"}
    assert v2({"type": 17, "components": [*rows, text(), text(), text(), text()]}) == too_many
    assert v2(text("x" * 2000), text("x" * 2000)) == {}
    assert v2(text("x" * 2000), text("x" * 2001)) == {"": "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"}


def test_ids_are_given_in_order_around_those_that_are_there() -> None:
    """An id of zero counts as none; the same id twice is refused."""
    shown = numbered([{"type": 17, "id": 2, "components": [text(), {**text(), "id": 0}, row(button())]}])
    assert [shown[0]["id"], *(one["id"] for one in shown[0]["components"])] == [2, 1, 3, 4]
    assert shown[0]["components"][2]["components"][0]["id"] == 5
    assert v2({**text(), "id": 7}, {**text(), "id": 7}) == {"1.id": "COMPONENT_ID_DUPLICATED"}


def test_a_message_of_components_v2_has_nothing_beside_it() -> None:
    """Content and embeds belong to classic messages."""
    beside = check_message({"content": "x", "embeds": [{"title": "x"}], "components": [text()]}, V2, [])
    assert set(codes(beside).values()) == {"MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"}
    assert codes(check_message({"content": "x" * 2001}, 0, [])) == {"content": "BASE_TYPE_MAX_LENGTH"}
    assert check_message({"content": "", "components": [text()]}, V2, []) == {}


EVERY_INPUT = [
    label(TEXT_INPUT, description="help"),
    label(select(3, required=False, min_values=0)),
    label({"type": 19, "custom_id": "files", "max_values": 10, "required": False}),
    label({"type": 21, "custom_id": "radio", "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]}),
    label({"type": 22, "custom_id": "boxes", "options": [{"label": "A", "value": "a"}]}),
]


def test_modals_that_may_be_opened() -> None:
    """Every kind of input in a label, texts between, and the old row with a text input."""
    assert check_modal(modal(*EVERY_INPUT)) == {}
    assert check_modal(modal(text(), label({"type": 23, "custom_id": "yes", "default": True}))) == {}
    assert check_modal(modal(*(label(select(kind)) for kind in (5, 6, 7, 8)))) == {}
    assert check_modal(modal(row({**TEXT_INPUT, "label": "Old"}))) == {}


MODALS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("a long title", modal(EVERY_INPUT[0], title="x" * 46), {"title": "BASE_TYPE_BAD_LENGTH"}),
    ("six parts", modal(*([text()] * 6)), {"components": "BASE_TYPE_BAD_LENGTH"}),
    ("no parts", modal(), {"components": "BASE_TYPE_BAD_LENGTH"}),
    ("a long label", modal(label(TEXT_INPUT, label="x" * 46)), {"components.0.label": "BASE_TYPE_BAD_LENGTH"}),
    ("a long description", modal(label(TEXT_INPUT, description="x" * 101)),
     {"components.0.description": "BASE_TYPE_MAX_LENGTH"}),
    ("a label with a button", modal(label(button())), {"components.0.component": "UNION_TYPE_CHOICES"}),
    ("a row with a select", modal(row(select())), {"components.0.components.0": "UNION_TYPE_CHOICES"}),
    ("an old input without label", modal(row(TEXT_INPUT)), {"components.0.components.0.label": "BASE_TYPE_REQUIRED"}),
    ("a select at the top", modal(select()), {"components.0": "UNION_TYPE_CHOICES"}),
    ("a placeholder", modal(label({**TEXT_INPUT, "placeholder": "x" * 101})),
     {"components.0.component.placeholder": "BASE_TYPE_MAX_LENGTH"}),
    ("a long value", modal(label({**TEXT_INPUT, "max_length": 3, "value": "four"})),
     {"components.0.component.value": "BASE_TYPE_MAX_LENGTH"}),
    ("lengths beyond", modal(label({**TEXT_INPUT, "max_length": 4001})),
     {"components.0.component.max_length": "NUMBER_TYPE_MAX"}),
    ("required with none", modal(label(select(min_values=0))),
     {"components.0.component.min_values": "NUMBER_TYPE_MIN"}),
    ("disabled", modal(label(select(disabled=True))),
     {"components.0.component.disabled": "COMPONENT_DISABLED_IN_MODAL"}),
    ("eleven files", modal(label({"type": 19, "custom_id": "f", "max_values": 11})),
     {"components.0.component.max_values": "NUMBER_TYPE_MAX"}),
    ("one radio option", modal(label({"type": 21, "custom_id": "r", "options": [{"label": "A", "value": "a"}]})),
     {"components.0.component.options": "BASE_TYPE_BAD_LENGTH"}),
    ("eleven boxes",
     modal(label({"type": 22, "custom_id": "b", "options": [{"label": str(n), "value": str(n)} for n in range(11)]})),
     {"components.0.component.options": "BASE_TYPE_BAD_LENGTH"}),
    ("a custom id twice", modal(label(TEXT_INPUT), label(TEXT_INPUT)),
     {"components.1.component.custom_id": "COMPONENT_CUSTOM_ID_DUPLICATED"}),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in MODALS], ids=[case[0] for case in MODALS])
def test_modals_that_may_not(data: dict[str, Any], expected: dict[str, str]) -> None:
    """Each wrong field is named at its place with Discord's code."""
    assert codes(check_modal(data)) == expected


def test_embeds() -> None:
    """Ten of 6,000 characters in all, each field with its own limit."""
    assert check_embeds([{"title": "T", "fields": [{"name": "n", "value": "v"}], "color": 1}]) == {}
    assert codes(check_embeds([{}] * 11)) == {"": "BASE_TYPE_MAX_LENGTH"}
    assert codes(check_embeds([{"title": "x" * 257}])) == {"0.title": "BASE_TYPE_MAX_LENGTH"}
    assert codes(check_embeds([{"fields": [{"name": "", "value": "v"}]}])) == {"0.fields.0.name": "BASE_TYPE_REQUIRED"}
    assert codes(check_embeds([{"fields": [{"name": "n", "value": "v"}] * 26}])) == {"0.fields": "BASE_TYPE_MAX_LENGTH"}
    assert codes(check_embeds([{"description": "x" * 4000}, {"description": "x" * 2001}])) == {
        "": "MAX_EMBED_SIZE_EXCEEDED"
    }
    assert codes(check_embeds([{"timestamp": "soon"}])) == {"0.timestamp": "DATE_TIME_TYPE_PARSE"}
    assert codes(check_embeds([{"url": "nowhere"}])) == {"0.url": "URL_TYPE_INVALID_URL"}


def test_choices() -> None:
    """Twenty-five of a hundred characters."""
    assert check_choices({"choices": [{"name": "A", "value": 1}] * 25}) == {}
    assert codes(check_choices({"choices": [{"name": "A", "value": 1}] * 26})) == {"choices": "BASE_TYPE_MAX_LENGTH"}
    assert codes(check_choices({"choices": [{"name": "", "value": 1}]})) == {"choices.0.name": "BASE_TYPE_BAD_LENGTH"}
    assert codes(check_choices({"choices": [{"name": "A", "value": "x" * 101}]})) == {
        "choices.0.value": "BASE_TYPE_MAX_LENGTH"
    }
    assert codes(check_choices({})) == {"choices": "BASE_TYPE_REQUIRED"}
