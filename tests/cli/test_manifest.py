"""Pasting the manifest sets the app up."""

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from commands import COMMANDS
from integrations.discord.manifest import INTENTS, PERMISSIONS
from tests.cli.terminal import Terminal


def test_it_offers_every_command_over_the_socket(tmp_path: Path) -> None:
    """Nothing but JSON is printed, and no configuration is needed."""
    told = Terminal(tmp_path, {}).pit("manifest", "slack")
    app = json.loads(told.out)
    assert (told.code, told.err) == (0, "")
    assert app["settings"]["socket_mode_enabled"] is True
    [entry] = app["features"]["slash_commands"]
    assert entry["command"] == "/pit"
    assert set(entry["usage_hint"].split(" | ")) == {each.name for each in COMMANDS if not each.hidden}
    shortcuts = {each["callback_id"]: each["name"] for each in app["features"]["shortcuts"]}
    assert set(shortcuts) == {each.name for each in COMMANDS if each.shortcut}
    assert shortcuts["open"] == "Create from message"


def test_in_http_mode_everything_comes_to_one_address(tmp_path: Path) -> None:
    """The workspace's own path."""
    address = "https://bot.example/slack/pit"
    told = Terminal(tmp_path, {}).pit("manifest", "slack", "--http", address)
    app = json.loads(told.out)
    assert app["settings"]["event_subscriptions"]["request_url"] == address
    assert app["features"]["slash_commands"][0]["url"] == address


def test_an_address_that_slack_would_refuse_is_refused_here(tmp_path: Path) -> None:
    """Slack calls https only, and we listen at the workspace's path only."""
    for address in ("http://bot.example/slack/pit", "https://bot.example/"):
        told = Terminal(tmp_path, {}).pit("manifest", "slack", "--http", address)
        assert told.code == 2
        assert "https://<your host>/slack/" in told.err


def test_discord_is_told_step_by_step(tmp_path: Path) -> None:
    """The link asks for exactly the permissions that are told, each with its reason; so are the intents."""
    told = Terminal(tmp_path, {}).pit("manifest", "discord", "--application", "1234567890")
    assert (told.code, told.err) == (0, "")
    [link] = [line.strip() for line in told.out.splitlines() if "oauth2/authorize" in line]
    asked = dict(parse_qsl(urlsplit(link).query))
    assert (asked["client_id"], asked["scope"]) == ("1234567890", "bot applications.commands")
    assert int(asked["permissions"]) == sum(each.bit for each in PERMISSIONS)
    for each in (*PERMISSIONS, *INTENTS):
        assert each.name in told.out
        assert each.reason in told.out


def test_a_name_is_no_application(tmp_path: Path) -> None:
    """Discord numbers its applications."""
    told = Terminal(tmp_path, {}).pit("manifest", "discord", "--application", "Pitboss")
    assert told.code == 2
    assert "Application ID" in told.err
