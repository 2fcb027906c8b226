"""The queues stay fast however much is done already: 100,000 done rows, and every query goes by an index."""

import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.domain.sheets import COUNTED
from bot.domain.words import PersonId
from bot.store import floods, measures
from bot.store.lists import Filter, backlog, my_tickets
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork
from tests.store.builders import envelope, housed_ticket, receive

DONE = 100_000
SECONDS = 0.2
QUERIES: dict[str, Callable[[UnitOfWork], Awaitable[Any]]] = {
    "inbox claim": lambda uow: uow.inbox.claim(8),
    "outbox claim": lambda uow: uow.outbox.claim(16),
    "deadline sweep": lambda uow: uow.deadlines.due(100),
    "next deadline": lambda uow: uow.deadlines.next_due(),
    "inbox depth": lambda uow: uow.inbox.waiting(),
    "outbox depth": lambda uow: uow.outbox.waiting(),
    "inbox figures": measures.inbox_depths,
    "outbox figures": measures.outbox_depths,
    "dead letters": measures.given_up,
    "overdue deadlines": measures.overdue_deadlines,
    "last heard": lambda uow: uow.inbox.last_heard("slack", "pit"),
    "floods": lambda uow: floods.queues(uow, ()),
    "letters of a ticket": lambda uow: uow.outbox.sent_letters(2, ["m"]),  # type: ignore[arg-type]
}
COUNT = {
    "sqlite": "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count}) ",
    "postgresql": "WITH n(n) AS (SELECT generate_series(1, {count})) ",
}
FILL = (
    "INSERT INTO inbox (key, platform, workspace, channel, thread, lane, payload, at, received_at, state, due_at) "
    "{n} SELECT 'done' || n, 'slack', 'pit', 'C' || (n % 50), 'C' || (n % 5000), 'told', '{{}}', :at, :at, 'done', :at "
    "FROM n",
    "INSERT INTO outbox (id, lane, kind, message, ticket, place, channel, facts, state, created_at, due_at) "
    "{n} SELECT 'done' || n, 'place:' || (n % 3000), 'post', 'm', 1, :place, 'slack:pit:C' || (n % 50), '{{}}', "
    "'sent', :at, :at FROM n",
    "INSERT INTO deadlines (ticket, kind, subject, step, due_at, done_at) "
    "{n} SELECT 1, 'resolution', n, 75, :at, :at FROM n",
)


FLOOD = (
    "INSERT INTO inbox (key, platform, workspace, channel, thread, lane, payload, at, received_at, state, due_at) "
    "{n} SELECT 'new' || n, 'slack', 'pit', 'C0FLOOD', 'C0FLOOD/' || n, 'told', '{{}}', :at, :at, 'new', :at FROM n",
    "INSERT INTO outbox (id, lane, kind, message, channel, facts, state, created_at, due_at) "
    "{n} SELECT 'new' || n, 'C0FLOOD/post', 'post', 'm', 'slack:pit:C0FLOOD', '{{}}', 'ready', :at, :at FROM n",
)
WHOLE = re.compile(r"Seq Scan on (inbox|outbox|deadlines)\b|SCAN (inbox|outbox|deadlines|earlier)\b(?! USING)")


async def fill(uow: UnitOfWork, statements: tuple[str, ...], count: int, **given: object) -> None:
    """Rows made by the database itself."""
    at = "2026-01-05T12:00:00.000000" if uow.dialect == "sqlite" else uow.now - timedelta(days=9)
    if uow.dialect == "postgresql":
        await uow.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign key is looked up
    for statement in statements:
        filled = statement.format(n=COUNT[uow.dialect].format(count=count))
        named = {name: value for name, value in {"at": at, **given}.items() if f":{name}" in filled}
        await uow.execute(text(filled).bindparams(**named))


@pytest.fixture
async def busy(store: Store) -> AsyncIterator[Store]:
    """A store with 100,000 done rows in each queue and a few open ones."""
    async with store.change(EVERYTHING) as uow:
        ticket, client, desk = await housed_ticket(uow)
        await fill(uow, FILL, DONE, place=desk.id)
        for place in (client, desk):
            await uow.outbox.card(place)
        for number in range(20):
            await uow.outbox.post(desk, f"{number}", {})
        await uow.deadlines.plan(ticket.id, "wait", {1: uow.now - timedelta(minutes=1)})  # type: ignore[arg-type]
        if uow.dialect == "postgresql":
            await uow.execute(text("ANALYZE"))  # its autovacuum does this; nothing does it on SQLite
    await receive(store, *(envelope(f"{number}", thread=f"C{number % 5}") for number in range(40)))
    yield store


@contextmanager
def statements(store: Store) -> Any:
    """Every statement that is run meanwhile, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        seen.append((statement, parameters))

    engine = store.database._writer.sync_engine  # the one place where every statement passes
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def plan_of(uow: UnitOfWork, statement: str, parameters: Any) -> str:
    """How the database says that it runs a statement."""
    word = "EXPLAIN QUERY PLAN" if uow.dialect == "sqlite" else "EXPLAIN"
    rows = await uow._connection.exec_driver_sql(f"{word} {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows.all())


async def quickest(store: Store, query: Callable[[UnitOfWork], Awaitable[Any]]) -> float:
    """Seconds of the best of three: other programs take the processor now and then."""
    took = []
    for _ in range(3):
        async with store.change(EVERYTHING) as uow:
            started = time.monotonic()
            await query(uow)
            took.append(time.monotonic() - started)
    return min(took)


async def plans_of(store: Store, query: Callable[[UnitOfWork], Awaitable[Any]]) -> list[str]:
    """How the database reads what a query asks for."""
    with statements(store) as seen:
        async with store.change(EVERYTHING) as uow:
            await query(uow)
    async with store.look(EVERYTHING) as uow:
        return [await plan_of(uow, *each) for each in seen if each[0].startswith("SELECT")]


async def test_the_queues_stay_fast_however_much_is_done_and_however_much_waits(busy: Store) -> None:
    """No query reads a whole queue, retention goes in small batches, and a flood in one channel is claimed from."""
    for name, query in QUERIES.items():
        for plan in await plans_of(busy, query):
            assert not WHOLE.search(plan), f"{name}:\n{plan}"
        assert await quickest(busy, query) < SECONDS, name
    async with busy.change(EVERYTHING) as uow:
        assert await uow.inbox.forget(uow.wall + timedelta(days=1), 500) == 500
        assert await uow.outbox.forget(uow.wall + timedelta(days=1), 500) == 500
        await fill(uow, FLOOD, 10_000)
    for name in ("inbox claim", "outbox claim"):
        assert await quickest(busy, QUERIES[name]) < SECONDS, name


OPEN_ONES = (
    "INSERT INTO tickets (client, status, impact, urgency, priority, reporter, title, language, policy, desk_version, "
    "opened_at, changed_at, commented_at, next_due) {n} SELECT 'acme', 'new', 'low', 'low', 3, :person, 'stuck', 'en', "
    "'p3', :version, :at, :at, :at, :at FROM n",
)
TICKETS = re.compile(r"Seq Scan on tickets\b|SCAN tickets\b(?! USING)|USE TEMP B-TREE|\bSort\b")


async def test_the_backlog_goes_by_the_index_that_sorts_it(store: Store) -> None:
    """Its page is not sorted, and no more are counted than can be told; the look for versions is as quick."""
    async with store.change(EVERYTHING) as uow:
        ticket, _, _ = await housed_ticket(uow)
        await fill(uow, OPEN_ONES, 20_000, person=ticket.reporter, version=ticket.desk_version)
    async with store.change(EVERYTHING) as uow:
        await uow.execute(text("ANALYZE"))
    _, page, *_ = await plans_of(store, lambda uow: backlog(uow, Filter(), 1, ""))
    assert "ix_tickets_pressing" in page, page
    assert not TICKETS.search(page), page
    async with store.look(EVERYTHING) as uow:
        listing = await backlog(uow, Filter(), 1, "")
    assert (listing.total, listing.pages, len(listing.tickets)) == (COUNTED + 1, COUNTED // 10, 10)
    assert await quickest(store, lambda uow: uow.desk.versions_in_use()) < SECONDS
    assert await quickest(store, lambda uow: my_tickets(uow, PersonId(0))) < SECONDS
