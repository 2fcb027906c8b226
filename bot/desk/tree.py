"""YAML text → plain mappings, lists and scalars, with every duplicate key and tag reported, and no bomb let in.

Scalars follow YAML 1.2: `no` and `on` are text, and so is `10:30`, which YAML 1.1 reads as a number.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from bot.desk.faults import DeskError, DeskInvalid, Path, spell

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 20
MAX_VALUES = 50_000

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
INTEGER = re.compile(r"[-+]?(0|[1-9]\d{0,17})")
DECIMAL = re.compile(r"[-+]?\d{1,15}\.\d{1,15}")
WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}


class Tree:
    """A text as it was read: its value, the faults found on the way, and on which line each path begins."""

    def __init__(self, text: str) -> None:
        self.errors: list[DeskError] = []
        self.lines: dict[str, int] = {}
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0
        if len(text) > MAX_CHARACTERS:
            self._stop((), f"The file is longer than {MAX_CHARACTERS} characters.", None)
        self._events: Iterator[Any] = yaml.parse(text, Loader=LOADER)
        self.value = self._read()

    def _read(self) -> Any:
        value: Any = None
        documents = 0
        try:
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._stop((), "The file holds several documents; a desk is one.", event)
                    value = self._value(next(self._events), ())
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
            raise DeskInvalid([DeskError("", f"This is not YAML: {error.problem}{where}.")]) from error
        except yaml.reader.ReaderError as error:
            raise DeskInvalid([DeskError("", f"This is not YAML: {error.reason}.")]) from error
        return value

    def _value(self, event: Any, path: Path) -> Any:
        self._note(event, path)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        if event.tag is not None:
            self._fault(path, f"The YAML tag `{event.tag}` is not allowed; plain values are enough here.", event)
        before = self._count
        if isinstance(event, yaml.MappingStartEvent):
            value: Any = self._mapping(path)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(path)
        else:
            value = resolve(event.value) if event.implicit[0] else event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = value, self._count - before + 1
        return value

    def _note(self, event: Any, path: Path) -> None:
        self._count += 1
        self.lines.setdefault(spell(path), event.start_mark.line + 1)
        if self._count > MAX_VALUES:
            self._stop(path, f"The file holds more than {MAX_VALUES} values, repeated anchors counted.", event)
        if len(path) > MAX_DEPTH:
            self._stop(path[:3], f"The file is nested deeper than {MAX_DEPTH} levels.", event)

    def _alias(self, event: Any, path: Path) -> Any:
        if event.anchor not in self._anchors:
            self._fault(path, f"The anchor `{event.anchor}` is not defined before its use.", event)
            return None
        value, size = self._anchors[event.anchor]
        self._count += size
        return value

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(path, "A key must be plain text.", event)
                self._value(event, path)
                self._value(next(self._events), path)
                continue
            key = event.value
            if key in found:
                first = self.lines.get(spell((*path, key)))
                self._fault((*path, key), f"This key stands here twice; the first is on line {first}.", event)
            found.setdefault(key, self._value(next(self._events), (*path, key)))
        return found

    def _sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _fault(self, path: Path, message: str, event: Any) -> None:
        self.errors.append(DeskError(spell(path), message, event.start_mark.line + 1 if event else None))

    def _stop(self, path: Path, message: str, event: Any) -> None:
        self._fault(path, message, event)
        raise DeskInvalid(self.errors)


def resolve(text: str) -> Any:
    """What an unquoted scalar means: nothing, true or false, a number, else text."""
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text
