"""response_url: answers to an interaction (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses)."""

import json
from dataclasses import replace

from aiohttp import web

from sandbox.kinds import Json, flag
from sandbox.slack import posting
from sandbox.slack.content import Content, app_text, read_attachments, read_blocks, read_metadata
from sandbox.slack.errors import ApiError
from sandbox.slack.tickets import ResponseUrl
from sandbox.state import Sandbox
from sandbox.world import App, Channel, Message


async def serve(request: web.Request, sandbox: Sandbox) -> web.Response:
    """Take one answer: text `ok`, or 404 when the address is used up or too old."""
    body = await _body(request)
    entry = sandbox.ledger.add("response_url", args=body, status=200, response="ok")
    right = sandbox.tickets.take_response(request.match_info["token"])
    error = right if isinstance(right, str) else ""
    status = 404
    if isinstance(right, ResponseUrl):
        app = sandbox.world.apps[(right.app, right.team)]
        entry["token_app"], entry["team"] = app.id, app.team
        try:
            entry["notified"] = answer(sandbox, app, right, body)
        except ApiError as problem:
            error, status = problem.error, 400
    if error:
        entry["status"], entry["response"] = status, {"ok": False, "error": error}
        return web.json_response({"ok": False, "error": error}, status=status)
    return web.Response(text="ok")


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def answer(sandbox: Sandbox, app: App, right: ResponseUrl, body: Json) -> list[str]:
    """Post, replace or delete by the right of an interaction; who was notified. Raises ApiError."""
    channel = sandbox.world.channels.get(right.channel)
    if channel is None:
        raise ApiError("channel_not_found")
    original = channel.find(right.ts) if right.ts else None
    if flag(body.get("delete_original")):
        _delete(sandbox, channel, original)
        return []
    content = _content(sandbox, app, channel, body)
    if flag(body.get("replace_original")) and original is not None:
        _replace(sandbox, channel, original, app, content)
        return []
    thread_ts = str(body.get("thread_ts") or "")
    message = Message(
        channel.id, sandbox.world.stamps.next(), app.bot_user, content.text, team=app.team, bot_id=app.bot_id,
        app_id=app.id, blocks=content.blocks or [], attachments=content.attachments or [], metadata=content.metadata,
        thread_ts=thread_ts,
    )  # fmt: skip
    if body.get("response_type") == "in_channel":
        posting.post(sandbox, channel, message)
        return message.notified
    posting.ephemeral(sandbox, channel, replace(message, only_for=right.user, metadata=None))
    return []


def _content(sandbox: Sandbox, app: App, channel: Channel, body: Json) -> Content:
    bot = sandbox.world.users[app.bot_user]
    text = app_text(sandbox.world, bot, channel, str(body.get("text") or ""), flag(body.get("link_names")), "")
    content = Content(
        text,
        read_blocks(body["blocks"]) if body.get("blocks") else None,
        read_attachments(body["attachments"]) if body.get("attachments") else None,
        read_metadata(body.get("metadata")),
    )
    if content.empty:
        raise ApiError("no_text")
    return content


def _delete(sandbox: Sandbox, channel: Channel, original: Message | None) -> None:
    if original is None:
        raise ApiError("message_not_found")
    if original.only_for:
        channel.ephemerals.pop(original.ts)
        posting.notice(sandbox, channel, original, "message_deleted")
    else:
        posting.delete(sandbox, channel, original)


def _replace(sandbox: Sandbox, channel: Channel, original: Message, app: App, content: Content) -> None:
    changes: Json = {"text": content.text, "blocks": content.blocks or [], "attachments": content.attachments or []}
    if original.only_for:
        for key, value in changes.items():
            setattr(original, key, value)
        posting.notice(sandbox, channel, original, "message_changed")
    else:
        posting.edit(sandbox, channel, original, app.bot_user, changes)
