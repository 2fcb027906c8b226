"""Layouts and contents: rows, sections, containers, texts, media (https://docs.discord.com/developers/components/reference)."""

from typing import Any

from sandbox.discord.kit.elements import (
    BUTTON,
    CHECKBOX,
    CHECKBOX_GROUP,
    COMMON,
    FILE_UPLOAD,
    NAMED,
    OLD_TEXT_INPUT,
    RADIO_GROUP,
    SELECTS,
    TEXT_INPUT,
    TEXT_MAX,
    in_modal,
)
from sandbox.discord.kit.rules import (
    Check,
    Errors,
    Shape,
    array,
    at,
    boolean,
    by_type,
    choice,
    error,
    integer,
    string,
    url,
)
from sandbox.kinds import Json

ROW_MAX = 5
SECTION_MAX = 3
GALLERY_MAX = 10
ALT_TEXT_MAX = 1024
COLOUR_MAX = 0xFFFFFF
COMPONENTS_MAX = 40
MODAL_PARTS_MAX = 5
MODAL_LABEL_MAX = 45
DESCRIPTION_MAX = 100
TITLE_MAX = 45


def _width(value: Json) -> Errors:
    """Five buttons, or one select alone."""
    children = value["components"]
    if not any(child["type"] in SELECTS for child in children):
        return {}
    words = "The specified component exceeds the maximum width"
    return {
        "components": {
            str(n): error("COMPONENT_LAYOUT_WIDTH_EXCEEDED", words) for n in range(1, len(children))
        }
    } if len(children) > 1 else {}  # fmt: skip


IN_ROW: dict[int, Check] = {2: BUTTON, **SELECTS}
ACTION_ROW = Shape(
    {**COMMON, "components": array(by_type(IN_ROW), 1, ROW_MAX)}, required=("components",), also=(_width,)
)
TEXT_DISPLAY = Shape({**COMMON, "content": string(TEXT_MAX, 1)}, required=("content",))
MEDIA = Shape({"url": url("http", "https", "attachment")}, required=("url",))
UPLOADED = Shape({"url": url("attachment")}, required=("url",))
PICTURED: dict[str, Check] = {"media": MEDIA, "description": string(ALT_TEXT_MAX), "spoiler": boolean}
THUMBNAIL = Shape({**COMMON, **PICTURED}, required=("media",))
GALLERY = Shape({**COMMON, "items": array(Shape(PICTURED, required=("media",)), 1, GALLERY_MAX)}, required=("items",))
FILE = Shape({**COMMON, "file": UPLOADED, "spoiler": boolean}, required=("file",))
SEPARATOR = Shape({**COMMON, "divider": boolean, "spacing": choice(1, 2)})
SECTION = Shape(
    {
        **COMMON, "components": array(by_type({10: TEXT_DISPLAY}), 1, SECTION_MAX),
        "accessory": by_type({2: BUTTON, 11: THUMBNAIL}),
    },
    required=("components", "accessory"),
)  # fmt: skip
IN_CONTAINER: dict[int, Check] = {1: ACTION_ROW, 9: SECTION, 10: TEXT_DISPLAY, 12: GALLERY, 13: FILE, 14: SEPARATOR}
CONTAINER = Shape(
    {
        **COMMON, "components": array(by_type(IN_CONTAINER), 1, COMPONENTS_MAX), "spoiler": boolean,
        "accent_color": integer(0, COLOUR_MAX),
    },
    required=("components",),
)  # fmt: skip

CLASSIC = array(by_type({1: ACTION_ROW}), 0, ROW_MAX)
V2 = array(by_type({**IN_CONTAINER, 17: CONTAINER}), 0, COMPONENTS_MAX)

IN_LABEL: dict[int, Check] = {
    4: TEXT_INPUT, **{number: in_modal(shape) for number, shape in SELECTS.items()}, 19: FILE_UPLOAD, 21: RADIO_GROUP,
    22: CHECKBOX_GROUP, 23: CHECKBOX,
}  # fmt: skip
LABEL = Shape(
    {
        **COMMON, "label": string(MODAL_LABEL_MAX, 1), "description": string(DESCRIPTION_MAX),
        "component": by_type(IN_LABEL),
    },
    required=("label", "component"),
)  # fmt: skip
OLD_ROW = Shape({**COMMON, "components": array(by_type({4: OLD_TEXT_INPUT}), 1, 1)}, required=("components",))
MODAL = Shape(
    {
        "title": string(TITLE_MAX, 1), "custom_id": NAMED["custom_id"],
        "components": array(by_type({1: OLD_ROW, 10: TEXT_DISPLAY, 18: LABEL}), 1, MODAL_PARTS_MAX),
    },
    required=("title", "custom_id", "components"),
)  # fmt: skip


def unknown_file(value: Any, names: list[str]) -> Errors:
    """An `attachment://` reference must name a file that comes along or is there."""
    address = value.get("url", "")
    if not address.startswith("attachment://") or address.removeprefix("attachment://") in names:
        return {}
    code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
    return at(["url"], error(code, "The referenced attachment was not found"))
