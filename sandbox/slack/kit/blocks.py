"""Blocks (https://docs.slack.dev/reference/block-kit/blocks): a table of shapes, and which surface takes which."""

from collections.abc import Callable, Iterator

from sandbox.kinds import Json
from sandbox.slack.kit.composition import ID_MAX, SLACK_FILE, URL_MAX, plain, text
from sandbox.slack.kit.elements import ACCESSORIES, ALT_TEXT_MAX, ELEMENTS, IN_ACTIONS, IN_CONTEXT_ACTIONS, INPUTS
from sandbox.slack.kit.rich_text import RICH_TEXT
from sandbox.slack.kit.rules import (
    Check,
    Problem,
    Shape,
    anything,
    array,
    at_least_one,
    boolean,
    by_type,
    choice,
    exactly_one,
    string,
)

SECTION_TEXT_MAX = 3000
FIELDS_MAX = 10
FIELD_MAX = 2000
HEADER_MAX = 150
ACTIONS_MAX = 25
CONTEXT_MAX = 10
CONTEXT_ACTIONS_MAX = 5
LABEL_MAX = 2000
IMAGE_TITLE_MAX = 2000
MARKDOWN_MAX = 12_000
TABLE_ROWS_MAX = 100
TABLE_COLUMNS_MAX = 20
VIDEO_TITLE_MAX = 199
VIDEO_AUTHOR_MAX = 49

Rule = Callable[[Json, str], Iterator[Problem]]


def _block(required: str = "", rules: tuple[Rule, ...] = (), **fields: Check) -> Shape:
    common: dict[str, Check] = {"type": anything, "block_id": string(ID_MAX)}
    return Shape({**common, **fields}, tuple(required.split()), rules)


def _distinct_actions(value: Json, at: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, element in enumerate(value.get("elements") or []):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if action_id and action_id in seen:
            yield Problem(f"action_id already exists: {action_id}", f"{at}/elements/{number}/action_id")
        seen.add(str(action_id))


def _even_rows(value: Json, at: str) -> Iterator[Problem]:
    lengths = {len(row) for row in value.get("rows") or [] if isinstance(row, list)}
    if len(lengths) > 1:
        yield Problem("all rows must have the same number of cells", f"{at}/rows")


CONTEXT_SHAPES = by_type(
    {
        "image": ELEMENTS["image"],
        "plain_text": Shape({"type": anything, "text": string(SECTION_TEXT_MAX, 1), "emoji": boolean}, ("text",)),
        "mrkdwn": Shape({"type": anything, "text": string(SECTION_TEXT_MAX, 1), "verbatim": boolean}, ("text",)),
    }
)
CELL = by_type(
    {
        "raw_text": Shape({"type": anything, "text": string()}, ("text",)),
        "rich_text": RICH_TEXT,
    }
)
COLUMN = Shape({"align": choice("left", "center", "right"), "is_wrapped": boolean})

# fmt: off
BLOCKS: dict[str, Shape] = {
    "section": _block(rules=(at_least_one("text", "fields"),), text=text(SECTION_TEXT_MAX), expand=boolean,
                      fields=array(text(FIELD_MAX), 1, FIELDS_MAX), accessory=by_type(ACCESSORIES)),
    "actions": _block("elements", rules=(_distinct_actions,), elements=array(by_type(IN_ACTIONS), 1, ACTIONS_MAX)),
    "context": _block("elements", elements=array(CONTEXT_SHAPES, 1, CONTEXT_MAX)),
    "context_actions": _block("elements", rules=(_distinct_actions,),
                              elements=array(by_type(IN_CONTEXT_ACTIONS), 1, CONTEXT_ACTIONS_MAX)),
    "divider": _block(),
    "header": _block("text", text=plain(HEADER_MAX)),
    "image": _block("alt_text", rules=(exactly_one("image_url", "slack_file"),), image_url=string(URL_MAX, 1),
                    slack_file=SLACK_FILE, alt_text=string(ALT_TEXT_MAX, 1), title=plain(IMAGE_TITLE_MAX)),
    "input": _block("label element", label=plain(LABEL_MAX), element=by_type(INPUTS), hint=plain(LABEL_MAX),
                    optional=boolean, dispatch_action=boolean),
    "markdown": _block("text", text=string(MARKDOWN_MAX, 1)),
    "rich_text": RICH_TEXT,
    "table": _block("rows", rules=(_even_rows,), rows=array(array(CELL, 1, TABLE_COLUMNS_MAX), 1, TABLE_ROWS_MAX),
                    column_settings=array(COLUMN, 0, TABLE_COLUMNS_MAX)),
    "video": _block("alt_text title video_url thumbnail_url", alt_text=string(least=1), title=plain(VIDEO_TITLE_MAX),
                    video_url=string(least=1), thumbnail_url=string(least=1), title_url=string(),
                    author_name=string(VIDEO_AUTHOR_MAX), description=plain(SECTION_TEXT_MAX), provider_name=string(),
                    provider_icon_url=string()),
    "file": _block("external_id source", external_id=string(least=1), source=choice("remote")),
}
# fmt: on

ONLY_MESSAGES = frozenset({"context_actions", "file", "markdown", "table"})
ON_VIEWS = {name: shape for name, shape in BLOCKS.items() if name not in ONLY_MESSAGES}
