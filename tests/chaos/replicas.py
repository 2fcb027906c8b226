"""One or several bots on one database behind the proxies: killed, rolled over, started again."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.faults.killing import REFUSED_START
from tests.faults.nest import Nest, NestedBot
from tests.stories.processes import free_port

BROKEN_WIRE = ("Failed to check the current session", "Failed to establish a connection")
"""What the vendor's socket logs as an error while its wire is broken; it connects again."""
LONGEST = 1500


class Replicas:
    """The bots of one run; each has a port and a log of its own."""

    def __init__(self, nest: Nest, environment: Mapping[str, str], folder: Path, count: int) -> None:
        self.kills = 0
        self.rollovers = 0
        self.all: list[NestedBot] = []
        for number in range(count):
            own = folder / f"replica{number}"
            own.mkdir()
            self.all.append(NestedBot(nest, {**environment, "PITBOSS_PORT": str(free_port())}, own))

    async def start(self) -> None:
        """All of them, and each is ready."""
        for each in self.all:
            if not each.is_running:
                await each.start()

    def keep_up(self) -> None:
        """Whoever could not start, as without a database, is started again; whatever comes of it."""
        for each in self.all:
            if not each.is_running:
                each.launch()

    def kill9(self, number: int) -> None:
        """As a power cut would, and started again."""
        self.kills += 1
        self.all[number].kill9()
        self.all[number].launch()

    async def roll_over(self, number: int) -> None:
        """As an operator does with a new version: told to stop, then started again."""
        bot = self.all[number]
        if bot.is_running:
            self.rollovers += 1
            await asyncio.to_thread(bot.stop)
        bot.launch()

    def end(self) -> None:
        """Kill them all."""
        for each in self.all:
            each.kill9()

    def mistakes(self, expected: set[str]) -> Iterator[str]:
        """What any of them logged as an error, and nobody expected."""
        for each in self.all:
            for line in each.lines():
                event = str(line.get("event"))
                known = event in expected or event.startswith(BROKEN_WIRE) or REFUSED_START in event
                if line.get("level") in ("error", "critical") and not known:
                    yield str(line)[:LONGEST]
