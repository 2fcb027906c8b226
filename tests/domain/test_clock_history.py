"""From a ticket's statuses, answers and priorities to its two clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendars import Calendar
from bot.domain.clock_history import (
    ClientAnswered,
    HistoryFact,
    PriorityMoved,
    StatusMoved,
    TicketOpened,
    ticket_clocks,
)
from bot.domain.clocks import Clock, ClockKind, Outcome, PauseReason, Target, Verdict, judge
from bot.domain.statuses import RULES, ClockAct, Holder, Status, holder, resolution_act
from bot.domain.words import CalendarKey

ALWAYS = Calendar(CalendarKey("always"), ZoneInfo("UTC"), ((),) * 7, always=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-05-06 {text}").replace(tzinfo=UTC)


def target(hours: float, policy: str = "P3") -> Target:
    return Target(timedelta(hours=hours), ALWAYS, policy)


OPENED = TicketOpened(at("10:00"), target(1), target(4))


def clocks(*history: HistoryFact, provider_pauses: bool = False) -> tuple[Clock, Clock]:
    """First response and resolution of a ticket opened at ten, due after one and four hours."""
    both = ticket_clocks((OPENED, *history), provider_pauses)
    return both[ClockKind.FIRST_RESPONSE], both[ClockKind.RESOLUTION]


def test_the_table_of_who_holds_the_ball_is_complete() -> None:
    assert set(RULES) == set(Status)
    assert {status: holder(status) for status in Status} == {
        Status.NEW: Holder.US,
        Status.TRIAGE: Holder.US,
        Status.WITH_TEAM: Holder.TEAM,
        Status.IN_PROGRESS: Holder.TEAM,
        Status.WAITING_CLIENT: Holder.CLIENT,
        Status.WAITING_PROVIDER: Holder.PROVIDER,
        Status.WAITING_CHANGE: Holder.US,
        Status.RESOLVED: Holder.CLIENT,
        Status.CLOSED: Holder.NOBODY,
        Status.CANCELLED: Holder.NOBODY,
    }
    paused = {status for status in Status if resolution_act(status, provider_pauses=True) is ClockAct.PAUSE}
    assert paused == {Status.WAITING_CLIENT, Status.WAITING_PROVIDER}


def test_nothing_happened_nothing_is_timed() -> None:
    assert ticket_clocks(()) == {}
    assert ticket_clocks([StatusMoved(at("10:00"), Status.TRIAGE)]) == {}


def test_both_clocks_start_with_the_ticket() -> None:
    first, resolution = clocks()
    assert (first.due_at, resolution.due_at) == (at("11:00"), at("14:00"))


@pytest.mark.parametrize("status", [Status.TRIAGE, Status.WITH_TEAM, Status.IN_PROGRESS, Status.WAITING_CHANGE])
def test_both_run_while_we_or_a_team_hold_the_ball_and_the_client_has_heard_nothing(status: Status) -> None:
    first, resolution = clocks(StatusMoved(at("10:30"), status))
    assert (first.due_at, resolution.due_at) == (at("11:00"), at("14:00"))


def test_an_answer_ends_the_first_response_only() -> None:
    first, resolution = clocks(ClientAnswered(at("10:40")), ClientAnswered(at("12:00")))
    assert (first.outcome, first.ended_at) == (Outcome.MET, at("10:40"))
    assert (resolution.outcome, resolution.due_at) == (None, at("14:00"))


def test_waiting_for_the_client_pauses_the_resolution() -> None:
    asked = StatusMoved(at("11:00"), Status.WAITING_CLIENT)
    _, waiting = clocks(asked)
    assert waiting.paused_by is PauseReason.WAITING_CLIENT
    _, going = clocks(asked, StatusMoved(at("13:00"), Status.IN_PROGRESS))
    assert going.due_at == at("16:00")


def test_waiting_for_a_provider_pauses_it_only_by_contract() -> None:
    sent = StatusMoved(at("11:00"), Status.WAITING_PROVIDER)
    assert clocks(sent)[1].due_at == at("14:00")
    paused = clocks(sent, provider_pauses=True)[1]
    assert (paused.due_at, paused.paused_by) == (None, PauseReason.WAITING_PROVIDER)


def test_from_one_wait_into_the_other() -> None:
    moves = StatusMoved(at("11:00"), Status.WAITING_CLIENT), StatusMoved(at("12:00"), Status.WAITING_PROVIDER)
    assert clocks(*moves)[1].due_at == at("15:00")
    assert clocks(*moves, provider_pauses=True)[1].paused_by is PauseReason.WAITING_PROVIDER


def test_resolved_is_kept_for_reopening() -> None:
    resolved = StatusMoved(at("12:00"), Status.RESOLVED)
    assert clocks(resolved)[1].outcome is Outcome.MET
    _, reopened = clocks(resolved, StatusMoved(at("20:00"), Status.IN_PROGRESS))
    assert (reopened.outcome, reopened.due_at) == (None, at("22:00"))
    _, closed = clocks(resolved, StatusMoved(at("20:00"), Status.CLOSED))
    assert (closed.outcome, closed.ended_at) == (Outcome.MET, at("12:00"))


def test_reopened_into_a_wait_it_is_paused() -> None:
    moves = StatusMoved(at("12:00"), Status.RESOLVED), StatusMoved(at("13:00"), Status.WAITING_CLIENT)
    _, clock = clocks(*moves)
    assert (clock.paused_by, clock.elapsed(at("20:00"))) == (PauseReason.WAITING_CLIENT, timedelta(hours=2))


@pytest.mark.parametrize("end", [Status.RESOLVED, Status.CLOSED])
def test_a_silent_resolution_ends_the_first_response_as_a_breach(end: Status) -> None:
    first, _ = clocks(StatusMoved(at("10:20"), end))
    assert (first.outcome, first.breached_at) == (Outcome.BREACHED, at("10:20"))
    late, _ = clocks(StatusMoved(at("12:00"), end))
    assert (late.outcome, late.breached_at) == (Outcome.MET_LATE, at("11:00"))


def test_a_resolution_with_words_for_the_client_is_an_answer_whichever_is_told_first() -> None:
    resolved, answered = StatusMoved(at("11:00"), Status.RESOLVED), ClientAnswered(at("11:00"))
    assert clocks(resolved, answered)[0].outcome is Outcome.MET
    assert clocks(answered, resolved)[0].outcome is Outcome.MET


def test_a_reopened_ticket_does_not_ask_for_a_first_response_again() -> None:
    resolved, reopened = StatusMoved(at("10:30"), Status.RESOLVED), StatusMoved(at("12:00"), Status.IN_PROGRESS)
    first, _ = clocks(ClientAnswered(at("10:20")), resolved, reopened)
    assert (first.outcome, first.ended_at) == (Outcome.MET, at("10:20"))
    assert clocks(resolved, reopened, ClientAnswered(at("13:00")))[0].outcome is Outcome.BREACHED


def test_not_a_request_after_all_cancels_both_and_its_correction_revives_both() -> None:
    cancelled = StatusMoved(at("10:30"), Status.CANCELLED)
    assert [clock.outcome for clock in clocks(cancelled)] == [Outcome.CANCELLED, Outcome.CANCELLED]
    first, resolution = clocks(cancelled, StatusMoved(at("11:30"), Status.NEW))
    assert (first.due_at, resolution.due_at) == (at("12:00"), at("15:00"))


def test_a_change_of_priority_moves_both() -> None:
    first, resolution = clocks(PriorityMoved(at("10:12"), target(0.25, "P1"), target(2, "P1")))
    assert (first.due_at, resolution.due_at) == (at("10:15"), at("12:00"))
    assert judge(first, at("10:12")) is Verdict.WARNING_75
    assert first.target.policy == "P1"
