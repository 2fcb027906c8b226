"""Checks a message's blocks and a view as a whole (https://docs.slack.dev/reference/block-kit, https://docs.slack.dev/reference/views)."""

from collections.abc import Iterator
from typing import Any

from sandbox.kinds import Json
from sandbox.slack.kit.blocks import BLOCKS, MARKDOWN_MAX, ON_VIEWS
from sandbox.slack.kit.composition import ID_MAX, plain
from sandbox.slack.kit.rules import Check, Problem, Shape, anything, array, boolean, by_type, choice, string

MESSAGE_BLOCKS_MAX = 50
VIEW_BLOCKS_MAX = 100
TITLE_MAX = 24
METADATA_MAX = 3000

MESSAGE = array(by_type(BLOCKS), most=MESSAGE_BLOCKS_MAX)
VIEW_FIELDS: dict[str, Check] = {
    "type": choice("modal", "home"),
    "blocks": array(by_type(ON_VIEWS), most=VIEW_BLOCKS_MAX),
    "private_metadata": string(METADATA_MAX),
    "callback_id": string(ID_MAX),
    "external_id": string(ID_MAX),
}
MODAL = Shape(
    {
        **VIEW_FIELDS, "title": plain(TITLE_MAX), "close": plain(TITLE_MAX), "submit": plain(TITLE_MAX),
        "clear_on_close": boolean, "notify_on_close": boolean, "submit_disabled": boolean,
    },
    required=("type", "title", "blocks"),
)  # fmt: skip
HOME = Shape({**VIEW_FIELDS, "title": anything, "close": anything, "submit": anything}, required=("type", "blocks"))


def check_message_blocks(blocks: list[Json]) -> list[Problem]:
    """The problems of a message's blocks; none when they may be posted."""
    problems = list(MESSAGE(blocks, "/blocks"))
    if problems:
        return problems
    problems += _twice(blocks, "/blocks")
    if sum(block["type"] == "table" for block in blocks) > 1:
        problems.append(Problem("only_one_table_allowed", "/blocks"))
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_MAX:
        problems.append(Problem(f"must be less than {MARKDOWN_MAX + 1} characters", "/blocks"))
    problems += _files_in(blocks, "/blocks")
    return problems


def check_view(view: Json, kind: str = "") -> list[Problem]:
    """The problems of a modal or a home tab; `kind` is set where a method takes only one of them."""
    if kind and view.get("type") != kind:
        return [Problem("must be a valid enum value", "/view/type")]
    modal = view.get("type") == "modal"
    problems = list((MODAL if modal else HOME)(view, "/view"))
    if problems:
        return [Problem("failed to match all allowed schemas", "/view"), *problems]
    blocks = view["blocks"]
    problems += _twice(blocks, "/view/blocks")
    problems += _focus(blocks)
    if modal and not view.get("submit"):
        problems += _inputs_without_submit(blocks)
    if not modal:
        problems += _files_in(blocks, "/view/blocks")
    return problems


def _twice(blocks: list[Json], at: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            yield Problem(f"`block_id` must be unique; `{block_id}` already exists", f"{at}/{number}/block_id")
        seen.add(str(block_id))


def _inputs_without_submit(blocks: list[Json]) -> Iterator[Problem]:
    for number, block in enumerate(blocks):
        if block["type"] == "input":
            message = "must define `submit` to use an `input` block in modals"
            yield Problem(message, f"/view/blocks/{number}/input")


def _files_in(blocks: list[Json], at: str) -> Iterator[Problem]:
    """file_input works in modals only."""
    for number, block in enumerate(blocks):
        if block["type"] == "input" and block["element"]["type"] == "file_input":
            yield Problem("unsupported type: file_input", f"{at}/{number}/element/type")


def _focus(blocks: list[Json]) -> Iterator[Problem]:
    focused = [number for number, block in enumerate(blocks) if _focuses(block)]
    for number in focused[1:]:
        yield Problem("only one element may set `focus_on_load`", f"/view/blocks/{number}")


def _focuses(node: Any) -> bool:
    if isinstance(node, dict):
        return node.get("focus_on_load") is True or any(_focuses(value) for value in node.values())
    return isinstance(node, list) and any(_focuses(item) for item in node)
