"""All clocks of a ticket, lived through minute by minute; imports nothing of the product.

The table of statuses and the rules stand here a second time, one column or rule after the other.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.domain.oracle import PlainTarget, Walker

Happened = tuple[int, str, Any]
Targets = dict[str, PlainTarget | None]

ENDED = ("resolved", "closed", "cancelled")
WAITS = {
    "resolution": {"waiting_client"},
    "team": {"waiting_client", "waiting_provider"},
    "provider": {"waiting_client"},
    "update": {"waiting_client"},
    "reply": set[str](),
}


class Timer(Walker):
    """One clock, and in which column of the table it stands."""

    def __init__(self, kind: str, calendars: dict[str, bytearray], column: str, at: int, target: PlainTarget) -> None:
        super().__init__(kind, calendars)
        self.column, self.asked = column, False
        self.track: list[int] = []
        self.states = bytearray()
        self.ended: int | None = None
        self.revivable = False
        self.apply(at, "start", target)

    def arrive(self) -> None:
        self.hit, self.hit_by_target = self.state == "r" and self.exhausted(), False

    def settle(self, at: int) -> None:
        if self.hit and self.breach is None:
            self.breach, self.born = at, self.hit_by_target

    def finish(self, at: int, verb: str) -> None:
        super().finish(at, verb)
        self.ended = at if self.state == "s" else None

    def wait(self, at: int, reason: str | None) -> None:
        if reason is not None and (self.state == "r" or self.reason != reason):
            self.apply(at, "pause", reason)
        elif reason is None and self.state == "p":
            self.apply(at, "resume", None)

    def live(self) -> bool:
        return self.state in "rp"

    def go_on(self, number: int, stop: int) -> None:
        self.pass_time(number, stop, self.track, self.states)


@dataclass
class Slot:
    """One slot of the grid of updates."""

    start: int
    target: PlainTarget
    slow: bool
    spent: int = 0
    met_at: int | None = None
    met_late: bool = False
    due_by_target: bool = False
    end: int | None = None
    outcome: str | None = None
    breach: int | None = None
    born: bool = False

    @property
    def met(self) -> bool:
        return self.met_at is not None


@dataclass
class Grid:
    """The update cadence."""

    calendars: dict[str, bytearray]
    slots: list[Slot] = field(default_factory=list)
    slot: Slot | None = None
    hit: bool = False
    was_live: bool = False

    def target(self, ticket: "Ticket") -> tuple[PlainTarget | None, bool]:
        resting = self.slot is not None and self.slot.slow and ticket.status in ENDED
        slow = ticket.targets.get("slow") if resting or ticket.status == "waiting_change" else None
        return (slow, True) if slow else (ticket.targets.get("update"), False)

    def begin(self, at: int, ticket: "Ticket") -> None:
        target, slow = self.target(ticket)
        self.slot = Slot(at, target, slow) if target else None

    def close(self, at: int, *, over: bool, born: bool = False) -> None:
        assert self.slot is not None
        slot, self.slot = self.slot, None
        slot.end = at
        slot.outcome = "met" if slot.met else "met_late" if slot.met_late else "breached" if over else "cancelled"
        if not slot.met and (over or slot.due_by_target):
            slot.breach, slot.born = at, born or slot.due_by_target
        self.slots.append(slot)

    def arrive(self, ticket: "Ticket", facts: list[Happened]) -> None:
        self.was_live = self.slot is not None and ticket.status not in ENDED
        self.hit = False
        if self.slot is not None and self.was_live:
            if not self.slot.met and any(verb == "answered" for _, verb, _ in facts):
                self.slot.met_at = facts[0][0]
            self.hit = self.slot.spent >= self.slot.target.steps

    def aim(self, at: int, ticket: "Ticket") -> None:
        """Another target, status or reopening may change what the slot is measured by."""
        target, slow = self.target(ticket)
        if self.slot is None:
            self.begin(at, ticket)
        elif target is None:
            self.close(at, over=False)
        else:
            self.slot.slow = slow
            if ticket.status not in ENDED and target != self.slot.target:
                self.slot.target = target
                self.slot.due_by_target = self.slot.due_by_target or self.slot.spent >= target.steps

    def tell(self, at: int, verb: str, value: Any, ticket: "Ticket", before: str) -> None:
        if self.hit:
            return
        if (verb == "open" and self.slot is None) or verb == "targets":
            self.aim(at, ticket)
        elif verb == "answered" and self.slot and not self.was_live and before not in ENDED:
            if self.slot.due_by_target and not self.slot.met:
                self.slot.met_late = True
            elif not self.slot.met:
                self.slot.met_at = at
        elif verb == "status" and self.slot and value not in ENDED:
            if self.slot.slow and value != "waiting_change":
                self.close(at, over=self.slot.due_by_target)
                self.begin(at, ticket)
            else:
                self.aim(at, ticket)

    def settle(self, at: int, ticket: "Ticket") -> None:
        if self.slot is not None and (self.hit or self.slot.due_by_target):
            self.close(at, over=True)
            self.begin(at, ticket)

    def go_on(self, number: int, stop: int, ticket: "Ticket") -> None:
        if self.slot is None or ticket.status in ENDED or ticket.reason("update") is not None:
            return
        for at in range(number, stop):
            self.slot.spent += self.calendars[self.slot.target.calendar][at]
            if self.slot.spent >= self.slot.target.steps and at + 1 < stop:
                self.close(at + 1, over=True)
                self.begin(at + 1, ticket)
                assert self.slot is not None


class Ticket:
    """A ticket and everybody who waits for something in it."""

    def __init__(self, calendars: dict[str, bytearray], provider_pauses: bool) -> None:
        self.calendars = calendars
        self.waits = {**WAITS}
        if provider_pauses:
            self.waits["resolution"] = {"waiting_client", "waiting_provider"}
        self.status = "new"
        self.targets: Targets = {}
        self.noted: list[str] = []
        self.timers: dict[tuple[str, int], list[Timer]] = defaultdict(list)
        self.grid = Grid(calendars)
        self.unanswered = self.put_aside = self.silent = False
        self.spoke_in_end = -1
        self.progress: dict[int, PlainTarget | None] = {}
        self.has_it: set[int] = set()
        self.over: set[tuple[str, int]] = set()
        self.asked: set[int] = set()

    # Timers

    def start(self, kind: str, number: int, column: str, at: int, target: PlainTarget | None) -> None:
        if target is not None and not self.running(kind, number):
            for old in self.timers[kind, number]:
                old.revivable = False
            self.timers[kind, number].append(Timer(kind, self.calendars, column, at, target))

    def running(self, kind: str, number: int = 0) -> Timer | None:
        timers = self.timers[kind, number]
        return timers[-1] if timers and timers[-1].live() else None

    def tell(self, kind: str, number: int, at: int, verb: str) -> None:
        timer = self.running(kind, number)
        if timer:
            timer.apply(at, verb, None)

    def retarget(self, kind: str, number: int, column: str, at: int, target: PlainTarget | None, wanted: bool) -> None:
        timers = self.timers[kind, number]
        if target is None:
            self.tell(kind, number, at, "cancel")
            for timer in timers:
                timer.revivable = False
        elif timers and (timers[-1].live() or timers[-1].revivable):
            timers[-1].apply(at, "target", target)
        elif wanted:
            self.start(kind, number, column, at, target)

    def reason(self, column: str, asked: bool = False) -> str | None:
        """For whom a clock of that column waits now."""
        if self.status in self.waits[column]:
            return self.status
        if self.status in ENDED:
            return None
        if asked:
            return "information"
        return next((status for status in self.noted if status in self.waits[column]), None)

    def synchronise(self, at: int) -> None:
        for (kind, number), timers in self.timers.items():
            for timer in timers:
                asked = kind == "provider" and number in self.asked
                timer.wait(at, self.reason(timer.column, asked))

    # What happens

    def instant(self, at: int, facts: list[Happened], noted: list[str]) -> None:
        for timers in self.timers.values():
            for timer in timers:
                timer.arrive()
        self.grid.arrive(self, facts)
        answered = any(verb == "answered" for _, verb, _ in facts)
        for _, verb, value in facts:
            before = self.status
            self.happen(at, verb, value, answered)
            self.grid.tell(at, verb, value, self, before)
        self.noted = noted
        self.synchronise(at)
        for timers in self.timers.values():
            for timer in timers:
                timer.settle(at)
        self.grid.settle(at, self)

    def go_on(self, number: int, stop: int) -> None:
        for timers in self.timers.values():
            for timer in timers:
                timer.go_on(number, stop)
        self.grid.go_on(number, stop, self)

    def happen(self, at: int, verb: str, value: Any, answered: bool) -> None:
        match verb:
            case "open":
                self.targets = value
                self.start("first_response", 0, "reply", at, value["first"])
                self.start("resolution", 0, "resolution", at, value["resolution"])
            case "targets":
                self.retargeted(at, value)
            case "status":
                self.moved(at, value, answered)
            case "spoke":
                self.spoke(at)
            case "answered":
                self.answered(at)
            case "escalated" | "re-escalated" | "acknowledged" | "team note" | "escalation over":
                self.team(at, verb, value)
            case "sent" | "recontracted" | "asked" | "told" | "replied" | "check over":
                self.provider(at, verb, value)
            case "noted pause":
                pass
            case _:
                raise AssertionError(verb)

    def retargeted(self, at: int, targets: Targets) -> None:
        self.targets = targets
        for kind, name in (("first_response", "first"), ("resolution", "resolution")):
            for timer in self.timers[kind, 0]:
                timer.apply(at, "target", targets[name])
        self.retarget("next_response", 0, "reply", at, targets["next"], self.unanswered)
        self.retarget("waiting_client", 0, "reply", at, targets["wait"], self.silent)

    def first_is_done(self) -> bool:
        first = self.timers["first_response", 0][0]
        return not first.live() and first.outcome != "cancelled"

    def spoke(self, at: int) -> None:
        self.silent = False
        self.tell("waiting_client", 0, at, "meet")
        if self.status in ENDED:
            self.spoke_in_end = at
        else:
            self.wants_an_answer(at)

    def wants_an_answer(self, at: int) -> None:
        if self.first_is_done():
            self.unanswered = True
            self.start("next_response", 0, "reply", at, self.targets["next"])

    def answered(self, at: int) -> None:
        self.tell("first_response", 0, at, "meet")
        self.tell("next_response", 0, at, "meet")
        for timer in self.timers["next_response", 0]:
            timer.revivable = False
        self.unanswered = self.put_aside = False

    def moved(self, at: int, to: str, answered: bool) -> None:
        before, self.status = self.status, to
        if to != before:
            self.tell("waiting_client", 0, at, "cancel")
            self.silent = to == "waiting_client"
            if self.silent:
                self.start("waiting_client", 0, "reply", at, self.targets["wait"])
        if to in ENDED:
            self.ended(at, to, answered)
        elif before in ENDED:
            self.reopened(at)
        if to == "waiting_client":
            self.unanswered = False
            self.tell("next_response", 0, at, "cancel")

    def ended(self, at: int, to: str, answered: bool) -> None:
        cancelled = to == "cancelled"
        self.tell("resolution", 0, at, "cancel" if cancelled else "meet")
        self.tell("first_response", 0, at, "cancel" if cancelled else "meet" if answered else "end")
        if timer := self.running("next_response"):
            timer.apply(at, "cancel" if cancelled else "end", None)
            timer.revivable = cancelled
        if cancelled and self.unanswered:
            self.put_aside = True
        self.unanswered = False
        for kind, number in self.timers:
            if kind in ("acknowledgement", "progress", "provider"):
                self.tell(kind, number, at, "cancel")
                self.over.add(("check" if kind == "provider" else "escalation", number))
        self.over |= {("escalation", number) for number in self.progress}
        self.over |= {key for key in self.known if key[0] == "check"}

    @property
    def known(self) -> set[tuple[str, int]]:
        return {("check", number) for kind, number in self.timers if kind == "provider"}

    def reopened(self, at: int) -> None:
        self.timers["resolution", 0][0].apply(at, "reopen", None)
        self.timers["first_response", 0][0].apply(at, "reopen", None)
        self.unanswered, self.put_aside = self.put_aside, False
        for timer in self.timers["next_response", 0]:
            if timer.revivable:
                timer.apply(at, "reopen", None)
                timer.revivable = False
        if self.unanswered:
            self.start("next_response", 0, "reply", at, self.targets["next"])
        if self.spoke_in_end == at:
            self.wants_an_answer(at)

    def team(self, at: int, verb: str, value: Any) -> None:
        number = value[0]
        if ("escalation", number) in self.over:
            return
        if verb == "escalated" and number not in self.progress:
            self.progress[number] = value[2]
            self.start("acknowledgement", number, "team", at, value[1])
        elif verb == "re-escalated" and number in self.progress:
            self.progress[number] = value[2]
            has_it = number in self.has_it
            self.retarget("acknowledgement", number, "team", at, value[1], not has_it)
            self.retarget("progress", number, "team", at, value[2], has_it)
        elif verb == "acknowledged" and number in self.progress and number not in self.has_it:
            self.has_it.add(number)
            self.tell("acknowledgement", number, at, "meet")
            self.start("progress", number, "team", at, self.progress[number])
        elif verb == "team note" and number in self.has_it:
            self.tell("progress", number, at, "meet")
            self.start("progress", number, "team", at, self.progress[number])
        elif verb == "escalation over" and number in self.progress:
            self.over.add(("escalation", number))
            self.tell("acknowledgement", number, at, "cancel")
            self.tell("progress", number, at, "cancel")

    def provider(self, at: int, verb: str, value: Any) -> None:
        number = value[0]
        known = ("provider", number) in self.timers
        if ("check", number) in self.over or (not known and verb != "sent"):
            return
        if verb == "sent" and not known:
            self.timers["provider", number] = []
            self.start("provider", number, "provider", at, value[1])
        elif verb == "recontracted":
            self.retarget("provider", number, "provider", at, value[1], wanted=True)
        elif verb in ("asked", "told"):
            (self.asked.add if verb == "asked" else self.asked.discard)(number)
        elif verb in ("replied", "check over"):
            self.over.add(("check", number))
            self.tell("provider", number, at, "meet" if verb == "replied" else "cancel")


def live(facts: list[Happened], calendars: dict[str, bytearray], count: int, provider_pauses: bool) -> Ticket:
    """A ticket's life up to a minute; facts are in order and carry the minute at whose start they happen."""
    ticket = Ticket(calendars, provider_pauses)
    pauses = [(value[0], min(value[1], at), value[2]) for at, verb, value in facts if verb == "noted pause"]
    by_step: dict[int, list[Happened]] = defaultdict(list)
    for fact in facts:
        by_step[fact[0]].append(fact)
    begun = facts[0][0]
    bounds = {max(each, begun) for start, end, _ in pauses for each in (start, end)}
    number = begun
    for stop in sorted({*by_step, *bounds, count}):
        ticket.go_on(number, stop)
        if stop < count:
            noted = [status for start, end, status in pauses if max(start, begun) <= stop < end]
            ticket.instant(stop, by_step.get(stop, []), noted)
        number = stop
    for timers in ticket.timers.values():
        for timer in timers:
            timer.arrive()
            timer.settle(count)
    return ticket
