"""A busy floor: seeded people who report, write in threads, press buttons and fill in forms, whatever the bot does."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.faults.sides import Form, Posted, Sending
from tests.faults.watch import Watch

TAKE, ASK, DETAILS = ("Take it",), ("Ask client",), ("Add details", "Adicionar detalhes", "Añadir detalles")
FORM_SECONDS = 1.0
TRIES = 4
LATEST = 40  # tickets that people still care about
DEEDS = (3, 3, 2, 1, 1)  # how often somebody reports, replies, takes, asks, gives details


@dataclass
class Done:
    """What people did, by the words that make each deed known again."""

    reports: dict[str, tuple[str, str]] = field(default_factory=dict)
    replies: dict[str, int] = field(default_factory=dict)
    questions: dict[str, bool] = field(default_factory=dict)
    forms: int = 0

    @property
    def count(self) -> int:
        """How many deeds that is."""
        return len(self.reports) + len(self.replies) + len(self.questions) + self.forms


class Crowd:
    """Goes on until it has done so much, or is told to stop."""

    def __init__(self, watch: Watch, seed: int, pause: float = 0.2, weights: Sequence[int] = DEEDS) -> None:
        self.done = Done()
        self.pressed = 0
        self._watch = watch
        self._side = watch.side
        self._homes = watch.side.homes
        self._random = Random(seed)
        self._pause = pause
        self._weights = weights
        self._stopped = False
        self._looking = asyncio.Lock()
        self._hands = {person: asyncio.Lock() for person in (*self._homes, *self._side.analysts)}
        self._tokens = 0

    def stop(self) -> None:
        """Nobody begins anything new."""
        self._stopped = True

    async def busy(self, people: int, limit: int) -> None:
        """So many people at once, until so much was done altogether."""
        async with asyncio.TaskGroup() as group:
            for _ in range(people):
                group.create_task(self._one(limit))

    async def _one(self, limit: int) -> None:
        deeds: list[Callable[[], Awaitable[None]]] = [self._report, self._reply, self._take, self._ask, self._details]
        while not self._stopped and self.done.count + self.pressed < limit:
            async with self._looking:
                await self._watch.look()
            await self._random.choices(deeds, self._weights)[0]()
            await asyncio.sleep(self._pause * (0.5 + self._random.random()))

    def _token(self, letter: str) -> str:
        self._tokens += 1
        return f"{letter}{self._tokens:05d}{letter}"

    async def _report(self) -> None:
        token, person = self._token("R"), self._random.choice(sorted(self._homes))
        text = f"Player 8{self._tokens:05d}: round 99{self._tokens:04d}-77 is stuck, bet 50 EUR, not paid {token}"
        told = await self._side.say(person, self._homes[person], text)
        self.done.reports[token] = (self._homes[person], told)

    def _somebody(self) -> tuple[str, str]:
        """A channel of a client, and who writes there."""
        channel = self._random.choice(sorted(set(self._homes.values())))
        return channel, self._random.choice(sorted(who for who, home in self._homes.items() if home == channel))

    def _card(self, channel: str) -> Posted | None:
        cards = self._watch.cards.get(channel, [])[-LATEST:]
        return self._random.choice(cards) if cards else None

    async def _reply(self) -> None:
        channel, person = self._somebody()
        card = self._card(channel)
        if card is None or card.number not in self._watch.numbers(self._side.desk):
            return
        token = self._token("T")
        await self._side.reply(person, card, f"the player still waits, nothing has changed {token}")
        self.done.replies[token] = card.number

    async def _press(self, person: str, channel: str, labels: tuple[str, ...], form: bool) -> Form | None:
        card = self._card(channel)
        button = self._side.button(card, labels) if card else None
        if card is None or button is None:
            return None
        self.pressed += 1
        return await self._side.press(person, card, button, FORM_SECONDS if form else 0)

    async def _take(self) -> None:
        await self._press(self._random.choice(self._side.analysts), self._side.desk, TAKE, False)

    async def _ask(self) -> None:
        person = self._random.choice(self._side.analysts)
        async with self._hands[person]:  # nobody fills in two forms at once
            form = await self._press(person, self._side.desk, ASK, True)
            if form:
                token = self._token("Q")
                words = f"What does the player see? {token}"
                self.done.questions[token] = await self._send(person, form, {"text": words})

    async def _details(self) -> None:
        channel, person = self._somebody()
        async with self._hands[person]:
            form = await self._press(person, channel, DETAILS, True)
            if form:
                self.done.forms += 1
                await self._send(person, form, {})

    async def _send(self, person: str, form: Form, values: dict[str, str]) -> bool:
        """Send a form, again when the platform says that it had trouble; whether it was taken."""
        for _ in range(TRIES):
            match await self._side.send(person, form, values):
                case Sending.TAKEN:
                    return True
                case Sending.REFUSED:
                    break
            await asyncio.sleep(1.0)
        await self._side.close(person, form)
        return False
