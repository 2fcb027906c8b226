"""files.*: uploading in three steps, and looking up."""

import asyncio
import mimetypes
import secrets
from typing import Any

from sandbox.kinds import Json
from sandbox.slack import mentions, posting
from sandbox.slack.call import Call
from sandbox.slack.content import app_text, read_blocks
from sandbox.slack.errors import ApiError, invalid_arguments
from sandbox.slack.events import tell_members, tell_team
from sandbox.slack.objects import file_object, file_shares
from sandbox.slack.threads import thread_root
from sandbox.slack.tickets import Upload
from sandbox.state import Sandbox
from sandbox.world import Channel, Message, StoredFile

FILE_BYTES_MAX = 1_000_000_000
SHARE_DELAY_SECONDS = 0.05  # Slack shares a completed file a moment after it answered


async def get_upload_url(call: Call) -> Json:
    """Step one: an address for the bytes, and the file's id."""
    name, length = call.need("filename"), call.number("length", 0)
    if length <= 0:
        raise invalid_arguments("missing required field: length")
    if length > FILE_BYTES_MAX:
        raise ApiError("file_upload_size_restricted")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    app = call.app
    file = StoredFile(call.world.new_id("F"), name, name, kind, app.bot_user, app.team, b"", complete=False,
                      alt_text=call.text("alt_txt"))  # fmt: skip
    call.world.files[file.id] = file
    key = secrets.token_urlsafe(18)
    call.sandbox.tickets.uploads[key] = Upload(file.id, length, app.id, app.team)
    return {"upload_url": f"http://{call.host}/upload/{key}", "file_id": file.id}


def _received(call: Call, row: Any) -> StoredFile:
    if not isinstance(row, dict) or "id" not in row:
        raise invalid_arguments("missing required field: id [json-pointer:/files/0]")
    file = call.world.files.get(str(row["id"]))
    upload = next((u for u in call.sandbox.tickets.uploads.values() if u.file_id == row["id"]), None)
    if file is None or upload is None or upload.app != call.app.id or not upload.received:
        raise ApiError("file_not_found")
    return file


async def complete_upload(call: Call) -> Json:
    """Step three: the files exist, and are shared where the call says."""
    rows = call.json("files")
    if not isinstance(rows, list) or not rows:
        raise invalid_arguments("missing required field: files")
    files = [_received(call, row) for row in rows]
    wanted = [call.text("channel_id")] if call.text("channel_id") else call.names("channels")
    channels = [_channel(call, channel_id) for channel_id in wanted]
    root = thread_root(channels[0], call.text("thread_ts")) if channels else ""
    blocks = call.json("blocks", "invalid_blocks")
    checked = read_blocks(blocks) if blocks else []
    for file, row in zip(files, rows, strict=True):
        file.title, file.complete = str(row.get("title") or file.name), True
        created = {"type": "file_created", "file_id": file.id, "file": {"id": file.id}, "user_id": file.user}
        tell_team(call.sandbox, call.app.team, created | {"event_ts": call.world.stamps.next()})
    for channel in channels:
        call.sandbox.background(_share_soon(call, channel, files, root, checked))
    return {"files": [file_object(call.sandbox, f) if channels else {"id": f.id, "title": f.title} for f in files]}


def _channel(call: Call, channel_id: str) -> Channel:
    channel = call.world.channels.get(channel_id)
    if channel is None or not call.sees(channel):
        raise ApiError("channel_not_found")
    if call.app.bot_user not in channel.members:
        raise ApiError("not_in_channel")
    if channel.archived:
        raise ApiError("is_archived")
    return channel


async def _share_soon(call: Call, channel: Channel, files: list[StoredFile], root: str, blocks: list[Json]) -> None:
    world = call.world
    await asyncio.sleep(SHARE_DELAY_SECONDS)
    if call.world is not world:
        return  # seeded anew meanwhile
    app = call.app
    text = app_text(call.world, call.bot(), channel, call.text("initial_comment"), False, "")
    message = Message(
        channel.id, call.world.stamps.next(), app.bot_user, text, team=app.team, subtype="file_share", thread_ts=root,
        blocks=blocks or (mentions.rich_text(text) if text else []),
    )  # fmt: skip
    share(call.sandbox, channel, message, files)


def share(sandbox: Sandbox, channel: Channel, message: Message, files: list[StoredFile]) -> list[str]:
    """Post a message with files, and tell apps of each file; the ids of the message's events."""
    message.files = [file.id for file in files]
    for file in files:
        file.shares.append((channel.id, message.ts))
    sent = posting.post(sandbox, channel, message)
    for file in files:
        event = {"type": "file_shared", "channel_id": channel.id, "file_id": file.id, "user_id": file.user,
                 "file": {"id": file.id}, "event_ts": sandbox.world.stamps.next()}  # fmt: skip
        tell_members(sandbox, channel, event, file.team)
    return sent


async def info(call: Call) -> Json:
    """A file with where it was shared."""
    file = call.world.files.get(call.need("file"))
    if file is None or not file.complete or not _visible(call, file):
        raise ApiError("file_not_found")
    shown = file_object(call.sandbox, file)
    shares = file_shares(call.world, file)
    shown |= {
        "shares": shares,
        "channels": list(shares.get("public", {})),
        "groups": [c for c in shares.get("private", {}) if call.world.channels[c].kind != "im"],
        "ims": [c for c in shares.get("private", {}) if call.world.channels[c].kind == "im"],
        "comments_count": 0,
    }
    return {"file": shown, "comments": [], "response_metadata": {"next_cursor": ""}}


def _visible(call: Call, file: StoredFile) -> bool:
    if file.user == call.app.bot_user:
        return True
    channels = (call.world.channels.get(channel_id) for channel_id, _ in file.shares)
    return any(channel is not None and call.sees(channel) for channel in channels) or file.team == call.app.team
