"""`manifest`: what an administrator pastes so that a platform knows our commands."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from bot.app import TEMPLATES
from bot.calls import Command
from bot.clock import Clock
from bot.domain.sheets import Setting
from bot.domain.words import Language
from bot.settings import SlackMode
from bot.words import Words
from commands import COMMANDS
from integrations.slack.manifest import manifest as slack_manifest

ENTRY = "pit"
DESCRIPTION = "Tickets: who has them, what they wait for, what comes next"
SHORTCUTS = {"open": "Create from message", "split": "Make it a ticket of its own"}
"""What people read in a message's menu; a command that is not named here is called by its name."""


@click.group()
def manifest() -> None:
    """Print an app's manifest, made from the commands."""


@manifest.command()
@click.option("--http", metavar="URL", help="HTTP mode at this address: https://<your host>/slack/<workspace's name>")
def slack(http: str | None) -> None:
    """Slack's manifest as JSON; Socket Mode unless --http is given."""
    if http is not None and (urlsplit(http).scheme != "https" or not urlsplit(http).path.startswith("/slack/")):
        raise click.BadParameter("Slack calls https://<your host>/slack/<workspace's name>", param_hint="--http")
    click.echo(json.dumps(slack_app(http, TEMPLATES), indent=2, ensure_ascii=False))


@manifest.command()
@click.option("--application", metavar="ID", default="", help="The application's id, for a link that is ready to open")
def discord(application: str) -> None:
    """Discord's set-up, step by step: the invite link with its permissions, and the intents to switch on."""
    if application and not (application.isascii() and application.isdecimal()):
        raise click.BadParameter(
            "it is the number under General Information → Application ID", param_hint="--application"
        )
    from integrations.discord.manifest import manifest as steps

    click.echo(steps(application), nl=False)


def slack_app(http: str | None, templates: Path) -> dict[str, Any]:
    """The manifest of an app that offers every command."""
    mode = SlackMode.HTTP if http else SlackMode.SOCKET
    return slack_manifest([(ENTRY, DESCRIPTION, usage_hint())], shortcuts(Words.load(templates)), http, mode)


def usage_hint() -> str:
    """The words that may follow, as COMMANDS has them."""
    return " | ".join(command.name for command in COMMANDS if not command.hidden)


def shortcuts(words: Words) -> list[tuple[str, str, str]]:
    """Callback id, name and description of each command that may be used on a message."""
    setting = Setting(Language.EN, "UTC", Clock().now())
    return [
        (command.name, _titled(command), words.plain(f"help/{command.name}", setting))
        for command in COMMANDS
        if command.shortcut
    ]


def _titled(command: Command) -> str:
    return SHORTCUTS.get(command.name, command.name.capitalize())
