"""People write, edit, delete, react, and open things."""

import base64
import binascii

from sandbox.control import lookup
from sandbox.kinds import Json, Refusal, flag
from sandbox.slack import events, mentions, posting, stacks
from sandbox.slack.messages import message_object
from sandbox.slack.methods.files import share
from sandbox.state import Sandbox
from sandbox.world import Channel, Message, StoredFile, User

DEFAULT_TYPE = "application/octet-stream"


def store_files(sandbox: Sandbox, user: User, rows: list[Json]) -> list[StoredFile]:
    """Files that a person uploads: `{name, mimetype, content_base64}` each."""
    files = []
    for row in rows:
        try:
            content = base64.b64decode(row.get("content_base64", ""), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refusal(f"file {row.get('name')}: content_base64 is not base64") from error
        name, kind = str(row.get("name") or "file"), str(row.get("mimetype") or DEFAULT_TYPE)
        file = StoredFile(sandbox.world.new_id("F"), name, name, kind, user.id, user.team, content)
        sandbox.world.files[file.id] = file
        files.append(file)
    return files


def _writable(sandbox: Sandbox, body: Json, user: User) -> Channel:
    channel = lookup.entered(sandbox, body, user)
    if channel.archived:
        raise Refusal("is_archived")
    return channel


async def say(sandbox: Sandbox, body: Json) -> Json:
    """Somebody writes a message, with files or without."""
    user = lookup.person(sandbox, body)
    channel = _writable(sandbox, body, user)
    raw = lookup.text(body, "text", "")
    text = raw if flag(body.get("raw")) else mentions.compose(sandbox.world, user, channel, raw)
    root = _root(channel, user, str(body.get("thread_ts") or ""))
    message = posting.person_message(sandbox, channel, user, text, root, flag(body.get("broadcast")))
    files = store_files(sandbox, user, body.get("files") or [])
    if not text and not files:
        raise Refusal("no_text")
    if files:
        message.subtype = message.subtype or "file_share"
        sent = share(sandbox, channel, message, files)
    else:
        sent = posting.post(sandbox, channel, message)
    sandbox.ledger.add("person", act="say", user=user.id, channel=channel.id, ts=message.ts, notified=message.notified)
    return {"ts": message.ts, "channel": channel.id, "event_ids": sent, "files": [file.id for file in files]}


def _root(channel: Channel, user: User, thread_ts: str) -> str:
    if not thread_ts:
        return ""
    message = lookup.message(channel, user, thread_ts)
    return message.thread_ts or message.ts


def _own(sandbox: Sandbox, body: Json) -> tuple[User, Channel, Message]:
    user = lookup.person(sandbox, body)
    channel = lookup.entered(sandbox, body, user)
    message = lookup.message(channel, user, lookup.text(body, "ts"))
    if message.user != user.id:
        raise Refusal("it is not their own message")
    return user, channel, message


async def edit(sandbox: Sandbox, body: Json) -> Json:
    """Somebody edits their own message."""
    user, channel, message = _own(sandbox, body)
    raw = lookup.text(body, "text")
    text = raw if flag(body.get("raw")) else mentions.compose(sandbox.world, user, channel, raw)
    changes: Json = {"text": text, "blocks": mentions.rich_text(text)}
    return {"event_ts": posting.edit(sandbox, channel, message, user.id, changes)}


async def delete(sandbox: Sandbox, body: Json) -> Json:
    """Somebody deletes their own message, or hides a private answer that they got."""
    user = lookup.person(sandbox, body)
    channel = lookup.entered(sandbox, body, user)
    message = lookup.message(channel, user, lookup.text(body, "ts"))
    if message.only_for == user.id:
        channel.ephemerals.pop(message.ts)
        posting.notice(sandbox, channel, message, "message_deleted")
        return {}
    user, channel, message = _own(sandbox, body)
    return {"event_ts": posting.delete(sandbox, channel, message)}


async def react(sandbox: Sandbox, body: Json) -> Json:
    """Somebody reacts to a message, or takes the reaction away."""
    user = lookup.person(sandbox, body)
    channel = lookup.entered(sandbox, body, user)
    message = lookup.message(channel, user, lookup.text(body, "ts"))
    if message.only_for:
        raise Refusal("a private answer takes no reactions")
    name, remove = lookup.text(body, "emoji").strip(":"), flag(body.get("remove"))
    if remove is not (user.id in message.reactions.get(name, [])):
        raise Refusal("no_reaction" if remove else "already_reacted")
    posting.react(sandbox, channel, message, user.id, name, remove)
    return {}


async def open_dm(sandbox: Sandbox, body: Json) -> Json:
    """Somebody opens a direct conversation with the bot."""
    user = lookup.person(sandbox, body)
    app = lookup.some_app(sandbox, body, user.team)
    channel = sandbox.world.dm_between(app.bot_user, user.id)
    return {"channel": channel.id}


async def open_home(sandbox: Sandbox, body: Json) -> Json:
    """Somebody opens the app's home: `app_home_opened` goes out."""
    user = lookup.person(sandbox, body)
    app = lookup.some_app(sandbox, body, user.team)
    channel = sandbox.world.dm_between(app.bot_user, user.id)
    tab = lookup.text(body, "tab", "home")
    event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab,
                   "event_ts": sandbox.world.stamps.next()}  # fmt: skip
    view = stacks.home_of(sandbox, app, user.id)
    if view is not None and tab == "home":
        event["view"] = stacks.view_object(sandbox, view)
    sent = []
    if events.subscribed(app, "app_home_opened"):
        sent.append(events.send_event(sandbox, app, event, user.team))
    return {"event_ids": sent}


async def pin(sandbox: Sandbox, body: Json) -> Json:
    """Somebody pins a message, or takes the pin away."""
    user = lookup.person(sandbox, body)
    channel = lookup.entered(sandbox, body, user)
    message = lookup.message(channel, user, lookup.text(body, "ts"))
    remove = flag(body.get("remove"))
    if remove is not (message.ts in channel.pins):
        raise Refusal("no_pin" if remove else "already_pinned")
    if remove:
        del channel.pins[message.ts]
    else:
        channel.pins[message.ts] = {"created_by": user.id}
    shown = message_object(sandbox, channel, message)
    item = {"type": "message", "channel": channel.id, "message": shown, "created_by": user.id}
    event: Json = {"type": "pin_removed" if remove else "pin_added", "user": user.id, "channel_id": channel.id,
                   "item": item, "item_user": message.user, "event_ts": sandbox.world.stamps.next()}  # fmt: skip
    events.tell_members(sandbox, channel, event, user.team)
    posting.notice(sandbox, channel, message, "pin")
    return {}
