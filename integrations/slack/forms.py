"""Forms as Slack modals, pure; and what a modal of ours remembers of itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.forms import Choice, Field, FieldKind, Form
from bot.domain.words import Channel, DraftId, Place
from integrations.slack.cards import plain_text
from integrations.slack.limits import (
    CHECKBOXES,
    INPUT_FILES,
    INPUT_LABEL,
    INPUT_TEXT,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    SECTION_TEXT,
    VIEW_BLOCKS,
    VIEW_TITLE,
    clip,
)

FORM = "pitboss:form"
ACTION = "value"
_RADIOS = 5  # more than so many choices read better in a menu
_LONG = 3  # lines of what stands in a text field that turn it into a tall one

Element = dict[str, Any]


@dataclass(frozen=True)
class Bound:
    """What a shown form is bound to: its draft, its step, and where its answer is told."""

    draft: DraftId
    step: int
    channel: str = ""
    thread: str = ""

    def dump(self) -> str:
        """As private metadata."""
        return json.dumps({"d": self.draft, "s": self.step, "c": self.channel, "t": self.thread})

    @classmethod
    def load(cls, text: str) -> "Bound | None":
        """The binding in a view's private metadata; None when it is not ours."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(found, dict):
            return None
        draft, step = found.get("d"), found.get("s")
        channel, thread = found.get("c"), found.get("t")
        if not isinstance(draft, str) or not draft or not isinstance(step, int) or isinstance(step, bool):
            return None
        if not isinstance(channel, str) or not isinstance(thread, str):
            return None
        return cls(DraftId(draft), step, channel, thread)

    def place(self, workspace: str) -> Place:
        """The place that the form was asked for in; without a channel when there was none."""
        return Place(Channel("slack", workspace, self.channel), self.thread or None)


def draw_form(form: Form, channel: str = "", thread: str = "") -> dict[str, Any]:
    """The modal of a form."""
    steps = f" {form.step}/{form.steps}" if form.steps > 1 else ""
    blocks: list[Element] = [_input(field) for field in form.fields[: VIEW_BLOCKS - 1]]
    if form.intro or not blocks:
        text = plain_text(form.intro or form.title, SECTION_TEXT)
        blocks.insert(0, {"type": "section", "text": text})
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": Bound(form.draft, form.step, channel, thread).dump(),
        "title": plain_text(clip(form.title, VIEW_TITLE - len(steps)) + steps, VIEW_TITLE),
        "submit": plain_text(form.submit, VIEW_TITLE),
        "close": plain_text(form.cancel, VIEW_TITLE),
        "blocks": blocks,
    }


def errors_for(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """The sentences at the fields that the view has; one for a field that it lacks stands at its first."""
    blocks = view.get("blocks")
    fields = [block["block_id"] for block in blocks if _is_input(block)] if isinstance(blocks, list) else []
    told: dict[str, str] = {}
    for key, sentence in errors.items():
        at = key if key in fields or not fields else fields[0]
        told[at] = clip(f"{told[at]} {sentence}" if at in told else sentence, INPUT_LABEL)
    return told


def _is_input(block: object) -> bool:
    return isinstance(block, dict) and block.get("type") == "input" and isinstance(block.get("block_id"), str)


def _input(field: Field) -> Element:
    drawn: Element = {
        "type": "input",
        "block_id": field.key,
        "label": plain_text(field.label, INPUT_LABEL),
        "optional": not field.required,
        "element": {**_element(field), "action_id": ACTION},
    }
    if field.hint:
        drawn["hint"] = plain_text(field.hint, INPUT_LABEL)
    return drawn


def _element(field: Field) -> Element:
    match field.kind:
        case FieldKind.CHOICE if field.choices:
            return _one(field)
        case FieldKind.CHOICES if field.choices:
            return _several(field)
        case FieldKind.PERSON:
            return {"type": "users_select"} | ({"initial_user": field.value} if field.value else {})
        case FieldKind.FILE:
            return {"type": "file_input", "max_files": INPUT_FILES}
        case _:
            # numbers are text as well: an id keeps its leading zeros, an amount its separators
            return _text(field)


def _text(field: Field) -> Element:
    limit = max(1, min(field.max_length, INPUT_TEXT))
    tall = field.kind is FieldKind.LONG_TEXT or field.value.count("\n") >= _LONG
    drawn: Element = {"type": "plain_text_input", "multiline": tall, "max_length": limit}
    if field.value:
        drawn["initial_value"] = clip(field.value, limit)
    return drawn


def _one(field: Field) -> Element:
    options = [_option(choice) for choice in field.choices]
    chosen = [option for option in options if option["value"] == field.value]
    initial = {"initial_option": chosen[0]} if chosen else {}
    if field.required and len(options) <= _RADIOS:
        return {"type": "radio_buttons", "options": options, **initial}
    return {"type": "static_select", **_menu(options), **initial}


def _several(field: Field) -> Element:
    options = [_option(choice) for choice in field.choices]
    wanted = set(field.value.split(","))
    chosen = [option for option in options if option["value"] in wanted]
    initial = {"initial_options": chosen} if chosen else {}
    if len(options) <= CHECKBOXES:
        return {"type": "checkboxes", "options": options, **initial}
    return {"type": "multi_static_select", **_menu(options), **initial}


def _menu(options: list[Element]) -> Element:
    """The options of a menu, in groups named by their ends where there are too many for one."""
    if len(options) <= OPTIONS:
        return {"options": options}
    groups = [options[start : start + OPTIONS] for start in range(0, len(options), OPTIONS)][:OPTIONS]
    return {
        "option_groups": [
            {"label": plain_text(f"{_name(group[0], 34)} – {_name(group[-1], 34)}", OPTION_TEXT), "options": group}
            for group in groups
        ]
    }


def _name(option: Element, limit: int) -> str:
    return clip(option["text"]["text"], limit)


def _option(choice: Choice) -> Element:
    return {"text": plain_text(choice.label, OPTION_TEXT), "value": choice.value[:OPTION_VALUE]}
