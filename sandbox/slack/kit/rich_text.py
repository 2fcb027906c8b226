"""The rich text block and its parts (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block)."""

from sandbox.slack.kit.composition import ID_MAX
from sandbox.slack.kit.rules import Check, Shape, anything, array, boolean, by_type, choice, integer, string

STYLE = Shape(
    {
        "bold": boolean, "italic": boolean, "strike": boolean, "code": boolean, "underline": boolean,
        "highlight": boolean, "client_highlight": boolean, "unlink": boolean,
    }
)  # fmt: skip


def _part(required: str, **fields: Check) -> Shape:
    return Shape({"type": anything, "style": STYLE, **fields}, required=tuple(required.split()))


BORDER = integer(0, 1)
PARTS = by_type(
    {
        "text": _part("text", text=string(least=1)),
        "link": _part("url", url=string(least=1), text=string(), unsafe=boolean),
        "user": _part("user_id", user_id=string(least=1)),
        "usergroup": _part("usergroup_id", usergroup_id=string(least=1)),
        "channel": _part("channel_id", channel_id=string(least=1)),
        "broadcast": _part("range", range=choice("here", "channel", "everyone")),
        "emoji": _part("name", name=string(least=1), unicode=string(), skin_tone=integer(1, 6), url=string()),
        "date": _part("timestamp format", timestamp=anything, format=string(least=1), url=string(), fallback=string()),
        "color": _part("value", value=string(least=1)),
    }
)
SECTION = Shape({"type": choice("rich_text_section"), "elements": array(PARTS)}, required=("type", "elements"))
PARAGRAPHS = by_type(
    {
        "rich_text_section": SECTION,
        "rich_text_list": Shape(
            {
                "type": anything, "style": choice("bullet", "ordered"), "elements": array(SECTION, 1),
                "indent": integer(0, 8), "offset": integer(0, 1_000_000), "border": BORDER,
            },
            required=("style", "elements"),
        ),
        "rich_text_preformatted": Shape(
            {"type": anything, "elements": array(PARTS), "border": BORDER, "language": string()}, required=("elements",)
        ),
        "rich_text_quote": Shape(
            {"type": anything, "elements": array(PARTS), "border": BORDER}, required=("elements",)
        ),
    }
)  # fmt: skip
RICH_TEXT = Shape(
    {"type": choice("rich_text"), "block_id": string(ID_MAX), "elements": array(PARAGRAPHS, 1)}, required=("elements",)
)
