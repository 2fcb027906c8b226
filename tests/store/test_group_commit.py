"""What comes at one moment is written together, and each is told what became of its own."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import Unavailable
from bot.store.group_commit import MOST, GroupCommit
from bot.store.slots import Slots
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import envelope


class Disk:
    """Notes what was written together; the words `bad` and `away` cannot be written."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    async def write(self, words: Sequence[str]) -> Sequence[str]:
        await asyncio.sleep(0.01)
        self.batches.append(list(words))
        if "bad" in words:
            raise ValueError("bad")
        if "away" in words:
            raise Unavailable("away")
        return [word.upper() for word in words]


async def test_what_waits_while_the_disk_is_at_work_goes_together() -> None:
    """In the order in which it came, and never too much at once."""
    disk = Disk()
    group = GroupCommit(disk.write)
    words = [f"w{number}" for number in range(MOST + 10)]
    assert await asyncio.gather(*(group.add(word) for word in words)) == [word.upper() for word in words]
    assert [len(batch) for batch in disk.batches] == [MOST, 10]
    assert [word for batch in disk.batches for word in batch] == words
    assert await group.add("later") == "LATER"


async def test_nobody_fails_for_anothers_sake() -> None:
    """Where a batch fails each is written alone, and is told of its own."""
    group = GroupCommit(Disk().write)
    told = await asyncio.gather(*(group.add(word) for word in ("one", "bad", "two", "away")), return_exceptions=True)
    assert (told[0], told[2]) == ("ONE", "TWO")
    assert isinstance(told[1], ValueError)
    assert isinstance(told[3], Unavailable)


async def test_who_waits_no_more_harms_nobody() -> None:
    """Somebody hangs up while the disk is at work; the others are told, and so is who comes then."""
    group = GroupCommit(Disk().write)
    gone, stays = asyncio.create_task(group.add("gone")), asyncio.create_task(group.add("stays"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == "STAYS"
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await group.add("next") == "NEXT"


async def test_envelopes_that_come_together_are_kept_in_order_and_each_once(store: Store) -> None:
    async with store.change(EVERYTHING) as uow:
        one, two = envelope("1"), envelope("2")
        assert await uow.inbox.add_all([one, two, one]) == [True, True, False]
        assert await uow.inbox.add_all([two, envelope("3")]) == [False, True]
        kept = [(await uow.inbox.by_key(each.key)).id for each in (one, two, envelope("3"))]
        assert kept == sorted(kept)


async def test_more_is_claimed_only_where_there_is_room_for_several() -> None:
    slots = Slots(4, 2, 0.01)
    assert await slots.room() == 4
    for _ in range(3):
        slots.begin()
    assert await slots.room() == 0
    await slots.rest()
    slots.end()
    assert await slots.room() == 2
