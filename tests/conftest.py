"""What every test may ask for: fresh databases of both kinds, a server to kill; and no unexpected error log."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.again import Failures
from tests.databases import KINDS, Databases, new_folder
from tests.postgres import PostgreSQL

_FOLDER = pytest.StashKey[Path]()
_WORKER_INPUT = "pitboss_databases"
_ERRORS: list[logging.LogRecord] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the names of the tests that failed are written; and stories with each platform on the other database."""
    parser.addoption("--failed-to", type=Path, help="writes the names of the tests that failed into this file")
    parser.addoption("--swapped", action="store_true", help="stories: Slack on PostgreSQL, Discord on SQLite")


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the databases of the whole session; workers are told where it is."""
    if config.option.failed_to and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Failures(config.option.failed_to))
    given = getattr(config, "workerinput", {}).get(_WORKER_INPUT)
    config.stash[_FOLDER] = Path(given) if given else new_folder()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer(key_order=["event"])],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    logging.setLogRecordFactory(_noticing(logging.getLogRecordFactory()))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """A worker of xdist starts."""
    node.workerinput[_WORKER_INPUT] = str(node.config.stash[_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    """The session is over: whoever made the folder takes it away."""
    if not hasattr(config, "workerinput"):
        Databases(config.stash[_FOLDER]).end()


def _noticing(make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    def factory(*arguments: Any, **more: Any) -> logging.LogRecord:
        record = make(*arguments, **more)
        if record.levelno >= logging.ERROR:
            _ERRORS.append(record)
        return record

    return factory


@pytest.fixture(autouse=True)
def errors_are_expected_or_none(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test in whose process something logged an error fails, unless it asks for `expected_errors`."""
    _ERRORS.clear()
    yield
    if "expected_errors" not in request.fixturenames:
        found = [f"{record.name}: {record.getMessage()}" for record in _ERRORS]
        assert not found, "error logs that nobody expected:\n" + "\n".join(found)


@pytest.fixture
def expected_errors(errors_are_expected_or_none: None) -> list[logging.LogRecord]:
    """The error logs of this test so far; asking for them says that they may be there."""
    return _ERRORS


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """The session's databases, made when somebody first asks for one of a kind."""
    return Databases(request.config.stash[_FOLDER])


@pytest.fixture
def make_database(databases: Databases) -> Iterator[Callable[[str], str]]:
    """Makes a fresh, migrated database: `make_database("sqlite" | "postgresql")` is its URL."""
    yield databases.make
    databases.drop_all()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, make_database: Callable[[str], str]) -> str:
    """A fresh, migrated database; every test that asks for it runs on both kinds."""
    return make_database(request.param)


@pytest.fixture
def sqlite_url(make_database: Callable[[str], str]) -> str:
    """A fresh, migrated SQLite database."""
    return make_database("sqlite")


@pytest.fixture
def postgresql_url(make_database: Callable[[str], str]) -> str:
    """A fresh, migrated PostgreSQL database on the session's server."""
    return make_database("postgresql")


@pytest.fixture
def postgresql_server(databases: Databases) -> Iterator[PostgreSQL]:
    """A durable server of the test's own, running, to be stopped, frozen and killed; `url` is a migrated database."""
    with databases.private_server() as server:
        yield server
