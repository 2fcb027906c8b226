"""One run of the bench: how much of everything, where, and how far it is."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from bot.cli.bench import postgresql
from bot.cli.bench.figures import Book
from bot.cli.bench.floor import Floor
from bot.clock import monotonic

WIDTH = 30


@dataclass(frozen=True)
class Size:
    """How much of everything; `seconds` is how long a load may last, `growing` the same for the growth."""

    alone: int
    at_once: int
    flow: int
    seconds: float
    growth: int
    growing: float
    tickets: int
    few_tickets: int
    commands: int
    flood: float
    floors: int
    starts: int
    counted: int


WHOLE = Size(200, 1000, 4000, 15.0, 10_000, 100.0, 1_000_000, 1_000, 60, 60.0, 400, 3, 300)
QUICK = Size(40, 150, 400, 2.0, 400, 3.0, 20_000, 1_000, 12, 4.0, 100, 1, 40)


class Bar:
    """How far the bench is: a bar in a terminal, a line per step elsewhere."""

    def __init__(self, steps: int) -> None:
        self._steps, self._done, self._begun = max(1, steps), 0, monotonic()
        self._is_live = sys.stderr.isatty()

    def step(self, text: str) -> None:
        """The next step begins."""
        full = round(WIDTH * self._done / self._steps)
        self._done += 1
        line = f"[{'#' * full}{'-' * (WIDTH - full)}] {monotonic() - self._begun:4.0f} s  {text}"
        click.echo(f"\r\033[K{line}" if self._is_live else line, nl=not self._is_live, err=True)

    def end(self) -> None:
        """All is done."""
        click.echo("\r\033[K" if self._is_live else "", nl=not self._is_live, err=True)


@dataclass
class Run:
    """Everything that a part of the bench needs."""

    folder: Path
    size: Size
    postgres: str | None
    bar: Bar
    book: Book = field(default_factory=Book)
    _floors: int = 0

    def floor(self, *, spread: bool = False) -> Floor:
        """A floor in a new folder."""
        self._floors += 1
        return Floor(self.folder / f"floor{self._floors}", spread)

    @asynccontextmanager
    async def database(self, name: str) -> AsyncIterator[str]:
        """A new PostgreSQL database."""
        assert self.postgres is not None
        async with postgresql.database(self.postgres, f"pitboss_bench_{name}") as url:
            yield url
