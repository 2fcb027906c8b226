"""Slack answers badly, late, or not at all: each in its class, nothing lost, nothing twice."""

import asyncio
import time
from itertools import pairwise
from typing import Any

import pytest

from bot.store.unit_of_work import EVERYTHING
from tests.faults.conftest import Build
from tests.faults.stage import breaks, store_of
from tests.faults.watch import Watch
from tests.stories.floor import Floor, Spot
from tests.stories.seen import eventually

DESK = "C0DESK"
POST = {"method": "chat.postMessage"}
REPORT = "Player 83921: round 99812-77 on Book of Suns is stuck, bet 50 EUR, nothing paid"
BAD_ANSWERS: dict[str, dict[str, Any]] = {
    "500": {"action": "status", "status": 500, "times": 2},
    "503 with a page": {"action": "status", "status": 503, "body": "<html>busy</html>", "times": 2},
    "HTML with 200": {"action": "body", "body": "<html><body>log in</body></html>", "times": 2},
    "half a JSON": {"action": "body", "body": '{"ok": tru', "times": 2},
    "nothing with 200": {"action": "body", "body": "", "times": 2},
    "internal_error": {"action": "error", "error": "internal_error", "times": 2},
    "refused": {"action": "refuse", "times": 2},
    "taken, then hung up": {"action": "drop", "times": 2},
    "taken, then cut in the middle": {"action": "cut", "times": 2},
    "taken, then cut after a byte": {"action": "cut_after_bytes", "bytes": 1, "times": 2},
    "silence": {"action": "hang", "seconds": 30, "times": 1},
}


async def stands_once(floor: Floor) -> None:
    """Every letter and every first card stands there once, and was accepted once: read back, not posted again."""
    watch = Watch(floor.platform)
    await watch.look()
    rows = await floor.books.rows("SELECT id, state, error FROM outbox WHERE kind = 'post'")
    assert {state for _, state, _ in rows} <= {"sent"}, rows
    letters = {str(letter): 1 for letter, _, _ in rows}
    cards = {letter: 1 for letter in watch.accepted if letter not in letters}
    assert watch.accepted == letters | cards
    assert len(cards) == await floor.books.count("SELECT count(*) FROM places")


@pytest.mark.parametrize("answer", BAD_ANSWERS)
async def test_a_bad_answer_to_a_post_neither_loses_nor_doubles_it(answer: str, build: Build, sqlite_url: str) -> None:
    """Whatever Slack answers, both cards come, and each once."""
    floor = await build(sqlite_url)
    await floor.bot.start()
    await breaks(floor, {"match": POST, **BAD_ANSWERS[answer]})
    await floor.client("rita").reports(REPORT)
    await floor.settles()
    await stands_once(floor)
    assert not floor.mistakes()


async def test_a_lost_answer_is_read_back_on_both_databases(floor: Floor) -> None:
    """A post that was taken although no answer came is found again by its metadata."""
    await breaks(floor, {"match": POST, "action": "drop", "times": 2})
    ticket = await floor.client("rita").reports(REPORT)
    await floor.settles()
    await floor.analyst("ana").clicks(ticket.desk, "Ask client", text="Which browser?")
    await ticket.client.thread_shows("Which browser?")
    await floor.settles()
    await stands_once(floor)


async def test_a_silent_question_to_slack_holds_up_no_form(build: Build, sqlite_url: str) -> None:
    """While many cards wait for the address of their report in vain, a press opens its form at once."""
    floor = await build(sqlite_url)
    await floor.bot.start()
    ticket = await floor.client("rita").reports(REPORT)
    await breaks(floor, {"match": {"method": "chat.getPermalink"}, "action": "hang", "seconds": 30})
    for number in range(12):
        await floor.client("luz").says(f"Player 7{number:04d}: round 88{number:03d}-11 is stuck, bet 50 EUR, not paid")
    await asyncio.sleep(0.7)
    began = time.monotonic()
    await floor.analyst("ana").opens(ticket.desk, "Ask client")
    assert time.monotonic() - began < 1.5
    assert not floor.mistakes()


async def test_a_rate_limit_is_waited_for_and_holds_up_nobody_else(build: Build, sqlite_url: str) -> None:
    """Retry-After 0 is a second, 3 is three, none and nonsense are half a minute; no try is counted."""
    floor = await build(sqlite_url)
    await floor.bot.start()
    limited = {"action": "status", "status": 429, "times": 1}
    await breaks(
        floor,
        {"match": POST | {"channel": "C0ACME"}, **limited, "retry_after": 0},
        {"match": POST | {"channel": "C0ACME"}, **limited, "retry_after": 3},
        {"match": POST | {"channel": "C0LUCKY"}, **limited, "retry_after": "abc"},
        {"match": POST | {"channel": DESK}, **limited, "times": 2},
    )
    said = [await floor.client("rita").says(REPORT), await floor.client("luz").says(REPORT)]
    await eventually(lambda: _card_under(said[0]), "Acme's card while others wait", 12)
    await eventually(lambda: _card_under(said[1]), "Lucky7's card", 45)
    await floor.channel("desk").shows("Lucky7")
    await floor.settles()
    waits = {channel: await _waits(floor, channel) for channel in ("C0ACME", "C0LUCKY", DESK)}
    assert waits["C0ACME"][0] >= 1 and waits["C0ACME"][1] >= 3, waits
    assert waits["C0LUCKY"][0] >= 30 and waits[DESK][1] >= 29, waits
    tries = await floor.books.rows("SELECT attempts FROM outbox WHERE kind = 'card' AND seq < 5")
    assert {int(str(row[0])) for row in tries} == {1}
    await stands_once(floor)
    assert not floor.mistakes()


async def _card_under(said: Spot) -> bool:
    return any(seen.by_bot and seen.text.startswith("#") for seen in await said.thread())


async def _waits(floor: Floor, channel: str) -> list[float]:
    """The seconds between the first posts to a channel."""
    calls = (await floor.platform.get("ledger?since=0&method=chat.postMessage"))["entries"]
    at = [entry["at"] for entry in calls if entry["args"]["channel"] == channel]
    return [later - earlier for earlier, later in pairwise(at)]


async def test_a_revoked_token_keeps_the_queue_until_it_works_again(build: Build, sqlite_url: str) -> None:
    """Nothing is given up while the token is refused; the operator hears of it, and all goes on afterwards."""
    floor = await build(sqlite_url)
    floor.expected |= {"slack refuses the token", "the token is refused; the queue is kept", "the desk cannot be told"}
    await floor.bot.start()
    ticket = await floor.client("rita").reports(REPORT)
    await floor.settles()
    await floor.platform.do("app", action="revoke")
    await ticket_note(floor, ticket.client, "while nobody listens")
    await floor.client("luz").says(REPORT)  # somebody whom the bot has never seen
    await eventually(lambda: _refused(floor), "the operator hears of it")
    await asyncio.sleep(3)
    assert not await floor.books.count("SELECT count(*) FROM outbox WHERE state = 'dead'")
    await floor.platform.do("app", action="install")
    await eventually(lambda: _says(floor, "while nobody listens"), "the queue goes on", 75)
    await eventually(lambda: _says(floor, "Luz"), "the unknown person's report, with her name", 75)
    await floor.settles()
    await stands_once(floor)
    assert floor.mistakes() == []


async def ticket_note(floor: Floor, card: Spot, words: str) -> None:
    """The reporter writes into the thread of a card."""
    await floor.client("rita").says(words, under=card)


async def _refused(floor: Floor) -> bool:
    return any(line.get("event") == "slack refuses the token" for line in floor.bot.lines())


async def _says(floor: Floor, words: str) -> bool:
    return any(seen.by_bot and words in seen.text for seen in await floor.channel("desk").messages())


async def test_a_channel_that_is_gone_holds_up_nobody_and_the_desk_is_told(build: Build, sqlite_url: str) -> None:
    """One try, a dead letter, a word in the ticket's thread at the desk; other clients are served as ever."""
    floor = await build(sqlite_url)
    floor.expected |= {"a letter was given up"}
    await floor.bot.start()
    ticket = await floor.client("rita").reports(REPORT)
    await floor.platform.do("channel", action="archive", channel="C0ACME")
    await floor.analyst("ana").clicks(ticket.desk, "Ask client", text="Which browser?")
    await ticket.desk.thread_shows("is_archived")
    await floor.client("luz").reports(REPORT)
    await floor.settles()
    dead = await floor.books.rows("SELECT message, attempts FROM outbox WHERE state = 'dead'")
    assert dead and all(int(str(attempts)) == 1 for _, attempts in dead), dead
    assert floor.mistakes() == []


async def test_the_coordinators_hear_when_the_bot_is_put_out(build: Build, sqlite_url: str) -> None:
    """Removed from a client's channel, the desk is told whom it cannot reach."""
    floor = await build(sqlite_url)
    await floor.bot.start()
    await floor.client("luz").reports(REPORT)
    await floor.platform.do("channel", action="kick", channel="C0LUCKY", user="U0BOT", by="U0CARLA")
    await floor.channel("desk").shows("can no longer reach Lucky7")
    await floor.client("rita").reports(REPORT)
    assert floor.mistakes() == []


async def test_a_missing_scope_makes_dead_letters_that_can_be_replayed(build: Build, sqlite_url: str) -> None:
    """Without the scope each letter has one try; with it again, replaying sends them."""
    floor = await build(sqlite_url)
    floor.expected |= {"a letter was given up"}
    await floor.bot.start()
    scopes = floor.platform.world["apps"][0]["scopes"]
    await floor.platform.do("app", action="scopes", scopes=[each for each in scopes if each != "chat:write"])
    said = await floor.client("rita").says(REPORT)
    dead = "SELECT id FROM outbox WHERE state = 'dead'"
    await eventually(lambda: _count(floor, dead, 2), "both cards are dead letters")
    await floor.platform.do("app", action="scopes", scopes=scopes)
    async with store_of(floor).change(EVERYTHING) as uow:
        for (letter,) in await floor.books.rows(dead):
            assert await uow.outbox.replay(str(letter))
    await floor.client("rita").ticket_of(said)
    await floor.settles()
    await stands_once(floor)
    assert floor.mistakes() == []


async def _count(floor: Floor, query: str, wanted: int) -> bool:
    return len(await floor.books.rows(query)) == wanted
