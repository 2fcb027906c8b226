"""Embeds and components that show a file of their own message: `attachment://name` becomes its link, signed anew."""

from typing import Any

from sandbox.discord import cdn
from sandbox.discord.world import Attachment, Discord, Message
from sandbox.kinds import Json

OWN = "attachment://"


def with_links(world: Discord, message: Message, items: list[Json]) -> list[Json]:
    """The message's embeds or components as they are shown."""
    if not message.attachments or not items:
        return list(items)
    files = {attachment.filename: _shown(world, attachment) for attachment in message.attachments}
    return [_resolved(item, files) for item in items]


def _shown(world: Discord, attachment: Attachment) -> Json:
    url = cdn.signed(world, attachment)
    facts: Json = {"content_type": attachment.content_type, "width": attachment.width, "height": attachment.height}
    known = {key: value for key, value in facts.items() if value}
    return {"url": url, "proxy_url": url, "attachment_id": attachment.id, **known}


def _resolved(value: Any, files: dict[str, Json]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, files) for item in value]
    if not isinstance(value, dict):
        return value
    url = str(value.get("url") or "")
    found = files.get(url.removeprefix(OWN), {}) if url.startswith(OWN) else {}
    return {key: _resolved(item, files) for key, item in value.items()} | found
