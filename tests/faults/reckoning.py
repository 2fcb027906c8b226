"""The reckoning: what was acknowledged has had its effect exactly once, in the rows and before people's eyes."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.timing import steps_due
from bot.domain.words import TicketId
from bot.store.deadlines import CLOCKS
from bot.store.unit_of_work import EVERYTHING
from tests.faults.crowd import Done
from tests.faults.sides import REPEAT, Told
from tests.faults.stage import store_of
from tests.faults.watch import Watch
from tests.stories.floor import Floor

TAKE, FORMS = "take", ("need", "fill")
"""The commands behind the buttons that the crowd presses."""


@dataclass
class Reckoning:
    """What was found; `lost` and `doubled` must stay empty."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def faults(self) -> list[str]:
        """Everything that should not be."""
        return [*(f"lost: {each}" for each in self.lost), *(f"doubled: {each}" for each in self.doubled), *self.wrong]

    def once(self, what: str, found: int) -> None:
        """This should be there exactly once."""
        if found == 0:
            self.lost.append(what)
        if found > 1:
            self.doubled.append(f"{what} ({found} times)")


async def all_still(floor: Floor, seconds: float = 60.0) -> None:
    """The bot runs undisturbed until gaps are swept, retries are over, and nothing is left to do."""
    began = datetime.now(UTC)
    end = time.monotonic() + seconds
    while not (await _swept(floor, began) and await floor.platform.heard_all() and not await _left(floor)):
        assert floor.bot.is_running, f"the bot ended by itself:\n{floor.bot.tail()}"
        assert time.monotonic() < end, f"not done in {seconds:.0f} s: {await _left(floor)}\n{floor.bot.tail()}"
        await asyncio.sleep(0.3)
    await floor.books.drained()


async def _left(floor: Floor) -> list[tuple[object, ...]]:
    """What is still to be worked off or sent."""
    unworked = "SELECT id, state, attempts, error FROM inbox WHERE state IN ('new', 'working')"
    unsent = "SELECT seq, kind, state, attempts, error FROM outbox WHERE state IN ('ready', 'sending', 'ambiguous')"
    return [*await floor.books.rows(unworked), *await floor.books.rows(unsent)]


async def _swept(floor: Floor, began: datetime) -> bool:
    marker = f"heard:{floor.platform.name}:pit"
    rows = await floor.books.rows(f"SELECT value FROM once WHERE key = '{marker}'")
    return bool(rows) and datetime.fromisoformat(str(rows[0][0])) > began


async def reckon(floor: Floor, watch: Watch, done: Done) -> Reckoning:
    """Count everything, when all is still."""
    await _look(floor, watch)
    found = Reckoning()
    await _inputs(floor, watch, found)
    await _tickets(floor, watch, done, found)
    await _letters(floor, watch, found)
    await _presses(floor, watch, found)
    _words(watch, done, found)
    await _clocks(floor, watch, found)
    return found


async def _look(floor: Floor, watch: Watch) -> None:
    await watch.look()
    watch.name_letters(str(row[0]) for row in await floor.books.rows("SELECT id FROM outbox"))


async def letters_stand_once(floor: Floor, watch: Watch) -> Reckoning:
    """Only the letters, when something more was sent after the reckoning."""
    await _look(floor, watch)
    found = Reckoning()
    await _letters(floor, watch, found)
    return found


async def _inputs(floor: Floor, watch: Watch, found: Reckoning) -> None:
    """Every acknowledged delivery is a row, and every row came to its end."""
    keys = {str(key): str(state) for key, state in await floor.books.rows("SELECT key, state FROM inbox")}
    consumed = {str(row[0]) for row in await floor.books.rows("SELECT id FROM drafts WHERE consumed_at IS NOT NULL")}
    for entry in (await floor.platform.ledger(0))["entries"]:
        watch.side.note(entry)
    acknowledged: set[str] = set()
    for push in await _pushes(floor):
        key = watch.side.key(push)
        if key and key not in acknowledged:
            acknowledged.add(key)
            if key not in keys and not watch.side.may_have_no_row(push, consumed):
                found.lost.append(f"acknowledged, but no row: {key}")
    found.counts["acknowledged"] = len(acknowledged)
    found.counts["rows"] = len(keys)
    found.wrong += [f"{state}: {key}" for key, state in keys.items() if state not in ("done", "expired")]


async def _pushes(floor: Floor) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = (await floor.platform.ledger(0, "push"))["entries"]
    return entries


async def _tickets(floor: Floor, watch: Watch, done: Done, found: Reckoning) -> None:
    """One ticket a report, one card a place, no transition twice."""
    rows = await floor.books.rows("SELECT text, ticket FROM entries WHERE kind = 'report' AND ticket IS NOT NULL")
    for token in done.reports:
        found.once(f"the ticket of {token}", sum(token in str(text) for text, _ in rows))
    tickets = {int(str(row[0])) for row in await floor.books.rows("SELECT id FROM tickets")}
    found.counts["tickets"] = len(tickets)
    if len(tickets) != len(done.reports):
        found.wrong.append(f"{len(tickets)} tickets for {len(done.reports)} reports")
    shown = [post for posts in watch.cards.values() for post in posts]
    cards = Counter((post.number, "desk" if post.channel == watch.side.desk else "client") for post in shown)
    for number in tickets:
        for place in ("desk", "client"):
            found.once(f"the {place}'s card of #{number}", cards[(number, place)])
    happened = await floor.books.rows("SELECT ticket, event, count(*) FROM audit GROUP BY ticket, event")
    for ticket, event, count in happened:
        if event in ("TicketOpened", "OwnerChanged") and int(str(count)) > 1:
            found.doubled.append(f"{event} of #{ticket}")
    await _transitions(floor, found)


async def _transitions(floor: Floor, found: Reckoning) -> None:
    """Each change of status goes on from where the one before it ended."""
    status: dict[object, str] = {}
    for ticket, facts in await floor.books.rows(
        "SELECT ticket, facts FROM audit WHERE event = 'StatusMoved' ORDER BY id"
    ):
        moved = facts if isinstance(facts, dict) else json.loads(str(facts))
        if moved["before"] != status.get(ticket, "new"):
            found.doubled.append(f"a transition of #{ticket} from {moved['before']}")
        status[ticket] = moved["after"]


async def _letters(floor: Floor, watch: Watch, found: Reckoning) -> None:
    """Each letter stands there once, and nothing was given up."""
    standing = Counter(post.letter for post in watch.posts.values() if post.letter)
    found.doubled += [f"letter {letter}" for letter, count in standing.items() if count > 1]
    repeats = [letter for letter in standing if letter.endswith(REPEAT)]
    found.counts["letters"] = len(standing) - len(repeats)
    found.counts["marked repeats"] = len(repeats)
    found.counts["repeated calls"] = sum(count - 1 for count in watch.accepted.values())
    query = "SELECT id, state, kind, sent_id, message, error FROM outbox WHERE kind IN ('post', 'card')"
    posted = {post.ts for post in watch.posts.values()}
    for letter, state, kind, sent, message, error in await floor.books.rows(query):
        if state not in ("sent", "moot"):
            found.wrong.append(f"letter {letter} ({message}) is {state}: {error}")
        elif state == "sent" and sent not in posted:
            found.lost.append(f"letter {letter} ({message})")
        elif state == "sent" and kind == "post" and not (standing[str(letter)] or standing[f"{letter}{REPEAT}"]):
            found.lost.append(f"letter {letter} ({message}) was never posted")


async def _presses(floor: Floor, watch: Watch, found: Reckoning) -> None:
    """Each acknowledged press of *Take it* has given its ticket an owner; each form was shown, offered or expired."""
    states = {str(key): str(state) for key, state in await floor.books.rows("SELECT key, state FROM inbox")}
    owners = {int(str(row[0])) for row in await floor.books.rows("SELECT id FROM tickets WHERE owner IS NOT NULL")}
    seen: set[str] = set()
    missing = 0
    for push in await _pushes(floor):
        pressed, key = watch.side.pressed(push), watch.side.key(push)
        if pressed is None or key in seen:
            continue
        seen.add(key)
        if pressed.command == TAKE:
            found.counts["takes"] += 1
            if pressed.number not in owners:
                found.lost.append(f"the press of Take it on #{pressed.number}")
        if pressed.command in FORMS:
            told = watch.side.told(push)
            expired = states.get(key) == "expired"
            found.counts["forms expired" if told is Told.UNKNOWN and expired else told.value] += 1
            missing += told is Told.UNKNOWN and not expired
    if missing > watch.side.told_directly:
        told_so = f"and only {watch.side.told_directly} people were told"
        found.lost.append(f"{missing} forms were neither shown nor counted, {told_so}")


def _words(watch: Watch, done: Done, found: Reckoning) -> None:
    """What was said in a thread is copied once to the desk; what was asked stands once before the client."""
    for token in done.replies:
        found.once(f"the copy of {token}", len(watch.saying(token, watch.side.desk)))
    for token, taken in done.questions.items():
        asked = [post for post in watch.saying(token) if post.channel != watch.side.desk]
        if taken or len(asked) > 1:
            found.once(f"the question {token}", len(asked))


async def _clocks(floor: Floor, watch: Watch, found: Reckoning) -> None:
    """A clock starts when the platform says that the report was made; its deadlines are those of its history."""
    async with store_of(floor).look(EVERYTHING) as uow:
        shift = await uow.desk.shift()
        for (number,) in await floor.books.rows("SELECT id FROM tickets"):
            ticket = await uow.tickets.look(TicketId(int(str(number))))
            due = steps_due(await uow.timings.of(ticket)).items()
            wanted = {(kind.value, about, percent): at for ((kind, about), percent), at in due}
            planned = await _planned(floor, int(str(number)))
            if planned != wanted:
                found.wrong.append(f"the deadlines of #{number}: {planned} instead of {wanted}")
    reports = await floor.books.rows(
        "SELECT t.opened_at, e.source FROM tickets t JOIN entries e ON e.ticket = t.id AND e.kind = 'report'"
    )
    for opened, source in reports:
        at = watch.side.said_at(str(source).rpartition("/")[2]) + shift
        if abs(_instant(opened) - at) > timedelta(seconds=1):
            found.wrong.append(f"a clock starts at {opened} instead of {at}")


async def _planned(floor: Floor, number: int) -> dict[tuple[str, int, int], datetime]:
    """The steps of clocks that are to be taken: kind, escalation or 0, percent."""
    query = f"SELECT kind, subject, step, due_at FROM deadlines WHERE done_at IS NULL AND ticket = {number}"
    rows = [
        (str(kind), int(str(about)), int(str(step)), due) for kind, about, step, due in await floor.books.rows(query)
    ]
    return {(kind, about, step): _instant(due) for kind, about, step, due in rows if kind in CLOCKS}


def _instant(value: object) -> datetime:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def table(found: Reckoning) -> str:
    """The figures in one line."""
    figures = {**found.counts, "lost": len(found.lost), "doubled": len(found.doubled), "wrong": len(found.wrong)}
    return json.dumps(figures)
