"""People write, edit, delete, react, pin, and open direct conversations."""

import base64
import binascii
import re

from sandbox.control.discord import lookup
from sandbox.control.lookup import text as text_of
from sandbox.discord import posting
from sandbox.discord.kit.rules import string
from sandbox.discord.permissions import P, need, permissions_in, send_bit
from sandbox.discord.posting import Draft
from sandbox.discord.rest.content import make_attachment
from sandbox.discord.world import Attachment, Channel, Discord, Message, User
from sandbox.kinds import Json, Refusal, flag
from sandbox.state import Sandbox

CONTENT_MAX = 2000
FILES_MAX = 10
FILE_BYTES_MAX = 10 * 1024 * 1024
DELETABLE_BY_OTHERS = P.MANAGE_MESSAGES


def files_of(world: Discord, rows: list[Json]) -> list[Attachment]:
    """Files that a person uploads, `{name, mimetype, content_base64}` each; raises Refusal for a too large one."""
    made = []
    for row in rows:
        try:
            content = base64.b64decode(row.get("content_base64", ""), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refusal(f"file {row.get('name')}: content_base64 is not base64") from error
        if len(content) > FILE_BYTES_MAX:
            raise Refusal(f"{row.get('name')}: your files are too powerful, the limit is 10 MB")
        made.append(make_attachment(world, str(row.get("name") or "file"), content, str(row.get("mimetype") or "")))
    return made


def compose(world: Discord, channel: Channel, text: str) -> str:
    """`@name`, `@role` and `#channel` become mentions, as Discord's client makes them when they are chosen."""
    guild = world.guilds.get(channel.guild)
    names: dict[str, str] = {}
    for user in world.users.values():
        if guild is None or user.id in guild.members:
            names |= {f"@{name}": f"<@{user.id}>" for name in (user.username, user.global_name) if name}
    for role in guild.roles.values() if guild else ():
        if guild is not None and role.id != guild.id and not role.managed:
            names[f"@{role.name}"] = f"<@&{role.id}>"
    for other in world.channels_of(channel.guild) if guild else ():
        names[f"#{other.name}"] = f"<#{other.id}>"
    if not names:
        return text
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![\w<])({known})(?!\w)", lambda match: names[match[1]], text)


def writable(sandbox: Sandbox, body: Json, user: User) -> Channel:
    """A channel in which the person may write now."""
    channel = lookup.seen_channel(sandbox, body, user)
    held = need(sandbox.discord, user.id, channel, send_bit(channel))
    if channel.is_forum:
        raise Refusal("a forum takes posts only: use thread create")
    if channel.is_thread and channel.locked and not held & P.MANAGE_THREADS:
        raise Refusal("this thread is locked")
    return channel


def draft_of(sandbox: Sandbox, body: Json, user: User, channel: Channel) -> Draft:
    """The message that a person wrote, as Discord's client lets it through."""
    raw = text_of(body, "text", "")
    content = (raw if flag(body.get("raw")) else compose(sandbox.discord, channel, raw)).strip()
    rows = body.get("files") or []
    if string(CONTENT_MAX)(content):
        raise Refusal(f"the message is longer than {CONTENT_MAX} characters")
    if len(rows) > FILES_MAX:
        raise Refusal(f"at most {FILES_MAX} files")
    if rows:
        need(sandbox.discord, user.id, channel, P.ATTACH_FILES)
    draft = Draft(content, attachments=files_of(sandbox.discord, rows))
    if draft.empty:
        raise Refusal("nothing to send")
    if body.get("reply_to"):
        replied = lookup.message(channel, user, str(body["reply_to"]))
        guild = {"guild_id": channel.guild} if channel.guild else {}
        draft.reference = {"type": 0, "channel_id": channel.id, "message_id": replied.id, **guild}
    return draft


async def say(sandbox: Sandbox, body: Json) -> Json:
    """Somebody writes a message, with files or without."""
    user = lookup.person(sandbox, body)
    channel = writable(sandbox, body, user)
    message = posting.post(sandbox.discord, channel, user.id, draft_of(sandbox, body, user, channel))
    note(sandbox, "say", user, channel=channel.id, message=message.id, notified=message.notified)
    return {"id": message.id, "channel": channel.id, "notified": message.notified,
            "files": [file.id for file in message.attachments]}  # fmt: skip


def note(sandbox: Sandbox, act: str, user: User, **facts: object) -> None:
    """Write down what a person did."""
    sandbox.ledger.add("person", platform="discord", act=act, user=user.id, **facts)


def _seen_message(sandbox: Sandbox, body: Json) -> tuple[User, Channel, Message]:
    user = lookup.person(sandbox, body)
    channel = lookup.seen_channel(sandbox, body, user)
    return user, channel, lookup.message(channel, user, text_of(body, "message"))


async def edit(sandbox: Sandbox, body: Json) -> Json:
    """Somebody edits their own message."""
    user, channel, message = _seen_message(sandbox, body)
    if message.author != user.id:
        raise Refusal("it is not their own message")
    raw = text_of(body, "text")
    content = raw if flag(body.get("raw")) else compose(sandbox.discord, channel, raw)
    posting.edit(sandbox.discord, message, {"content": content})
    note(sandbox, "edit", user, channel=channel.id, message=message.id)
    return {"edited_at": message.edited_at}


async def delete(sandbox: Sandbox, body: Json) -> Json:
    """Somebody deletes a message: their own, anybody's as a moderator; a private answer is only dismissed."""
    user, channel, message = _seen_message(sandbox, body)
    if message.only_for:
        channel.ephemerals.pop(message.id)
        return {"dismissed": True}
    if message.author != user.id and not permissions_in(sandbox.discord, user.id, channel) & DELETABLE_BY_OTHERS:
        raise Refusal("it is not their own message")
    posting.delete(sandbox.discord, message)
    note(sandbox, "delete", user, channel=channel.id, message=message.id)
    return {}


async def react(sandbox: Sandbox, body: Json) -> Json:
    """Somebody reacts to a message, or takes the reaction away."""
    user, channel, message = _seen_message(sandbox, body)
    emoji, remove = text_of(body, "emoji"), flag(body.get("remove"))
    if message.only_for:
        raise Refusal("a private answer takes no reactions")
    if not remove and emoji not in message.reactions:
        need(sandbox.discord, user.id, channel, P.ADD_REACTIONS)
    if not posting.react(sandbox.discord, message, user.id, emoji, remove):
        raise Refusal("no such reaction" if remove else "reacted already")
    note(sandbox, "react", user, channel=channel.id, message=message.id, emoji=emoji, remove=remove)
    return {}


async def pin(sandbox: Sandbox, body: Json) -> Json:
    """Somebody pins a message, or takes the pin away."""
    user, channel, message = _seen_message(sandbox, body)
    need(sandbox.discord, user.id, channel, P.PIN_MESSAGES)
    if not posting.pin(sandbox.discord, message, user.id, flag(body.get("remove"))):
        raise Refusal("not pinned" if flag(body.get("remove")) else "pinned already")
    return {}


async def open_dm(sandbox: Sandbox, body: Json) -> Json:
    """Somebody opens a direct conversation with an app's bot."""
    user = lookup.person(sandbox, body)
    bot = lookup.app(sandbox, body).bot_user
    if not any(user.id in guild.members for guild in sandbox.discord.guilds_of(bot)):
        raise Refusal(f"{user.username} shares no server with the app")
    return {"channel": sandbox.discord.dm_between(bot, user.id).id}
