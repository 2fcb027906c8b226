"""What is wrong with a desk.yaml: each fault with its path, and how close the right word was."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from pydantic_core import PydanticCustomError

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class DeskError:
    """One fault: its dotted path, what is wrong in plain English, and the line in the text when there is one."""

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.path or 'desk.yaml'}: {self.message}"


@dataclass(frozen=True)
class DeskWarning(DeskError):
    """Something that is allowed, but will not keep a promise or cannot have been meant."""


class DeskInvalid(Exception):
    """A desk.yaml that cannot be used, with everything that is wrong with it, sorted by path."""

    def __init__(self, errors: Iterable[DeskError]) -> None:
        self.errors: tuple[DeskError, ...] = tuple(sorted(set(errors), key=by_path))
        super().__init__("\n".join(map(str, self.errors)))


def spell(path: Path) -> str:
    """How a path is written: `clients.acme.channels[0].language`."""
    spelled = ""
    for part in path:
        if isinstance(part, int):
            spelled += f"[{part}]"
        else:
            spelled += f".{part}" if spelled else part
    return spelled


def by_path(fault: DeskError) -> tuple[list[tuple[int, int, str]], str]:
    """A sort key: paths in reading order, the tenth item after the second."""
    parts = re.findall(r"([0-9]{1,9})|([^0-9]+)", fault.path)
    return [(0, int(number), "") if number else (1, 0, word) for number, word in parts], fault.message


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that names the nearest known word, else the known words when they are few, else nothing."""
    words = sorted(known)
    near = get_close_matches(word.casefold(), [each.casefold() for each in words], n=1, cutoff=0.6)
    if near:
        return f" Did you mean `{next(each for each in words if each.casefold() == near[0])}`?"
    return f" Known: {', '.join(words)}." if 0 < len(words) <= 12 else ""


def complain(message: str) -> NoReturn:
    """Refuse the value at hand with a sentence of our own, which reaches the reader with the value's path."""
    raise PydanticCustomError("desk", "{message}", {"message": message})
