"""The ordinary, hidden: the example desk, envelopes, people and tickets in a store."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.chat.platform import Envelope, Lane, Profile
from bot.clock import Clock
from bot.desk.load import load
from bot.domain.events import TicketOpened
from bot.domain.people import AccountKey
from bot.domain.permissions import Sight
from bot.domain.priority import Level, Priority
from bot.domain.rules import DeskRules
from bot.domain.statuses import Status
from bot.domain.tickets import Entry, EntryKind, PlaceKind, Ticket, TicketPlace
from bot.domain.words import CategoryKey, Channel, ClientKey, Language, PersonId, Place, Source, TicketId
from bot.store.database import Database
from bot.store.unit_of_work import EVERYTHING, Rulebook, Store, UnitOfWork

ROOT = Path(__file__).parents[2]
ACME, BRAVO = ClientKey("acme"), ClientKey("bravo")
ACME_ONLY, BRAVO_ONLY = Sight(client=ACME), Sight(client=BRAVO)
ACME_CHANNEL, DESK_CHANNEL = Channel("slack", "pit", "C0ACME"), Channel("slack", "pit", "C0DESK")
LONG_AGO = datetime(2026, 1, 5, 12, tzinfo=UTC)


@cache
def rules() -> DeskRules:
    """The example desk."""
    return load((ROOT / "desk.example.yaml").read_text(encoding="utf-8")).rules


async def open_store(url: str) -> Store:
    """A replica of its own on a database."""
    store = Store(Database(url), Clock(), Rulebook(rules(), 0))
    async with store.change(EVERYTHING) as uow:
        store.rulebook.version = await uow.desk.version("digest", "text", {})
    return store


def envelope(key: str, *, thread: str = "", channel: str = "", lane: Lane = Lane.TOLD, **more: Any) -> Envelope:
    """Something that a platform delivered; a thread of its own in a channel of its own unless one is named."""
    given: dict[str, Any] = {"payload": {"text": "hello"}, "at": LONG_AGO} | more
    channel = channel or f"C{thread or key}"
    return Envelope(key, "slack", "pit", lane, channel, thread or f"{channel}/{key}", **given)


async def receive(store: Store, *envelopes: Envelope) -> list[bool]:
    """Each in a transaction of its own, as a gateway does it; which of them were new."""
    found = []
    for each in envelopes:
        async with store.change(EVERYTHING) as uow:
            found.append(await uow.inbox.add(each))
    return found


async def person(uow: UnitOfWork, name: str = "Rita") -> PersonId:
    """Somebody with an account of that name."""
    account = AccountKey("slack", "T0ACME", f"U0{name.upper()}")
    return (await uow.people.remember(Profile(account, name))).person


def opened(**changes: Any) -> TicketOpened:
    """The event of a new ticket."""
    return replace(TicketOpened("said", "p3", 1, None), **changes)


async def new_ticket(uow: UnitOfWork, client: ClientKey = ACME, title: str = "A round", **changes: Any) -> Ticket:
    """A ticket without places, not yet recorded."""
    plain = Ticket(
        id=TicketId(0),
        client=client,
        category=CategoryKey("game_round"),
        status=Status.NEW,
        impact=Level.MEDIUM,
        urgency=Level.MEDIUM,
        priority=Priority.P3,
        owner=None,
        reporter=await person(uow),
        title=title,
        language=Language.EN,
        policy="p3",
        desk_version=uow.version,
        opened_at=uow.now,
        changed_at=uow.now,
        commented_at=uow.now,
    )
    return await uow.tickets.add(replace(plain, **changes))


async def housed_ticket(uow: UnitOfWork, **changes: Any) -> tuple[Ticket, TicketPlace, TicketPlace]:
    """A ticket with its client's and its desk's place."""
    ticket = await new_ticket(uow, **changes)
    client = await uow.places.add(
        ticket.id, PlaceKind.CLIENT, Place(ACME_CHANNEL, f"{ticket.id}.0"), Language.EN, "UTC"
    )
    desk = await uow.places.add(ticket.id, PlaceKind.DESK, Place(DESK_CHANNEL), Language.EN, "UTC")
    return ticket, client, desk


async def said(
    uow: UnitOfWork, ticket: Ticket | None, text: str, kind: EntryKind = EntryKind.REPORT, ts: str = "1.0"
) -> Entry:
    """A message that was kept."""
    source, number = Source(ACME_CHANNEL, ts), ticket.id if ticket else None
    return await uow.entries.add(
        source, Place(ACME_CHANNEL), await person(uow), kind, text, uow.now, ticket=number, client=ACME
    )
