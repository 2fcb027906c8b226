"""The one object that holds the running sandbox together."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.discord.floor import build_discord
from sandbox.discord.interactions import Interactions
from sandbox.discord.rest.rates import Rates as DiscordRates
from sandbox.discord.world import Discord
from sandbox.faults import Faults
from sandbox.floor import SMALL_FLOOR, build_world
from sandbox.kinds import Json
from sandbox.ledger import Ledger
from sandbox.slack.rates import Rates
from sandbox.slack.tickets import Tickets
from sandbox.stream import Stream
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.discord.gateway import Gateway
    from sandbox.slack.push import Pusher
    from sandbox.slack.sockets import Sockets


@dataclass(frozen=True)
class Options:
    """What the command line sets; `time_scale` multiplies every wait that is longer than an acknowledgement."""

    time_scale: float = 1.0
    ack_seconds: float = 3.0
    rate_limits: bool = True
    clock_url: str = ""
    discord_invalid_max: int = 10_000


@dataclass
class Sandbox:
    """The world with its ledger, faults, tickets, rates and connections."""

    options: Options
    floor: Json = field(default_factory=lambda: SMALL_FLOOR)
    base_url: str = ""
    world: World = field(init=False)
    discord: Discord = field(init=False)
    discord_rates: DiscordRates = field(init=False)
    ledger: Ledger = field(default_factory=Ledger)
    faults: Faults = field(default_factory=Faults)
    stream: Stream = field(default_factory=Stream)
    tickets: Tickets = field(init=False)
    rates: Rates = field(default_factory=Rates)
    sockets: "Sockets" = field(init=False)
    pusher: "Pusher" = field(init=False)
    gateway: "Gateway" = field(init=False)
    interactions: Interactions = field(init=False)
    suggested: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.seed(self.floor)

    def seed(self, floor: Json) -> None:
        """Begin again with this floor; what was known, written down or broken before is gone."""
        self.world = build_world(floor)
        self._seed_discord(floor.get("discord", {}))
        self.floor = floor
        self.suggested = {}
        self.ledger, self.faults, self.rates = Ledger(), Faults(), Rates()
        waiting = self.tickets.sockets if hasattr(self, "tickets") else {}
        self.tickets = Tickets(self.options.ack_seconds, self.options.time_scale, sockets=waiting)
        self.interactions = Interactions(self.options.ack_seconds, self.options.time_scale)
        if hasattr(self, "gateway"):
            self.gateway.reseeded()

    def _seed_discord(self, floor: Json) -> None:
        discord = build_discord(floor)
        discord.origin = lambda: self.base_url
        discord.link_seconds *= self.options.time_scale
        discord.listeners = self.discord.listeners if hasattr(self, "discord") else []
        self.discord = discord
        self.discord_rates = DiscordRates(self.options.discord_invalid_max)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work that nobody waits for; it is cancelled when the sandbox stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Cancel what still runs."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
