"""What an app posts: text, blocks, attachments and metadata, checked and brought into Slack's form."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from sandbox.kinds import Json
from sandbox.slack import mentions
from sandbox.slack.errors import ApiError
from sandbox.slack.kit.check import check_message_blocks
from sandbox.slack.kit.rules import Problem
from sandbox.world import Channel, User, World

TEXT_MAX = 40_000  # https://docs.slack.dev/changelog/2018-truncating-really-long-messages
BLOCKS_TEXT_MAX = 13_200  # undocumented; measured by many, answered as msg_blocks_too_long
ATTACHMENTS_MAX = 100
METADATA_MAX = 8_000


@dataclass
class Content:
    """The checked content of a message."""

    text: str = ""
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    metadata: Json | None = field(default=None)

    @property
    def empty(self) -> bool:
        """Whether nothing would be shown."""
        return not (self.text or self.blocks or self.attachments)


def read_blocks(blocks: Any, surface: str = "message") -> list[Json]:
    """Blocks that passed the rules, with their missing ids filled in; raises invalid_blocks or its kin."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise ApiError("invalid_blocks_format")
    if problems := check_message_blocks(blocks):
        raise invalid_blocks(problems)
    if _text_length(blocks) > BLOCKS_TEXT_MAX and not any(b["type"] in {"markdown", "table"} for b in blocks):
        raise ApiError("msg_blocks_too_long")
    return with_ids(blocks)


def invalid_blocks(problems: list[Problem]) -> ApiError:
    """The error with one line per problem, as Slack words it."""
    lines = [str(problem) for problem in problems]
    messages = [f"[ERROR] {line}" for line in lines]
    return ApiError("invalid_blocks", errors=lines, response_metadata={"messages": messages})


def with_ids(blocks: list[Json]) -> list[Json]:
    """Copies of the blocks, each with a block_id and each element in it with an action_id."""
    return [_with_action_ids({**block, "block_id": block.get("block_id") or _short_id()}) for block in blocks]


INTERACTIVE = frozenset({
    "button", "checkboxes", "datepicker", "datetimepicker", "timepicker", "email_text_input", "url_text_input",
    "number_input", "plain_text_input", "rich_text_input", "file_input", "overflow", "radio_buttons", "static_select",
    "external_select", "users_select", "conversations_select", "channels_select", "multi_static_select",
    "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
    "workflow_button", "feedback_buttons", "icon_button",
})  # fmt: skip


def _with_action_ids(block: Json) -> Json:
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            block[key] = _named(block[key])
    if block["type"] in {"actions", "context_actions"}:
        block["elements"] = [_named(element) for element in block["elements"]]
    return block


def _named(element: Json) -> Json:
    if element.get("type") in INTERACTIVE and not element.get("action_id"):
        return {**element, "action_id": _short_id()}
    return element


def _short_id() -> str:
    return secrets.token_urlsafe(4)[:5]


def _text_length(node: Any) -> int:
    if isinstance(node, list):
        return sum(_text_length(item) for item in node)
    if isinstance(node, dict):
        own = len(node["text"]) if isinstance(node.get("text"), str) else 0
        return own + sum(_text_length(value) for value in node.values())
    return 0


def read_attachments(attachments: Any) -> list[Json]:
    """Legacy attachments; the blocks in them are checked too."""
    if not isinstance(attachments, list) or not all(isinstance(item, dict) for item in attachments):
        raise ApiError("invalid_attachments")
    if len(attachments) > ATTACHMENTS_MAX:
        raise ApiError("too_many_attachments")
    checked = []
    for number, item in enumerate(attachments, start=1):
        item = {"id": number, "fallback": item.get("fallback") or item.get("text") or "[no preview available]", **item}
        if "blocks" in item:
            item["blocks"] = read_blocks(item["blocks"])
        checked.append(item)
    return checked


def read_metadata(metadata: Any) -> Json | None:
    """`{event_type, event_payload}`; an empty object removes it."""
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict):
        raise ApiError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_MAX:
        raise ApiError("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def app_text(world: World, bot: User, channel: Channel, text: str, link_names: bool, parse: str) -> str:
    """An app's text in Slack's form: names linked where asked, cut at 40,000 characters."""
    if parse == "full":
        return mentions.compose(world, bot, channel, text)[:TEXT_MAX]
    if link_names:
        text = mentions.link_names(world, bot, channel, text)
    return mentions.normalise(text)[:TEXT_MAX]
