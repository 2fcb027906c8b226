"""Business time and clocks, counted step by step (a step is a minute or a second); imports nothing of the product.

Every rule is spelled out here a second time, as plainly as possible: look at the wall clock of each step, count one.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

Hours = list[tuple[int, int]]  # from, to in seconds of the wall clock's day; to <= from ends on the next day


@dataclass
class PlainCalendar:
    """Working hours as a person would write them down."""

    zone: str
    week: list[Hours]
    holidays: dict[date, Hours] = field(default_factory=dict)
    always: bool = False

    def hours(self, day: date) -> Hours:
        return self.holidays.get(day, self.week[day.weekday()])

    def is_open(self, wall: datetime) -> bool:
        """Whether work is done while the wall clock shows this."""
        if self.always:
            return True
        second = wall.hour * 3600 + wall.minute * 60 + wall.second
        for start, end in self.hours(wall.date()):
            if start <= second and (second < end or end <= start):
                return True
        return any(end <= start and second < end for start, end in self.hours(wall.date() - timedelta(days=1)))


def open_steps(calendar: PlainCalendar, start: datetime, count: int, step: timedelta) -> bytearray:
    """For each step from an instant in UTC on: does it count?"""
    zone = ZoneInfo(calendar.zone)
    return bytearray(calendar.is_open((start + number * step).astimezone(zone)) for number in range(count))


def prefix(steps: bytearray) -> list[int]:
    """How many steps count before each instant, the one after the last step included."""
    return [0, *accumulate(steps)]


@dataclass(frozen=True)
class PlainTarget:
    """So many steps of a named calendar."""

    steps: int
    calendar: str
    policy: str


@dataclass
class Story:
    """What the walk through all steps saw; `track` is the time counted before each instant."""

    track: list[int]
    states: bytearray  # of each step: " " before the start, "r" running, "o" outside hours, "p" paused, "s" stopped
    state: str
    target: PlainTarget
    target_since: int
    started: int
    run_since: int
    breach: int | None
    outcome: str | None
    born: bool
    reason: str | None


Fact = tuple[int, str, PlainTarget | str | None]


class Walker:
    """One clock on its way from step to step."""

    def __init__(self, kind: str, calendars: dict[str, bytearray]) -> None:
        self.kind, self.calendars = kind, calendars
        self.state, self.elapsed = " ", 0
        self.outcome: str | None = None
        self.breach: int | None = None
        self.born = self.hit = self.hit_by_target = False
        self.reason: str | None = None
        self.target = self.coming = PlainTarget(0, "", "")
        self.started = self.target_since = self.run_since = 0

    def exhausted(self) -> bool:
        return self.elapsed >= self.target.steps

    def new_target(self, at: int) -> None:
        if self.coming == self.target:
            return
        self.target, self.target_since, self.run_since = self.coming, at, at
        if self.elapsed > self.target.steps and self.breach is None:
            self.breach, self.born = at, True
        elif self.exhausted() and self.breach is None and not self.hit:
            self.hit = self.hit_by_target = True

    def apply(self, at: int, verb: str, value: PlainTarget | str | None) -> None:
        live = self.state in "rp"
        if verb == "start" and self.state == " ":
            assert isinstance(value, PlainTarget)
            self.state, self.target, self.coming = "r", value, value
            self.started = self.target_since = self.run_since = at
        elif verb == "pause" and live:
            self.state, self.reason = "p", str(value)
        elif verb == "resume" and self.state == "p":
            self.state, self.reason, self.run_since = "r", None, at
        elif verb == "target" and self.state != " ":
            assert isinstance(value, PlainTarget)
            self.coming = value
            if live:
                self.new_target(at)
        elif verb == "reopen" and self.state == "s" and (self.kind == "resolution" or self.outcome == "cancelled"):
            self.state, self.outcome, self.run_since = "r", None, at
            self.new_target(at)
        elif live:
            self.finish(at, verb)
        if self.state == "r" and self.exhausted() and not self.hit:
            self.hit, self.hit_by_target = True, False

    def finish(self, at: int, verb: str) -> None:
        if verb == "meet":
            self.hit = False  # an answer at the very due instant is in time
            self.outcome = "met" if self.breach is None else "met_late"
        elif verb == "cancel":
            self.outcome = "cancelled"
        elif verb == "end":
            self.outcome = "breached" if self.breach is None else "met_late"
            self.breach = at if self.breach is None else self.breach
        else:
            return
        self.state, self.reason = "s", None

    def instant(self, at: int, facts: list[Fact]) -> None:
        """Everything that happens at one instant."""
        self.hit, self.hit_by_target = self.state == "r" and self.exhausted(), False
        for _, verb, value in facts:
            self.apply(at, verb, value)
        if self.hit and self.breach is None:
            self.breach, self.born = at, self.hit_by_target

    def pass_time(self, number: int, stop: int, track: list[int], states: bytearray) -> None:
        """The steps up to the next fact: a running clock counts one for each inside hours, and may fall due."""
        if self.state != "r":
            track.extend([self.elapsed] * (stop - number))
            states.extend(self.state.encode() * (stop - number))
            return
        elapsed, wanted = self.elapsed, self.target.steps
        for at, inside in enumerate(self.calendars[self.target.calendar][number:stop], number):
            if elapsed >= wanted and self.breach is None:
                self.breach, self.born = at, False
            track.append(elapsed)
            states.append(RUNNING if inside else OUTSIDE)
            elapsed += inside
        self.elapsed = elapsed


RUNNING, OUTSIDE = b"ro"


def walk(kind: str, facts: list[Fact], calendars: dict[str, bytearray], count: int) -> Story:
    """Live through every step; facts carry the number of the step at whose start they happen."""
    by_step: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_step[fact[0]].append(fact)
    walker, states, number = Walker(kind, calendars), bytearray(), 0
    track: list[int] = []
    for stop in sorted({*by_step, count}):
        walker.pass_time(number, stop, track, states)
        walker.instant(stop, by_step.get(stop, []))
        number = stop
    track.append(walker.elapsed)
    return Story(
        track,
        states,
        walker.state,
        walker.target,
        walker.target_since,
        walker.started,
        walker.run_since,
        walker.breach,
        walker.outcome,
        walker.born,
        walker.reason,
    )


def first_reach(story: Story, percent: int) -> int | None:
    """The first instant at which so much of the present target is used up; None beyond the walk."""
    wanted = -(-story.target.steps * percent // 100)
    found = max(bisect_left(story.track, wanted), story.target_since)
    return found if found < len(story.track) else None


def due(story: Story, calendars: dict[str, bytearray]) -> int | None:
    """When a running clock is due: run start + (target − elapsed), backwards too; None beyond the walk."""
    over = story.track[story.run_since] - story.target.steps
    if over <= 0:
        found = max(bisect_left(story.track, story.target.steps), story.run_since)
        return found if found < len(story.track) else None
    at = story.run_since
    while over and at > story.started:
        at -= 1
        over -= calendars[story.target.calendar][at]
    return at


def verdict(story: Story, at: int) -> str:
    """What is to be shown at an instant after the last fact."""
    if story.outcome is not None:
        return story.outcome
    if story.breach is not None and story.breach <= at:
        return "breached"
    if story.state == "p":
        return "paused"
    share = story.track[at] * 100
    if share >= 90 * story.target.steps:
        return "warning_90"
    return "warning_75" if share >= 75 * story.target.steps else "on_time"
