"""Block Kit's limits as a table of cases; pure."""

from typing import Any

import pytest

from sandbox.slack.kit.check import check_message_blocks, check_view


def plain(text: str) -> dict[str, Any]:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: Any) -> dict[str, Any]:
    """A section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(**more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "action_id": "go", "text": plain("Go"), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    """An actions block."""
    return {"type": "actions", "elements": list(elements)}


def field(**element: Any) -> dict[str, Any]:
    """An input block."""
    return {"type": "input", "block_id": "b", "label": plain("L"), "element": {"action_id": "a", **element}}


def options(number: int, text: str = "o", value: str = "v") -> list[dict[str, Any]]:
    """So many options."""
    return [{"text": plain(f"{text}{n}"), "value": f"{value}{n}"} for n in range(number)]


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal."""
    return {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": list(blocks), **more}


def leaf(**part: Any) -> dict[str, Any]:
    """A rich text block of one part."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [part]}]}


IMAGE = {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"}
STATIC = {"type": "static_select", "action_id": "s"}
ROW = [{"type": "raw_text", "text": "a"}, {"type": "raw_text", "text": "b"}]

GOOD_MESSAGES = [
    [section("x" * 3000)],
    [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2000}] * 10}],
    [{"type": "header", "text": plain("x" * 150)}],
    [actions(*(button(action_id=str(n)) for n in range(25)))],
    [section(accessory={"type": "multi_static_select", "action_id": "m", "options": options(100)})],
    [actions({**STATIC, "option_groups": [{"label": plain("g"), "options": options(2)}]})],
    [actions({"type": "overflow", "action_id": "o", "options": options(5)})],
    [{"type": "context", "elements": [IMAGE, {"type": "mrkdwn", "text": "*x*"}]}],
    [{"type": "markdown", "text": "# hi"}],
    [{"type": "table", "rows": [ROW] * 100, "column_settings": [{"align": "right"}]}],
    [{"type": "divider"}, IMAGE],
    [leaf(type="user", user_id="U0ANA"), leaf(type="text", text="x", style={"bold": True})],
    [field(type="plain_text_input", multiline=True)],
    [{"type": "context_actions", "elements": [
        {"type": "icon_button", "action_id": "i", "icon": "trash", "text": plain("Delete")}]}],
    [{"type": "video", "alt_text": "a", "title": plain("t"), "video_url": "https://x.example/v",
      "thumbnail_url": "https://x.example/t.png"}],
]  # fmt: skip


@pytest.mark.parametrize("blocks", GOOD_MESSAGES)
def test_what_may_be_posted(blocks: list[dict[str, Any]]) -> None:
    """No problems."""
    assert check_message_blocks(blocks) == []


BAD_MESSAGES = [
    ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    ([{"type": "section", "fields": [plain("x")] * 11}],
     "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    ([{"type": "section", "fields": [plain("x" * 2001)]}],
     "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"),
    ([{"type": "header", "text": plain("x" * 151)}],
     "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
     "must be a valid enum value [json-pointer:/blocks/0/text/type]"),
    ([actions(*(button(action_id=str(n)) for n in range(26)))],
     "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
    ([actions(button(), button())], "action_id already exists: go [json-pointer:/blocks/0/elements/1/action_id]"),
    ([actions(button(text=plain("x" * 76)))],
     "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"),
    ([actions(button(value="x" * 2001))],
     "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"),
    ([actions(button(action_id="x" * 256))],
     "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]"),
    ([actions(button(style="green"))], "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"),
    ([actions(button(colour="red"))], "invalid additional property: colour [json-pointer:/blocks/0/elements/0]"),
    ([actions({"type": "multi_users_select", "action_id": "m"})],
     "unsupported type: multi_users_select [json-pointer:/blocks/0/elements/0/type]"),
    ([actions({**STATIC, "options": options(101)})],
     "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]"),
    ([actions({**STATIC, "options": [{"text": plain("x" * 76), "value": "v"}]})],
     "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]"),
    ([actions({**STATIC, "options": [{"text": plain("x"), "value": "v" * 151}]})],
     "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]"),
    ([actions({**STATIC, "options": options(2), "initial_option": options(3)[2]})],
     "initial_option must exactly match one of the provided options "
     "[json-pointer:/blocks/0/elements/0/initial_option]"),
    ([actions(STATIC)], "must define exactly one of `options` or `option_groups` [json-pointer:/blocks/0/elements/0]"),
    ([{"type": "sections"}], "unsupported type: sections [json-pointer:/blocks/0/type]"),
    ([{"text": "x"}], "missing required field: type [json-pointer:/blocks/0]"),
    ([section(block_id="x" * 256)], "must be less than 256 characters [json-pointer:/blocks/0/block_id]"),
    ([section(block_id="b"), section(block_id="b")],
     "`block_id` must be unique; `b` already exists [json-pointer:/blocks/1/block_id]"),
    ([{"type": "image", "image_url": "https://x.example"}],
     "missing required field: alt_text [json-pointer:/blocks/0]"),
    ([{"type": "markdown", "text": "x" * 7000}] * 2, "must be less than 12001 characters [json-pointer:/blocks]"),
    ([{"type": "table", "rows": [ROW]}] * 2, "only_one_table_allowed [json-pointer:/blocks]"),
    ([{"type": "table", "rows": [ROW] * 101}], "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
    ([{"type": "table", "rows": [ROW * 11]}], "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    ([field(type="file_input")], "unsupported type: file_input [json-pointer:/blocks/0/element/type]"),
    ([leaf(type="mention")], "unsupported type: mention [json-pointer:/blocks/0/elements/0/elements/0/type]"),
    ([section(accessory=None)], "must not be null [json-pointer:/blocks/0/accessory]"),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "problem"), BAD_MESSAGES)
def test_what_may_not_be_posted(blocks: list[dict[str, Any]], problem: str) -> None:
    """The problem, in Slack's words, with its pointer."""
    assert problem in [str(p) for p in check_message_blocks(blocks)]


GOOD_VIEWS = [
    modal(*([section()] * 100)),
    modal(title=plain("x" * 24), private_metadata="x" * 3000, callback_id="x" * 255),
    modal(field(type="file_input", max_files=10, filetypes=["png"])),
    modal(field(type="number_input", is_decimal_allowed=True, min_value="0")),
    modal(field(type="datetimepicker", initial_date_time=1_700_000_000)),
    modal(field(type="checkboxes", options=options(10))),
    modal(field(type="external_select", min_query_length=1)),
    modal(field(type="conversations_select", default_to_current_conversation=True, response_url_enabled=True)),
    {"type": "home", "blocks": [section(), actions(button())]},
]


@pytest.mark.parametrize("view", GOOD_VIEWS)
def test_views_that_open(view: dict[str, Any]) -> None:
    """No problems."""
    assert check_view(view) == []


BAD_VIEWS = [
    (modal(*([section()] * 101)), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (modal(private_metadata="x" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
    (modal(callback_id="x" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
    (modal(hash="1.2"), "invalid additional property: hash [json-pointer:/view]"),
    ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
    ({"type": "modal", "title": plain("T"), "blocks": [field(type="plain_text_input")]},
     "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"),
    (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown [json-pointer:/view/blocks/0/type]"),
    (modal(field(type="checkboxes", options=options(11))),
     "no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]"),
    (modal({**field(type="plain_text_input"), "label": plain("x" * 2001)}),
     "must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]"),
    (modal(field(type="plain_text_input", max_length=3001)),
     "must be between 1 and 3000 [json-pointer:/view/blocks/0/element/max_length]"),
    (modal(field(type="number_input")),
     "missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]"),
    (modal(field(type="datepicker", initial_date="1.2.2026")),
     "failed to match the required format [json-pointer:/view/blocks/0/element/initial_date]"),
    (modal(field(type="button", text=plain("x"))),
     "unsupported type: button [json-pointer:/view/blocks/0/element/type]"),
    ({"type": "home", "blocks": [field(type="file_input")]},
     "unsupported type: file_input [json-pointer:/view/blocks/0/element/type]"),
    (modal(field(type="static_select", options=options(1), initial_option=None)),
     "must provide an object [json-pointer:/view/blocks/0/element/initial_option]"),
]  # fmt: skip


@pytest.mark.parametrize(("view", "problem"), BAD_VIEWS)
def test_views_that_do_not_open(view: dict[str, Any], problem: str) -> None:
    """The problem, with its pointer."""
    assert problem in [str(p) for p in check_view(view)]
