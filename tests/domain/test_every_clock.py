"""Every clock but the first response and the resolution: from a ticket's history, rule by rule."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendars import Calendar, Holiday, Interval
from bot.domain.clock_history import (
    CheckEnded,
    CheckRetargeted,
    CheckSent,
    ClientAnswered,
    ClientSpoke,
    Escalated,
    EscalationEnded,
    EscalationRetargeted,
    HistoryFact,
    PausedAfterwards,
    PriorityMoved,
    Promises,
    ProviderAnswered,
    ProviderAsked,
    ProviderTold,
    StatusMoved,
    TeamAcknowledged,
    TeamNoted,
    TicketOpened,
)
from bot.domain.clock_rows import RowReason, rows_of
from bot.domain.clocks import Clock, ClockKind, Outcome, PauseReason, Target
from bot.domain.every_clock import Timed, every_clock
from bot.domain.statuses import Status
from bot.domain.update_clocks import next_update_due
from bot.domain.words import CalendarKey

ALWAYS = Calendar(CalendarKey("always"), ZoneInfo("UTC"), ((),) * 7, always=True)
OFFICE = Calendar(
    CalendarKey("office"),
    ZoneInfo("UTC"),
    (*(((Interval(time(9), time(18)),),) * 5), (), ()),
    {date(2024, 5, 9): Holiday("Ascension")},
)
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """`10:00` on Monday the 6th, or `08 10:00`."""
    return datetime.fromisoformat(f"2024-05-{text if ' ' in text else '06 ' + text}").replace(tzinfo=UTC)


def target(hours: float, calendar: Calendar = ALWAYS, policy: str = "P3") -> Target:
    return Target(timedelta(hours=hours), calendar, policy)


PROMISED = Promises(target(1), target(2), target(8), target(24))
OPENED = TicketOpened(at("10:00"), target(1), target(8), PROMISED)
ANSWERED = ClientAnswered(at("10:30"))


def clocks(kind: ClockKind, *history: HistoryFact, until: str = "10 00:00", number: int = 0) -> tuple[Clock, ...]:
    """The clocks of one kind of a ticket opened at ten, seen later."""
    return every_clock((OPENED, *history), at(until)).get(Timed(kind, number), ())


def moved(when: str, to: Status) -> StatusMoved:
    return StatusMoved(at(when), to)


class TestNextResponse:
    def test_it_starts_at_the_oldest_unanswered_message_and_later_ones_move_nothing(self) -> None:
        [clock] = clocks(
            ClockKind.NEXT_RESPONSE, ANSWERED, ClientSpoke(at("11:00")), ClientSpoke(at("11:40")), until="11:50"
        )
        assert (clock.started_at, clock.due_at) == (at("11:00"), at("12:00"))

    def test_several_replies_of_ours_move_nothing(self) -> None:
        [clock] = clocks(
            ClockKind.NEXT_RESPONSE,
            ANSWERED,
            ClientSpoke(at("11:00")),
            ClientAnswered(at("11:20")),
            ClientAnswered(at("12:20")),
        )
        assert (clock.outcome, clock.ended_at) == (Outcome.MET, at("11:20"))

    def test_messages_before_the_first_response_start_none(self) -> None:
        assert clocks(ClockKind.NEXT_RESPONSE, ClientSpoke(at("10:10")), ANSWERED) == ()

    def test_each_unanswered_message_after_an_answer_starts_anew(self) -> None:
        first, second = clocks(
            ClockKind.NEXT_RESPONSE,
            ANSWERED,
            ClientSpoke(at("11:00")),
            ClientAnswered(at("12:30")),
            ClientSpoke(at("13:00")),
            ClientAnswered(at("14:00")),
        )
        assert (first.outcome, first.breached_at) == (Outcome.MET_LATE, at("12:00"))
        assert (second.outcome, second.ended_at) == (Outcome.MET, at("14:00"))

    def test_a_question_to_the_client_stops_it_and_a_resolution_ends_it(self) -> None:
        spoke = ClientSpoke(at("11:00"))
        [asked] = clocks(ClockKind.NEXT_RESPONSE, ANSWERED, spoke, moved("11:10", Status.WAITING_CLIENT))
        assert asked.outcome is Outcome.CANCELLED
        [resolved] = clocks(ClockKind.NEXT_RESPONSE, ANSWERED, spoke, moved("11:10", Status.RESOLVED))
        assert (resolved.outcome, resolved.breached_at) == (Outcome.BREACHED, at("11:10"))

    def test_thanks_after_the_resolution_start_none_and_a_message_that_reopens_does(self) -> None:
        resolved = (ANSWERED, moved("11:00", Status.RESOLVED))
        assert clocks(ClockKind.NEXT_RESPONSE, *resolved) == ()
        reopened = moved("12:00", Status.IN_PROGRESS)
        for told in ([ClientSpoke(at("12:00")), reopened], [reopened, ClientSpoke(at("12:00"))]):
            [clock] = clocks(ClockKind.NEXT_RESPONSE, *resolved, *told, until="12:10")
            assert clock.due_at == at("13:00")

    def test_a_cancellation_by_mistake_is_taken_back(self) -> None:
        spoke, cancelled = ClientSpoke(at("11:00")), moved("11:20", Status.CANCELLED)
        [clock] = clocks(ClockKind.NEXT_RESPONSE, ANSWERED, spoke, cancelled, until="11:30")
        assert clock.outcome is Outcome.CANCELLED
        back = moved("12:20", Status.IN_PROGRESS)
        [clock] = clocks(ClockKind.NEXT_RESPONSE, ANSWERED, spoke, cancelled, back, until="12:30")
        assert (clock.outcome, clock.due_at) == (None, at("13:00"))

    def test_a_policy_that_promises_it_only_now_starts_it_now(self) -> None:
        opened = TicketOpened(at("10:00"), target(1), target(8))
        later = PriorityMoved(at("12:00"), target(1), target(8), PROMISED)
        history = [opened, ANSWERED, ClientSpoke(at("11:00")), later]
        [clock] = every_clock(history, at("12:10"))[Timed(ClockKind.NEXT_RESPONSE)]
        assert (clock.started_at, clock.due_at) == (at("12:00"), at("13:00"))


class TestUpdates:
    def slots(self, *history: HistoryFact, until: str) -> list[tuple[str, Outcome | None]]:
        found = clocks(ClockKind.UPDATE, *history, until=until)
        return [(f"{clock.started_at:%H:%M}", clock.outcome) for clock in found]

    def test_a_reply_satisfies_its_slot_and_does_not_move_the_grid(self) -> None:
        assert self.slots(ANSWERED, ClientAnswered(at("13:50")), until="15:00") == [
            ("10:00", Outcome.MET),
            ("12:00", Outcome.MET),
            ("14:00", None),
        ]

    def test_an_update_at_the_very_due_instant_is_in_time_for_the_slot_that_ends(self) -> None:
        assert self.slots(ClientAnswered(at("12:00")), until="14:30") == [
            ("10:00", Outcome.MET),
            ("12:00", Outcome.BREACHED),
            ("14:00", None),
        ]

    def test_two_updates_in_one_slot_are_one(self) -> None:
        assert self.slots(ANSWERED, ClientAnswered(at("10:40")), until="14:30")[1] == ("12:00", Outcome.BREACHED)

    def test_a_pause_and_a_resolved_span_move_the_grid_by_their_length(self) -> None:
        waits = moved("10:30", Status.WAITING_CLIENT), moved("11:30", Status.IN_PROGRESS)
        ends = moved("12:00", Status.RESOLVED), moved("20:00", Status.IN_PROGRESS)
        assert self.slots(*waits, *ends, ClientAnswered(at("20:30")), until="22:00") == [
            ("10:00", Outcome.MET),
            ("21:00", None),
        ]

    def test_a_provider_that_has_the_ball_does_not_stop_it(self) -> None:
        assert self.slots(moved("10:30", Status.WAITING_PROVIDER), until="12:30")[0] == ("10:00", Outcome.BREACHED)

    def test_while_a_change_is_awaited_it_is_slower_and_then_begins_anew(self) -> None:
        waits = moved("11:00", Status.WAITING_CHANGE)
        [slow] = clocks(ClockKind.UPDATE, waits, until="17:00")
        assert slow.due_at == at("18:00")
        assert self.slots(waits, moved("17:00", Status.IN_PROGRESS), until="18:00") == [
            ("10:00", Outcome.CANCELLED),
            ("17:00", None),
        ]

    def test_another_priority_keeps_the_time_of_the_slot(self) -> None:
        quicker = Promises(update=target(0.5, policy="P1"))
        early = PriorityMoved(at("10:20"), target(1), target(2), quicker)
        assert clocks(ClockKind.UPDATE, early, until="10:25")[-1].due_at == at("10:30")
        late = PriorityMoved(at("11:00"), target(1), target(2), quicker)
        first, second = clocks(ClockKind.UPDATE, late, until="11:10")
        assert (first.outcome, first.breached_at, first.born_breached) == (Outcome.BREACHED, at("11:00"), True)
        assert second.due_at == at("11:30")

    def test_the_next_one_is_due_at_the_end_of_the_slot_or_of_the_one_after_a_slot_that_is_met(self) -> None:
        assert next_update_due([OPENED], at("11:00")) == at("12:00")
        assert next_update_due([OPENED, ANSWERED], at("11:00")) == at("14:00")
        assert next_update_due([OPENED, moved("10:30", Status.WAITING_CLIENT)], at("11:00")) is None
        assert next_update_due([TicketOpened(at("10:00"), target(1), target(8))], at("11:00")) is None


class TestTeam:
    called = Escalated(at("10:10"), 7, target(0.5), target(2))

    def test_the_acknowledgement_runs_from_the_call(self) -> None:
        [clock] = clocks(ClockKind.ACKNOWLEDGEMENT, self.called, TeamAcknowledged(at("10:50"), 7), number=7)
        assert (clock.outcome, clock.breached_at) == (Outcome.MET_LATE, at("10:40"))

    def test_acknowledged_is_not_progressing(self) -> None:
        has_it = TeamAcknowledged(at("10:20"), 7)
        [clock] = clocks(ClockKind.PROGRESS, self.called, has_it, until="12:00", number=7)
        assert (clock.started_at, clock.due_at) == (at("10:20"), at("12:20"))
        first, second = clocks(
            ClockKind.PROGRESS, self.called, has_it, TeamNoted(at("12:00"), 7), until="13:00", number=7
        )
        assert (first.outcome, second.due_at) == (Outcome.MET, at("14:00"))

    @pytest.mark.parametrize("status", [Status.WAITING_CLIENT, Status.WAITING_PROVIDER])
    def test_it_waits_while_others_have_the_ball(self, status: Status) -> None:
        waits = moved("10:20", status), moved("11:20", Status.IN_PROGRESS)
        [clock] = clocks(ClockKind.ACKNOWLEDGEMENT, self.called, *waits, until="11:30", number=7)
        assert clock.due_at == at("11:40")

    def test_given_back_or_resolved_nobody_waits_for_it(self) -> None:
        for over in (EscalationEnded(at("10:20"), 7), moved("10:20", Status.RESOLVED)):
            [clock] = clocks(ClockKind.ACKNOWLEDGEMENT, self.called, over, number=7)
            assert (clock.outcome, clock.ended_at) == (Outcome.CANCELLED, at("10:20"))

    def test_two_teams_have_clocks_of_their_own_and_other_targets_keep_what_has_passed(self) -> None:
        other = Escalated(at("10:15"), 8, target(1))
        quicker = EscalationRetargeted(at("10:20"), 8, target(0.25))
        assert clocks(ClockKind.ACKNOWLEDGEMENT, self.called, other, quicker, until="10:21", number=7)[0].due_at == at(
            "10:40"
        )
        assert clocks(ClockKind.ACKNOWLEDGEMENT, self.called, other, quicker, until="10:21", number=8)[0].due_at == at(
            "10:30"
        )


class TestProvider:
    sent = CheckSent(at("11:00"), 3, target(4, OFFICE, "contract"))

    def clock(self, *history: HistoryFact) -> Clock:
        [clock] = clocks(ClockKind.PROVIDER, self.sent, *history, number=3)
        return clock

    def test_it_runs_by_the_contract_whoever_has_the_ticket(self) -> None:
        assert self.clock(moved("11:30", Status.IN_PROGRESS)).due_at == at("15:00")
        assert self.clock(ProviderAnswered(at("14:00"), 3)).outcome is Outcome.MET

    def test_asked_for_information_it_is_our_turn_again(self) -> None:
        asked, told = ProviderAsked(at("12:00"), 3), ProviderTold(at("13:00"), 3)
        assert self.clock(asked).paused_by is PauseReason.INFORMATION
        assert self.clock(asked, told).due_at == at("16:00")

    def test_waiting_for_the_client_it_waits_too(self) -> None:
        assert self.clock(moved("12:00", Status.WAITING_CLIENT)).paused_by is PauseReason.WAITING_CLIENT

    def test_another_contract_and_a_check_that_nobody_needs_any_more(self) -> None:
        assert self.clock(CheckRetargeted(at("12:00"), 3, target(2, OFFICE, "new"))).due_at == at("13:00")
        assert self.clock(CheckEnded(at("12:00"), 3)).outcome is Outcome.CANCELLED


class TestWaitingForTheClient:
    def test_a_word_of_the_client_meets_it_and_going_on_cancels_it(self) -> None:
        waits = moved("11:00", Status.WAITING_CLIENT)
        [clock] = clocks(ClockKind.WAITING_CLIENT, waits)
        assert clock.due_at == at("07 11:00")
        back = moved("12:00", Status.IN_PROGRESS)
        [clock] = clocks(ClockKind.WAITING_CLIENT, waits, ClientSpoke(at("12:00")), back)
        assert (clock.outcome, clock.ended_at) == (Outcome.MET, at("12:00"))
        [clock] = clocks(ClockKind.WAITING_CLIENT, waits, back)
        assert clock.outcome is Outcome.CANCELLED

    def test_each_wait_begins_anew(self) -> None:
        moves = [moved("11:00", Status.WAITING_CLIENT), moved("12:00", Status.IN_PROGRESS)]
        assert [
            clock.due_at
            for clock in clocks(ClockKind.WAITING_CLIENT, *moves, moved("13:00", Status.WAITING_CLIENT))[1:]
        ] == [at("07 13:00")]


class TestPausedAfterwards:
    noted = PausedAfterwards(at("14:00"), at("11:00"), at("13:00"), Status.WAITING_CLIENT, "they were asked by phone")

    def test_what_was_a_wait_counts_as_one(self) -> None:
        [clock] = clocks(ClockKind.RESOLUTION, self.noted, until="15:00")
        assert (clock.due_at, clock.elapsed(at("15:00"))) == (at("20:00"), 3 * HOUR)

    def test_it_can_undo_a_breach_that_was_none(self) -> None:
        answer = moved("19:00", Status.RESOLVED)
        noted = PausedAfterwards(at("20:00"), at("11:00"), at("13:00"), Status.WAITING_CLIENT, "by phone")
        assert clocks(ClockKind.RESOLUTION, answer)[0].outcome is Outcome.MET_LATE
        assert clocks(ClockKind.RESOLUTION, answer, noted)[0].outcome is Outcome.MET

    def test_only_what_that_status_pauses_and_only_until_it_was_noted(self) -> None:
        provider = PausedAfterwards(at("14:00"), at("11:00"), at("23:00"), Status.WAITING_PROVIDER, "mail was lost")
        history = (OPENED, provider)
        assert every_clock(history, at("15:00"))[Timed(ClockKind.RESOLUTION)][0].due_at == at("18:00")
        by_contract = every_clock(history, at("15:00"), provider_pauses=True)[Timed(ClockKind.RESOLUTION)]
        assert by_contract[0].due_at == at("21:00")

    def test_the_rows_say_why(self) -> None:
        [clock] = clocks(ClockKind.RESOLUTION, self.noted, until="15:00")
        assert [(f"{row.start:%H}", row.reason, row.detail, row.spent) for row in rows_of(clock, at("15:00"))] == [
            ("10", RowReason.COUNTED, "", HOUR),
            ("11", RowReason.WAITING_CLIENT, "they were asked by phone", HOUR),
            ("13", RowReason.COUNTED, "", 3 * HOUR),
        ]


def test_another_version_of_the_calendar_keeps_what_was_counted_and_the_rest_runs_on_the_new_one() -> None:
    opened = TicketOpened(at("08 16:00"), target(1), target(6, OFFICE))
    noon = OFFICE.week[0][0].start, time(12)
    short = Calendar(CalendarKey("office"), ZoneInfo("UTC"), ((Interval(*noon),),) * 7, OFFICE.holidays)
    changed = PriorityMoved(at("09 12:00"), target(1), target(6, short))
    [clock] = every_clock([opened, changed], at("12 00:00"))[Timed(ClockKind.RESOLUTION)]
    assert clock.elapsed(at("09 12:00")) == 2 * HOUR
    assert clock.due_at == at("11 10:00")
    rows = rows_of(clock, at("10 09:30"))
    assert [(row.reason, row.detail, row.due) for row in rows] == [
        (RowReason.COUNTED, "", at("10 13:00")),
        (RowReason.OUTSIDE_HOURS, "", at("10 13:00")),
        (RowReason.HOLIDAY, "Ascension", at("10 13:00")),
        (RowReason.HOLIDAY, "Ascension", at("11 10:00")),
        (RowReason.OUTSIDE_HOURS, "", at("11 10:00")),
        (RowReason.COUNTED, "", at("11 10:00")),
    ]
    assert [row.retargeted for row in rows] == [False, False, False, True, False, False]
