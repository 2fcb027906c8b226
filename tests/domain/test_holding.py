"""Waiting for the client: its ladder, and whose tickets wait how long."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.clock_course import StatusMoved
from bot.domain.clock_history import ClientSpoke, HistoryFact, PriorityMoved, Promises, TicketOpened
from bot.domain.clocks import Clock, Target
from bot.domain.holding import OwnerMoved, WaitingStep, time_on_hold, waiting_steps
from bot.domain.reply_clocks import waiting_client_clocks
from bot.domain.statuses import Status
from bot.domain.words import CalendarKey, PersonId

ALWAYS = Calendar(CalendarKey("always"), ZoneInfo("UTC"), ((),) * 7, always=True)
HOUR = timedelta(hours=1)
TEN = datetime(2024, 5, 6, 10, tzinfo=UTC)
ANA, BEN = PersonId(1), PersonId(2)


def target(hours: float) -> Target:
    return Target(hours * HOUR, ALWAYS, "P3")


def waiting(*then: HistoryFact) -> Clock:
    """The clock of a ticket that has waited for its client since ten, who is given a hundred hours."""
    opened = TicketOpened(TEN, target(1), target(8), Promises(waiting_client=target(100)))
    return waiting_client_clocks([opened, StatusMoved(TEN, Status.WAITING_CLIENT), *then])[-1]


def test_two_nudges_a_warning_and_a_resolution() -> None:
    assert waiting_steps(waiting()) == {
        WaitingStep.NUDGE: TEN + 33 * HOUR,
        WaitingStep.SECOND_NUDGE: TEN + 66 * HOUR,
        WaitingStep.WARN: TEN + 90 * HOUR,
        WaitingStep.RESOLVE: TEN + 100 * HOUR,
    }


def test_a_word_of_the_client_ends_the_ladder() -> None:
    assert waiting_steps(waiting(ClientSpoke(TEN + HOUR))) == {}


def test_a_quicker_policy_does_not_nudge_twice_at_once() -> None:
    quicker = PriorityMoved(TEN + 70 * HOUR, target(1), target(8), Promises(waiting_client=target(80)))
    assert waiting_steps(waiting(quicker)) == {
        WaitingStep.SECOND_NUDGE: TEN + 70 * HOUR,
        WaitingStep.WARN: TEN + 72 * HOUR,
        WaitingStep.RESOLVE: TEN + 80 * HOUR,
    }


def test_time_on_hold_is_counted_for_whoever_owned_the_ticket_then() -> None:
    history = [
        OwnerMoved(TEN, ANA),
        StatusMoved(TEN + HOUR, Status.WAITING_CLIENT),
        OwnerMoved(TEN + 3 * HOUR, BEN),
        StatusMoved(TEN + 4 * HOUR, Status.IN_PROGRESS),
        StatusMoved(TEN + 5 * HOUR, Status.WAITING_PROVIDER),
    ]
    assert time_on_hold(history, TEN + 11 * HOUR) == {
        (ANA, Status.WAITING_CLIENT): 2 * HOUR,
        (BEN, Status.WAITING_CLIENT): HOUR,
        (BEN, Status.WAITING_PROVIDER): 6 * HOUR,
    }
    assert time_on_hold(history, TEN + 2 * HOUR) == {(ANA, Status.WAITING_CLIENT): HOUR}
    assert time_on_hold([], TEN) == {}
