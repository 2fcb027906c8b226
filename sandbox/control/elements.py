"""Interactive elements: where they are in blocks, and what a person's choice looks like on the wire."""

from collections.abc import Iterator
from typing import Any

from sandbox.kinds import Json, Refusal
from sandbox.slack.mentions import rich_text

TEXTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
ONE_OPTION = frozenset({"static_select", "external_select", "radio_buttons", "overflow"})
MANY_OPTIONS = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})
PLAIN_KEYS = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
BUTTONS = frozenset({"button", "workflow_button", "feedback_buttons", "icon_button"})


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each (block, interactive element) of some blocks."""
    for block in blocks:
        for element in (block.get("accessory"), block.get("element"), *(block.get("elements") or ())):
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def find(blocks: list[Json], action_id: str, block_id: str = "") -> tuple[Json, Json]:
    """The element with this action id; raises Refusal with those that are there."""
    there = list(elements_of(blocks))
    for block, element in there:
        if element["action_id"] == action_id and block_id in {"", block["block_id"]}:
            return block, element
    raise Refusal(f"no element {action_id} {block_id}; there are: {', '.join(e['action_id'] for _, e in there)}")


def state_value(element: Json, value: Any, suggested: list[Json]) -> Json:
    """What `state.values` holds for a value that a person gave; None is an empty field."""
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": None if value in (None, "") else str(value)}
    if kind == "rich_text_input":
        body = rich_text(str(value))[0] if value else None
        return {"type": kind, "rich_text_value": body}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": None if value in (None, "") else _option(element, value, suggested)}
    if kind in MANY_OPTIONS:
        values = value if isinstance(value, list) else [] if value in (None, "") else [value]
        return {"type": kind, "selected_options": [_option(element, item, suggested) for item in values]}
    if kind in PLAIN_KEYS:
        many = PLAIN_KEYS[kind].endswith("s")
        if many and not isinstance(value, list):
            value = [] if value in (None, "") else [value]
        return {"type": kind, PLAIN_KEYS[kind]: value or ([] if many else None)}
    if kind == "file_input":
        return {"type": kind, "files": value or []}
    raise Refusal(f"a {kind} takes no value")


def _option(element: Json, value: Any, suggested: list[Json]) -> Json:
    if isinstance(value, dict):
        return value
    offered = all_options(element) + suggested
    for option in offered:
        if str(value) in {option.get("value"), option.get("text", {}).get("text")}:
            return option
    raise Refusal(f"{value!r} is not an option of {element['action_id']}: {[o.get('value') for o in offered]}")


def all_options(element: Json) -> list[Json]:
    """The options of an element, those in groups included."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]


def initial_state(element: Json) -> Json | None:
    """What an element holds before anybody touched it; None where it holds nothing."""
    kind = element["type"]
    if kind in TEXTS:
        initial, key = element.get("initial_value"), "value"
    elif kind == "rich_text_input":
        initial, key = element.get("initial_value"), "rich_text_value"
    elif kind in ONE_OPTION:
        initial, key = element.get("initial_option"), "selected_option"
    elif kind in MANY_OPTIONS:
        initial, key = element.get("initial_options"), "selected_options"
    elif kind in PLAIN_KEYS:
        key = PLAIN_KEYS[kind]
        initial = element.get(key.replace("selected", "initial"))
    else:
        return None
    return {"type": kind, key: initial} if initial is not None else None


def action(block: Json, element: Json, selected: Any, suggested: list[Json], action_ts: str) -> Json:
    """One entry of a payload's `actions`."""
    made: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    if element["type"] in BUTTONS:
        made |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    else:
        if selected is None:
            raise Refusal(f"a {element['type']} needs `selected`")
        made |= state_value(element, selected, suggested)
        made |= {key: element[key] for key in ("placeholder", "initial_option", "initial_date") if key in element}
    return made | {"action_ts": action_ts}
