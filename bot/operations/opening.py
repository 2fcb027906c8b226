"""A report becomes a ticket, whatever way it came."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.chat.requests import RemoteFile
from bot.domain.clients import Client, Threads
from bot.domain.events import TicketOpened
from bot.domain.plain_text import shorten
from bot.domain.raising import Signs
from bot.domain.recognised import Recognised
from bot.domain.rules import match_policy
from bot.domain.statuses import Status
from bot.domain.tickets import Entry, EntryKind, PlaceKind, Ticket
from bot.domain.triage import Seen
from bot.domain.triage_events import OwnerProposed
from bot.domain.words import CategoryKey, Language, PersonId, Place, Source, TicketId
from bot.operations.duplicates import note_keys
from bot.operations.evidence import keep_given, keep_recognised
from bot.operations.files import mirror_files
from bot.operations.reading import read
from bot.operations.triage import judge, placed
from bot.store.places import NewPlace
from bot.store.unit_of_work import UnitOfWork

TITLE_LIMIT = 120


@dataclass(frozen=True)
class Report:
    """What somebody reports: where they wrote it, or where the ticket is to live when they filled in a form."""

    client: Client
    reporter: PersonId
    text: str
    place: Place
    language: Language
    zone: str
    at: datetime
    how: str
    source: Source | None = None
    entry: Entry | None = None
    category: CategoryKey | None = None
    given: dict[str, str] = field(default_factory=dict)
    files: tuple[RemoteFile, ...] = ()
    unheard: bool = False  # whoever reports it has looked: it was never kept


async def open_ticket(uow: UnitOfWork, report: Report) -> Ticket:
    """The report's ticket: a new one, or the one that this message already made."""
    entry = report.entry
    if entry is None and report.source and not report.unheard:
        entry = await uow.entries.at(report.source)
    if entry and entry.ticket:
        return await uow.tickets.get(entry.ticket)
    reading = read(uow.rules, report.text, report.at, report.zone, report.language)
    ticket = await uow.add_ticket(await _ticket(uow, report, reading))
    known = entry
    entry = await _keep_entry(uow, report, ticket, entry)
    await _settle_down(uow, report, ticket)
    values = await keep_recognised(uow, ticket, reading.values, entry, fresh=True)
    if report.given:
        await keep_given(uow, ticket, report.given, report.reporter, entry)
    await note_keys(uow, ticket, None if report.given else values)
    uow.record(ticket, TicketOpened(report.how, ticket.policy, ticket.desk_version, entry.id))
    if ticket.proposed:
        uow.record(ticket, OwnerProposed(ticket.proposed))
    if known:
        await mirror_files(uow, entry)
    elif not report.given:
        uow.said(ticket, [entry.text], [value.value for value in values])
    return ticket


async def _ticket(uow: UnitOfWork, report: Report, reading: Recognised) -> Ticket:
    guess = reading.category
    key = report.category or (guess.key if guess else list(uow.rules.categories)[-1])
    category = uow.rules.categories[key]
    chosen = report.category is not None
    values = (*report.given.items(), *placed(reading.values, category))
    seen = Seen(report.client, category, Signs(values, report.text), report.at)
    judged = await judge(uow, seen, guess.because if guess and not chosen else (), chosen=chosen)
    found = judged.triage
    match = match_policy(uow.rules, report.client, found.priority, category.key, found.type)
    return Ticket(
        id=TicketId(0),
        client=report.client.key,
        category=category.key,
        category_why="" if report.category or guess is None else guess.why,
        status=Status.NEW,
        impact=found.impact,
        urgency=found.urgency,
        priority=found.priority,
        owner=None,
        reporter=report.reporter,
        title=_title(report.text) or category.label.in_(report.language),
        language=report.language,
        policy=match.policy.key,
        desk_version=uow.version,
        opened_at=report.at,
        changed_at=uow.now,
        commented_at=uow.now,
        unanswered_since=report.at,
        type=found.type,
        decision=judged.decision,
        watchers=judged.watchers,
        proposed=judged.proposed,
    )


def _title(text: str) -> str:
    return shorten(" ".join(text.split()), TITLE_LIMIT)


async def _keep_entry(uow: UnitOfWork, report: Report, ticket: Ticket, entry: Entry | None) -> Entry:
    if entry is None:
        entry = await uow.entries.add(
            report.source,
            report.place,
            report.reporter,
            EntryKind.REPORT,
            report.text,
            report.at,
            ticket=ticket.id,
            client=ticket.client,
        )
    else:
        await uow.entries.change(entry.id, ticket=ticket.id, client=ticket.client, kind=EntryKind.REPORT, why="")
        entry = replace(entry, ticket=ticket.id, client=ticket.client, kind=EntryKind.REPORT)
        await uow.files.adopt(entry.id, ticket.id)
        if not entry.text.strip().startswith(report.text.rstrip("… \n")):  # a form may cut what it opens with
            await _keep_form(uow, report, ticket)
    channel = report.place.channel
    await uow.files.want(entry, channel.platform, channel.workspace, report.files)
    return entry


async def _keep_form(uow: UnitOfWork, report: Report, ticket: Ticket) -> None:
    """What somebody wrote into the form that a message was picked for stands beside that message."""
    person = uow.actor.person if uow.actor else report.reporter
    await uow.entries.add(
        None,
        report.place,
        person,
        EntryKind.REPORT,
        report.text,
        uow.now,
        ticket=ticket.id,
        client=ticket.client,
    )


async def _settle_down(uow: UnitOfWork, report: Report, ticket: Ticket) -> None:
    binding = uow.rules.binding(report.place.channel)
    apart = binding is not None and binding.threads is Threads.PRIVATE  # its card opens the thread
    thread = report.place.thread or (report.source.id if report.source and not apart else None)
    where = Place(report.place.channel, thread)
    desk = uow.rules.desk
    here = NewPlace(PlaceKind.CLIENT, where, report.language, report.zone)
    there = NewPlace(PlaceKind.DESK, Place(report.client.desk or desk.channel), desk.language, desk.zone)
    uow.lives_at(ticket, await uow.places.add_all(ticket.id, [here, there]))
