"""The app's manifest, pure: what an administrator pastes at api.slack.com/apps."""

from collections.abc import Sequence
from typing import Any

from bot.settings import SlackMode

# each scope with its reason; https://docs.slack.dev/reference/scopes
SCOPES: dict[str, str] = {
    "app_mentions:read": "hear a mention of the bot",
    "channels:history": "hear what is said in public channels, and read it again after an outage",
    "channels:read": "know a channel's name, and with whom it is shared",
    "chat:write": "post and edit cards",
    "commands": "slash commands and shortcuts",
    "files:read": "keep the screenshots that clients send",
    "files:write": "pass on files and reports",
    "groups:history": "hear what is said in private channels",
    "groups:read": "know a private channel's name, and with whom it is shared",
    "im:history": "hear direct messages",
    "im:read": "know a direct message",
    "im:write": "answer privately where a channel cannot show it",
    "pins:write": "keep a card in sight",
    "reactions:read": "reactions that act on a ticket",
    "reactions:write": "show a ticket's state as a reaction",
    "usergroups:read": "know who is an analyst, an engineer, a coordinator",
    "users:read": "know a person's name, language and company",
}
REQUIRED_SCOPES = frozenset(SCOPES)

# https://docs.slack.dev/reference/events
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
)
_SHORTCUT_NAME = 24  # https://docs.slack.dev/reference/app-manifest
_SHORT = 140  # https://docs.slack.dev/reference/app-manifest
_HINT = 1000  # https://docs.slack.dev/reference/app-manifest


def manifest(
    commands: Sequence[tuple[str, str, str]],
    shortcuts: Sequence[tuple[str, str, str]],
    base_url: str | None,
    mode: SlackMode,
) -> dict[str, Any]:
    """The manifest for (name, description, usage hint) commands and (callback id, name, description) message shortcuts.

    `base_url` is the full address of the workspace's route; it is named only in HTTP mode.
    """
    address = {"request_url": base_url} if mode is SlackMode.HTTP and base_url else {}
    where = {"url": base_url} if address else {}
    return {
        "display_information": {
            "name": "Pitboss",
            "description": "Incident coordination: reports become tickets with an owner, a clock and a next step.",
            "background_color": "#1f2933",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "pitboss", "always_online": True},
            "shortcuts": [_shortcut(*shortcut) for shortcut in shortcuts],
            "slash_commands": [_command(*command) | where for command in commands],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode is SlackMode.SOCKET,
            "token_rotation_enabled": False,
        },
    }


def _shortcut(callback: str, name: str, description: str) -> dict[str, Any]:
    return {
        "name": name[:_SHORTCUT_NAME],
        "type": "message",
        "callback_id": callback,
        "description": description[:_SHORT],
    }


def _command(name: str, description: str, hint: str) -> dict[str, Any]:
    command = name if name.startswith("/") else f"/{name}"
    drawn = {"command": command, "description": description[:2000], "should_escape": True}
    return drawn | ({"usage_hint": hint[:_HINT]} if hint else {})
