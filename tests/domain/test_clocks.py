"""Clocks: tables of cases for the rules of the trade, and whole lives against the step-by-step oracle."""

import secrets
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.calendars import Calendar, Closed, ClosedReason, Holiday, Interval
from bot.domain.clock_replay import clock_of
from bot.domain.clocks import (
    Cancelled,
    Clock,
    ClockKind,
    Ended,
    Fact,
    Met,
    Outcome,
    Paused,
    PauseReason,
    Reopened,
    Resumed,
    Retargeted,
    SegmentState,
    Started,
    Target,
    Verdict,
    explain,
    judge,
    moments,
)
from bot.domain.words import CalendarKey
from tests.domain.clock_cases import ZONES, check_clock, make_floor
from tests.proof.clocks import run

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
CLIENT, PROVIDER = PauseReason.WAITING_CLIENT, PauseReason.WAITING_PROVIDER
ALWAYS = Calendar(CalendarKey("always"), ZoneInfo("UTC"), ((),) * 7, always=True)
OFFICE = Calendar(
    CalendarKey("office"),
    ZoneInfo("UTC"),
    ((Interval(time(9), time(18)),),) * 5 + ((), ()),
    {date(2024, 5, 9): Holiday("Ascension")},
)


def at(text: str) -> datetime:
    """A time on Monday, 6 May 2024, or day and time of that month."""
    return datetime.fromisoformat(f"2024-05-{text}" if " " in text else f"2024-05-06 {text}").replace(tzinfo=UTC)


def hours(number: float, calendar: Calendar = ALWAYS, policy: str = "P3") -> Target:
    return Target(number * HOUR, calendar, policy)


def resolution(*facts: Fact) -> Clock:
    clock = clock_of(ClockKind.RESOLUTION, facts)
    assert clock is not None
    return clock


def first_response(*facts: Fact) -> Clock:
    clock = clock_of(ClockKind.FIRST_RESPONSE, facts)
    assert clock is not None
    return clock


class TestRunning:
    def test_without_a_start_there_is_no_clock(self) -> None:
        assert clock_of(ClockKind.RESOLUTION, ()) is None
        assert clock_of(ClockKind.RESOLUTION, [Paused(at("10:00"), CLIENT), Met(at("11:00"))]) is None

    def test_it_is_due_after_its_target(self) -> None:
        clock = resolution(Started(at("10:00"), hours(4)))
        assert clock.due_at == at("14:00")
        assert clock.elapsed(at("09:00")) == timedelta(0)
        assert clock.elapsed(at("11:30")) == 1.5 * HOUR
        assert clock.elapsed(at("15:00")) == 5 * HOUR

    @pytest.mark.parametrize(
        ("when", "verdict"),
        [
            ("10:00", Verdict.ON_TIME),
            ("12:59", Verdict.ON_TIME),
            ("13:00", Verdict.WARNING_75),
            ("13:35", Verdict.WARNING_75),
            ("13:36", Verdict.WARNING_90),
            ("13:59", Verdict.WARNING_90),
            ("14:00", Verdict.BREACHED),
            ("18:00", Verdict.BREACHED),
        ],
    )
    def test_it_warns_at_75_and_90_per_cent_and_then_breaches(self, when: str, verdict: Verdict) -> None:
        assert judge(resolution(Started(at("10:00"), hours(4))), at(when)) is verdict

    def test_its_moments_are_in_working_time(self) -> None:
        clock = resolution(Started(at("08 15:00"), hours(8, OFFICE)))  # Wednesday; Thursday is a holiday
        assert moments(clock) == {75: at("10 12:00"), 90: at("10 13:12"), 100: at("10 14:00")}
        assert clock.due_at == at("10 14:00")

    def test_a_target_that_hundredths_do_not_divide_warns_no_microsecond_early(self) -> None:
        clock = resolution(Started(at("10:00"), Target(timedelta(microseconds=3), ALWAYS, "P1")))
        assert moments(clock) == {100: at("10:00") + timedelta(microseconds=3)}
        assert judge(clock, at("10:00") + timedelta(microseconds=2)) is Verdict.ON_TIME


class TestTheVeryInstant:
    def test_an_answer_at_the_due_instant_is_in_time(self) -> None:
        clock = first_response(Started(at("10:00"), hours(1)), Met(at("11:00")))
        assert (clock.outcome, clock.breached_at, clock.ended_at) == (Outcome.MET, None, at("11:00"))
        assert judge(clock, at("12:00")) is Verdict.MET

    def test_one_a_microsecond_later_is_late(self) -> None:
        clock = first_response(Started(at("10:00"), hours(1)), Met(at("11:00") + timedelta(microseconds=1)))
        assert (clock.outcome, clock.breached_at) == (Outcome.MET_LATE, at("11:00"))

    def test_none_at_it_is_a_breach(self) -> None:
        assert judge(first_response(Started(at("10:00"), hours(1))), at("11:00")) is Verdict.BREACHED

    def test_a_pause_at_it_is_no_answer(self) -> None:
        facts = Started(at("10:00"), hours(1)), Paused(at("11:00"), CLIENT)
        assert resolution(*facts).breached_at == at("11:00")
        assert resolution(*facts, Met(at("11:00"))).outcome is Outcome.MET

    def test_a_new_target_at_it_is_no_answer(self) -> None:
        facts = Started(at("10:00"), hours(1)), Retargeted(at("11:00"), hours(5, policy="P4"))
        clock = resolution(*facts)
        assert (clock.breached_at, clock.born_breached, clock.due_at) == (at("11:00"), False, at("15:00"))
        assert resolution(*facts, Met(at("11:00"))).outcome is Outcome.MET

    def test_work_ended_at_closing_time_is_due_then(self) -> None:
        started = Started(at("10 17:00"), hours(1, OFFICE))  # Friday
        assert first_response(started, Met(at("10 18:00"))).outcome is Outcome.MET
        assert first_response(started, Met(at("11 12:00"))).outcome is Outcome.MET_LATE

    def test_a_target_of_zero_is_due_at_the_start_even_outside_hours(self) -> None:
        started = Started(at("11 12:00"), hours(0, OFFICE))
        clock = first_response(started)
        assert (clock.due_at, clock.breached_at, clock.born_breached) == (at("11 12:00"), at("11 12:00"), False)
        assert moments(clock) == {100: at("11 12:00")}
        assert first_response(started, Met(at("11 12:00"))).outcome is Outcome.MET
        assert first_response(started, Met(at("11 12:01"))).outcome is Outcome.MET_LATE


class TestPauses:
    def test_a_pause_keeps_the_elapsed_time_and_moves_the_due_instant(self) -> None:
        started, paused = Started(at("10:00"), hours(4)), Paused(at("11:00"), CLIENT)
        waiting = resolution(started, paused)
        assert (waiting.due_at, waiting.paused_by, judge(waiting, at("20:00"))) == (None, CLIENT, Verdict.PAUSED)
        assert moments(waiting) == {}
        assert waiting.elapsed(at("20:00")) == HOUR
        going = resolution(started, paused, Resumed(at("20:00")))
        assert (going.due_at, going.paused_by) == (at("23:00"), None)
        assert moments(going) == {75: at("22:00"), 90: at("22:36"), 100: at("23:00")}

    def test_a_moment_that_came_before_the_pause_stays_where_it_was(self) -> None:
        clock = resolution(Started(at("10:00"), hours(4)), Paused(at("13:30"), CLIENT), Resumed(at("15:00")))
        assert moments(clock) == {75: at("13:00"), 90: at("15:06"), 100: at("15:30")}

    def test_a_pause_over_a_holiday_and_a_weekend_costs_nothing(self) -> None:
        clock = resolution(
            Started(at("08 17:00"), hours(2, OFFICE)), Paused(at("09 12:00"), CLIENT), Resumed(at("11 12:00"))
        )
        assert clock.due_at == at("13 10:00")

    def test_waiting_for_another_is_another_segment(self) -> None:
        clock = resolution(
            Started(at("10:00"), hours(4)),
            Paused(at("11:00"), CLIENT),
            Paused(at("12:00"), CLIENT),
            Paused(at("13:00"), PROVIDER),
        )
        assert [(part.start, part.reason) for part in clock.segments] == [
            (at("10:00"), None),
            (at("11:00"), CLIENT),
            (at("13:00"), PROVIDER),
        ]

    def test_a_breach_shows_through_a_pause(self) -> None:
        clock = resolution(Started(at("10:00"), hours(1)), Paused(at("12:00"), CLIENT))
        assert (clock.due_at, clock.paused_by, clock.breached_at) == (None, CLIENT, at("11:00"))
        assert judge(clock, at("13:00")) is Verdict.BREACHED

    def test_a_resolution_out_of_a_pause_is_judged_by_what_was_counted(self) -> None:
        clock = resolution(Started(at("10:00"), hours(1)), Paused(at("10:30"), CLIENT), Met(at("20:00")))
        assert (clock.outcome, clock.elapsed(at("20:00"))) == (Outcome.MET, HOUR / 2)


class TestPriorityChanges:
    def test_elapsed_time_and_pauses_stay(self) -> None:
        clock = resolution(
            Started(at("08:00"), hours(20)),
            Paused(at("09:00"), CLIENT),
            Resumed(at("12:00")),
            Retargeted(at("13:00"), hours(8, policy="P2")),
        )
        assert clock.due_at == at("19:00")  # now + (8 − 2)
        assert clock.elapsed(at("13:00")) == 2 * HOUR

    def test_the_rest_runs_on_the_new_calendar_and_the_past_stays_as_counted(self) -> None:
        clock = resolution(
            Started(at("10 16:00"), hours(4, OFFICE)), Retargeted(at("11 12:00"), hours(6, policy="P1"))
        )  # Friday to Saturday: two office hours
        assert clock.due_at == at("11 16:00")
        assert clock.elapsed(at("11 13:00")) == 3 * HOUR
        back = resolution(Started(at("10 16:00"), hours(4)), Retargeted(at("10 18:00"), hours(4, OFFICE, "P4")))
        assert back.due_at == at("13 11:00")

    def test_percentages_passed_by_the_change_are_due_then_the_severest_only(self) -> None:
        clock = resolution(Started(at("10:00"), hours(100)), Retargeted(at("19:30"), hours(10, policy="P2")))
        assert moments(clock) == {90: at("19:30"), 100: at("20:00")}
        assert judge(clock, at("19:30")) is Verdict.WARNING_90

    def test_one_born_breached_says_so_and_warns_of_nothing(self) -> None:
        clock = resolution(Started(at("10:00"), hours(20)), Retargeted(at("13:00"), hours(2, policy="P1")))
        assert (clock.breached_at, clock.born_breached) == (at("13:00"), True)
        assert clock.due_at == at("12:00")  # now + (2 − 3)
        assert moments(clock) == {100: at("13:00")}
        assert judge(clock, at("13:00")) is Verdict.BREACHED

    def test_it_was_never_due_before_it_started(self) -> None:
        clock = resolution(Started(at("07 00:00"), hours(100)), Retargeted(at("10 12:00"), hours(2, OFFICE, "P4")))
        assert clock.due_at == at("07 00:00")

    def test_one_that_uses_the_target_up_exactly_may_be_answered_at_that_instant(self) -> None:
        facts = Started(at("10:00"), hours(20)), Retargeted(at("12:00"), hours(2, policy="P1"))
        clock = resolution(*facts)
        assert (clock.breached_at, clock.born_breached, clock.due_at) == (at("12:00"), True, at("12:00"))
        assert resolution(*facts, Met(at("12:00"))).outcome is Outcome.MET
        assert resolution(*facts, Met(at("12:01"))).outcome is Outcome.MET_LATE
        reopened = resolution(*facts, Met(at("12:00")), Reopened(at("13:00")))
        assert (reopened.breached_at, reopened.born_breached) == (at("13:00"), False)

    def test_a_paused_clock_may_be_born_breached_too(self) -> None:
        clock = resolution(
            Started(at("10:00"), hours(20)), Paused(at("13:00"), CLIENT), Retargeted(at("14:00"), hours(2, policy="P1"))
        )
        assert (clock.breached_at, clock.born_breached, clock.due_at) == (at("14:00"), True, None)

    def test_a_breach_stays_when_the_new_target_is_longer(self) -> None:
        clock = resolution(Started(at("10:00"), hours(1)), Retargeted(at("12:00"), hours(8, policy="P4")))
        assert (clock.breached_at, clock.born_breached, clock.due_at) == (at("11:00"), False, at("18:00"))
        assert judge(clock, at("13:00")) is Verdict.BREACHED

    def test_the_same_target_again_changes_nothing(self) -> None:
        facts = Started(at("10:00"), hours(4)), Retargeted(at("11:00"), hours(4))
        assert resolution(*facts) == resolution(facts[0])

    def test_a_target_that_changes_while_resolved_counts_from_the_reopening(self) -> None:
        resolved = (
            Started(at("08:00"), hours(8)),
            Met(at("12:00")),
            Retargeted(at("13:00"), hours(2, policy="P1")),
        )
        assert resolution(*resolved).target == hours(8)
        assert resolution(*resolved).outcome is Outcome.MET
        reopened = resolution(*resolved, Reopened(at("14:00")))
        assert (reopened.target.policy, reopened.breached_at, reopened.born_breached) == ("P1", at("14:00"), True)


class TestEndings:
    def test_a_breach_stays_a_breach_after_the_resolution(self) -> None:
        clock = resolution(Started(at("10:00"), hours(1)), Met(at("12:00")))
        assert (clock.outcome, clock.breached_at) == (Outcome.MET_LATE, at("11:00"))
        assert (judge(clock, at("13:00")), moments(clock)) == (Verdict.MET_LATE, {})
        assert clock.breach(at("13:00")) == at("11:00")

    def test_the_resolved_span_does_not_count(self) -> None:
        clock = resolution(Started(at("10:00"), hours(4)), Met(at("12:00")), Reopened(at("20:00")))
        assert (clock.due_at, clock.outcome, clock.ended_at) == (at("22:00"), None, None)
        assert [(part.state, part.counted) for part in clock.segments] == [
            (SegmentState.RUNNING, 2 * HOUR),
            (SegmentState.STOPPED, timedelta(0)),
            (SegmentState.RUNNING, timedelta(0)),
        ]

    def test_resolved_at_the_due_instant_and_reopened_it_is_due_at_once(self) -> None:
        facts = Started(at("10:00"), hours(1)), Met(at("11:00")), Reopened(at("12:00"))
        assert (resolution(*facts).breached_at, resolution(*facts).due_at) == (at("12:00"), at("12:00"))
        assert resolution(*facts, Met(at("12:00"))).outcome is Outcome.MET

    @pytest.mark.parametrize(
        ("resolved", "outcome", "breached"),
        [
            ("10:20", Outcome.BREACHED, "10:20"),
            ("11:00", Outcome.BREACHED, "11:00"),
            ("12:00", Outcome.MET_LATE, "11:00"),
        ],
    )
    def test_the_resolution_ends_a_first_response_that_never_came(
        self, resolved: str, outcome: Outcome, breached: str
    ) -> None:
        clock = first_response(Started(at("10:00"), hours(1)), Ended(at(resolved)))
        assert (clock.outcome, clock.breached_at, clock.ended_at) == (outcome, at(breached), at(resolved))

    def test_a_first_response_once_given_is_given(self) -> None:
        facts = Started(at("10:00"), hours(1)), Met(at("10:30"))
        later = Met(at("12:00")), Ended(at("13:00")), Reopened(at("14:00")), Cancelled(at("15:00"))
        assert first_response(*facts, *later) == first_response(*facts)

    def test_a_cancelled_clock_goes_on_when_the_cancellation_was_a_mistake(self) -> None:
        facts = Started(at("10:00"), hours(1)), Cancelled(at("10:20"))
        assert (first_response(*facts).outcome, first_response(*facts).breached_at) == (Outcome.CANCELLED, None)
        assert first_response(*facts, Reopened(at("10:30"))).due_at == at("11:10")

    def test_a_cancellation_does_not_undo_a_breach(self) -> None:
        clock = resolution(Started(at("10:00"), hours(1)), Cancelled(at("12:00")))
        assert (clock.outcome, clock.breached_at) == (Outcome.CANCELLED, at("11:00"))

    def test_facts_that_say_nothing_new_change_nothing(self) -> None:
        started = Started(at("10:00"), hours(4))
        idle = Resumed(at("10:30")), Reopened(at("10:40")), Started(at("10:50"), hours(1))
        assert resolution(started, *idle) == resolution(started)

    def test_a_fact_stamped_before_the_one_before_it_counts_as_of_the_same_instant(self) -> None:
        """A clock that stepped back makes no negative time."""
        back = resolution(Started(at("10:00"), hours(4)), Paused(at("11:00"), CLIENT), Resumed(at("10:50")))
        assert (back.due_at, back.elapsed(at("12:00"))) == (at("14:00"), 2 * HOUR)


def test_explain_tells_outside_hours_from_waiting() -> None:
    clock = resolution(
        Started(at("08 17:00"), hours(8, OFFICE)),
        Paused(at("10 10:00"), CLIENT),
        Resumed(at("10 11:00")),
        Met(at("10 12:00")),
    )
    night = Closed(ClosedReason.OUTSIDE_HOURS)
    assert [
        (f"{part.start:%d %H}", part.state, part.reason, part.counted) for part in explain(clock, at("10 15:00"))
    ] == [
        ("08 17", SegmentState.RUNNING, None, HOUR),
        ("08 18", SegmentState.OUTSIDE_HOURS, night, timedelta(0)),
        ("09 00", SegmentState.OUTSIDE_HOURS, Closed(ClosedReason.HOLIDAY, "Ascension"), timedelta(0)),
        ("10 00", SegmentState.OUTSIDE_HOURS, night, timedelta(0)),
        ("10 09", SegmentState.RUNNING, None, HOUR),
        ("10 10", SegmentState.PAUSED, CLIENT, timedelta(0)),
        ("10 11", SegmentState.RUNNING, None, HOUR),
        ("10 12", SegmentState.STOPPED, None, timedelta(0)),
    ]
    assert explain(clock, at("08 17:00")) == ()
    assert explain(clock, at("10 10:30"))[-1].end == at("10 10:30")


def test_the_target_over_a_change_of_the_hour_is_counted_in_utc() -> None:
    """From 12:00 to 12:00 over Madrid's spring change 23 hours pass, by the wall clock 24."""
    madrid = Calendar(CalendarKey("madrid"), ZoneInfo("Europe/Madrid"), ((Interval(time(0), time(0)),),) * 7)
    start = datetime(2024, 3, 30, 12, tzinfo=ZoneInfo("Europe/Madrid"))
    clock = resolution(Started(start, hours(24, madrid)))
    assert clock.due_at == datetime(2024, 3, 31, 13, tzinfo=ZoneInfo("Europe/Madrid")).astimezone(UTC)
    assert clock.elapsed(datetime(2024, 3, 31, 12, tzinfo=ZoneInfo("Europe/Madrid"))) == 23 * HOUR


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    random=st.randoms(use_true_random=False), zone=st.sampled_from(ZONES), seconds=st.sampled_from([False] * 4 + [True])
)
def test_every_life_is_that_of_the_oracle(random: Random, zone: str, seconds: bool) -> None:
    floor = make_floor(random, zone, seconds)
    for _ in range(5):
        check_clock(random, floor)


def test_a_small_part_of_the_proof_with_a_fresh_seed() -> None:
    """The seed stands in the message of a failure; `python -m tests.proof.clocks` runs the rest."""
    seed = secrets.randbelow(1_000_000)
    held, single, zones = run(660, seed)
    assert held["cases"] == 660
    assert single["clocks"] >= 320 and len(zones) >= 16
    rare = ("pause", "priority change", "calendar change", "retroactive pause", "holiday", "DST", "reopening")
    assert all(held[name] for name in (*rare, *(kind.value for kind in ClockKind))), (seed, held)
    common = ("pause", "priority change", "holiday", "born breached")
    assert all(single[name] for name in common), (seed, single)
