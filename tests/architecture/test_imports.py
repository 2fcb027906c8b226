"""Imports point down the house, and a platform's name stays in its integration."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.locks import ROOT

NEUTRAL = ("bot/domain", "bot/chat", "bot/operations", "bot/views", "commands")
PLATFORMS = ("slack", "discord")


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict[str, Any]]:
    """The contracts of pyproject.toml, by id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {each["id"]: each for each in settings["tool"]["importlinter"]["contracts"]}


def test_every_contract_is_kept() -> None:
    """Whatever is imported lies further down."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize(("contract", "package"), [("rooms", "bot"), ("systems", "integrations")])
def test_every_module_has_a_place(contracts: dict[str, dict[str, Any]], contract: str, package: str) -> None:
    """A new module must be put into a layer; none is named that does not exist."""
    assert contracts[contract]["exhaustive"] is True
    named = {
        name.strip(" ()") for layer in contracts[contract]["layers"] for name in layer.replace(":", "|").split("|")
    }
    assert named == set(_modules(ROOT / package))


def _modules(package: Path) -> Iterator[str]:
    for path in package.iterdir():
        if path.suffix == ".py" and path.stem != "__init__":
            yield path.stem
        elif (path / "__init__.py").exists():
            yield path.name


def test_a_platform_is_named_in_no_neutral_code() -> None:
    """Capabilities, never names; docstrings may give an example."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {text}"
        for folder in NEUTRAL
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, text in _names_and_texts(path)
        if any(platform in text.lower() for platform in PLATFORMS)
    ]
    assert not found, "\n".join(found)


def test_a_platform_is_named_in_no_template() -> None:
    """What we say is the same everywhere."""
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.is_file() and any(platform in path.read_text(encoding="utf-8").lower() for platform in PLATFORMS)
    ]
    assert not found


def _names_and_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every name and every text of a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    statements = [
        node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    docstrings = {id(node.value) for node in statements}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
