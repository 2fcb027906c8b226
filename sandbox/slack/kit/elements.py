"""Block elements (https://docs.slack.dev/reference/block-kit/block-elements), and which block takes which."""

from collections.abc import Iterator

from sandbox.kinds import Json
from sandbox.slack.kit.composition import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    GROUPS_MAX,
    ID_MAX,
    OPTION,
    OPTION_GROUP,
    OPTIONS_MAX,
    PLACEHOLDER_MAX,
    SLACK_FILE,
    URL_MAX,
    option,
    plain,
)
from sandbox.slack.kit.rich_text import RICH_TEXT
from sandbox.slack.kit.rules import (
    Check,
    Problem,
    Shape,
    anything,
    array,
    boolean,
    choice,
    exactly_one,
    integer,
    string,
)

BUTTON_TEXT_MAX = 75
VALUE_MAX = 2000
BOXES_MAX = 10
OVERFLOW_MAX = 5
INPUT_MAX = 3000
FILES_MAX = 10
ALT_TEXT_MAX = 2000

ACTION_ID: dict[str, Check] = {"type": anything, "action_id": string(ID_MAX, 1)}
CHOOSING: dict[str, Check] = {**ACTION_ID, "confirm": CONFIRM, "focus_on_load": boolean}
MENU: dict[str, Check] = {**CHOOSING, "placeholder": plain(PLACEHOLDER_MAX)}
TYPING: dict[str, Check] = {
    **ACTION_ID, "placeholder": plain(PLACEHOLDER_MAX), "dispatch_action_config": DISPATCH_CONFIG,
    "focus_on_load": boolean,
}  # fmt: skip
DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = r"([01]\d|2[0-3]):[0-5]\d"
NUMBER = r"-?\d+(\.\d+)?"
MARKED_OPTION = option(mrkdwn=True)


def _initial_is_an_option(value: Json, at: str) -> Iterator[Problem]:
    groups = [group for group in value.get("option_groups") or [] if isinstance(group, dict)]
    offered = [*(value.get("options") or []), *(o for group in groups for o in group.get("options") or [])]
    if not offered:
        return
    if value.get("initial_option") is not None and value["initial_option"] not in offered:
        yield Problem("initial_option must exactly match one of the provided options", f"{at}/initial_option")
    for number, chosen in enumerate(value.get("initial_options") or []):
        if chosen not in offered:
            message = "initial_options must exactly match the provided options"
            yield Problem(message, f"{at}/initial_options/{number}")


def _static(many: bool) -> Shape:
    options: dict[str, Check] = {
        "options": array(OPTION, 1, OPTIONS_MAX),
        "option_groups": array(OPTION_GROUP, 1, GROUPS_MAX),
    }
    rules = (exactly_one("options", "option_groups"), _initial_is_an_option)
    return Shape({**MENU, **options, **_initial("option", OPTION, many)}, also=rules)


def _external(many: bool) -> Shape:
    return Shape({**MENU, "min_query_length": integer(0, 3000), **_initial("option", OPTION, many)})


def _initial(noun: str, check: Check, many: bool) -> dict[str, Check]:
    if many:
        return {f"initial_{noun}s": array(check, 1, OPTIONS_MAX), "max_selected_items": integer(1, 10_000)}
    return {f"initial_{noun}": check}


def _people(noun: str, many: bool) -> Shape:
    extra: dict[str, Check] = {} if many or noun == "user" else {"response_url_enabled": boolean}
    if noun == "conversation":
        extra |= {"default_to_current_conversation": boolean, "filter": CONVERSATION_FILTER}
    return Shape({**MENU, **extra, **_initial(noun, string(least=1), many)})


def _boxes(many: bool) -> Shape:
    fields = {**CHOOSING, "options": array(MARKED_OPTION, 1, BOXES_MAX)}
    name = "initial_options" if many else "initial_option"
    initial: Check = array(MARKED_OPTION, 1, BOXES_MAX) if many else MARKED_OPTION
    return Shape({**fields, name: initial}, required=("options",), also=(_initial_is_an_option,))


BUTTON = Shape(
    {
        **ACTION_ID, "text": plain(BUTTON_TEXT_MAX), "url": string(URL_MAX), "value": string(VALUE_MAX),
        "style": choice("primary", "danger"), "confirm": CONFIRM, "accessibility_label": string(75),
    },
    required=("text",),
)  # fmt: skip
FEEDBACK_BUTTON = Shape(
    {"text": plain(75), "value": string(VALUE_MAX), "accessibility_label": string(75)}, required=("text", "value")
)

# fmt: off
ELEMENTS: dict[str, Shape] = {
    "button": BUTTON,
    "workflow_button": Shape({**BUTTON.fields, "workflow": anything}, required=("text", "workflow")),
    "checkboxes": _boxes(many=True),
    "radio_buttons": _boxes(many=False),
    "overflow": Shape({**ACTION_ID, "confirm": CONFIRM, "options": array(option(url=True), 1, OVERFLOW_MAX)},
                      required=("options",)),
    "datepicker": Shape({**MENU, "initial_date": string(pattern=DATE)}),
    "timepicker": Shape({**MENU, "initial_time": string(pattern=TIME), "timezone": string(least=1)}),
    "datetimepicker": Shape({**CHOOSING, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "static_select": _static(many=False),
    "multi_static_select": _static(many=True),
    "external_select": _external(many=False),
    "multi_external_select": _external(many=True),
    "users_select": _people("user", many=False),
    "multi_users_select": _people("user", many=True),
    "conversations_select": _people("conversation", many=False),
    "multi_conversations_select": _people("conversation", many=True),
    "channels_select": _people("channel", many=False),
    "multi_channels_select": _people("channel", many=True),
    "plain_text_input": Shape({**TYPING, "initial_value": string(INPUT_MAX), "multiline": boolean,
                               "min_length": integer(0, INPUT_MAX), "max_length": integer(1, INPUT_MAX)}),
    "email_text_input": Shape({**TYPING, "initial_value": string(INPUT_MAX)}),
    "url_text_input": Shape({**TYPING, "initial_value": string(INPUT_MAX)}),
    "number_input": Shape({**TYPING, "is_decimal_allowed": boolean, "initial_value": string(pattern=NUMBER),
                           "min_value": string(pattern=NUMBER), "max_value": string(pattern=NUMBER)},
                          required=("is_decimal_allowed",)),
    "rich_text_input": Shape({**TYPING, "initial_value": RICH_TEXT}),
    "file_input": Shape({**ACTION_ID, "filetypes": array(string(least=1), 1), "max_files": integer(1, FILES_MAX)}),
    "image": Shape({"type": anything, "image_url": string(URL_MAX, 1), "slack_file": SLACK_FILE,
                    "alt_text": string(ALT_TEXT_MAX, 1)},
                   required=("alt_text",), also=(exactly_one("image_url", "slack_file"),)),
    "feedback_buttons": Shape({**ACTION_ID, "positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON},
                              required=("positive_button", "negative_button")),
    "icon_button": Shape({**ACTION_ID, "icon": choice("trash"), "text": plain(BUTTON_TEXT_MAX),
                          "value": string(VALUE_MAX), "confirm": CONFIRM, "accessibility_label": string(75),
                          "visible_to_user_ids": array(string())},
                         required=("icon", "text")),
}
# fmt: on

SINGLE = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
MULTIPLE = tuple(f"multi_{name}" for name in SINGLE)


def _some(*names: str) -> dict[str, Shape]:
    return {name: ELEMENTS[name] for name in names}


ACCESSORIES = _some(
    "button", "workflow_button", "checkboxes", "radio_buttons", "overflow", "datepicker", "timepicker", "image",
    *SINGLE, *MULTIPLE,
)  # fmt: skip
IN_ACTIONS = _some(
    "button", "workflow_button", "checkboxes", "radio_buttons", "overflow", "datepicker", "timepicker",
    "datetimepicker", *SINGLE,
)  # fmt: skip
IN_CONTEXT_ACTIONS = _some("feedback_buttons", "icon_button")
INPUTS = _some(
    "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input",
    "checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker", *SINGLE, *MULTIPLE,
)  # fmt: skip
