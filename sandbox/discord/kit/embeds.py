"""Embeds (https://docs.discord.com/developers/resources/message#embed-object-embed-limits)."""

from datetime import datetime
from typing import Any

from sandbox.discord.kit.rules import Errors, Shape, array, boolean, error, integer, required_string, string, url
from sandbox.kinds import Json

EMBEDS_MAX = 10
TITLE_MAX = 256
DESCRIPTION_MAX = 4096
FIELDS_MAX = 25
NAME_MAX = 256
VALUE_MAX = 1024
FOOTER_MAX = 2048
ALL_MAX = 6000
COLOUR_MAX = 0xFFFFFF

WEB = url("http", "https")
MEDIA = url("http", "https", "attachment")


def _moment(value: Any) -> Errors:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return error("DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")
    return {}


FIELD = Shape(
    {"name": required_string(NAME_MAX), "value": required_string(VALUE_MAX), "inline": boolean},
    required=("name", "value"),
)
PICTURE = Shape({"url": MEDIA}, required=("url",))
EMBED = Shape(
    {
        "title": string(TITLE_MAX), "description": string(DESCRIPTION_MAX), "url": WEB, "timestamp": _moment,
        "color": integer(0, COLOUR_MAX), "fields": array(FIELD, 0, FIELDS_MAX), "image": PICTURE, "thumbnail": PICTURE,
        "footer": Shape({"text": required_string(FOOTER_MAX), "icon_url": MEDIA}, required=("text",)),
        "author": Shape({"name": required_string(NAME_MAX), "url": WEB, "icon_url": MEDIA}, required=("name",)),
    },
)  # fmt: skip
EMBEDS = array(EMBED, 0, EMBEDS_MAX)


def _characters(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
    texts.append((embed.get("author") or {}).get("name"))
    for field in embed.get("fields") or []:
        texts += [field["name"], field["value"]]
    return sum(len(text) for text in texts if text)


def check_embeds(embeds: Any) -> Errors:
    """The nested errors of a message's embeds; empty when they may be sent."""
    if errors := EMBEDS(embeds):
        return errors
    if sum(map(_characters, embeds)) > ALL_MAX:
        return error("MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {ALL_MAX}")
    return {}
