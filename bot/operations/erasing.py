"""Erase a person's data: tickets stay, and with them that somebody did this and that, but not who, nor their words."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Table

from bot.desk.forgetting import without_person
from bot.domain.erasure import OWN_WORDS, UNTITLED, PersonErased, is_free, wordless, words_of
from bot.domain.tickets import Ticket
from bot.domain.words import EntryId, PersonId, TicketId
from bot.operations.copies import copies_follow
from bot.operations.ownership import release
from bot.ports import FileStore
from bot.store import erasing, tables
from bot.store.erasing import Subject, put, rows_of
from bot.store.files import LOST
from bot.store.queue_tables import outbox
from bot.store.search import index
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork

Progress = Callable[[str], None]


@dataclass
class Erasure:
    """What was removed so far, by kind, and what could not be."""

    counts: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)
    tickets: set[TicketId] = field(default_factory=set)


async def measure(store: Store, subject: Subject) -> Counter[str]:
    """How much there is, roughly, and nothing is changed."""
    found: Counter[str] = Counter()
    async with store.look(EVERYTHING) as uow:
        found["accounts"] = len(subject.accounts)
        if subject.person:
            found["tickets"] = len(await erasing.touched_tickets(uow, subject.person))
            found["messages"] = len(await rows_of(uow, tables.entries, tables.entries.c.person == subject.person))
            found["values"] = len(await rows_of(uow, tables.evidence, tables.evidence.c.person == subject.person))
            found["forms"] = len(await rows_of(uow, tables.drafts, tables.drafts.c.person == subject.person))
    for table in erasing.searched_tables():
        async for rows in _naming(store, table, subject):
            found[f"rows of {table.name} that name them"] += len(rows)
    return found


async def erase_person(store: Store, files: FileStore, subject: Subject, progress: Progress, *, edit: bool) -> Erasure:
    """All of it, a ticket at a time; what is done stays done when it is cut short, and a second time finds the rest.

    With `edit` cards and copies that we posted are drawn anew on the platform.
    """
    erasure = Erasure()
    touched: Sequence[TicketId] = ()
    if subject.person:
        async with store.look(EVERYTHING) as uow:
            touched = await erasing.touched_tickets(uow, subject.person)
        for number in touched:
            progress(f"ticket {number}")
            gone = await _erase_in_ticket(store, subject.person, number, erasure, edit)
            await _remove_bytes(store, files, gone, erasure)
        await _remove_bytes(store, files, await _erase_beside(store, subject.person, erasure), erasure)
    for table in erasing.searched_tables():
        progress(f"rows of {table.name}")
        await _clean(store, table, subject, erasure)
    progress("identity")
    await _forget(store, subject, touched if edit else (), erasure)
    return erasure


async def _erase_in_ticket(store: Store, person: PersonId, number: TicketId, erasure: Erasure, edit: bool) -> list[str]:
    """One ticket in one unit of work; the hashes of files that are to go."""
    before = erasure.counts.total()
    async with store.change(EVERYTHING) as uow:
        ticket = await uow.tickets.get(number)
        said = await _said_in_audit(uow, person, number, erasure)
        entries = await erasing.wordy_entries(uow, person, number, limit=1_000_000)
        said |= {text.strip() for entry in entries for text in (entry["text"], entry["why"]) if text.strip()}
        ticket = await _ticket_itself(uow, ticket, person, said, erasure)
        await _values(uow, ticket, person, erasure)
        await _escalations(uow, number, person, said, erasure)
        for row in await rows_of(uow, outbox, outbox.c.ticket == number):
            erasure.counts["letters"] += await put(uow, outbox, row, facts=wordless(row["facts"], said))
        gone = await _entries(uow, entries, erasure)
        if ticket.owner == person and not ticket.is_ended:
            await _let_go(uow, ticket, erasure)
        if erasure.counts.total() > before:
            await index(uow, await uow.tickets.look(number))
            if edit:
                await _drawn_anew(uow, number, [EntryId(entry["id"]) for entry in entries], erasure)
    return gone


async def _said_in_audit(uow: UnitOfWork, person: PersonId, number: TicketId, erasure: Erasure) -> set[str]:
    said: set[str] = set()
    for row in await rows_of(uow, tables.audit, tables.audit.c.ticket == number, tables.audit.c.person == person):
        if words := words_of(row["event"], row["facts"]):
            said |= {each.strip() for each in words}
            facts = row["facts"] | dict.fromkeys(OWN_WORDS[row["event"]], "")
            erasure.counts["audit facts"] += await put(uow, tables.audit, row, facts=facts)
    return said


async def _ticket_itself(uow: UnitOfWork, ticket: Ticket, person: PersonId, said: set[str], erasure: Erasure) -> Ticket:
    changed = replace(
        ticket,
        resolution="" if ticket.resolution.strip() in said else ticket.resolution,
        wait_why="" if ticket.wait_why.strip() in said else ticket.wait_why,
        watchers=tuple(each for each in ticket.watchers if each != person),
        proposed=None if ticket.proposed == person else ticket.proposed,
    )
    if ticket.reporter == person:
        changed = replace(changed, title=UNTITLED, category_why="")
    if changed == ticket:
        return ticket
    erasure.counts["tickets"] += 1
    return await uow.tickets.save(changed)


async def _values(uow: UnitOfWork, ticket: Ticket, person: PersonId, erasure: Erasure) -> None:
    """What they gave in their own words goes; ids, amounts, moments and choices are the ticket's, and stay."""
    category = uow.rules.categories.get(ticket.category) if ticket.category else None
    given = tables.evidence
    for row in await rows_of(uow, given, given.c.ticket == ticket.id, given.c.person == person):
        free = is_free(category.field(row["field"]) if category else None)
        value = "" if free else row["value"]
        erasure.counts["values"] += await put(uow, given, row, value=value, original=value)


async def _escalations(uow: UnitOfWork, number: TicketId, person: PersonId, said: set[str], erasure: Erasure) -> None:
    called = tables.escalations
    for row in await rows_of(uow, called, called.c.ticket == number):
        why = "" if row["by"] == person or row["why"].strip() in said else row["why"]
        answer = "" if row["answer"].strip() in said else row["answer"]
        erasure.counts["escalations"] += await put(uow, called, row, why=why, answer=answer)


async def _entries(uow: UnitOfWork, entries: list[dict[str, Any]], erasure: Erasure) -> list[str]:
    """Messages lose their words, and their files; they stand there as deleted."""
    gone: list[str] = []
    for row in entries:
        deleted = row["deleted_at"] or uow.now
        erasure.counts["messages"] += await put(uow, tables.entries, row, text="", why="", deleted_at=deleted)
    for row in entries:
        for file in await rows_of(uow, tables.files, tables.files.c.entry == row["id"]):
            gone += [file["sha256"]] if file["sha256"] else []
            lost = {"name": file["remote"], "url": "", "sha256": None, "state": LOST, "error": "erased"}
            erasure.counts["files"] += await put(uow, tables.files, file, **lost)
    return gone


async def _let_go(uow: UnitOfWork, ticket: Ticket, erasure: Erasure) -> None:
    """An open ticket needs somebody who answers for it."""
    if ticket.is_open:
        await release(uow, ticket)
        erasure.counts["tickets without an owner now"] += 1


async def _drawn_anew(uow: UnitOfWork, number: TicketId, entries: list[EntryId], erasure: Erasure) -> None:
    uow.redraw(number)
    for entry in entries:
        erasure.counts["copies to be edited"] += len(await uow.entries.copies(entry))
        await copies_follow(uow, entry)


async def _erase_beside(store: Store, person: PersonId, erasure: Erasure) -> list[str]:
    """What they said that became no ticket, and forms that they had begun."""
    gone: list[str] = []
    while True:
        async with store.change(EVERYTHING) as uow:
            entries = await erasing.wordy_entries(uow, person, None, erasing.BATCH)
            gone += await _entries(uow, entries, erasure)
            erasure.counts["forms"] += await erasing.drop_drafts(uow, person)
        if not entries:
            return gone


async def _remove_bytes(store: Store, files: FileStore, hashes: list[str], erasure: Erasure) -> None:
    """Bytes that somebody else has sent as well stay."""
    async with store.look(EVERYTHING) as uow:
        unnamed = [sha256 for sha256 in dict.fromkeys(hashes) if not await uow.files.names(sha256)]
    for sha256 in unnamed:
        await files.remove(sha256)
        erasure.counts["contents of files"] += 1


async def _naming(store: Store, table: Table, subject: Subject) -> AsyncIterator[list[dict[str, Any]]]:
    """The rows in which the person may be named, in batches; read without holding up anybody who writes."""
    after = None
    while True:
        async with store.look(EVERYTHING) as uow:
            rows = await erasing.naming(uow, table, subject.traces, after)
        if not rows:
            return
        yield rows
        after = erasing.key_of(table, rows[-1])


async def _clean(store: Store, table: Table, subject: Subject, erasure: Erasure) -> None:
    """What others wrote names them no more, and neither does what platforms told."""
    async for rows in _naming(store, table, subject):
        async with store.change(EVERYTHING) as uow:
            for row in rows:
                done = await erasing.clean(uow, table, row, subject.traces)
                erasure.counts[f"rows of {table.name} that named them"] += bool(done)
                if done is None:
                    erasure.left.append(f"envelope in-{row['id']} is not worked off yet: erase once more later")
                elif done and (number := row["id"] if table is tables.tickets else row.get("ticket")):
                    await index(uow, await uow.tickets.look(TicketId(number)))


async def _forget(store: Store, subject: Subject, touched: Sequence[TicketId], erasure: Erasure) -> None:
    """Who they were, last, so that a run that was cut short still finds them; and that it was done, not for whom.

    What was drawn anew while they still had a name is drawn once more without it.
    """
    async with store.change(EVERYTHING) as uow:
        for row in await erasing.desk_texts(uow):
            await _old_desk(uow, row, subject, erasure)
        nameless = await erasing.drop_identity(uow, subject)
        if touched and nameless:
            for number in touched:
                uow.redraw(number)
            for row in await rows_of(uow, tables.entries, tables.entries.c.person == subject.person):
                await copies_follow(uow, EntryId(row["id"]))
        erasure.counts["accounts and names"] += nameless
        erasure.counts = +erasure.counts
        if erasure.counts and subject.person:
            await uow.audit.write([(None, None, PersonErased(subject.person, dict(erasure.counts)))])


async def _old_desk(uow: UnitOfWork, row: dict[str, Any], subject: Subject, erasure: Erasure) -> None:
    if subject.traces.without(row["text"]) == row["text"]:
        return
    alias = f"former_{subject.person or 0}"
    changed = without_person(row["text"], row["overrides"], subject.key, subject.traces, alias)
    if changed is None:
        erasure.left.append(f"version {row['id']} of desk.yaml, kept in the database, still names them")
    else:
        erasure.counts["earlier desk.yaml"] += await put(uow, tables.desk_versions, row, text=changed)
