"""A message's body → what to post or change, checked as documented.

https://docs.discord.com/developers/resources/message#create-message
"""

import mimetypes
import re
import struct
from typing import Any

from sandbox.discord.errors import DiscordError, invalid, invalid_field
from sandbox.discord.kit.check import check_message
from sandbox.discord.kit.rules import (
    Errors,
    Shape,
    array,
    boolean,
    integer,
    merged,
    snowflake,
    string,
)  # fmt: skip
from sandbox.discord.mentions import read_allowed
from sandbox.discord.objects import EPHEMERAL, IS_COMPONENTS_V2, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS
from sandbox.discord.permissions import Permission, need
from sandbox.discord.posting import Draft
from sandbox.discord.rest.call import Upload
from sandbox.discord.world import Attachment, Channel, Discord, Message
from sandbox.kinds import Json

FILES_MAX = 10
NONCE_MAX = 25
DESCRIPTION_MAX = 1024
CREATED_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2
EDITED_FLAGS = SUPPRESS_EMBEDS | IS_COMPONENTS_V2
UNSAFE_NAME = re.compile(r"[^\w.\-]+")
PNG = b"\x89PNG\r\n\x1a\n"


def _nonce(value: Any) -> Errors:
    if isinstance(value, int) and not isinstance(value, bool):
        return {}
    return string(NONCE_MAX)(value)


ATTACHMENT = Shape({"filename": string(1024, 1), "description": string(DESCRIPTION_MAX)}, required=("id",))
REFERENCE = Shape(
    {"message_id": snowflake, "channel_id": snowflake, "guild_id": snowflake, "fail_if_not_exists": boolean,
     "type": integer(0, 1)},
    required=("message_id",),
)  # fmt: skip
BODY = Shape(
    {
        "nonce": _nonce, "tts": boolean, "flags": integer(0, 2**53), "enforce_nonce": boolean,
        "attachments": array(ATTACHMENT, 0, FILES_MAX), "message_reference": REFERENCE,
        "username": string(80, 1), "thread_name": string(100, 1),
    },
)  # fmt: skip


def read_draft(world: Discord, channel: Channel, author: str, body: Json, uploads: list[Upload],
               allowed_flags: int = CREATED_FLAGS) -> Draft:  # fmt: skip
    """A new message; raises 50035 with every problem, 50006 for an empty one."""
    files = _uploaded(world, body, uploads)
    flags = _flags(body, allowed_flags)
    if errors := merged(BODY(body), check_message(body, flags, [file.filename for file in files])):
        raise invalid(errors)
    draft = Draft(
        content=(body.get("content") or "").strip(), embeds=[_rich(embed) for embed in body.get("embeds") or []],
        components=body.get("components") or [], attachments=files, flags=flags, tts=bool(body.get("tts")),
        allowed=read_allowed(body.get("allowed_mentions")), nonce=body.get("nonce"),
    )  # fmt: skip
    if draft.empty:
        raise DiscordError(50006)
    if body.get("message_reference"):
        draft.reference = _reference(world, channel, author, body["message_reference"])
    return draft


def _rich(embed: Json) -> Json:
    return {**embed, "type": "rich"}


def _flags(body: Json, allowed: int) -> int:
    flags = body.get("flags") or 0
    if not isinstance(flags, int):
        return 0
    if flags & EPHEMERAL and not allowed & EPHEMERAL:
        raise invalid_field("flags", "MESSAGE_FLAGS_INVALID", "Only answers to interactions can be ephemeral.")
    return flags & allowed


def _uploaded(world: Discord, body: Json, uploads: list[Upload]) -> list[Attachment]:
    """New attachments in the order of their numbers, described by the rows of `attachments` with the same id."""
    if len(uploads) > FILES_MAX:
        raise invalid_field("files", "BASE_TYPE_MAX_LENGTH", f"Must be {FILES_MAX} or fewer in length.")
    rows = {str(row.get("id")): row for row in body.get("attachments") or [] if isinstance(row, dict)}
    made = []
    for upload in sorted(uploads, key=lambda each: each.number):
        row = rows.get(str(upload.number), {})
        made.append(make_attachment(world, str(row.get("filename") or upload.filename), upload.content,
                                    upload.content_type, str(row.get("description") or "")))  # fmt: skip
    return made


def make_attachment(world: Discord, name: str, content: bytes, kind: str = "", description: str = "") -> Attachment:
    """A file of a message; its name becomes safe and keeps its first form as title, its type is guessed."""
    safe = UNSAFE_NAME.sub("_", name).strip("_") or "file"
    guessed = mimetypes.guess_type(safe)[0] or (kind if kind != "application/octet-stream" else "")
    width, height = _size(content)
    return Attachment(
        world.mint(), "", safe, content, guessed, description, name if safe != name else "", width, height
    )


def _size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; other pictures have none here."""
    return struct.unpack(">II", content[16:24]) if content[:8] == PNG and len(content) >= 24 else (0, 0)


def _reference(world: Discord, channel: Channel, author: str, source: Json) -> Json | None:
    """A reply's reference; None where the message is gone and the sender said not to fail."""
    if source.get("type", 0) == 1:
        raise invalid_field("message_reference.type", "BASE_TYPE_CHOICES", "Forwards are not served here.")
    where = str(source.get("channel_id") or channel.id)
    message = channel.messages.get(str(source["message_id"]))
    if message is None or where != channel.id:
        if source.get("fail_if_not_exists", True):
            raise invalid_field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return None
    if channel.guild and not need(world, author, channel) & Permission.READ_MESSAGE_HISTORY:
        raise DiscordError(160002)
    if message.type not in {0, 19, 20, 23}:
        words = "Cannot reply to a system message"
        raise invalid_field("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", words)
    reference: Json = {"type": 0, "channel_id": channel.id, "message_id": message.id}
    return reference | ({"guild_id": channel.guild} if channel.guild else {})


def read_changes(world: Discord, message: Message, body: Json, uploads: list[Upload]) -> Json:
    """What an edit sets, by the names of `Message`; raises 50035, 50006 where nothing would be left."""
    new = _uploaded(world, body, uploads)
    kept = _kept(message, body) if "attachments" in body else list(message.attachments)
    flags = message.flags | (_flags(body, EDITED_FLAGS) & IS_COMPONENTS_V2)
    if body.get("flags") is not None:
        flags = flags & ~SUPPRESS_EMBEDS | (_flags(body, EDITED_FLAGS) & SUPPRESS_EMBEDS)
    names = [file.filename for file in [*kept, *new]]
    errors = merged(BODY(body), check_message(_whole(message, body, flags), flags, names))
    if errors:
        raise invalid(errors)
    changes: Json = {"flags": flags, "attachments": [*kept, *new]}
    if "content" in body:
        changes["content"] = (body["content"] or "").strip()
    if "embeds" in body:
        changes["embeds"] = [_rich(embed) for embed in body["embeds"] or []]
    if "components" in body:
        changes["components"] = body["components"] or []
    left = {key: changes.get(key, getattr(message, key)) for key in ("content", "embeds", "components", "attachments")}
    if not any(left.values()) and not message.type:
        raise DiscordError(50006)
    return changes


def _whole(message: Message, body: Json, flags: int) -> Json:
    """What is judged of an edit: only what it sets, but a switch to Components V2 with the content that stays."""
    if not flags & IS_COMPONENTS_V2 or message.flags & IS_COMPONENTS_V2:
        return body
    stays: Json = {"content": message.content, "embeds": message.embeds}
    return {**{key: value for key, value in stays.items() if value}, **body}


def _kept(message: Message, body: Json) -> list[Attachment]:
    """The old attachments that an edit names; the others go."""
    wanted = {str(row.get("id")): row for row in body["attachments"] or [] if isinstance(row, dict)}
    kept = [each for each in message.attachments if each.id in wanted]
    for attachment in kept:
        attachment.description = str(wanted[attachment.id].get("description", attachment.description) or "")
    return kept


def needed_to_send(draft: Draft, channel: Channel) -> list[Permission]:
    """The permissions that this message needs beside sending."""
    needed = [Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES]
    if draft.tts:
        needed.append(Permission.SEND_TTS_MESSAGES)
    if draft.attachments:
        needed.append(Permission.ATTACH_FILES)
    return needed
