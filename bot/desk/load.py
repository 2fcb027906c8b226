"""desk.yaml's text → the rules of the desk with their warnings, or every fault at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from bot.desk.build import build
from bot.desk.checks import across
from bot.desk.document import read
from bot.desk.doubts import doubts
from bot.desk.faults import DeskError, DeskInvalid, DeskWarning, by_path
from bot.desk.overrides import apply
from bot.desk.section import Context
from bot.desk.tree import Tree
from bot.domain.rules import DeskRules


@dataclass(frozen=True)
class Loaded:
    """Rules that can be used, and what `check` should say about them, sorted by path."""

    rules: DeskRules
    warnings: tuple[DeskWarning, ...]


@dataclass(frozen=True, order=True)
class RemovedKey:
    """A key that stood in a section of the old rules and is gone from the new."""

    section: str
    key: str


def load(text: str, overrides: Mapping[str, Any] | None = None) -> Loaded:
    """The rules that a text means, with chat-made overrides laid over it; raises DeskInvalid with all its faults."""
    tree = Tree(text)
    if not isinstance(tree.value, dict):
        errors = tree.errors or [DeskError("", "Expected a mapping of sections; the file is empty or something else.")]
        raise DeskInvalid(errors)
    found, value = list(tree.errors), tree.value
    for path, change in (overrides or {}).items():
        try:
            value = apply(value, {path: change})
        except DeskInvalid as invalid:
            found.extend(invalid.errors)
    document, wrong = read(value, Context.of(value))
    found.extend(wrong)
    found.extend(across(value))
    if found or document is None:
        raise DeskInvalid(_with_line(error, tree.lines) for error in found)
    rules = build(document, version_of(text))
    warnings = {_warned(each, tree.lines) for each in doubts(rules)}
    return Loaded(rules, tuple(sorted(warnings, key=by_path)))


def version_of(text: str) -> str:
    """The name of a file's version: the SHA-256 of its text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def removed_keys(old: DeskRules, new: DeskRules) -> tuple[RemovedKey, ...]:
    """Which clients, teams, people, providers, categories and calendars are gone; open tickets may still name them."""
    sections = ("clients", "teams", "people", "providers", "categories", "calendars")
    return tuple(
        RemovedKey(section, key)
        for section in sections
        for key in sorted(set(getattr(old, section)) - set(getattr(new, section)))
    )


def _line(path: str, lines: Mapping[str, int]) -> int | None:
    """The line of a path, or of the nearest mapping or list that holds it."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path) if path else None


def _with_line(error: DeskError, lines: Mapping[str, int]) -> DeskError:
    return error if error.line else replace(error, line=_line(error.path, lines))


def _warned(warning: DeskWarning, lines: Mapping[str, int]) -> DeskWarning:
    return replace(warning, line=_line(warning.path, lines))
