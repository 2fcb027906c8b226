"""A person's data are gone from every row, whatever they did; tickets stay; what cannot be removed is told."""

import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.platform import Profile
from bot.chat.requests import RemoteFile
from bot.domain import clock_events, duty_events, escalation_events, events, finding_events
from bot.domain.erasure import OWN_WORDS
from bot.domain.escalation_events import Escalated, EscalationReturned
from bot.domain.events import ClientAsked, EntryEdited, Event, EvidenceGiven, Reopened, StatusMoved, WaitStarted
from bot.domain.people import AccountKey
from bot.domain.tickets import EntryKind, Escalation, EscalationState, Evidence, Ticket
from bot.domain.words import EntryId, EscalationId, PersonId, Place, Source, TeamKey, TicketId
from bot.store import tables
from bot.store.inbox_turns import DONE
from bot.store.queue_tables import outbox
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork
from integrations.folder.client import FolderStore
from tests.cli.terminal import EXAMPLE, Terminal
from tests.store.builders import (
    ACME_CHANNEL,
    envelope,
    housed_ticket,
    open_store,
    opened,
    receive,
    said,
)

ACCOUNT = AccountKey("slack", "T0ACME", "U0QUIRINA")
NAME = "Quirina Zabalá"
SPOKEN = "slack:T0ACME:U0QUIRINA"
TRACES = ("Quirina", "Zabal", "U0QUIRINA", "quirina", "sesame", "passport")
"""What must be nowhere afterwards; everything that she wrote has the word sesame in it."""
OURS = {
    ("CategoryChanged", "after"),
    ("CategoryChanged", "before"),
    ("Cancelled", "why"),
    ("ClientAnswered", "how"),
    ("ClientNudged", "step"),
    ("ClockBreached", "clock"),
    ("ClockWarned", "clock"),
    ("Closed", "why"),
    ("DutyDealt", "deal"),
    ("DutyDealt", "kind"),
    ("DutyDealt", "state"),
    ("EscalationCalled", "whom"),
    ("FirstLookTicked", "before"),
    ("FirstLookTicked", "check"),
    ("FirstLookTicked", "seen"),
    ("PauseNoted", "status"),
    ("PolicyChanged", "before"),
    ("PolicyChanged", "policy"),
    ("HandoverAccepted", "room"),
    ("PriorityChanged", "impact"),
    ("PriorityChanged", "policy"),
    ("PriorityChanged", "urgency"),
    ("Resolved", "verdict"),
    ("ShiftChanged", "room"),
    ("StatusMoved", "after"),
    ("StatusMoved", "before"),
    ("TicketOpened", "how"),
    ("TicketOpened", "policy"),
    ("WaitEnded", "whom"),
    ("WaitStarted", "whom"),
}


async def _quirina(uow: UnitOfWork) -> PersonId:
    return (await uow.people.remember(Profile(ACCOUNT, NAME, "pt-BR", "America/Lima"))).person


async def _said_by(uow: UnitOfWork, who: PersonId, ticket: Ticket | None, text: str, ts: str) -> EntryId:
    source, number = Source(ACME_CHANNEL, ts), ticket.id if ticket else None
    entry = await uow.entries.add(source, Place(ACME_CHANNEL), who, EntryKind.REPORT, text, uow.now, ticket=number)
    return entry.id


async def _busy_life(store: Store, files: FolderStore) -> tuple[PersonId, TicketId, EntryId]:
    """A ticket of hers, one of somebody else's in which she acts, and everything beside."""
    await receive(store, envelope("k1:U0QUIRINA", payload={"user": "U0QUIRINA", "text": "sesame one"}))
    await receive(store, envelope("k2", payload={"user": "U0RITA", "text": f"ask {NAME} or <@U0QUIRINA>"}))
    async with store.change(EVERYTHING) as uow:
        for kept in await uow.inbox.claim(9):
            await uow.inbox.finish(kept, DONE)
        her = await _quirina(uow)
        ticket, client, desk = await housed_ticket(uow, title="sesame round", reporter=her, owner=her)
        entry = await _said_by(uow, her, ticket, "sesame: my player 83921 waits", "2.0")
        await _said_by(uow, her, None, "sesame and nothing else", "3.0")
        await uow.entries.copied(entry, Source(desk.channel, "2.5"), desk.id, "desk/client_wrote")
        remote = RemoteFile("F1", "passport-quirina.png", "image/png", 9, "https://files.example/quirina")
        await uow.files.want(await uow.entries.get(entry), "slack", "pit", (remote,))
        [file] = await uow.files.of_entry(entry)
        await uow.files.keep(file.id, await files.put(b"passport!"), file.name, file.mime, 9)
        for field, value in (("round_id", "99812-77"), ("what_happened", "sesame: it froze")):
            await uow.evidence.add(Evidence(ticket.id, field, value, f"sesame {value}", "form", her, uow.now, True))
        await uow.drafts.add(her, "note", {}, Place(ACME_CHANNEL), {"fields": ["sesame"]})
        uow.record(ticket, opened(entry=entry))
    await _acts(store, her, ticket)
    async with store.change(EVERYTHING) as uow:
        named = f"{NAME} told me so, <@U0QUIRINA> knows more"
        await said(uow, ticket, named, ts="5.0")
        await uow.outbox.post(client, "client/question", {"text": "what sesame does she see?", "fields": []})
        await uow.desk.first_time("seen:U0QUIRINA", f"by {NAME}")
    return her, ticket.id, entry


async def _acts(store: Store, her: PersonId, ticket: Ticket) -> None:
    """She asks, waits, calls and edits."""
    events = [
        ClientAsked(("round_id",), "what sesame does she see?"),
        WaitStarted("client", "sesame opens tomorrow", None),
        StatusMoved("triage", "waiting_client", "sesame opens tomorrow"),
        Escalated(EscalationId(1), TeamKey("integrations"), "sesame is broken", ()),
        EscalationReturned(EscalationId(1), TeamKey("integrations"), "sesame is not ours"),
        EntryEdited(EntryId(1), "sesame as it was"),
        Reopened("sesame again", by_client=True),
        EvidenceGiven(("round_id",), by_client=True),
    ]
    async with store.change(EVERYTHING) as uow:
        await uow.audit.write([(ticket.id, her, event) for event in events])
        changed = await uow.tickets.get(ticket.id)
        await uow.tickets.save(replace(changed, wait_why="sesame opens tomorrow"))
        call = Escalation(
            EscalationId(0),
            ticket.id,
            TeamKey("integrations"),
            EscalationState.RETURNED,
            her,
            "sesame is broken",
            uow.now,
        )
        await uow.escalations.add(replace(call, answer="sesame is not ours"))


async def _dump(store: Store) -> str:
    """Every row of every table, as text; JSON as it was before it was escaped."""
    found = []
    async with store.look(EVERYTHING) as uow:
        for table in tables.metadata.sorted_tables:
            for row in (await uow.execute(select(table))).mappings().all():
                found.append(f"{table.name} {json.dumps(dict(row), default=str, ensure_ascii=False)}")
    return "\n".join(found)


def _traces_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if any(each in line for each in TRACES)]


@pytest.fixture
def files(terminal: Terminal) -> FolderStore:
    """The terminal's own file store."""
    return FolderStore(Path(terminal.environment["FILES"]))


async def test_nothing_of_a_person_is_left_in_any_row(terminal: Terminal, store: Store, files: FolderStore) -> None:
    """Not the name, the id, a text, a file's name or its bytes; the ticket, its round and what others wrote stay."""
    her, ticket, entry = await _busy_life(store, files)
    assert len(_traces_in(await _dump(store))) > 15
    told = terminal.pit("erase", SPOKEN, "--yes")
    assert told.code == 0, told.all
    assert not _traces_in(told.out), told.out
    assert not _traces_in(await _dump(store))
    kept = [each.name for each in Path(terminal.environment["FILES"]).rglob("*") if each.is_file()]
    assert set(kept) <= {"PITBOSS"}
    async with store.look(EVERYTHING) as uow:
        left = await uow.tickets.look(ticket)
        assert (left.title, left.owner, left.reporter) == ("…", None, her)
        given = {each.field: each.value for each in await uow.evidence.of(ticket)}
        assert given == {"round_id": "99812-77", "what_happened": ""}
        assert (await uow.people.names([her])) == {her: ""}
        [kept] = [each.text for each in await uow.entries.of(ticket, set(EntryKind)) if each.text]
        assert kept == "[erased] told me so, <@[erased]> knows more"
        happened = [(event, facts) for _, _, event, facts in await uow.audit.of(ticket)]
        assert ("StatusMoved", {"before": "triage", "after": "waiting_client", "why": ""}) in happened
        edits = (await uow.execute(select(outbox).where(outbox.c.kind == "copy_edit"))).mappings().all()
        assert {row["facts"]["entry"] for row in edits} == {entry}


async def test_the_file_of_sqlite_keeps_nothing_between_its_rows(quick_terminal: Terminal, sqlite_url: str) -> None:
    """Deleted pages, the write-ahead log and the index of words hold no trace either."""
    store = await open_store(sqlite_url)
    await _busy_life(store, FolderStore(Path(quick_terminal.environment["FILES"])))
    await store.database.close()
    assert quick_terminal.pit("erase", SPOKEN, "--yes").code == 0
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    for each in path.parent.glob(f"{path.name}*"):
        assert not [trace for trace in TRACES if trace.encode() in each.read_bytes()], each


async def test_that_it_was_done_is_kept_but_not_for_whom(terminal: Terminal, store: Store, files: FolderStore) -> None:
    """The audit has a number that means nothing any more, and how much it was; a second time there is nothing."""
    her, _, _ = await _busy_life(store, files)
    terminal.pit("erase", SPOKEN, "--yes")
    again = terminal.pit("erase", str(her), "--yes")
    assert again.code == 0, again.all
    assert "nothing was left to erase" in again.out
    assert terminal.pit("erase", SPOKEN, "--yes").code == 0, "an account that is gone is searched for all the same"
    async with store.look(EVERYTHING) as uow:
        rows = (await uow.execute(select(tables.audit).where(tables.audit.c.event == "PersonErased"))).mappings().all()
    [row] = rows
    assert (row["ticket"], row["person"], row["facts"]["person"]) == (None, None, her)
    assert row["facts"]["counts"]["messages"] == 2


async def test_a_dry_run_changes_nothing(terminal: Terminal, store: Store, files: FolderStore) -> None:
    """It counts; and without a yes nothing is done either."""
    await _busy_life(store, files)
    before = await _dump(store)
    told = terminal.pit("erase", SPOKEN, "--dry-run")
    assert told.code == 0, told.all
    assert "2  messages" in told.out
    assert "What is not removed" in told.out
    assert terminal.pit("erase", SPOKEN, typed="n\n").code == 1
    assert await _dump(store) == before


async def test_who_stands_in_desk_yaml_is_told_to_come_back(terminal: Terminal, store: Store) -> None:
    """By their key; earlier versions in the database lose them, and the file's lines are named."""
    text = EXAMPLE.read_text(encoding="utf-8")
    async with store.change(EVERYTHING) as uow:
        await uow.desk.version("an older one", text, {})
        await uow.people.list_people()
    told = terminal.pit("erase", "ana", "--yes")
    assert told.code == 0, told.all
    number = next(number for number, line in enumerate(text.splitlines(), 1) if "Ana Souza" in line)
    assert re.search(rf"lines .*\b{number}\b.*erase once more", told.out), told.out
    dump = await _dump(store)
    assert "Ana Souza" not in dump
    assert "U0ANA" not in dump
    assert terminal.pit("erase", "ana", "--yes").code == 1, "the key is nobody's any more"


def test_nobody_is_said_to_be_nobody(quick_terminal: Terminal) -> None:
    """A slip of the pen erases nothing."""
    for word in ("zz", "99"):
        told = quick_terminal.pit("erase", word, "--yes")
        assert told.code == 1
        assert "is nobody" in told.err


def test_every_free_text_of_an_event_is_known() -> None:
    """A new event's text is either a person's words, to be erased, or one of ours."""
    texts = {
        (event.__name__, each.name)
        for module in (events, clock_events, escalation_events, finding_events, duty_events)
        for event in vars(module).values()
        if isinstance(event, type) and issubclass(event, Event) and event is not Event
        for each in fields(event)
        if each.type in (str, "str", str | None, "str | None")
    }
    assert texts - OURS == {(name, key) for name, keys in OWN_WORDS.items() for key in keys}
