"""How a message looks on the wire: in events, in history, in payloads."""

from sandbox.kinds import Json
from sandbox.slack.objects import bot_profile, file_object, unchecked_file
from sandbox.state import Sandbox
from sandbox.world import Channel, Message

COPIED = ("client_msg_id", "team", "thread_ts", "edited", "blocks", "attachments", "bot_id", "app_id", "username")


def message_object(
    sandbox: Sandbox, channel: Channel, message: Message, metadata: bool = False, pushed: bool = False
) -> Json:
    """A message with its thread, reactions and files; in an event (`pushed`) files of shared channels are hidden."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    if message.subtype:
        shown["subtype"] = message.subtype
    for key in COPIED:
        if value := getattr(message, key):
            shown[key] = value
    shown |= message.extra
    if message.bot_id:
        _add_bot(sandbox, message, shown)
    if metadata and message.metadata:
        shown["metadata"] = message.metadata
    if message.files:
        shown["files"] = _files(sandbox, message, pushed and bool(channel.shared_with))
        shown["upload"] = False
    if message.reactions:
        shown["reactions"] = reactions_list(message)
    _add_thread(channel, message, shown)
    if message.ts in channel.pins:
        shown["pinned_to"] = [channel.id]
    return shown


def reactions_list(message: Message) -> list[Json]:
    """`[{name, users, count}]` in the order in which they came."""
    return [{"name": n, "users": list(users), "count": len(users)} for n, users in message.reactions.items()]


def _add_bot(sandbox: Sandbox, message: Message, shown: Json) -> None:
    app = next((a for a in sandbox.world.apps.values() if a.bot_id == message.bot_id), None)
    if message.icons:
        shown["icons"] = message.icons
    if app is not None and message.subtype != "bot_message":
        shown["bot_profile"] = bot_profile(app, sandbox.base_url)


def _files(sandbox: Sandbox, message: Message, hidden: bool) -> list[Json]:
    files = [sandbox.world.files[file_id] for file_id in message.files if file_id in sandbox.world.files]
    return [unchecked_file(file) if hidden else file_object(sandbox, file) for file in files]


def _add_thread(channel: Channel, message: Message, shown: Json) -> None:
    if message.is_reply:
        root = channel.messages.get(message.thread_ts)
        if root is not None:
            shown["parent_user_id"] = root.user
        return
    replies = channel.threads.get(message.ts)
    if not replies:
        return
    users = list(dict.fromkeys(channel.messages[ts].user for ts in replies))
    shown |= {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1],
        "reply_users": users[:5],
        "is_locked": False,
        "subscribed": False,
    }
