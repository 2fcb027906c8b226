"""The manifest asks for what the code uses, and says how Slack reaches us."""

from bot.chat.platform import ChatPlatform
from bot.settings import SlackMode
from integrations.slack import SlackPlatform
from integrations.slack.manifest import EVENTS, SCOPES, manifest
from tests.integrations.slack.conftest import make

COMMANDS = [("/pit", "Tickets from chat", "take 42")]
SHORTCUTS = [("open", "Create a ticket from message", "Opens a ticket from what somebody wrote")]
ADDRESS = "https://bot.example/slack/main"


def conforms(platform: SlackPlatform) -> ChatPlatform:
    """The type checker's proof that a workspace is a chat platform."""
    return platform


async def test_a_workspace_is_a_platform() -> None:
    """Under its own name, with forms of any length."""
    platform = conforms(make("http://127.0.0.1:9"))
    assert (platform.name, platform.workspace, platform.features.form_fields) == ("slack", "main", None)


def test_in_socket_mode_no_address_is_needed() -> None:
    """Commands and events come through the socket."""
    made = manifest(COMMANDS, SHORTCUTS, None, SlackMode.SOCKET)
    assert made["settings"]["socket_mode_enabled"]
    assert "https" not in str(made)
    assert made["features"]["slash_commands"] == [
        {"command": "/pit", "description": "Tickets from chat", "should_escape": True, "usage_hint": "take 42"}
    ]


def test_in_http_mode_all_goes_to_one_address() -> None:
    """Events, clicks and commands."""
    made = manifest(COMMANDS, SHORTCUTS, ADDRESS, SlackMode.HTTP)
    assert not made["settings"]["socket_mode_enabled"]
    assert made["settings"]["event_subscriptions"]["request_url"] == ADDRESS
    assert made["settings"]["interactivity"]["request_url"] == ADDRESS
    assert made["features"]["slash_commands"][0]["url"] == ADDRESS


def test_limits_of_the_manifest_hold() -> None:
    """A shortcut's name has 24 characters; each scope has its reason."""
    made = manifest(COMMANDS, SHORTCUTS, None, SlackMode.SOCKET)
    assert made["features"]["shortcuts"][0]["name"] == "Create a ticket from mes"
    assert all(SCOPES.values())
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)
