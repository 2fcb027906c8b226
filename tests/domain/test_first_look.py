"""What is looked at before anybody is asked, how long a provider retries, and the checks that this spared."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.first_look import (
    Check,
    FirstLook,
    ListedCheck,
    Outcome,
    RetryWindow,
    Seen,
    Tick,
    checks_avoided,
    is_avoided,
)
from bot.domain.words import Label, Language, PersonId

NOW = datetime(2026, 11, 22, 12, 42, tzinfo=UTC)
ANA, BEN = PersonId(1), PersonId(2)
MADRID = ZoneInfo("Europe/Madrid")
ZERO, FEATURE, WINDOW = (
    ListedCheck(each) for each in (Check.CLOSED_WITH_ZERO, Check.FEATURE_PENDING, Check.RETRY_WINDOW)
)
OWN = ListedCheck("vip_desk", Label({Language.EN: "Did the VIP desk look?"}))
ROUND = FirstLook.of((ZERO, FEATURE, WINDOW))


def test_a_category_without_checks_is_done() -> None:
    assert FirstLook.of(()).is_complete and FirstLook.of(()).explained_by is None


def test_whoever_looked_is_kept_with_the_time() -> None:
    look = ROUND.ticked(FEATURE.key, ANA, NOW, Seen.CLEAR)
    assert look.ticks == {FEATURE.key: Tick(ANA, NOW, Seen.CLEAR)}
    assert look.missing == (ZERO, WINDOW)
    assert not look.is_complete
    again = look.ticked(FEATURE.key, BEN, NOW + timedelta(minutes=1), Seen.EXPLAINS)
    assert again.ticks[FEATURE.key].by == BEN
    assert again.explained_by is FEATURE and again.is_complete
    assert again.unticked(FEATURE.key) == ROUND


def test_a_check_of_another_list_is_refused() -> None:
    with pytest.raises(KeyError):
        ROUND.ticked(Check.LOCKED, ANA, NOW, Seen.CLEAR)


def test_another_category_keeps_the_looks_that_it_shares() -> None:
    ticks = {each.key: Tick(ANA, NOW, Seen.CLEAR) for each in (ZERO, OWN)}
    assert set(FirstLook.of((OWN, FEATURE), ticks).ticks) == {OWN.key}


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


def outcome(*, asks: bool = True, resolved: bool = True, asked: bool = False, seen: Seen = Seen.EXPLAINS) -> Outcome:
    return Outcome(ROUND.ticked(ZERO.key, ANA, NOW, seen), asks, resolved, asked)


@pytest.mark.parametrize(
    ("told", "avoided"),
    [
        (outcome(), True),
        (outcome(seen=Seen.CLEAR), False),
        (outcome(resolved=False), False),
        (outcome(asked=True), False),
        (outcome(asks=False), False),
        (Outcome(ROUND, True, True, False), False),
    ],
)
def test_a_check_is_avoided_when_a_look_explained_and_nobody_was_asked(told: Outcome, avoided: bool) -> None:
    assert is_avoided(told) is avoided


def test_avoided_checks_are_counted() -> None:
    assert checks_avoided([outcome(), outcome(), outcome(asked=True)]) == 2
