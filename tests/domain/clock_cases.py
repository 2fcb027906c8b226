"""Random calendars and clock histories, and the comparison of the product's answers with the oracle's."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.calendars import (
    Calendar,
    Holiday,
    Interval,
    add_working_time,
    is_open,
    next_opening,
    subtract_working_time,
    why_closed,
    working_time,
)
from bot.domain.clock_replay import clock_of
from bot.domain.clocks import (
    Cancelled,
    Clock,
    ClockKind,
    Ended,
    Fact,
    Met,
    Paused,
    PauseReason,
    Reopened,
    Resumed,
    Retargeted,
    SegmentState,
    Started,
    Target,
    explain,
    judge,
    moments,
)
from bot.domain.words import CalendarKey
from tests.domain import oracle
from tests.domain.oracle import PlainCalendar, PlainTarget

ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "America/Asuncion",
    "America/Bogota",
    "America/Caracas",
    "America/Chicago",
    "America/Godthab",
    "America/Halifax",
    "America/Havana",
    "America/Lima",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Montevideo",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Dhaka",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Pyongyang",
    "Asia/Riyadh",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Yangon",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Chisinau",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Malta",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Marquesas",
    "UTC",
]
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
FACTS: dict[str, Callable[[datetime], Fact]] = {
    "resume": Resumed,
    "reopen": Reopened,
    "meet": Met,
    "cancel": Cancelled,
    "end": Ended,
}
VERBS = ("pause",) * 6 + ("resume",) * 5 + ("target",) * 4 + ("meet",) * 2 + ("reopen",) * 3 + ("cancel", "end")
LETTERS = {
    SegmentState.RUNNING: "r",
    SegmentState.OUTSIDE_HOURS: "o",
    SegmentState.PAUSED: "p",
    SegmentState.STOPPED: "s",
}


@lru_cache
def changes(zone: str) -> tuple[datetime, ...]:
    """The days, 2004 to 2034, in which the zone's offset changes, as midnights in UTC."""
    midnights = [datetime(2004, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(30 * 365)]
    offsets = [midnight.astimezone(ZoneInfo(zone)).utcoffset() for midnight in midnights]
    found = tuple(midnight for midnight, (now, then) in zip(midnights, pairwise(offsets), strict=False) if now != then)
    return (datetime(2011, 12, 30, tzinfo=UTC), *found) if zone == "Pacific/Apia" else found


@dataclass
class Floor:
    """A window of time with calendars of one zone, as the product and as the oracle see them."""

    start: datetime
    count: int
    step: timedelta
    plain: dict[str, PlainCalendar]
    real: dict[str, Calendar]
    steps: dict[str, bytearray]

    def instant(self, number: int) -> datetime:
        return self.start + number * self.step

    def number(self, at: datetime) -> int:
        """The first step boundary at or after an instant."""
        return -((self.start - at) // self.step)

    def target(self, plain: PlainTarget) -> Target:
        return Target(plain.steps * self.step, self.real[plain.calendar], plain.policy)

    def fact(self, fact: oracle.Fact) -> Fact:
        number, verb, value = fact
        at = self.instant(number)
        if isinstance(value, PlainTarget):
            return Started(at, self.target(value)) if verb == "start" else Retargeted(at, self.target(value))
        if verb == "pause":
            return Paused(at, PauseReason(str(value)))
        return FACTS[verb](at)


def make_floor(random: Random, zone: str, seconds: bool = False) -> Floor:
    """A window, most often around a change of the zone's offset, and three calendars: two random ones and 24×7."""
    change = random.choice(changes(zone)) if changes(zone) and random.random() < 0.7 else None
    day = change or datetime(2005, 1, 1, tzinfo=UTC) + timedelta(days=random.randrange(29 * 365))
    step = SECOND if seconds else MINUTE
    if seconds:
        start, count = day + timedelta(hours=random.randrange(12)), 12 * 3600
    else:
        days = random.choice((3, 5, 7, 9, 9, 14))
        start, count = day - timedelta(days=random.randrange(days), minutes=random.randrange(1440)), days * 1440
    plain = {
        "one": make_calendar(random, zone, start, count * step, seconds),
        "two": make_calendar(random, zone, start, count * step, seconds),
        "always": PlainCalendar("UTC", [[]] * 7, always=True),
    }
    steps = {name: oracle.open_steps(calendar, start, count, step) for name, calendar in plain.items()}
    real = {name: product_calendar(name, calendar) for name, calendar in plain.items()}
    return Floor(start, count, step, plain, real, steps)


def make_calendar(random: Random, zone: str, start: datetime, length: timedelta, seconds: bool) -> PlainCalendar:
    grain = random.choice((1, 60)) if seconds else random.choice((60, 900, 1800))
    style = random.randrange(6)
    office = [[(9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600)] for _ in range(5)] + [[], []]
    week = {
        0: office,
        1: [[(22 * 3600, 6 * 3600)] for _ in range(7)],
        2: [[(0, 0)] for _ in range(7)],
        3: [[(5400, 9000)] for _ in range(7)],
    }.get(style) or [make_hours(random, grain) for _ in range(7)]
    if not any(week):
        week[random.randrange(7)] = [(0, 0)]
    first = start.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    holidays: dict[date, oracle.Hours] = {}
    for _ in range(random.choice((0, 0, 1, 2, 3))):
        day = first + timedelta(days=random.randrange(length.days + 4))
        holidays[day] = [] if random.random() < 0.5 else make_hours(random, grain)
    return PlainCalendar(zone, week, holidays)


def make_hours(random: Random, grain: int) -> oracle.Hours:
    """None to three intervals; they may overlap and reach over midnight."""
    edge = 86_400 // grain
    return [
        (random.randrange(edge) * grain, random.randrange(edge) * grain) for _ in range(random.choice((0, 1, 1, 2, 3)))
    ]


def features(calendar: PlainCalendar, start: datetime, length: timedelta) -> set[str]:
    """What the calendar holds in a span of time, for the table of cases."""
    if calendar.always:
        return set()
    zone, end = ZoneInfo(calendar.zone), start + length
    offsets = [
        (start + timedelta(hours=hour)).astimezone(zone).utcoffset() or timedelta()
        for hour in range(int(length.total_seconds() // 3600) + 1)
    ]
    found = {
        "offset goes forward" if now < then else "offset goes back" for now, then in pairwise(offsets) if now != then
    }
    inside = [day for day in calendar.holidays if start.astimezone(zone).date() <= day <= end.astimezone(zone).date()]
    if inside:
        found.add("holiday")
    if any(calendar.holidays[day] for day in inside):
        found.add("half day")
    if any(calendar.holidays[day] and not calendar.week[day.weekday()] for day in inside):
        found.add("half day on a day off")
    if any(to <= since for hours in (*calendar.week, *calendar.holidays.values()) for since, to in hours):
        found.add("interval over midnight")
    return found


def product_calendar(name: str, plain: PlainCalendar) -> Calendar:
    """The same calendar in the product's words."""
    return Calendar(
        CalendarKey(name),
        ZoneInfo(plain.zone),
        tuple(_intervals(hours) for hours in plain.week),
        {day: Holiday(f"day {day}", _intervals(hours)) for day, hours in plain.holidays.items()},
        plain.always,
    )


def _intervals(hours: oracle.Hours) -> tuple[Interval, ...]:
    return tuple(Interval(_time(start), _time(end)) for start, end in hours)


def _time(second: int) -> time:
    return time(second // 3600, second // 60 % 60, second % 60)


def make_history(random: Random, floor: Floor) -> tuple[str, list[oracle.Fact]]:
    """A kind of clock and its facts, sensible or not; some end at the very due instant, or one step beside it."""
    kind = random.choice(("first_response", "resolution", "resolution"))
    at = random.randrange(floor.count // 2)
    facts: list[oracle.Fact] = [(at, "start", make_target(random, floor))]
    for _ in range(random.choice((0, 1, 2, 3, 4, 6, 9))):
        at += 0 if random.random() < 0.15 else random.randrange(1, max(2, floor.count // random.choice((6, 20, 60))))
        verb = random.choice(VERBS)
        value = {"pause": random.choice(list(PauseReason)).value, "target": None}.get(verb)
        if at < floor.count:
            facts.append((at, verb, make_target(random, floor) if verb == "target" else value))
    if random.random() < 0.3:
        due = oracle.due(story := oracle.walk(kind, facts, floor.steps, floor.count), floor.steps)
        if story.state == "r" and due is not None:
            facts.append((min(floor.count, max(facts[-1][0], due + random.choice((-1, 0, 0, 1)))), "meet", None))
    return kind, facts


def make_target(random: Random, floor: Floor) -> PlainTarget:
    steps = random.choice((0, random.randrange(1, 200), 20 * random.randrange(1, 60), 60 * random.randrange(1, 60)))
    name = random.choice(("one", "one", "two", "always"))
    return PlainTarget(steps * (20 if floor.step == SECOND else 1), name, random.choice(("P1", "P2")))


def check_calendar(random: Random, floor: Floor, name: str) -> None:
    """Compare every question that a calendar answers at random instants of the window."""
    real, steps = floor.real[name], floor.steps[name]
    before = oracle.prefix(steps)
    end = floor.instant(floor.count)
    for _ in range(12):
        first, last = sorted(random.randrange(floor.count) for _ in range(2))
        start, stop = floor.instant(first), floor.instant(last)
        assert is_open(real, start) == bool(steps[first]), (name, start)
        assert (why_closed(real, start) is None) == bool(steps[first])
        assert working_time(real, start, stop) == (before[last] - before[first]) * floor.step, (name, start, stop)
        opening = steps.find(1, first)
        opened = next_opening(real, start)
        assert opened == floor.instant(opening) if opening >= 0 else opened >= end, (name, start)
        amount = random.choice((0, 1, before[last] - before[first], random.randrange(600)))
        found = next((at for at in range(first, floor.count + 1) if before[at] - before[first] == amount), None)
        reached = add_working_time(real, start, amount * floor.step)
        assert reached == floor.instant(found) if found is not None else reached > end, (name, start, amount)
        found = next((at for at in range(last, -1, -1) if before[last] - before[at] == amount), None)
        reached = subtract_working_time(real, stop, amount * floor.step)
        assert reached == floor.instant(found) if found is not None else reached < floor.start, (name, stop, amount)


def check_clock(random: Random, floor: Floor, held: Counter[str] | None = None) -> None:
    """Compare a random clock's whole life."""
    kind, facts = make_history(random, floor)
    story = oracle.walk(kind, facts, floor.steps, floor.count)
    clock = clock_of(ClockKind(kind), [floor.fact(fact) for fact in facts])
    assert clock is not None
    try:
        compare(random, floor, story, clock, facts[-1][0])
    except AssertionError as error:
        raise AssertionError(f"{error}\n{kind} {facts}\nfrom {floor.start} by {floor.step}\n{floor.plain}") from error
    if held is not None:
        held.update(surroundings(floor, facts, story) | contents(facts, story))


def compare(random: Random, floor: Floor, story: oracle.Story, clock: Clock, last: int) -> None:
    past = story.breach if story.breach is not None and story.breach <= last else None
    assert clock.breached_at == (None if past is None else floor.instant(past)), "breached_at"
    assert clock.outcome == story.outcome and clock.paused_by == story.reason, "outcome"
    assert past is None or clock.born_breached == story.born, "born_breached"
    for at in (last, floor.count, *(random.randrange(floor.count + 1) for _ in range(4))):
        instant = floor.instant(at)
        assert clock.elapsed(instant) == story.track[at] * floor.step, f"elapsed at {at}"
        if at >= last:
            assert judge(clock, instant) == oracle.verdict(story, at), f"verdict at {at}"
    if story.state == "r":
        due = oracle.due(story, floor.steps)
        assert clock.due_at is not None
        assert clock.due_at == floor.instant(due) if due is not None else clock.due_at > floor.instant(floor.count), (
            "due"
        )
    elif story.state == "p":
        assert clock.due_at is None
    compare_moments(floor, story, clock, past)
    compare_segments(floor, story, clock, random.randrange(floor.count + 1))


def compare_moments(floor: Floor, story: oracle.Story, clock: Clock, past: int | None) -> None:
    given = moments(clock)
    if story.outcome is not None:
        assert given == {}
        return
    if past is not None:
        assert given == {100: floor.instant(past)}
        return
    expected: dict[int, int] = {}
    for percent in (75, 90, 100):
        reached = oracle.first_reach(story, percent)
        if reached is None:
            assert percent not in given or given[percent] > floor.instant(floor.count), "moment beyond"
            assert (percent in given) or story.state == "p" or 100 in given, "moment missing"
        else:
            expected[percent] = reached
    near = {percent: at for percent, at in given.items() if floor.number(at) <= floor.count}
    exact = {at: percent for percent, at in sorted(expected.items())}
    for percent, at in near.items():
        assert floor.number(at) == expected[percent], f"moment {percent}"
    assert set(exact.values()) <= set(near), "moments"
    assert set(near) <= set(expected), "too many moments"


def compare_segments(floor: Floor, story: oracle.Story, clock: Clock, at: int) -> None:
    parts = list(explain(clock, floor.instant(at)))
    assert all(part.end is not None and part.start < part.end for part in parts)
    assert all(one.end == two.start for one, two in pairwise(parts)), "segments without gap"
    assert sum((part.counted for part in parts), timedelta(0)) == story.track[at] * floor.step, "counted"
    given = [
        (letter, floor.number(next(run).start)) for letter, run in groupby(parts, key=lambda part: LETTERS[part.state])
    ]
    expected, number = [], 0
    for letter, run in groupby(story.states[:at].decode()):
        if letter != " ":
            expected.append((letter, number))
        number += len(list(run))
    assert given == expected, "segments"


def surroundings(floor: Floor, facts: list[oracle.Fact], story: oracle.Story) -> set[str]:
    """What the calendars of a clock's targets held between its start and its last fact or breach, the later of them."""
    end = facts[-1][0]
    if story.outcome is None and story.state == "r":
        end = max(end, floor.count if story.breach is None else story.breach)
    used = {value.calendar for _, _, value in facts if isinstance(value, PlainTarget)}
    start, length = floor.instant(story.started), (end - story.started) * floor.step
    held = {name for calendar in used for name in features(floor.plain[calendar], start, length)}
    return held | ({"in seconds"} if floor.step == SECOND else set())


def contents(facts: list[oracle.Fact], story: oracle.Story) -> set[str]:
    """What a case held, for the table."""
    verbs = Counter(verb for _, verb, _ in facts)
    targets = [value for _, _, value in facts if isinstance(value, PlainTarget)]
    names = {
        "pause": "pause",
        "target": "priority change",
        "reopen": "reopening",
        "cancel": "cancellation",
        "end": "resolution without answer",
    }
    held = {name for verb, name in names.items() if verbs[verb]}
    held |= {f"ended {story.outcome}"} if story.outcome else {"still open"}
    held |= {"breach"} if story.breach is not None else set()
    held |= {"born breached"} if story.born else set()
    held |= {"target of zero"} if any(target.steps == 0 for target in targets) else set()
    held |= {"24×7"} if any(target.calendar == "always" for target in targets) else set()
    held |= {"two calendars"} if len({target.calendar for target in targets}) > 1 else set()
    held |= {"two facts at one instant"} if len({at for at, _, _ in facts}) < len(facts) else set()
    return held
