"""What is told of a flood, when, and in which order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.floods import PAUSE, Fate, Flood, FloodSheet, Queue, Step, next_step
from bot.domain.priority import Priority
from bot.domain.words import ClientKey

AT = datetime(2026, 11, 10, 14, 2, tzinfo=UTC)
FLOOD = Flood(first=7, began=AT, post="a", latest="b", told=40, told_at=AT)
ACME, BRAVO, LUCKY = ClientKey("acme"), ClientKey("bravo"), ClientKey("lucky7")


def _waiting(count: int) -> Queue:
    return Queue(count, 7, AT)


@pytest.mark.parametrize(
    ("queue", "latest", "after", "step"),
    [
        (_waiting(41), Fate.STANDS, PAUSE, Step.TELL),
        (_waiting(41), Fate.STANDS, PAUSE - timedelta(seconds=1), Step.NOTHING),
        (_waiting(40), Fate.STANDS, PAUSE * 9, Step.NOTHING),
        (_waiting(41), Fate.ON_ITS_WAY, PAUSE * 9, Step.NOTHING),
        (_waiting(41), Fate.LOST, PAUSE * 9, Step.NOTHING),
        (_waiting(1), Fate.STANDS, PAUSE, Step.TELL),
        (None, Fate.STANDS, timedelta(), Step.END),
        (None, Fate.LOST, timedelta(), Step.END),
        (None, Fate.ON_ITS_WAY, PAUSE * 9, Step.NOTHING),
    ],
)
def test_a_flood_is_told_when_it_changed_and_not_too_often(
    queue: Queue | None, latest: Fate, after: timedelta, step: Step
) -> None:
    """Never ahead of the last edit, and no more where a card could not be drawn; the end needs no pause."""
    assert next_step(FLOOD, queue, latest, AT + after) is step


def test_what_waits_is_counted_by_priority_and_by_client() -> None:
    """The most severe first, and the client with the most; one that is in no desk.yaml any more goes by its key."""
    waiting = {
        (LUCKY, Priority.P5): 4,
        (ACME, Priority.P3): 3,
        (BRAVO, Priority.P3): 4,
        (ACME, Priority.P1): 1,
    }
    sheet = FloodSheet(waiting, AT, {ACME: "Acme Casino", BRAVO: "Bravo Bet"})
    assert sheet.count == 12
    assert sheet.by_priority() == ((Priority.P1, 1), (Priority.P3, 7), (Priority.P5, 4))
    assert sheet.by_client() == (("Acme Casino", 4), ("Bravo Bet", 4), ("lucky7", 4))
    assert replace(sheet, waiting={}).count == 0
