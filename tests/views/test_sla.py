"""`sla explain`, shown whole."""

from datetime import timedelta

from bot.domain.clock_history import ClientAnswered, HistoryFact, PausedAfterwards, Promises, StatusMoved, TicketOpened
from bot.domain.clocks import ClockKind, Target
from bot.domain.statuses import Status
from bot.domain.timing import timing
from bot.domain.words import Language
from bot.views.sla import ROWS_SHOWN, sla_card
from tests.views.builders import CALENDAR, OPENED, WORDS, presses, read, sheet

HOUR = timedelta(hours=1)
NOW = OPENED + 6 * HOUR


def target(hours: float, policy: str = "gold-p3") -> Target:
    return Target(hours * HOUR, CALENDAR, policy)


HISTORY: tuple[HistoryFact, ...] = (
    TicketOpened(OPENED, target(1), target(8), Promises(update=target(2))),
    ClientAnswered(OPENED + HOUR / 2),
    StatusMoved(OPENED + HOUR, Status.WAITING_CLIENT),
    StatusMoved(OPENED + 2 * HOUR, Status.IN_PROGRESS),
)


def shown(*more: HistoryFact, kind: ClockKind | None = None, language: Language = Language.EN) -> str:
    told = sheet(NOW, language, timing=timing((*HISTORY, *more), NOW))
    return read(sla_card(told, WORDS, kind))


def test_every_clock_has_its_line_and_its_button() -> None:
    card = sla_card(sheet(NOW, timing=timing(HISTORY, NOW)), WORDS)
    told = read(card)
    for name in ("First answer", "Updates", "Resolution", "Waiting", "Next update due"):
        assert (name in told) == (name != "Waiting"), told
    assert presses(card)["Resolution"] == ("sla", "explain", "12", "resolution")


def test_the_rows_of_a_clock_say_what_counted_and_what_did_not() -> None:
    told = shown(kind=ClockKind.RESOLUTION)
    assert "waiting for the client" in told
    assert "counted" in told
    assert "First answer" not in told


def test_a_pause_that_was_noted_afterwards_has_its_reason_and_words_are_shown_letter_by_letter() -> None:
    noted = PausedAfterwards(NOW, OPENED + 3 * HOUR, OPENED + 4 * HOUR, Status.WAITING_CLIENT, "phoned <b>Rita</b>")
    assert "phoned <b>Rita</b>" in shown(noted, kind=ClockKind.RESOLUTION)


def test_it_speaks_the_readers_language() -> None:
    assert "aguardando o cliente" in shown(kind=ClockKind.RESOLUTION, language=Language.PT_BR)
    assert "a la espera del cliente" in shown(kind=ClockKind.RESOLUTION, language=Language.ES)


def test_a_long_life_shows_its_last_rows() -> None:
    flips = [
        StatusMoved(OPENED + 2 * HOUR + number * HOUR / 10, status)
        for number, status in enumerate([Status.WAITING_CLIENT, Status.IN_PROGRESS] * 10, 1)
    ]
    told = shown(*flips, kind=ClockKind.RESOLUTION)
    assert "earlier lines are left out" in told
    assert told.count("⏸️") + told.count("▶️") + told.count("🌙") == ROWS_SHOWN


def test_a_clock_that_never_started_is_told() -> None:
    assert "has not started" in shown(kind=ClockKind.PROVIDER)
