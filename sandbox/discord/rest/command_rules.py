"""What an application command may look like.

https://docs.discord.com/developers/interactions/application-commands#application-command-object
"""

import re
from typing import Any

from sandbox.discord.kit.rules import (
    Check,
    Errors,
    Shape,
    anything,
    array,
    at,
    boolean,
    choice,
    error,
    integer,
    merged,
    string,
)
from sandbox.kinds import Json

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
SUB_COMMAND, SUB_COMMAND_GROUP = 1, 2
STRING, INTEGER, BOOLEAN, CHANNEL, NUMBER = 3, 4, 5, 7, 10
OPTION_TYPES = tuple(range(1, 12))
NAME_MAX, DESCRIPTION_MAX, OPTIONS_MAX, CHOICES_MAX, CHOICE_MAX = 32, 100, 25, 25, 100
TEXT_LENGTH_MAX = 6000
TOTAL_MAX = 8000
PER_SCOPE = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
# ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$ : a word's letters, and the marks of Devanagari and Thai
NAME = re.compile(r"[-'\w\u0900-\u097F\u0E00-\u0E7F]{1,32}")
# fmt: off
LOCALES = frozenset((  # https://docs.discord.com/developers/reference#locales
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
))
# fmt: on

CHOICES_OF: dict[int, Any] = {STRING: str, INTEGER: int, NUMBER: (int, float)}


def _name(value: Any) -> Errors:
    if errors := string(NAME_MAX, 1)(value):
        return errors
    if not NAME.fullmatch(value) or value != value.lower():
        return error("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    return {}


def _localized(check: Check) -> Check:
    """A dictionary from locales to texts that follow the same rule."""

    def run(value: Any) -> Errors:
        if not isinstance(value, dict):
            return error("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        unknown = [key for key in value if key not in LOCALES]
        if unknown:
            return at([unknown[0]], error("BASE_TYPE_CHOICES", f"Value must be one of {sorted(LOCALES)}."))
        return {key: errors for key, text in value.items() if text is not None and (errors := check(text))}

    return run


def _choice(value: Any) -> Errors:
    value_check = string(CHOICE_MAX) if isinstance((value or {}).get("value"), str) else anything
    fields = {"name": string(CHOICE_MAX, 1), "name_localizations": _localized(string(CHOICE_MAX, 1))}
    return Shape({**fields, "value": value_check}, required=("name", "value"))(value)


def _number(value: Any) -> Errors:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return {} if is_number else error("NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')


def _fits_type(option: Json) -> Errors:
    """What only some types of options may have."""
    kind = option["type"]
    wanted = CHOICES_OF.get(kind)
    errors: Errors = {}
    if option.get("choices"):
        if wanted is None:
            errors["choices"] = error("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This type takes no choices")
        elif option.get("autocomplete"):
            words = "Choices and autocomplete cannot be used together"
            errors["autocomplete"] = error("APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", words)
        else:
            errors = merged(errors, at(["choices"], _choice_types(option["choices"], kind)))
    elif option.get("autocomplete") and wanted is None:
        errors["autocomplete"] = error("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This type has no autocomplete")
    if option.get("options") and kind not in {SUB_COMMAND, SUB_COMMAND_GROUP}:
        errors["options"] = error("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This type takes no options")
    return errors


def _choice_types(choices: list[Json], kind: int) -> Errors:
    errors: Errors = {}
    for number, row in enumerate(choices):
        good = isinstance(row["value"], CHOICES_OF[kind]) and not isinstance(row["value"], bool)
        if not good:
            errors[str(number)] = {"value": error("APPLICATION_COMMAND_OPTIONS_CHOICE_TYPE", "Wrong type for choice")}
    names = [row["name"] for row in choices]
    if len(set(names)) < len(names):
        words = "Choice names must be unique"
        errors = merged(errors, error("APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", words))
    return errors


OPTION_FIELDS: dict[str, Check] = {
    "type": choice(*OPTION_TYPES), "name": _name, "name_localizations": _localized(_name),
    "description": string(DESCRIPTION_MAX, 1), "description_localizations": _localized(string(DESCRIPTION_MAX, 1)),
    "required": boolean, "choices": array(_choice, 0, CHOICES_MAX), "autocomplete": boolean,
    "min_value": _number, "max_value": _number, "min_length": integer(0, TEXT_LENGTH_MAX),
    "max_length": integer(1, TEXT_LENGTH_MAX), "channel_types": array(integer(0, 16)),
}  # fmt: skip
OPTION_NEEDS = ("type", "name", "description")


def _options(depth: int) -> Check:
    """Options at one depth: groups hold sub-commands, sub-commands hold values, nothing deeper."""
    allowed = {0: OPTION_TYPES, 1: (SUB_COMMAND,), 2: OPTION_TYPES[2:]}[depth]

    def one(value: Any) -> Errors:
        shape = Shape({**OPTION_FIELDS, "type": choice(*allowed)}, OPTION_NEEDS, also=(_fits_type,))
        if errors := shape(value):
            return errors
        if value["type"] == SUB_COMMAND_GROUP:
            return at(["options"], _options(1)(value.get("options") or []))
        return at(["options"], _options(2)(value.get("options") or [])) if value["type"] == SUB_COMMAND else {}

    def run(value: Any) -> Errors:
        return array(one, 0, OPTIONS_MAX)(value) or _together(value)

    return run


def _together(options: list[Json]) -> Errors:
    """Names are unique, required ones come first, and sub-commands stand among themselves."""
    names = [option["name"] for option in options]
    for number, name in enumerate(names):
        if name in names[:number]:
            words = "Option name already exists"
            return {str(number): {"name": error("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", words)}}
    seen_optional = False
    for number, option in enumerate(options):
        if option.get("required") and seen_optional:
            words = "Required options must be placed before non-required options"
            return {str(number): error("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)}
        seen_optional = seen_optional or not option.get("required")
    nested = [option["type"] in {SUB_COMMAND, SUB_COMMAND_GROUP} for option in options]
    if any(nested) and not all(nested):
        words = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        return {str(nested.index(False)): error("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)}
    return {}


COMMON: dict[str, Check] = {
    "type": choice(CHAT_INPUT, USER, MESSAGE), "nsfw": boolean, "dm_permission": boolean,
    "integration_types": array(integer(0, 1)), "contexts": array(integer(0, 2)),
}  # fmt: skip
CHAT = Shape(
    {**COMMON, "name": _name, "name_localizations": _localized(_name), "description": string(DESCRIPTION_MAX, 1),
     "description_localizations": _localized(string(DESCRIPTION_MAX, 1)), "options": _options(0)},
    required=("name", "description"),
)  # fmt: skip
MENU = Shape(
    {**COMMON, "name": string(NAME_MAX, 1), "name_localizations": _localized(string(NAME_MAX, 1)),
     "description": string(0), "options": array(anything, 0, 0)},
    required=("name",),
)  # fmt: skip


def check_command(source: Any) -> Errors:
    """The nested errors of one command; empty when it may be registered."""
    if not isinstance(source, dict):
        return error("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    if (source.get("type") or CHAT_INPUT) != CHAT_INPUT:
        if source.get("options"):
            return {"options": error("APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", "Menus take no options")}
        return MENU(source)
    if errors := CHAT(source):
        return errors
    if length(source) > TOTAL_MAX:
        return error("APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({TOTAL_MAX})")
    return {}


def length(source: Json) -> int:
    """The characters that count: names, descriptions and choices' values, each in its longest language."""
    own = sum(_longest(source, key) for key in ("name", "description"))
    own += sum(_longest(row, "name") + len(str(row["value"])) for row in source.get("choices") or [])
    return own + sum(length(option) for option in source.get("options") or [])


def _longest(source: Json, key: str) -> int:
    texts = [source.get(key) or "", *(source.get(f"{key}_localizations") or {}).values()]
    return max(len(text or "") for text in texts)
