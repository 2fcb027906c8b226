"""Lists that one can read are complete: commands, jobs, letters, and the words for each of them."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import errors
from bot.app import TEMPLATES
from bot.calls import Command
from bot.domain.announcements import ANNOUNCEMENTS, Letter
from bot.jobs import JOBS
from bot.settings import SlackMode
from bot.views.letters import DRAWN
from bot.words import Words
from commands import COMMANDS
from integrations.slack.manifest import manifest
from tests.architecture.locks import ROOT, out_of_step

CODE = ("bot", "commands")


@pytest.fixture(scope="module")
def words() -> Words:
    """Everything that we say."""
    return Words.load(TEMPLATES)


def test_every_command_is_listed() -> None:
    """One file, one command, in the order in which people think of them."""
    files = {path.stem for path in (ROOT / "commands").glob("*.py")} - {"__init__"}
    assert {_file(command) for command in COMMANDS} == files
    assert len(COMMANDS) == len(files)


def _file(command: Command) -> str:
    return command.run.__module__.rpartition(".")[2]


def test_every_name_is_one_command() -> None:
    """No word means two things."""
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))
    gestures = [command.gesture for command in COMMANDS if command.gesture]
    assert len(gestures) == len(set(gestures))


@pytest.mark.parametrize("command", [each for each in COMMANDS if not each.hidden], ids=lambda each: each.name)
def test_every_command_has_its_help(command: Command, words: Words) -> None:
    """`help` can say in a sentence what each is for."""
    assert words.knows(f"help/{command.name}")


def test_no_help_is_left_over() -> None:
    """What cannot be typed any more is not explained."""
    names = {command.name for command in COMMANDS}
    assert {path.stem for path in (TEMPLATES / "help").glob("*.j2")} <= names


def test_every_job_is_listed() -> None:
    """One file, one job; `job.py` says what a job is."""
    files = {path.stem for path in (ROOT / "bot" / "jobs").glob("*.py")} - {"__init__", "job"}
    assert {job.run.__module__.rpartition(".")[2] for job in JOBS} == files
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_every_error_is_explained(words: Words) -> None:
    """Whatever a person is refused for, there are words that say what to do instead."""
    codes = set(_codes())
    assert len(codes) > 20, "the codes were not found"
    assert not sorted(code for code in codes if not words.knows(f"errors/{code}"))


def _codes() -> Iterator[str]:
    """The codes of every UserError that is raised, and those of the classes themselves."""
    yield from (each.code for each in (errors.UserError, errors.NotFound, errors.NotAllowed))
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from _codes_in(path)


def _codes_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "UserError" and node.args:
            yield from _texts(node.args[0])


def _texts(node: ast.expr) -> Iterator[str]:
    """A code as it is written, or both of a condition's."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


@pytest.mark.parametrize("letter", list(Letter), ids=str)
def test_every_letter_has_words_and_a_drawing(letter: Letter, words: Words) -> None:
    """Nothing that is announced fails to be drawn."""
    assert words.knows(str(letter))
    assert letter in DRAWN


def test_announcements_are_about_events() -> None:
    """Only what happened is announced, each by one rule."""
    assert all(event.__module__.startswith("bot.domain.") for event in ANNOUNCEMENTS)


def test_the_manifest_offers_what_there_is() -> None:
    """Every shortcut is a command that may be used on a message."""
    named = [(each.name, each.name, each.usage) for each in COMMANDS if each.shortcut]
    drawn: dict[str, Any] = manifest([("pit", "", "")], named, None, SlackMode.SOCKET)
    callbacks = {each["callback_id"] for each in drawn["features"]["shortcuts"]}
    assert callbacks == {each.name for each in COMMANDS if each.shortcut}


def test_the_locks_are_in_step() -> None:
    """What pyproject.toml asks for is what is pinned, with hashes and no address."""
    assert out_of_step() == ()
