"""A floor whose bot comes out of the nest, with short leases: what a dead process held is free after three seconds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.settings import Settings
from bot.store.unit_of_work import Store
from tests.faults.nest import Nest, NestedBot
from tests.stories.books import Books
from tests.stories.discord_floor import DiscordFloor
from tests.stories.floor import TUESDAY, Floor
from tests.stories.processes import ROOT, free_port
from tests.stories.slack_floor import SlackFloor

EXAMPLE = ROOT / "desk.example.yaml"
PLATFORMS = ("slack", "discord")
LEASE_SECONDS = 3.0


class OpenBooks(Books):
    """The bot's database with its store at hand."""

    @property
    def store(self) -> Store:
        """The store, as the bot has one."""
        return self._store


def store_of(floor: Floor) -> Store:
    """The store of a staged floor."""
    assert isinstance(floor.books, OpenBooks)
    return floor.books.store


async def breaks(floor: Floor, *rules: dict[str, Any]) -> None:
    """From now on Slack does what these rules say, and nothing that earlier ones said."""
    await floor.platform.do("faults", rules=list(rules))


def platform_of(name: str, address: str) -> SlackFloor | DiscordFloor:
    """The floor on one of PLATFORMS, Slack in Socket Mode, in the sandbox at that address."""
    return DiscordFloor(address) if name == "discord" else SlackFloor(address, "socket", free_port())


@asynccontextmanager
async def staged(nest: Nest, address: str, url: str, folder: Path, on: str = "slack") -> AsyncIterator[Floor]:
    """A floor at 12:45 in São Paulo on a Tuesday; its bot is not started yet, and is gone afterwards."""
    platform = platform_of(on, address)
    desk = folder / "desk.yaml"
    desk.write_text(platform.desk(EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    books = OpenBooks(Settings(_env_file=None, database_url=SecretStr(url), desk=desk))
    environment = {
        "PITBOSS_DATABASE_URL": url,
        "PITBOSS_DESK": str(desk),
        "PITBOSS_FILES": str(folder / "files"),
        "PITBOSS_SECRET": "a-secret-of-the-faults",
        "PITBOSS_PORT": str(free_port()),
        "PITBOSS_LOG_JSON": "true",
        "PITBOSS_LEASE_SECONDS": str(LEASE_SECONDS),
        "PATH": "/usr/bin:/bin",
        **platform.environment(),
    }
    bot = NestedBot(nest, environment, folder)
    try:
        await platform.begin()
        await books.begin_at(TUESDAY)
        yield Floor(platform, bot, books, folder)
    finally:
        bot.kill9()
        await platform.end()
        await books.close()
