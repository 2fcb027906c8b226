"""Slash commands, one after the other: how long until the private answer is there."""

import asyncio
import itertools
from time import monotonic
from typing import Any

from sandbox.load.http import Caller
from sandbox.load.signing import Signer

PREFIX = "/response/"
PATIENCE = 60.0


class Typist:
    """Types a command and waits for its answer at the response URL."""

    def __init__(self, caller: Caller, signer: Signer, address: str) -> None:
        self._caller, self._signer, self._address = caller, signer, address
        self._numbers = itertools.count()
        self._waiting: dict[str, asyncio.Future[str]] = {}

    async def run(self, words: str, count: int) -> dict[str, Any]:
        """The milliseconds of each, to the acknowledgement and to the answer, and the last answer's text."""
        acks: list[float] = []
        answers: list[float] = []
        told = ""
        for _ in range(count):
            number = f"t{next(self._numbers)}"
            waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
            raw = self._signer.command(words, f"{number}.{id(self)}", f"{self._address}{PREFIX}{number}")
            begun = monotonic()
            acknowledged = await self._caller.ask(raw)
            acks.append((monotonic() - begun) * 1000)
            if acknowledged.status != 200:
                raise ConnectionError(f"the bot answered {acknowledged.status} to {words!r}")
            told = await asyncio.wait_for(waiting, PATIENCE)
            answers.append((monotonic() - begun) * 1000)
        return {"ack": acks, "answer": answers, "told": told}

    def answered(self, path: str, body: bytes) -> None:
        """A private answer arrived."""
        waiting = self._waiting.pop(path.removeprefix(PREFIX), None)
        if waiting and not waiting.done():
            waiting.set_result(body.decode())
