"""The stage of the stories: one sandbox a session, and for each story a fresh floor, database and bot."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from tests.stories.books import Books
from tests.stories.discord_floor import DiscordFloor
from tests.stories.floor import TUESDAY, Floor
from tests.stories.processes import ROOT, BotProcess, SandboxProcess, free_port
from tests.stories.slack_floor import SlackFloor

EXAMPLE = ROOT / "desk.example.yaml"
World = dict[str, Any]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[SandboxProcess]:
    """The sandbox of this session, or of this worker of it."""
    process = SandboxProcess("--rate-limits", "off")
    yield process
    process.stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A story runs on both platforms, unless it says by which way it must come."""
    named = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "mode" in metafunc.fixturenames and not any("mode" in names for names in named):
        metafunc.parametrize("mode", ["socket", "discord"], indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--swapped` only those stories run that do not say on which database they run."""
    if config.option.swapped:
        items[:] = [each for each in items if "database" not in _named(each)]


def _named(item: pytest.Item) -> Mapping[str, Any]:
    return item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}


@pytest.fixture
def mode(request: pytest.FixtureRequest) -> str:
    """How a platform reaches the bot: Slack by `socket` or `http`, or `discord`."""
    return str(request.param)


@pytest.fixture
def database(request: pytest.FixtureRequest, mode: str) -> str:
    """Which database a story runs on; where it does not say, each platform has one, and with `--swapped` the other."""
    swapped: bool = request.config.option.swapped
    return str(getattr(request, "param", "postgresql" if (mode == "discord") is not swapped else "sqlite"))


@pytest.fixture
def change() -> Callable[[str], str]:
    """How a story's desk differs from the example; a story that needs another desk overrides this."""
    return lambda text: text


@pytest.fixture
def people() -> Callable[[World], None]:
    """How a story's people and channels differ from the demo's; a story that needs others overrides this."""
    return lambda world: None


@pytest.fixture
async def floor(
    sandbox: SandboxProcess,
    database: str,
    mode: str,
    change: Callable[[str], str],
    people: Callable[[World], None],
    make_database: Callable[[str], str],
    tmp_path: Path,
) -> AsyncIterator[Floor]:
    """A floor with a running bot, at 12:45 in São Paulo on a Tuesday; a log entry that is an error fails the story."""
    desk = tmp_path / "desk.yaml"
    make = DiscordFloor if mode == "discord" else SlackFloor
    platform: SlackFloor | DiscordFloor = make(sandbox.address, mode, free_port())
    people(platform.world)
    desk.write_text(platform.desk(change(EXAMPLE.read_text(encoding="utf-8"))), encoding="utf-8")
    async with opened_floor(platform, make_database(database), desk, tmp_path) as built:
        await built.bot.start()
        yield built
        assert not built.mistakes(), "\n".join(built.mistakes())


@asynccontextmanager
async def opened_floor(platform: SlackFloor | DiscordFloor, url: str, desk: Path, folder: Path) -> AsyncIterator[Floor]:
    books = Books(_settings(database_url=SecretStr(url), desk=desk))
    environment = {
        "PITBOSS_DATABASE_URL": url,
        "PITBOSS_DESK": str(desk),
        "PITBOSS_FILES": str(folder / "files"),
        "PITBOSS_SECRET": "a-secret-of-the-stories",
        "PITBOSS_PORT": str(platform.port),
        "PITBOSS_LOG_JSON": "true",
        **platform.environment(),
    }
    bot = BotProcess(environment, folder)
    try:
        await platform.begin()
        await books.begin_at(TUESDAY)
        yield Floor(platform, bot, books, folder)
    finally:
        bot.kill9()
        await platform.end()
        await books.close()


def _settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)
