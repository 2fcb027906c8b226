"""What was posted, and which reports have both of their cards, right."""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from sandbox.load.floor import FIRST, Floor

MARK = re.compile(r"\b(\d{6})-77\b")
TICKET = re.compile(r"#(\d+)")
COUNT = re.compile(r"\b\d+\b")


@dataclass(slots=True)
class Report:
    """One report on its way; instants are monotonic seconds."""

    number: int
    channel: str
    ts: str
    sent_at: float
    both: bool = True
    acked_at: float = 0.0
    client: str = ""
    desk: str = ""
    client_at: float = 0.0
    done_at: float = 0.0
    doubled: int = 0
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_right(self) -> bool:
        """Both cards are there, once, and name the same ticket; or the client's, where only that one counts."""
        return bool(self.client) and not self.doubled and (not self.both or self.client == self.desk)


class Ledger:
    """Every call, counted; every post, judged."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._by_thread: dict[tuple[str, str], Report] = {}
        self._by_number: dict[int, Report] = {}
        self.calls: Counter[str] = Counter()
        self.limited = 0
        self.folded = 0
        self.unknown = 0
        self.seconds: Counter[tuple[str, int]] = Counter()
        self.desk_posts: list[float] = []

    def clear(self) -> None:
        """Forget what was counted; reports that are under way stay."""
        self.calls.clear()
        self.seconds.clear()
        self.desk_posts.clear()
        self.limited = self.folded = self.unknown = 0

    def begin(self, report: Report) -> None:
        """This report is about to be sent."""
        self._by_thread[report.channel, report.ts] = report
        self._by_number[report.number] = report

    def end(self, report: Report) -> None:
        """Nobody waits for it any more."""
        self._by_thread.pop((report.channel, report.ts), None)
        self._by_number.pop(report.number, None)

    def posted(self, fields: Mapping[str, str]) -> None:
        """A message of the bot's stands in a channel now."""
        channel, thread = fields.get("channel", ""), fields.get("thread_ts", "")
        shown = fields.get("text", "") + fields.get("blocks", "")
        self.seconds[channel, int(monotonic())] += 1
        ticket = TICKET.search(shown)
        if channel in self._floor.desks:
            self.desk_posts.append(monotonic())
            self._at_desk(shown, ticket[1] if ticket else "?", thread)
            self._folds(fields)
        elif report := self._by_thread.get((channel, thread)):
            report.doubled += bool(report.client)
            report.client, report.client_at = ticket[1] if ticket else "?", monotonic()
            self._settle(report)
        else:
            self.unknown += 1

    def edited(self, fields: Mapping[str, str]) -> None:
        """A message of the bot's looks like that now."""
        if fields.get("channel", "") in self._floor.desks:
            self._folds(fields)

    def _folds(self, fields: Mapping[str, str]) -> None:
        """A message at the desk that names no report counts those that wait; the most that one ever counted stays."""
        text = fields.get("text", "")
        count = None if fields.get("thread_ts") or TICKET.search(text) else COUNT.search(text)
        self.folded = max(self.folded, int(count[0]) if count else 0)

    def _at_desk(self, shown: str, ticket: str, thread: str) -> None:
        """A card of one report; one that names several tickets folds them."""
        numbers = {int(mark) - FIRST for mark in MARK.findall(shown)}
        reports = [self._by_number[number] for number in numbers if number in self._by_number]
        if thread or not reports:
            return
        for report in reports:
            report.doubled += bool(report.desk)
            report.desk = ticket
            self._settle(report)

    def _settle(self, report: Report) -> None:
        if report.client and (report.desk or not report.both) and not report.settled.is_set():
            report.done_at = monotonic()
            report.settled.set()

    @property
    def busiest(self) -> tuple[str, int]:
        """The channel that got most posts within one second, and how many."""
        if not self.seconds:
            return "", 0
        (channel, _), count = self.seconds.most_common(1)[0]
        return channel, count
