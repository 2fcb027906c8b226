"""Forms as Discord modals, and what a sent modal of ours says; pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from bot.chat.forms import Choice, Field, FieldKind, Form, first_open
from bot.chat.requests import RemoteFile
from bot.domain.words import DraftId
from integrations.discord.limits import (
    CHECKBOXES,
    CUSTOM_ID,
    INPUT_FILES,
    INPUT_PLACEHOLDER,
    INPUT_TEXT,
    LABEL_DESCRIPTION,
    LABEL_TEXT,
    MENU_PLACEHOLDER,
    MODAL_PARTS,
    MODAL_TITLE,
    OPTION_TEXT,
    OPTIONS,
    RADIO_OPTIONS,
    clip,
    line,
    size,
)
from integrations.discord.text import fitted
from integrations.wire.shapes import dict_at, dicts_at, number_at, text_at, texts_at

Element = dict[str, Any]
Value = str | tuple[str, ...] | None

_TEXT_DISPLAY, _LABEL = 10, 18  # https://docs.discord.com/developers/components/reference#component-object
_MENU, _TEXT_INPUT, _USERS, _FILES, _RADIOS, _BOXES = 3, 4, 5, 19, 21, 22
_SHORT, _TALL = 1, 2
_OPEN = 5  # more than so many choices of one read better in a menu
_INTRO = 1_000
_BOUND = re.compile(r"form:(.{1,80}):([1-9][0-9]{0,2})", re.DOTALL)


class Sent(NamedTuple):
    """What somebody sent: the form's draft and step, the raw values by field, and the files by field."""

    draft: DraftId
    step: int
    values: Mapping[str, Value]
    files: Mapping[str, tuple[RemoteFile, ...]]


def modal_of(form: Form) -> dict[str, Any]:
    """The modal of a form's open step: what answers a command or a click (callback type 9)."""
    step = first_open(form, MODAL_PARTS)
    count = f" {step.step}/{step.steps}" if step.steps > 1 else ""
    return {
        "custom_id": bound(step.draft, step.step),
        "title": line(step.title, MODAL_TITLE - len(count)) + count,
        "components": _parts(step),
    }


def bound(draft: DraftId, step: int) -> str:
    """What a modal remembers of itself; unique for each draft, so that two people fill in the same form at once."""
    return f"form:{draft}:{step}"[:CUSTOM_ID]


def _parts(form: Form) -> list[Element]:
    """The fields, each under its label; where there is room before them, the intro and hints too long for a label."""
    fields = form.fields[:MODAL_PARTS]
    room = MODAL_PARTS - len(fields)
    parts: list[Element] = []
    if (form.intro or not fields) and room:
        parts.append(_words(form.intro or form.title))
        room -= 1
    for field in fields:
        hint = _hint(field)
        if room and size(hint) > LABEL_DESCRIPTION:
            parts.append(_words(hint))
            room, hint = room - 1, ""
        parts.append(_labelled(field, hint))
    return parts


def _words(text: str) -> Element:
    return {"type": _TEXT_DISPLAY, "content": fitted(text, _INTRO).strip() or "–"}


def _hint(field: Field) -> str:
    """What helps to answer: the whole label where Discord cuts it, the hint, and choices that no control can show."""
    whole = field.label if size(field.label) > LABEL_TEXT else ""
    typed = ", ".join(each.value for each in field.choices) if field.choices and not _can_choose(field) else ""
    return " · ".join(" ".join(each.split()) for each in (whole, field.hint, typed) if each.strip())


def _labelled(field: Field, hint: str) -> Element:
    described = clip(hint, LABEL_DESCRIPTION)
    left = hint[len(described) - 1 :].strip() if size(hint) > LABEL_DESCRIPTION else ""
    drawn: Element = {"type": _LABEL, "label": line(field.label, LABEL_TEXT)}
    if described:
        drawn["description"] = described
    return drawn | {"component": {"custom_id": field.key, **_control(field, left)}}


def _control(field: Field, left: str) -> Element:
    """The best control; what is left of the hint stands in it as long as it is empty."""
    match field.kind:
        case FieldKind.CHOICE if _can_choose(field):
            return _one(field, left)
        case FieldKind.CHOICES if _can_choose(field):
            return _several(field, left)
        case FieldKind.PERSON:
            chosen = [{"id": field.value, "type": "user"}] if re.fullmatch(r"[0-9]{1,20}", field.value) else []
            return _asked(field, _USERS) | _placeholder(left) | ({"default_values": chosen} if chosen else {})
        case FieldKind.FILE:
            return _asked(field, _FILES) | {"max_values": INPUT_FILES}
        case _:
            # numbers are text as well: an id keeps its leading zeros, an amount its separators
            return _text(field, left)


def _can_choose(field: Field) -> bool:
    """Whether a menu can hold the choices: typed, any value of a longer list is understood as well."""
    values = [choice.value for choice in field.choices]
    fits = all(0 < size(value) <= OPTION_TEXT for value in values) and len(set(values)) == len(values)
    return 0 < len(values) <= OPTIONS and fits


def _asked(field: Field, kind: int) -> Element:
    """A control of which nothing has to be chosen only where the field is optional."""
    return {"type": kind, "required": field.required} | ({} if field.required else {"min_values": 0})


def _placeholder(left: str) -> Element:
    return {"placeholder": clip(left, MENU_PLACEHOLDER)} if left else {}


def _text(field: Field, left: str) -> Element:
    limit = max(1, min(field.max_length, INPUT_TEXT))
    tall = field.kind is FieldKind.LONG_TEXT or "\n" in field.value
    drawn: Element = {"type": _TEXT_INPUT, "style": _TALL if tall else _SHORT, "required": field.required}
    drawn["max_length"] = limit
    if field.value:
        drawn["value"] = clip(field.value, limit)
    return drawn | ({"placeholder": clip(left, INPUT_PLACEHOLDER)} if left else {})


def _one(field: Field, left: str) -> Element:
    """Few open, more in a menu; a radio cannot be taken back, so an optional answer is a menu or a single box."""
    options = _options(field.choices, {field.value})
    few = RADIO_OPTIONS[0] <= len(options) <= _OPEN
    if field.required and few:
        return {"type": _RADIOS, "required": True, "options": options}
    if not field.required and len(options) == 1:
        return _asked(field, _BOXES) | {"options": options, "max_values": 1}
    return _asked(field, _MENU) | {"options": options} | _placeholder(left)


def _several(field: Field, left: str) -> Element:
    options = _options(field.choices, set(field.value.split(",")))
    most = {"options": options, "max_values": len(options)}
    if len(options) <= CHECKBOXES:
        return _asked(field, _BOXES) | most
    return _asked(field, _MENU) | most | _placeholder(left)


def _options(choices: Sequence[Choice], chosen: set[str]) -> list[Element]:
    return [
        {"label": line(each.label, OPTION_TEXT), "value": each.value}
        | ({"default": True} if each.value in chosen else {})
        for each in choices
    ]


def file_of(attachment: Mapping[str, Any]) -> RemoteFile | None:
    """An uploaded file by the id and the address that Discord gives; None when it has no id."""
    number = text_at(attachment, "id")
    name, mime = text_at(attachment, "filename") or number, text_at(attachment, "content_type")
    size_ = max(number_at(attachment, "size"), 0)
    return RemoteFile(number, name, mime, size_, text_at(attachment, "url")) if number else None


def submitted(
    data: Mapping[str, Any], file_of: Callable[[Mapping[str, Any]], RemoteFile | None] = file_of
) -> Sent | None:
    """What a sent modal says; None when it is not a form of ours."""
    mine = _BOUND.fullmatch(text_at(data, "custom_id"))
    if mine is None:
        return None
    values: dict[str, Value] = {}
    files: dict[str, tuple[RemoteFile, ...]] = {}
    for part in dicts_at(data, "components"):
        control = dict_at(part, "component") or next(iter(dicts_at(part, "components")), {})
        key = text_at(control, "custom_id")
        if key and number_at(control, "type") == _FILES:
            rows = (dict_at(data, "resolved", "attachments", each) for each in texts_at(control, "values"))
            files[key] = tuple(found for row in rows if (found := file_of(row)))
        elif key:
            values[key] = _value(control)
    return Sent(DraftId(mine[1]), int(mine[2]), values, files)


def _value(control: Mapping[str, Any]) -> Value:
    """What stands in a control, as text; several choices as a tuple; None where nothing does."""
    chosen = texts_at(control, "values")
    if len(chosen) > 1:
        return chosen
    return text_at(control, "value") or (chosen[0] if chosen else None)
