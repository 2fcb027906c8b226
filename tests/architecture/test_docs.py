"""What the README says is so."""

import re
import tomllib
from collections.abc import Iterator

import click
import pytest

from bot.cli import main
from bot.desk.load import load
from bot.settings import DiscordServer, Settings, SlackWorkspace
from commands import COMMANDS
from tests.architecture.locks import ROOT, wanted

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WRITTEN_OUT = re.compile(r"(?:bot|commands|templates|tests|sandbox)/[\w./]+")


def section(title: str) -> str:
    """The part of the README under a heading of the second order."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def code(text: str) -> list[str]:
    """Everything in it that is set as code."""
    fenced = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    return [*fenced, *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))]


def test_every_target_is_there() -> None:
    """`make …`"""
    named = {word for piece in code(README) for word in re.findall(r"make ([a-z-]+)", piece)}
    assert {"demo", "test", "setup", "lint", "lock", "test-servers"} <= named
    assert named <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def verbs(group: click.Group, before: str = "") -> Iterator[str]:
    """Every verb of the command line, `manifest slack` as one."""
    for name in group.list_commands(click.Context(group)):
        each = group.get_command(click.Context(group), name)
        yield f"{before}{name}"
        if isinstance(each, click.Group):
            yield from verbs(each, f"{before}{name} ")


def test_every_verb_is_there_and_told() -> None:
    """`python -m bot …`"""
    known = set(verbs(main))
    named = set(re.findall(r"python -m bot ((?:manifest |dead-letters )?[a-z-]+)", README))
    assert named <= known, named - known
    told = set(re.findall(r"[a-z-]+", README))
    assert {word for verb in known for word in verb.split()} <= told


def test_every_variable_is_a_setting_and_every_setting_is_told() -> None:
    """Nothing is read from the environment that the README does not name."""
    settings = {f"PITBOSS_{name}".upper() for name in Settings.model_fields if name not in ("slack", "discord")}
    settings |= {f"PITBOSS_SLACK__<NAME>__{name}".upper() for name in SlackWorkspace.model_fields}
    settings |= {f"PITBOSS_DISCORD__<NAME>__{name}".upper() for name in DiscordServer.model_fields}
    named = {name.replace("__PIT__", "__<NAME>__") for name in re.findall(r"PITBOSS_[A-Z_<>]*[A-Z]", README)}
    assert named == settings
    table = section("Configuration")
    assert all(f"`{name}`" in table for name in settings)


@pytest.mark.parametrize("name", ["database_url", "desk", "files", "slack_api_url", "host", "port", "log_level"])
def test_defaults_are_as_told(name: str) -> None:
    """The table's second column."""
    default = Settings.model_fields[name].default
    told = default.get_secret_value() if hasattr(default, "get_secret_value") else str(default)
    row = next(line for line in section("Configuration").splitlines() if f"PITBOSS_{name.upper()}`" in line)
    assert f"`{told}`" in row


def mapped() -> set[str]:
    """Every path that the map shows."""
    found, folder = set(), ""
    for line in section("The map").split("```")[1].splitlines():
        if not line.strip():
            continue
        path = line.split()[0]
        nested = line.startswith("  ")
        folder = folder if nested else path
        found.add(f"{folder}{path}" if nested else path)
    return found


def test_the_map_is_the_tree() -> None:
    """Everything on it is there, and every package of the house is on it."""
    shown = mapped()
    assert not [path for path in shown if not (ROOT / path).exists()]
    houses = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and any(path.glob("**/*.py"))}
    houses -= {name for name in houses if name.startswith(".")}
    assert houses <= shown
    rooms = {f"bot/{path.name}/" for path in (ROOT / "bot").iterdir() if (path / "__init__.py").exists()}
    systems = {f"integrations/{path.parent.name}/" for path in (ROOT / "integrations").glob("*/__init__.py")}
    assert rooms | systems <= shown


def test_every_link_and_file_is_there() -> None:
    """Links, pictures, and every path that is written with its folder."""
    links = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    paths = [piece for piece in code(README) if WRITTEN_OUT.fullmatch(piece)]
    assert len(paths) > 8
    assert not [each for each in (*links, *paths) if not (ROOT / each).exists()]


def test_every_command_is_told() -> None:
    """The table of what people type has every command and no other."""
    typed = {piece.split()[0] for piece in code(section("What people type").split("\n| to |")[1])}
    known = {command.name for command in COMMANDS if not command.hidden}
    assert typed | {"help"} == known


def test_the_example_is_sound() -> None:
    """Copying desk.example.yaml is a start that works."""
    assert load((ROOT / "desk.example.yaml").read_text(encoding="utf-8")).rules.clients


def test_every_dependency_has_its_reason() -> None:
    """Nothing is depended on that the table does not name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    table = section("Decisions, and why").split("### Dependencies")[1].lower()
    assert not [name for name in wanted(project, ()) if name not in table.replace("_", "-")]
