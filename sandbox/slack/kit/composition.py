"""Composition objects: text, option, confirmation, filter (https://docs.slack.dev/reference/block-kit/composition-objects)."""

from collections.abc import Iterator
from typing import Any

from sandbox.slack.kit.rules import Check, Problem, Shape, array, boolean, choice, string

OPTION_TEXT_MAX = 75
OPTION_VALUE_MAX = 150
OPTIONS_MAX = 100
GROUPS_MAX = 100
GROUP_LABEL_MAX = 75
PLACEHOLDER_MAX = 150
ID_MAX = 255
URL_MAX = 3000

KIND = choice("plain_text", "mrkdwn")


def plain(most: int, least: int = 1) -> Check:
    """A text object that must be plain_text."""
    return Shape(
        {"type": choice("plain_text"), "text": string(most, least), "emoji": boolean}, required=("type", "text")
    )


def text(most: int, least: int = 1) -> Check:
    """A text object, plain or mrkdwn; `emoji` is for plain text only, `verbatim` for mrkdwn only."""
    fields: dict[str, Check] = {"type": KIND, "text": string(most, least)}
    plain_shape = Shape({**fields, "emoji": boolean}, required=("type", "text"))
    mrkdwn_shape = Shape({**fields, "verbatim": boolean}, required=("type", "text"))

    def check(value: Any, at: str) -> Iterator[Problem]:
        mrkdwn = isinstance(value, dict) and value.get("type") == "mrkdwn"
        yield from (mrkdwn_shape if mrkdwn else plain_shape)(value, at)

    return check


def option(mrkdwn: bool = False, url: bool = False) -> Shape:
    """One choice; mrkdwn is for checkboxes and radio buttons, a url for overflow menus."""
    words = text if mrkdwn else plain
    fields: dict[str, Check] = {
        "text": words(OPTION_TEXT_MAX),
        "value": string(OPTION_VALUE_MAX, 0 if url else 1),
        "description": words(OPTION_TEXT_MAX),
    }
    if url:
        fields["url"] = string(URL_MAX)
    return Shape(fields, required=("text", "value"))


OPTION = option()
OPTION_GROUP = Shape(
    {"label": plain(GROUP_LABEL_MAX), "options": array(OPTION, 1, OPTIONS_MAX)}, required=("label", "options")
)
CONFIRM = Shape(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": choice("primary", "danger"),
    },
    required=("title", "text", "confirm", "deny"),
)
DISPATCH_CONFIG = Shape(
    {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 1, 2)},
    required=("trigger_actions_on",),
)
CONVERSATION_FILTER = Shape(
    {
        "include": array(choice("im", "mpim", "private", "public"), 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)
SLACK_FILE = Shape({"id": string(), "url": string()})
