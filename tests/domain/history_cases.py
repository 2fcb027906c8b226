"""Random histories of whole tickets, and the comparison of all their clocks with the minute-by-minute oracle's."""

from collections import Counter
from itertools import groupby, pairwise
from random import Random
from typing import Any

from bot.domain import clock_history as history
from bot.domain.clock_rows import RowReason, rows_of
from bot.domain.clocks import Clock, ClockKind, Outcome, Target
from bot.domain.every_clock import Timed, every_clock
from bot.domain.statuses import Status
from tests.domain.clock_cases import MINUTE, Floor, features
from tests.domain.history_oracle import Happened, Slot, Ticket, Timer, live
from tests.domain.oracle import PlainTarget

VERBS = {
    "status": 12,
    "spoke": 6,
    "answered": 7,
    "targets": 3,
    "calendars": 2,
    "noted pause": 2,
    "escalated": 5,
    "re-escalated": 1,
    "acknowledged": 5,
    "team note": 4,
    "escalation over": 1,
    "sent": 4,
    "recontracted": 1,
    "asked": 2,
    "told": 2,
    "replied": 1,
    "check over": 1,
}
STATUSES = {
    "triage": 1,
    "with_team": 2,
    "in_progress": 5,
    "waiting_client": 5,
    "waiting_provider": 4,
    "waiting_change": 2,
    "resolved": 3,
    "closed": 1,
    "cancelled": 1,
}
TEAM_VERBS = {"escalated", "re-escalated", "acknowledged", "team note", "escalation over"}
PROVIDER_VERBS = {"sent", "recontracted", "asked", "told", "replied", "check over"}
LETTERS = {RowReason.COUNTED: "r", RowReason.OUTSIDE_HOURS: "o", RowReason.HOLIDAY: "o", RowReason.STOPPED: "s"}
Targets = dict[str, PlainTarget | None]


def make_history(random: Random, floor: Floor) -> list[Happened]:
    """A ticket's history, sensible or not: any status may follow any other, and much happens at one instant."""
    at = random.randrange(floor.count // 2)
    targets = make_targets(random)
    facts: list[Happened] = [(at, "open", targets)]
    for _ in range(random.choice((1, 3, 6, 10, 15, 20))):
        at += 0 if random.random() < 0.15 else random.randrange(1, max(2, floor.count // random.choice((6, 20, 60))))
        if at >= floor.count:
            break
        verb = random.choices(list(VERBS), VERBS.values())[0]
        if verb in ("targets", "calendars"):
            targets = make_targets(random) if verb == "targets" else other_calendars(random, targets)
            facts.append((at, "targets", targets))
        else:
            facts.append((at, verb, make_value(random, verb, at)))
    return facts


def make_value(random: Random, verb: str, at: int) -> Any:
    number = random.choice((1, 1, 2))
    match verb:
        case "status":
            return random.choices(list(STATUSES), STATUSES.values())[0]
        case "noted pause":
            start = at - random.randrange(1, 3000)
            end = start + random.randrange(1, 2000)
            return start, end, random.choice(("waiting_client", "waiting_provider"))
        case "escalated" | "re-escalated":
            return number, make_target(random, 0.9), make_target(random, 0.8)
        case "sent" | "recontracted":
            return number, make_target(random, 0.9)
        case _:
            return (number,) if verb in TEAM_VERBS | PROVIDER_VERBS else None


def make_targets(random: Random) -> Targets:
    return {
        "first": make_target(random),
        "resolution": make_target(random),
        "next": make_target(random, 0.9),
        "update": make_target(random, 0.9, least=45),
        "slow": make_target(random, 0.6, least=300),
        "wait": make_target(random, 0.8),
    }


def make_target(random: Random, given: float = 1.0, least: int = 0) -> PlainTarget | None:
    steps = random.choice((0, random.randrange(1, 200), 20 * random.randrange(1, 60), 60 * random.randrange(1, 60)))
    name = random.choice(("one", "one", "two", "always"))
    return PlainTarget(least + steps, name, random.choice(("P1", "P2"))) if random.random() < given else None


def other_calendars(random: Random, targets: Targets) -> Targets:
    """The same promises by other hours: another version of the calendar came into force."""
    other = {"one": "two", "two": "one", "always": random.choice(("one", "two"))}
    return {
        name: target and PlainTarget(target.steps, other[target.calendar], target.policy)
        for name, target in targets.items()
    }


def product_history(floor: Floor, facts: list[Happened]) -> list[history.HistoryFact]:
    """The same history in the product's words."""
    return [product_fact(floor, *fact) for fact in facts]


def product_fact(floor: Floor, number: int, verb: str, value: Any) -> history.HistoryFact:
    at = floor.instant(number)

    def target(plain: PlainTarget | None) -> Target | None:
        return floor.target(plain) if plain is not None else None

    match verb:
        case "open" | "targets":
            first, resolution = floor.target(value["first"]), floor.target(value["resolution"])
            others = history.Promises(*(target(value[name]) for name in ("next", "update", "slow", "wait")))
            made = history.TicketOpened if verb == "open" else history.PriorityMoved
            return made(at, first, resolution, others)
        case "status":
            return history.StatusMoved(at, Status(value))
        case "noted pause":
            start, end = floor.instant(value[0]), floor.instant(value[1])
            return history.PausedAfterwards(at, start, end, Status(value[2]), "noted later")
        case "escalated" | "re-escalated":
            called = history.Escalated if verb == "escalated" else history.EscalationRetargeted
            return called(at, value[0], target(value[1]), target(value[2]))
        case "sent" | "recontracted":
            asked = history.CheckSent if verb == "sent" else history.CheckRetargeted
            return asked(at, value[0], target(value[1]))
        case "spoke" | "answered":
            return history.ClientSpoke(at) if verb == "spoke" else history.ClientAnswered(at)
    return NUMBERED[verb](at, value[0])


NUMBERED = {
    "acknowledged": history.TeamAcknowledged,
    "team note": history.TeamNoted,
    "escalation over": history.EscalationEnded,
    "asked": history.ProviderAsked,
    "told": history.ProviderTold,
    "replied": history.ProviderAnswered,
    "check over": history.CheckEnded,
}


def check_history(random: Random, floor: Floor, held: Counter[str] | None = None) -> None:
    """Compare all clocks of a random ticket."""
    facts, provider_pauses = make_history(random, floor), random.random() < 0.5
    ticket = live(facts, floor.steps, floor.count, provider_pauses)
    clocks = every_clock(product_history(floor, facts), floor.instant(floor.count), provider_pauses)
    try:
        compare(random, floor, ticket, clocks)
    except AssertionError as error:
        story = "\n".join(map(str, facts))
        raise AssertionError(f"{error}\n{story}\nfrom {floor.start}, {provider_pauses=}\n{floor.plain}") from error
    if held is not None:
        held.update(contents(floor, facts, ticket))


def compare(random: Random, floor: Floor, ticket: Ticket, clocks: Any) -> None:
    expected = {key: timers for key, timers in ticket.timers.items() if timers}
    given = {(timed.kind.value, timed.number) for timed in clocks if timed.kind is not ClockKind.UPDATE}
    assert given == set(expected), "which clocks"
    for (kind, number), timers in expected.items():
        found = clocks[Timed(ClockKind(kind), number)]
        assert len(found) == len(timers), f"how many clocks of {kind}"
        for clock, timer in zip(found, timers, strict=True):
            compare_timer(random, floor, clock, timer)
    slots = [*ticket.grid.slots, *([ticket.grid.slot] if ticket.grid.slot else [])]
    found = clocks.get(Timed(ClockKind.UPDATE), ())
    assert len(found) == len(slots), f"how many slots: {len(found)}, {len(slots)}"
    for clock, slot in zip(found, slots, strict=True):
        compare_slot(floor, ticket, clock, slot)


def compare_timer(random: Random, floor: Floor, clock: Clock, timer: Timer) -> None:
    end, name = floor.instant(floor.count), timer.kind
    assert clock.started_at == floor.instant(timer.started), f"{name} started"
    assert clock.outcome == timer.outcome and clock.paused_by == timer.reason, f"{name} outcome"
    assert clock.ended_at == (floor.instant(timer.ended) if timer.state == "s" and timer.ended is not None else None)
    breach = None if timer.breach is None else floor.instant(timer.breach)
    assert clock.breach(end) == breach, f"{name} breach {clock.breach(end)} {breach}"
    assert clock.breached_at is None or clock.born_breached == timer.born, f"{name} born breached"
    assert clock.elapsed(end) == timer.elapsed * MINUTE, f"{name} elapsed"
    at = random.randrange(len(timer.track)) if timer.track else 0
    if timer.track:
        assert clock.elapsed(floor.instant(timer.started + at)) == timer.track[at] * MINUTE, f"{name} elapsed at {at}"
    compare_rows(floor, clock, timer)


def compare_rows(floor: Floor, clock: Clock, timer: Timer) -> None:
    rows = rows_of(clock, floor.instant(floor.count))
    assert all(one.end == two.start for one, two in pairwise(rows)), "rows without gap"
    assert not rows or rows[-1].spent == timer.elapsed * MINUTE, "spent"
    length = (timer.ended if timer.state == "s" and timer.ended is not None else floor.count) - timer.started
    given = [
        (letter, floor.number(next(run).start) - timer.started)
        for letter, run in groupby(rows, key=lambda row: LETTERS.get(row.reason, "p"))
    ]
    expected, number = [], 0
    for letter, run in groupby(timer.states[:length].decode()):
        expected.append((letter, number))
        number += len(list(run))
    assert given == expected, f"{timer.kind} rows"
    running = clock.outcome is None and clock.paused_by is None
    last = rows[-1] if rows else None
    assert not running or last is None or clock.due_at is None or last.due == clock.due_at, "due"


def compare_slot(floor: Floor, ticket: Ticket, clock: Clock, slot: Slot) -> None:
    assert clock.started_at == floor.instant(slot.start), "slot starts"
    assert slot.met_at is None or clock.ended_at == floor.instant(slot.met_at), f"met when? {slot}"
    if slot.end is None:
        resting = ticket.status in ("resolved", "closed", "cancelled")
        expected = Outcome.MET if slot.met else Outcome.CANCELLED if resting else None
        assert clock.outcome == expected, "present slot"
        assert slot.met or clock.elapsed(floor.instant(floor.count)) == slot.spent * MINUTE, "present slot's time"
        running = expected is None and clock.paused_by is None
        assert not running or clock.due_at is None or clock.due_at >= floor.instant(floor.count), "present slot's due"
        return
    assert clock.outcome == slot.outcome, f"slot {slot}"
    if slot.outcome == "breached":
        assert clock.ended_at == floor.instant(slot.end), f"slot {slot}"
    breach = None if slot.breach is None else floor.instant(slot.breach)
    assert clock.breached_at == breach, f"slot {slot}"
    assert breach is None or clock.born_breached == slot.born, f"born breached slot {slot}"


def contents(floor: Floor, facts: list[Happened], ticket: Ticket) -> set[str]:
    """What a history held, for the table."""
    timers = [(kind, timer) for (kind, _), each in ticket.timers.items() for timer in each]
    held = {kind for kind, _ in timers} | ({"update"} if ticket.grid.slots or ticket.grid.slot else set())
    held |= {"pause"} if any("p" in timer.states.decode() for _, timer in timers) else set()
    targets = [value for _, verb, value in facts if verb in ("open", "targets")]
    for one, two in pairwise(targets):
        same = all(one[key] and two[key] and one[key].steps == two[key].steps for key in ("first", "resolution"))
        held.add("calendar change" if same and one["first"].policy == two["first"].policy else "priority change")
    held |= {"retroactive pause"} if any(verb == "noted pause" for _, verb, _ in facts) else set()
    held |= {"reopening"} if reopened(facts) else set()
    held |= {"two facts at one instant"} if len({at for at, _, _ in facts}) < len(facts) else set()
    held |= {"born breached"} if any(timer.born for _, timer in timers) else set()
    held |= {f"ended {timer.outcome}" for _, timer in timers if timer.outcome}
    used = {target.calendar for each in targets for target in each.values() if target}
    start = facts[0][0]
    for name in used:
        held |= floor_features(floor, name, start)
    if held & {"offset goes forward", "offset goes back"}:
        held.add("DST")
    return held


def floor_features(floor: Floor, name: str, start: int) -> set[str]:
    """What a calendar holds from a minute to the end of the window; looked up by the day, which is near enough."""
    known: dict[tuple[str, int], set[str]] = floor.__dict__.setdefault("known", {})
    day = start // 1440
    if (name, day) not in known:
        first = (start // 1440 + 1) * 1440
        known[name, day] = features(floor.plain[name], floor.instant(first), max(0, floor.count - first) * MINUTE)
    return known[name, day]


def reopened(facts: list[Happened]) -> bool:
    statuses = [value for _, verb, value in facts if verb == "status"]
    ends = ("resolved", "closed", "cancelled")
    return any(one in ends and two not in ends for one, two in pairwise(statuses))
