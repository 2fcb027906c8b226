"""Interactive components: buttons, selects, and the inputs of modals (https://docs.discord.com/developers/components/reference)."""

from typing import Any

from sandbox.discord.kit.rules import (
    REQUIRED,
    Check,
    Errors,
    Rule,
    Shape,
    anything,
    array,
    at,
    bad_length,
    boolean,
    choice,
    error,
    integer,
    merged,
    snowflake,
    string,
    url,
)
from sandbox.kinds import Json

ID_MAX = 2**31 - 1
CUSTOM_ID_MAX = 100
LABEL_MAX = 80
LINK_MAX = 512
OPTIONS_MAX = 25
OPTION_TEXT_MAX = 100
PLACEHOLDER_MAX = 150
TEXT_MAX = 4000
TEXT_PLACEHOLDER_MAX = 100
BOXES_MAX = 10
FILES_MAX = 10
LINK_STYLE, PREMIUM_STYLE = 5, 6

COMMON: dict[str, Check] = {"type": anything, "id": integer(0, ID_MAX)}
NAMED: dict[str, Check] = {**COMMON, "custom_id": string(CUSTOM_ID_MAX, 1)}


def _emoji(value: Any) -> Errors:
    """A partial emoji: an id, or a name that is one."""
    if not isinstance(value, dict):
        return error("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    name = value.get("name") or ""
    if value.get("id") or (name and not name.isascii()):
        return {}
    return at(["name"], error("BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji"))


def _button_by_style(value: Json) -> Errors:
    has = {name for name in ("custom_id", "url", "sku_id") if value.get(name)}
    if value["style"] == LINK_STYLE:
        wanted, code = "url", "BUTTON_COMPONENT_URL_REQUIRED"
    elif value["style"] == PREMIUM_STYLE:
        wanted, code = "sku_id", "BUTTON_COMPONENT_SKU_ID_REQUIRED"
    else:
        wanted, code = "custom_id", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"
    words = {"url": "A url is required", "sku_id": "A sku id is required", "custom_id": "A custom id is required"}
    if wanted not in has:
        return at([wanted], error(code, words[wanted]))
    if {"custom_id", "url"} <= has:
        both = "A custom id and url cannot both be specified"
        return at(["custom_id"], error("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", both))
    if has != {wanted}:
        return at(["sku_id"], error("BUTTON_COMPONENT_INVALID_SKU_ID", "Only premium buttons may have a sku id"))
    if value["style"] != PREMIUM_STYLE and not value.get("label") and not value.get("emoji"):
        return at(["label"], error("BUTTON_COMPONENT_LABEL_REQUIRED", "A label or emoji is required"))
    return {}


BUTTON = Shape(
    {
        **NAMED, "style": choice(1, 2, 3, 4, 5, 6), "label": string(LABEL_MAX), "emoji": _emoji, "disabled": boolean,
        "url": url("http", "https", "discord", most=LINK_MAX), "sku_id": snowflake,
    },
    required=("style",),
    also=(_button_by_style,),
)  # fmt: skip


def _enough_options(value: Json) -> Errors:
    """As many options as may be chosen, each with its own value, not more defaults than may be chosen."""
    options, most = value["options"], value.get("max_values") or 1
    if len(options) < most:
        return at(["options"], bad_length(most, OPTIONS_MAX))
    if sum(bool(option.get("default")) for option in options) > most:
        words = "The specified number of default values exceeds the specified maximum values"
        return at(["options"], error("SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", words))
    return distinct_values(value)


def distinct_values(value: Json) -> Errors:
    """No two options share a value."""
    seen: set[str] = set()
    errors: Errors = {}
    for number, option in enumerate(value["options"]):
        if option["value"] in seen:
            words = "The specified option value is already used"
            errors = merged(errors, at(["options", number], error("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)))
        seen.add(option["value"])
    return errors


def _least_not_over_most(value: Json) -> Errors:
    least, most = value.get("min_values"), value.get("max_values")
    most = 1 if most is None else most
    if least is not None and least > most:
        return at(["min_values"], error("NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}."))
    return {}


def _defaults(*kinds: str) -> Rule:
    """Default values of the right kind, and as many as may be chosen."""

    def check(value: Json) -> Errors:
        chosen = value.get("default_values") or []
        for number, one in enumerate(chosen):
            if one["type"] not in kinds:
                return at(["default_values", number, "type"], choice(*kinds)(one["type"]))
        least, most = value.get("min_values"), value.get("max_values") or 1
        if chosen and not (1 if least is None else least) <= len(chosen) <= most:
            words = "The specified number of default values exceeds the specified maximum values"
            return at(["default_values"], error("SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", words))
        return {}

    return check


OPTION_FIELDS: dict[str, Check] = {
    "label": string(OPTION_TEXT_MAX, 1), "value": string(OPTION_TEXT_MAX, 1), "description": string(OPTION_TEXT_MAX),
    "default": boolean,
}  # fmt: skip
OPTION = Shape({**OPTION_FIELDS, "emoji": _emoji}, required=("label", "value"))
DEFAULT_VALUE = Shape({"id": snowflake, "type": anything}, required=("id", "type"))
MENU: dict[str, Check] = {
    **NAMED, "placeholder": string(PLACEHOLDER_MAX), "min_values": integer(0, OPTIONS_MAX), "required": boolean,
    "max_values": integer(1, OPTIONS_MAX), "disabled": boolean,
}  # fmt: skip


def _auto(*kinds: str, **fields: Check) -> Shape:
    defaults: Check = array(DEFAULT_VALUE, 0, OPTIONS_MAX)
    also = (_least_not_over_most, _defaults(*kinds))
    return Shape({**MENU, "default_values": defaults, **fields}, required=("custom_id",), also=also)


STRING_SELECT = Shape(
    {**MENU, "options": array(OPTION, 1, OPTIONS_MAX)},
    required=("custom_id", "options"),
    also=(_least_not_over_most, _enough_options),
)
SELECTS: dict[int, Shape] = {
    3: STRING_SELECT,
    5: _auto("user"),
    6: _auto("role"),
    7: _auto("user", "role"),
    8: _auto("channel", channel_types=array(integer(0, 16))),
}


def _lengths(value: Json) -> Errors:
    least, most = value.get("min_length") or 0, value.get("max_length") or TEXT_MAX
    if least > most:
        return at(["min_length"], error("NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}."))
    text = value.get("value")
    return at(["value"], bad_length(0, most)) if text and len(text) > most else {}


TEXT_INPUT = Shape(
    {
        **NAMED, "style": choice(1, 2), "min_length": integer(0, TEXT_MAX), "max_length": integer(1, TEXT_MAX),
        "required": boolean, "value": string(TEXT_MAX), "placeholder": string(TEXT_PLACEHOLDER_MAX),
        "label": string(45),
    },
    required=("custom_id", "style"),
    also=(_lengths,),
)  # fmt: skip


def must_choose(value: Json) -> Errors:
    """`min_values` is absent or at least 1 as long as an answer is required."""
    if value.get("min_values") == 0 and value.get("required", True):
        words = "int value should be greater than or equal to 1."
        return at(["min_values"], error("NUMBER_TYPE_MIN", words))
    return {}


def never_disabled(value: Json) -> Errors:
    """Modals have no disabled components."""
    words = "Disabled components are not allowed in modals"
    return at(["disabled"], error("COMPONENT_DISABLED_IN_MODAL", words)) if value.get("disabled") else {}


def in_modal(shape: Shape) -> Shape:
    """The shape with the rules that only modals have."""
    return Shape(shape.fields, shape.required, (*shape.also, must_choose, never_disabled))


def _one_default(value: Json) -> Errors:
    if sum(bool(option.get("default")) for option in value["options"]) <= 1:
        return {}
    words = "The specified number of default values exceeds the specified maximum values"
    return at(["options"], error("SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", words))


def _boxes_within(value: Json) -> Errors:
    """The bounds fit the number of options."""
    count, most = len(value["options"]), value.get("max_values")
    if most is not None and most > count:
        return at(["options"], bad_length(most, BOXES_MAX))
    bounds = {"min_values": value.get("min_values"), "max_values": most or count}
    return _least_not_over_most(bounds)


BOX = Shape(OPTION_FIELDS, required=("label", "value"))
FILE_UPLOAD = Shape(
    {**NAMED, "min_values": integer(0, FILES_MAX), "max_values": integer(1, FILES_MAX), "required": boolean},
    required=("custom_id",),
    also=(_least_not_over_most, must_choose),
)
RADIO_GROUP = Shape(
    {**NAMED, "options": array(BOX, 2, BOXES_MAX), "required": boolean},
    required=("custom_id", "options"),
    also=(distinct_values, _one_default),
)
CHECKBOX_GROUP = Shape(
    {
        **NAMED, "options": array(BOX, 1, BOXES_MAX), "min_values": integer(0, BOXES_MAX),
        "max_values": integer(1, BOXES_MAX), "required": boolean,
    },
    required=("custom_id", "options"),
    also=(distinct_values, _boxes_within, must_choose),
)  # fmt: skip
CHECKBOX = Shape({**NAMED, "default": boolean}, required=("custom_id",))


def labelled(value: Json) -> Errors:
    """The old form of a text input, in an action row, carries its own label."""
    return {} if value.get("label") else {"label": REQUIRED}


OLD_TEXT_INPUT = Shape(TEXT_INPUT.fields, TEXT_INPUT.required, (*TEXT_INPUT.also, labelled))
