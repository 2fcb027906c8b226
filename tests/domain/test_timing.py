"""What falls due when: the steps of every clock that somebody is reminded of, from a ticket's history."""

from datetime import datetime, timedelta

import pytest

from bot.domain.clock_history import (
    ClientAnswered,
    ClientSpoke,
    Escalated,
    HistoryFact,
    PriorityMoved,
    StatusMoved,
    TeamAcknowledged,
    TeamNoted,
)
from bot.domain.clocks import ClockKind, Outcome
from bot.domain.every_clock import Timed
from bot.domain.statuses import Status
from bot.domain.timing import by_urgency, steps_due, timing
from tests.domain.test_every_clock import ANSWERED, OPENED, PROMISED, at, target

FIRST, NEXT, UPDATE, END = (
    ClockKind.FIRST_RESPONSE,
    ClockKind.NEXT_RESPONSE,
    ClockKind.UPDATE,
    ClockKind.RESOLUTION,
)


def steps(kind: ClockKind, now: str, *facts: HistoryFact, number: int = 0) -> dict[int, datetime]:
    """The steps of one kind of clock, reckoned at an instant."""
    due = steps_due(timing((OPENED, *facts), at(now))).items()
    return {percent: when for (timed, percent), when in due if timed == Timed(kind, number)}


def test_a_new_ticket_owes_an_answer_an_update_and_a_resolution() -> None:
    """While the first answer is owed its own clock reminds of it, so of the update there is only the breach."""
    assert steps(FIRST, "10:00") == {75: at("10:45"), 90: at("10:54"), 100: at("11:00")}
    assert steps(END, "10:00")[100] == at("18:00")
    assert steps(UPDATE, "10:00") == {100: at("12:00")}
    assert steps(NEXT, "10:00") == {}


def test_an_answer_ends_one_clock_and_the_update_moves_to_the_next_slot() -> None:
    """The grid stands; replies do not move it."""
    assert steps(FIRST, "10:30", ANSWERED) == {}
    assert steps(UPDATE, "10:30", ANSWERED) == {75: at("13:30"), 90: at("13:48"), 100: at("14:00")}
    again = ClientAnswered(at("11:50"))
    assert steps(UPDATE, "11:50", ANSWERED, again) == steps(UPDATE, "10:30", ANSWERED)


def test_after_an_update_that_did_not_come_only_the_next_breach_is_told() -> None:
    """Nobody is reminded of what they were just told is late; after an update they are again."""
    assert steps(UPDATE, "14:00:01", ANSWERED) == {100: at("16:00")}
    assert steps(UPDATE, "14:10", ANSWERED) == {100: at("16:00")}
    later = ClientAnswered(at("15:00"))
    assert steps(UPDATE, "15:00", ANSWERED, later) == {75: at("17:30"), 90: at("17:48"), 100: at("18:00")}


def test_the_clients_oldest_message_starts_the_next_answer() -> None:
    spoke = [ClientSpoke(at("11:00")), ClientSpoke(at("11:20"))]
    assert steps(NEXT, "11:20", ANSWERED, *spoke)[100] == at("12:00")
    assert steps(NEXT, "11:40", ANSWERED, *spoke, ClientAnswered(at("11:40"))) == {}


def test_a_wait_for_the_client_has_its_ladder_and_stops_what_it_stops() -> None:
    """Nudged at a third and two thirds of 24 hours, warned, put aside; the others stand still."""
    waits = StatusMoved(at("11:00"), Status.WAITING_CLIENT)
    ladder = steps(ClockKind.WAITING_CLIENT, "11:00", ANSWERED, waits)
    assert ladder == {33: at("18:55:12"), 66: at("07 02:50:24"), 90: at("07 08:36"), 100: at("07 11:00")}
    assert steps(END, "11:00", ANSWERED, waits) == {}
    assert steps(UPDATE, "11:00", ANSWERED, waits) == {}
    back = StatusMoved(at("12:00"), Status.IN_PROGRESS)
    assert steps(ClockKind.WAITING_CLIENT, "12:00", ANSWERED, waits, back) == {}
    assert steps(END, "12:00", ANSWERED, waits, back)[100] == at("19:00")
    assert steps(UPDATE, "12:00", ANSWERED, waits, back)[100] == at("15:00"), "the grid moved by the pause"


def test_a_team_has_the_steps_of_what_it_still_has_to_do() -> None:
    called = Escalated(at("11:00"), 3, target(1), target(4))
    assert steps(ClockKind.ACKNOWLEDGEMENT, "11:00", called, number=3)[100] == at("12:00")
    has_it = TeamAcknowledged(at("11:30"), 3)
    assert steps(ClockKind.ACKNOWLEDGEMENT, "11:30", called, has_it, number=3) == {}
    assert steps(ClockKind.PROGRESS, "11:30", called, has_it, number=3)[100] == at("15:30")
    noted = TeamNoted(at("13:00"), 3)
    assert steps(ClockKind.PROGRESS, "13:00", called, has_it, noted, number=3)[100] == at("17:00")


def test_another_priority_moves_all_that_runs() -> None:
    """What has elapsed stays."""
    spoke = ClientSpoke(at("11:00"))
    quicker = PriorityMoved(at("11:10"), target(0.25), target(2), PROMISED.__class__(target(0.5), target(1)))
    assert steps(NEXT, "11:10", ANSWERED, spoke, quicker)[100] == at("11:30")
    assert steps(END, "11:10", ANSWERED, spoke, quicker)[100] == at("12:00")


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED, Status.CANCELLED])
def test_nothing_falls_due_on_what_is_over(status: Status) -> None:
    over = timing((OPENED, ANSWERED, StatusMoved(at("11:00"), status)), at("12:00"))
    assert steps_due(over) == {}


def test_the_one_that_breaks_first_comes_first() -> None:
    found = timing((OPENED, ANSWERED, ClientSpoke(at("11:00"))), at("11:10"))
    assert [timed.kind for timed, _ in by_urgency(found.latest().items())] == [NEXT, UPDATE, END]


def test_only_what_the_client_was_promised_counts_as_broken() -> None:
    """A team's late acknowledgement is ours to settle; a missed update stays one."""
    called = Escalated(at("10:05"), 3, target(0.1), None)
    assert not timing((OPENED, ANSWERED, called), at("10:31")).breached(at("10:31"))
    missed = timing((OPENED, ANSWERED, called), at("14:00") + timedelta(minutes=1))
    assert missed.breached(at("14:01"))
    assert missed.clocks[Timed(UPDATE)][1].outcome is Outcome.BREACHED
