"""Deliveries come late, twice, in another order or not at all, and sockets go away: each deed has its effect once."""

import asyncio

import pytest
from sqlalchemy import text

from bot.store.unit_of_work import EVERYTHING
from tests.faults.conftest import Build
from tests.faults.crowd import Crowd
from tests.faults.reckoning import all_still, reckon, table
from tests.faults.stage import breaks, store_of
from tests.faults.test_slack_faults import stands_once
from tests.faults.watch import Watch
from tests.stories.floor import Floor
from tests.stories.seen import eventually

REPORT = "Player 8392{n}: round 99812-7{n} on Book of Suns is stuck, bet 50 EUR, nothing paid"


async def _has_one_ticket_each(floor: Floor, *numbers: int) -> None:
    """The reports with these numbers made a ticket each, and nothing else did."""
    await all_still(floor)
    assert await floor.tickets() == len(numbers)
    for number in numbers:
        cards = [seen for seen in await floor.channel("desk").messages() if seen.says(f"8392{number}", "#")]
        assert len(cards) == 1, number


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets", "link_disabled"])
async def test_a_disconnected_socket_comes_back(reason: str, build: Build, sqlite_url: str) -> None:
    """Whatever reason Slack gives, what is said before, in and after the change of sockets is heard once."""
    floor = await build(sqlite_url)
    await floor.bot.start()
    await floor.client("rita").says(REPORT.format(n=1))
    await floor.platform.do("disconnect", reason=reason)
    await floor.client("luz").says(REPORT.format(n=2))
    await asyncio.sleep(2.0)
    await floor.client("rui").says(REPORT.format(n=3))
    await _has_one_ticket_each(floor, 1, 2, 3)
    assert not floor.mistakes()


async def test_a_socket_cut_before_the_acknowledgement(floor: Floor) -> None:
    """Delivered, kept, and then the wire breaks: the second delivery of the same thing has no effect."""
    await breaks(floor, {"match": {"event": "message", "channel": "C0ACME"}, "action": "cut", "times": 2})
    await floor.client("rita").says(REPORT.format(n=1))
    await floor.client("rui").says(REPORT.format(n=2))
    await floor.platform.do("cut_sockets")
    await floor.client("luz").says(REPORT.format(n=3))
    await _has_one_ticket_each(floor, 1, 2, 3)
    pushes = (await floor.platform.get("ledger?since=0&kind=push"))["entries"]
    assert sum(push["attempt"] > 0 for push in pushes) >= 2


async def test_everything_twice_and_in_another_order(floor: Floor) -> None:
    """Half of all deliveries come twice, a third of them out of order, while people work."""
    await breaks(
        floor,
        {"match": {"event": "*"}, "action": "double", "probability": 0.5},
        {"match": {"event": "events_api"}, "action": "reorder", "seconds": 0.4, "probability": 0.3},
    )
    watch = Watch(floor.platform)
    crowd = Crowd(watch, seed=11)
    await crowd.busy(people=3, limit=40)
    await all_still(floor)
    found = await reckon(floor, watch, crowd.done)
    print(table(found))
    assert not found.faults, "\n".join(found.faults)


async def test_what_was_said_while_the_bot_was_down_is_found(build: Build, database_url: str) -> None:
    """Never delivered, only in the history: a report, a reply and an edit are there once; a newer word hides no gap."""
    floor = await build(database_url)
    await floor.bot.start()
    ticket = await floor.client("rita").reports(REPORT.format(n=1))
    reply = await floor.client("rita").says("it is the second time today", under=ticket.client)
    await ticket.desk.thread_shows("second time")
    await all_still(floor)
    floor.bot.kill9()
    await floor.client("luz").says(REPORT.format(n=2))
    await floor.client("rui").says("said in the night", under=ticket.client)
    await floor.client("rita").edits(reply, "it is the third time today")
    await asyncio.sleep(12.0)  # Slack has given up by now
    async with store_of(floor).database.write() as connection:
        await connection.execute(text("UPDATE inbox SET at = '2030-01-01 00:00:00'"))
    await floor.bot.start()
    await floor.client("luz").says("good morning, anybody there? Player 83923 asks", in_="lucky7-soporte")
    await all_still(floor)
    await ticket.desk.thread_shows("third time")
    assert sum(seen.says("said in the night") for seen in await ticket.desk.thread()) == 1
    await floor.channel("desk").shows("83922")
    await stands_once(floor)
    assert not floor.mistakes()


async def test_a_polite_end_finishes_what_is_on_its_way(floor: Floor) -> None:
    """SIGTERM with sends in flight: they are finished and written down, the rest waits for the next start."""
    await floor.client("rita").reports(REPORT.format(n=0))
    await breaks(floor, {"match": {"method": "chat.postMessage"}, "action": "delay", "seconds": 1.0})
    for number, person in enumerate(("rita", "rui", "luz") * 3, start=1):
        await floor.client(person).says(REPORT.format(n=f"{number}1"))
    await eventually(lambda: _in_flight(floor, 6), "sends are in flight", 20)
    assert await asyncio.to_thread(floor.bot.stop) == 0
    states = await floor.books.rows("SELECT DISTINCT state FROM outbox")
    assert {str(state) for (state,) in states} <= {"sent", "ready", "moot"}, states
    await breaks(floor)
    await floor.bot.start()
    await all_still(floor)
    assert await floor.tickets() == 10
    await stands_once(floor)


async def _in_flight(floor: Floor, wanted: int) -> bool:
    calls = (await floor.platform.get("ledger?since=0&method=chat.postMessage"))["entries"]
    return sum(entry["status"] is None for entry in calls) >= wanted


async def test_one_that_always_fails_stands_in_nobodys_way(floor: Floor) -> None:
    """A handler that always raises ends as a dead letter among others that are done; mended, it is replayed."""
    floor.expected |= {"failed", "a letter failed"}
    ticket = await floor.client("rita").reports(REPORT.format(n=1))
    await floor.settles()
    await _set_status(floor, "no such status")
    await floor.client("rita").says("nobody can read this now", under=ticket.client)
    for number, person in enumerate(("rui", "luz") * 4, start=2):
        await floor.client(person).says(REPORT.format(n=number))
    for _ in range(4):  # five tries, whose pauses of 2 to 16 seconds are cut short here
        await eventually(lambda: _failed_once_more(floor), "another try fails")
        await _hurry(floor)
    await eventually(lambda: _dead(floor), "the dead letter")
    await eventually(lambda: _tickets(floor, 9), "all others are done")
    await _set_status(floor, "new")
    async with store_of(floor).change(EVERYTHING) as uow:
        for (row,) in await floor.books.rows("SELECT id FROM inbox WHERE state = 'dead'"):
            assert await uow.inbox.replay(int(str(row)))
    await ticket.desk.thread_shows("nobody can read this now")
    await all_still(floor)
    assert len([seen for seen in await ticket.desk.thread() if seen.says("nobody can read this now")]) == 1


async def _set_status(floor: Floor, status: str) -> None:
    async with store_of(floor).database.write() as connection:
        await connection.execute(text("UPDATE tickets SET status = :status WHERE id = 1"), {"status": status})


async def _failed_once_more(floor: Floor) -> bool:
    return bool(await floor.books.rows("SELECT id FROM inbox WHERE state = 'new' AND error <> ''"))


async def _hurry(floor: Floor) -> None:
    query = "UPDATE inbox SET due_at = received_at, error = '' WHERE state = 'new' AND error <> ''"
    async with store_of(floor).database.write() as connection:
        await connection.execute(text(query))


async def _dead(floor: Floor) -> bool:
    return len(await floor.books.rows("SELECT id FROM inbox WHERE state = 'dead'")) == 1


async def _tickets(floor: Floor, wanted: int) -> bool:
    shown = {seen.text.split(" ")[0] for seen in await floor.channel("desk").messages() if seen.text.startswith("#")}
    return len(shown) == wanted
