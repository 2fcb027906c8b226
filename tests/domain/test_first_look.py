"""What is looked at before anybody is asked, how long a provider retries, and the checks that this spared."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.first_look import (
    FIRST_LOOK,
    Check,
    FirstLook,
    Outcome,
    RetryWindow,
    Seen,
    Tick,
    checks_avoided,
    is_avoided,
)
from bot.domain.words import CategoryKey, PersonId

NOW = datetime(2026, 11, 22, 12, 42, tzinfo=UTC)
ANA, BEN = PersonId(1), PersonId(2)
ROUND, GAME, LOGIN = CategoryKey("game_round"), CategoryKey("game"), CategoryKey("login")
MADRID = ZoneInfo("Europe/Madrid")


def test_every_category_of_the_trade_has_its_checks_once() -> None:
    assert len(FIRST_LOOK) == 10
    assert all(checks and len(set(checks)) == len(checks) for checks in FIRST_LOOK.values())
    assert set(Check) == {check for checks in FIRST_LOOK.values() for check in checks}


def test_a_category_of_the_desks_own_has_none() -> None:
    assert FirstLook.of(CategoryKey("vip")).checks == FirstLook.of(None).checks == ()
    assert FirstLook.of(None).is_complete


def test_whoever_looked_is_kept_with_the_time() -> None:
    look = FirstLook.of(ROUND).ticked(Check.FEATURE_PENDING, ANA, NOW, Seen.CLEAR)
    assert look.ticks == {Check.FEATURE_PENDING: Tick(ANA, NOW, Seen.CLEAR)}
    assert look.missing == (Check.CLOSED_WITH_ZERO, Check.ROLLBACK_SEEN, Check.RETRY_WINDOW)
    assert not look.is_complete
    again = look.ticked(Check.FEATURE_PENDING, BEN, NOW + timedelta(minutes=1), Seen.EXPLAINS)
    assert again.ticks[Check.FEATURE_PENDING].by == BEN
    assert again.explained_by is Check.FEATURE_PENDING and again.is_complete
    assert again.unticked(Check.FEATURE_PENDING) == FirstLook.of(ROUND)


def test_a_check_of_another_list_is_refused() -> None:
    with pytest.raises(KeyError):
        FirstLook.of(ROUND).ticked(Check.LOCKED, ANA, NOW, Seen.CLEAR)


def test_another_category_keeps_the_looks_that_it_shares() -> None:
    bet = FirstLook.of(CategoryKey("bet")).ticked(Check.MAINTENANCE, ANA, NOW, Seen.CLEAR)
    bet = bet.ticked(Check.FUNDS, ANA, NOW, Seen.CLEAR)
    assert set(bet.moved_to(GAME).ticks) == {Check.MAINTENANCE}


@pytest.mark.parametrize(
    ("happened", "length", "shown"),
    [
        ("2026-11-22T11:42:00+00:00", timedelta(hours=3), "15:42"),
        ("2026-11-22T11:41:00.000001+00:00", timedelta(hours=3), "15:42"),
        ("2026-11-22T11:41:59+00:00", timedelta(hours=3), "15:42"),
        ("2026-11-22T12:27:00+00:00", timedelta(minutes=15), "13:42"),
        ("2026-10-25T00:30:00+00:00", timedelta(hours=1), "02:30"),
        ("2026-03-29T00:30:30+00:00", timedelta(hours=1), "03:31"),
    ],
)
def test_the_window_ends_on_a_full_minute_in_the_readers_zone(happened: str, length: timedelta, shown: str) -> None:
    window = RetryWindow.of(datetime.fromisoformat(happened), length)
    assert window is not None
    until = window.shown_until(MADRID)
    assert f"{until:%H:%M}" == shown
    assert not window.is_open(until.astimezone(UTC))


def test_a_provider_that_does_not_retry_has_no_window() -> None:
    assert RetryWindow.of(NOW, timedelta()) is None


@given(
    st.timedeltas(timedelta(days=-10_000), timedelta(days=10_000)).map(NOW.__add__),
    st.timedeltas(timedelta(seconds=1), timedelta(hours=24)),
    st.sampled_from(["UTC", "Europe/Madrid", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
def test_the_shown_end_is_the_first_full_minute_after_the_window(at: datetime, length: timedelta, zone: str) -> None:
    window = RetryWindow.of(at, length)
    assert window is not None
    assert window.is_open(at) and not window.is_open(window.until)
    late = window.shown_until(ZoneInfo(zone)).astimezone(UTC) - window.until
    assert timedelta() <= late < timedelta(minutes=1)


def outcome(
    category: CategoryKey = ROUND, resolved: bool = True, asked: bool = False, seen: Seen = Seen.EXPLAINS
) -> Outcome:
    look = FirstLook.of(category)
    return Outcome(category, look.ticked(look.checks[0], ANA, NOW, seen), resolved, asked)


@pytest.mark.parametrize(
    ("told", "avoided"),
    [
        (outcome(), True),
        (outcome(seen=Seen.CLEAR), False),
        (outcome(resolved=False), False),
        (outcome(asked=True), False),
        (outcome(LOGIN), False),
        (outcome(CategoryKey("payment")), True),
        (Outcome(ROUND, FirstLook.of(ROUND), True, False), False),
    ],
)
def test_a_check_is_avoided_when_a_look_explained_and_nobody_was_asked(told: Outcome, avoided: bool) -> None:
    assert is_avoided(told) is avoided


def test_avoided_checks_are_counted() -> None:
    assert checks_avoided([outcome(), outcome(GAME), outcome(asked=True)]) == 2
