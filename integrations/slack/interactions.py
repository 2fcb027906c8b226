"""Commands, clicks, shortcuts and submits as requests, pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.chat.requests import AccountRef, Clicked, Picked, RemoteFile, Request, Submitted, Typed
from bot.domain.words import Channel, Place, Source
from integrations.slack.forms import FORM, Bound
from integrations.slack.text import heard
from integrations.wire.shapes import dict_at, flag_at, list_at, number_at, text_at

PLATFORM = "slack"
Value = str | tuple[str, ...] | None


def _actor(body: Mapping[str, Any]) -> AccountRef:
    """Who acted; in Slack Connect the person's own team, which differs from the app's."""
    team = text_at(body, "user", "team_id") or text_at(body, "team", "id")
    return AccountRef(PLATFORM, team, text_at(body, "user", "id"))


def _place(body: Mapping[str, Any], workspace: str) -> Place:
    bound = Bound.load(text_at(body, "view", "private_metadata"))
    if bound and not text_at(body, "channel", "id"):
        return bound.place(workspace)
    thread = text_at(body, "container", "thread_ts") or text_at(body, "message", "thread_ts")
    if thread == text_at(body, "message", "ts"):
        thread = ""
    return Place(Channel(PLATFORM, workspace, text_at(body, "channel", "id")), thread or None)


def _common(key: str, workspace: str, at: datetime, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": key, "workspace": workspace, "actor": _actor(body), "place": _place(body, workspace), "at": at}


def _clicked(key: str, workspace: str, at: datetime, body: Mapping[str, Any]) -> Request | None:
    actions = list_at(body, "actions")
    action = dict_at({"it": actions[0]} if actions else {}, "it")
    if not text_at(body, "user", "id"):
        return None
    chosen = ""
    token = text_at(action, "value")
    if text_at(action, "type") != "button":
        picked = _value(action)
        token, chosen = text_at(action, "action_id"), ",".join(picked) if isinstance(picked, tuple) else picked or ""
    if not token:  # a button that only opens an address also tells us of its click
        return None
    return Clicked(**_common(key, workspace, at, body), token=token, source=_stands_on(body, workspace), chosen=chosen)


def _stands_on(body: Mapping[str, Any], workspace: str) -> Source | None:
    channel, ts = text_at(body, "channel", "id"), text_at(body, "container", "message_ts")
    if not channel or not ts or flag_at(body, "container", "is_ephemeral"):
        return None
    return Source(Channel(PLATFORM, workspace, channel), ts)


def _typed(key: str, workspace: str, at: datetime, body: Mapping[str, Any]) -> Request | None:
    channel, user = text_at(body, "channel_id"), text_at(body, "user_id")
    if not channel or not user:
        return None
    return Typed(
        id=key,
        workspace=workspace,
        actor=AccountRef(PLATFORM, text_at(body, "team_id"), user),
        place=Place(Channel(PLATFORM, workspace, channel), text_at(body, "thread_ts") or None),
        at=at,
        words=heard(text_at(body, "text")).strip(),
        direct=text_at(body, "channel_name") == "directmessage" or channel.startswith("D"),
    )


def _picked(key: str, workspace: str, at: datetime, body: Mapping[str, Any]) -> Request | None:
    message, command = dict_at(body, "message"), text_at(body, "callback_id")
    ts = text_at(message, "ts") or text_at(body, "message_ts")
    channel = text_at(body, "channel", "id")
    if not command or not ts or not channel or not text_at(body, "user", "id"):
        return None
    author = text_at(message, "user")
    team = text_at(message, "user_team") or text_at(message, "source_team") or text_at(message, "team")
    return Picked(
        **_common(key, workspace, at, body),
        command=command,
        source=Source(Channel(PLATFORM, workspace, channel), ts),
        text=heard(text_at(message, "text")),
        author=AccountRef(PLATFORM, team, author) if author and not text_at(message, "bot_id") else None,
        files=_files(list_at(message, "files")),
    )


def _shortcut(key: str, workspace: str, at: datetime, body: Mapping[str, Any]) -> Request | None:
    """A global shortcut is the command of its name, typed to us alone."""
    command = text_at(body, "callback_id")
    if not command or not text_at(body, "user", "id"):
        return None
    return Typed(**_common(key, workspace, at, body), words=command, direct=True)


def _submitted(key: str, workspace: str, at: datetime, body: Mapping[str, Any]) -> Request | None:
    view = dict_at(body, "view")
    bound = Bound.load(text_at(view, "private_metadata"))
    if bound is None or text_at(view, "callback_id") != FORM or not text_at(body, "user", "id"):
        return None
    values: dict[str, Value] = {}
    files: dict[str, tuple[RemoteFile, ...]] = {}
    for field, actions in dict_at(view, "state", "values").items():
        for state in actions.values() if isinstance(actions, dict) else ():
            if text_at(state, "type") == "file_input":
                files[field] = _files(list_at(state, "files"))
            else:
                values[field] = _value(state)
    return Submitted(
        **_common(key, workspace, at, body), draft=bound.draft, step=bound.step, values=values, files=files
    )


def _value(state: object) -> Value:
    """What stands in a control, as text; several choices as a tuple; None where nothing does."""
    for name in ("value", "selected_user", "selected_date", "selected_time", "selected_conversation"):
        if text := text_at(state, name):
            return text
    if chosen := text_at(state, "selected_option", "value"):
        return chosen
    for name in ("selected_options", "selected_users"):
        if isinstance(dict_at({"it": state}, "it").get(name), list):
            items = list_at(state, name)
            texts = (item if isinstance(item, str) else text_at(item, "value") for item in items)
            return tuple(text for text in texts if text)
    return None


def _files(items: list[Any]) -> tuple[RemoteFile, ...]:
    return tuple(file for item in items if (file := remote_file(item)))


def remote_file(item: object) -> RemoteFile | None:
    """A file object as a remote file; None for the stone that a deleted file leaves.

    A file that Slack only announces (`check_file_info`, Slack Connect) has an id and no address yet.
    """
    if not text_at(item, "id") or text_at(item, "mode") in ("tombstone", "hidden_by_limit"):
        return None
    return RemoteFile(
        id=text_at(item, "id"),
        name=text_at(item, "name") or text_at(item, "title") or text_at(item, "id"),
        mime=text_at(item, "mimetype"),
        size=max(number_at(item, "size"), 0),
        url=text_at(item, "url_private_download") or text_at(item, "url_private"),
    )


INTERACTIONS: dict[str, Callable[[str, str, datetime, Mapping[str, Any]], Request | None]] = {
    "block_actions": _clicked,
    "command": _typed,
    "message_action": _picked,
    "shortcut": _shortcut,
    "view_submission": _submitted,
}
