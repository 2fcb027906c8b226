"""Everything that goes wrong while people work: deaths, rollovers, a broken wire, a database that comes and goes."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random

from tests.chaos.proxy import Proxy, Trouble
from tests.chaos.replicas import Replicas
from tests.faults.sides import Side
from tests.postgres import PostgreSQL

PAUSE = (0.3, 2.0)
LASTS = (0.3, 3.0)
"""How long it is quiet, and how long a trouble lasts, in seconds."""
FROZEN = (0.5, 4.0)

Deed = Callable[[], Awaitable[None]]


class Unrest:
    """One trouble after the other, as the seed wills, until it is stopped."""

    def __init__(
        self,
        replicas: Replicas,
        side: Side,
        to_platform: Proxy,
        to_database: Proxy | None,
        server: PostgreSQL | None,
        seed: int,
    ) -> None:
        self.done: Counter[str] = Counter()
        self._replicas = replicas
        self._side = side
        self._to_platform = to_platform
        self._to_database = to_database
        self._server = server
        self._random = Random(seed)
        self._stopped = asyncio.Event()

    def again(self, seed: int) -> "Unrest":
        """More of it; what is done is counted together."""
        more = Unrest(self._replicas, self._side, self._to_platform, self._to_database, self._server, seed)
        more.done = self.done
        return more

    def stop(self) -> None:
        """What is under way comes to its end, and nothing new begins."""
        self._stopped.set()

    async def run(self) -> None:
        """Go on until stopped."""
        deeds: dict[str, tuple[int, Deed]] = {
            "kill -9": (4, self._kill),
            "rollover": (2, self._roll_over),
            "platform": (5, self._platform),
            "disturbed": (2, self._disturb),
        }
        if self._server:
            deeds |= {"database": (4, self._database), "server": (1, self._server_dies), "frozen": (1, self._freeze)}
        names, weights = list(deeds), [weight for weight, _ in deeds.values()]
        while not self._stopped.is_set():
            await self._quiet(self._random.uniform(*PAUSE))
            self._replicas.keep_up()
            [name] = self._random.choices(names, weights)
            await deeds[name][1]()
        self._replicas.keep_up()

    async def _quiet(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
        except TimeoutError:
            return

    def _one(self) -> int:
        return self._random.randrange(len(self._replicas.all))

    async def _kill(self) -> None:
        self._replicas.kill9(self._one())

    async def _roll_over(self) -> None:
        await self._replicas.roll_over(self._one())

    async def _platform(self) -> None:
        await self._suffer("platform", self._to_platform)

    async def _disturb(self) -> None:
        self.done[f"socket: {await self._side.disturb(self._random)}"] += 1

    async def _database(self) -> None:
        assert self._to_database is not None
        await self._suffer("database", self._to_database)

    async def _suffer(self, where: str, proxy: Proxy) -> None:
        trouble = self._random.choice(list(Trouble))
        self.done[f"{where}: {trouble}"] += 1
        await proxy.suffer(trouble, self._random.uniform(*LASTS))

    async def _server_dies(self) -> None:
        assert self._server is not None
        self.done["database: kill -9"] += 1
        await asyncio.to_thread(self._server.kill9)
        await self._quiet(self._random.uniform(0.0, 1.0))
        await asyncio.to_thread(self._server.start)

    async def _freeze(self) -> None:
        assert self._server is not None
        self.done["database: frozen"] += 1
        await asyncio.to_thread(self._server.freeze)
        await self._quiet(self._random.uniform(*FROZEN))
        await asyncio.to_thread(self._server.thaw)
