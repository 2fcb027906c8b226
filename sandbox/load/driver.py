"""Sends the load in a given shape, and says how it was taken."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from time import monotonic
from typing import Any

from sandbox.clock import Stamps
from sandbox.load.floor import Floor
from sandbox.load.http import Caller
from sandbox.load.ledger import Ledger, Report
from sandbox.load.signing import Signer

PAUSE = 0.005
"""Between two that are alone, so that nothing of the first is left to do."""


@dataclass(frozen=True)
class Plan:
    """The shape of a load: `shape` is alone, at_once, flow or steady; `patience` in seconds without any progress."""

    shape: str
    count: int
    width: int = 1
    per_second: float = 0.0
    patience: float = 10.0
    desk_too: bool = True


@dataclass
class Outcome:
    """How a load was taken; times in milliseconds."""

    sent: int = 0
    refused: int = 0
    right: int = 0
    wrong: int = 0
    seconds: float = 0.0
    ack: list[float] = field(default_factory=list)
    client: list[float] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    limited: int = 0
    folded: int = 0
    unknown: int = 0
    desk_posts: int = 0
    busiest: tuple[str, int] = ("", 0)


class Driver:
    """One load after the other; reports are numbered through all of them."""

    def __init__(self, floor: Floor, ledger: Ledger, caller: Caller, signer: Signer) -> None:
        self._floor, self._ledger, self._caller, self._signer = floor, ledger, caller, signer
        self._numbers = itertools.count()
        self._stamps = Stamps()
        self._shapes: dict[str, Callable[[Plan, list[Report]], Awaitable[None]]] = {
            "alone": self._alone,
            "at_once": self._at_once,
            "flow": self._flow,
            "steady": self._steady,
        }
        self.progress = 0.0
        self._refused = 0

    async def run(self, plan: Plan) -> dict[str, Any]:
        """Send it all, wait until both cards of each are there or nothing moves any more, and tell."""
        self._ledger.clear()
        self._refused, self.progress = 0, 0.0
        reports: list[Report] = []
        begun = monotonic()
        await self._shapes[plan.shape](plan, reports)
        await self._drain(plan, reports)
        for report in reports:
            self._ledger.end(report)
        return asdict(self._outcome(reports, begun))

    async def _send(self, plan: Plan, reports: list[Report]) -> Report:
        number = next(self._numbers)
        channel = self._floor.channels[number % self._floor.users % len(self._floor.channels)][0]
        ts = self._stamps.next()
        raw = self._signer.report(number, ts)
        report = Report(number, channel, ts, monotonic(), plan.desk_too)
        reports.append(report)
        self._ledger.begin(report)
        answer = await self._caller.ask(raw)
        if answer.status == 200:
            report.acked_at = monotonic()
        else:
            self._refused += 1
        self.progress = len(reports) / plan.count
        return report

    async def _alone(self, plan: Plan, reports: list[Report]) -> None:
        for _ in range(plan.count):
            report = await self._send(plan, reports)
            await _settled(report, plan.patience)
            await asyncio.sleep(PAUSE)

    async def _at_once(self, plan: Plan, reports: list[Report]) -> None:
        """So many wait for their acknowledgement at every moment."""

        async def one() -> None:
            while len(reports) < plan.count:
                await self._send(plan, reports)

        await asyncio.gather(*(one() for _ in range(plan.width)))

    async def _flow(self, plan: Plan, reports: list[Report]) -> None:
        """So many are under way at every moment, from the event to the second card."""

        async def one() -> None:
            while len(reports) < plan.count:
                await _settled(await self._send(plan, reports), plan.patience)

        await asyncio.gather(*(one() for _ in range(plan.width)))

    async def _steady(self, plan: Plan, reports: list[Report]) -> None:
        """So many a second, however they are taken."""
        begun = monotonic()
        async with asyncio.TaskGroup() as group:
            for number in range(plan.count):
                await asyncio.sleep(max(0.0, begun + number / plan.per_second - monotonic()))
                group.create_task(self._send(plan, reports))

    async def _drain(self, plan: Plan, reports: list[Report]) -> None:
        left, moved = len(reports), monotonic()
        while left and monotonic() - moved < plan.patience:
            await asyncio.sleep(0.01)
            now_left = sum(1 for report in reports if not report.settled.is_set())
            if now_left < left:
                left, moved = now_left, monotonic()

    def _outcome(self, reports: list[Report], begun: float) -> Outcome:
        ledger = self._ledger
        right = [report for report in reports if report.is_right]
        last = max((report.done_at for report in right), default=begun)
        return Outcome(
            sent=len(reports),
            refused=self._refused,
            right=len(right),
            wrong=len(reports) - len(right),
            seconds=last - begun,
            ack=[(report.acked_at - report.sent_at) * 1000 for report in reports if report.acked_at],
            client=[(report.client_at - report.sent_at) * 1000 for report in reports if report.client],
            calls=dict(ledger.calls),
            limited=ledger.limited,
            folded=ledger.folded,
            unknown=ledger.unknown,
            desk_posts=len(ledger.desk_posts),
            busiest=ledger.busiest,
        )


async def _settled(report: Report, patience: float) -> None:
    try:
        await asyncio.wait_for(report.settled.wait(), patience)
    except TimeoutError:
        return
