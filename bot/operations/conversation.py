"""What is said in a ticket's threads: kept, copied to the desk, and counted."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.requests import Deleted, Edited, RemoteFile, Said
from bot.domain.events import (
    ClientAnswered,
    ClientWrote,
    EntryDeleted,
    EntryEdited,
    LateMessage,
    NoteAdded,
    StrangerWrote,
)
from bot.domain.permissions import Actor
from bot.domain.plain_text import clean, shorten
from bot.domain.pleasantries import is_pleasantry
from bot.domain.statuses import Status
from bot.domain.tickets import Entry, EntryKind, PlaceKind, Ticket, TicketPlace
from bot.operations.answers import answered
from bot.operations.copies import copies_follow
from bot.operations.evidence import keep_recognised, reread
from bot.operations.files import mirror_files
from bot.operations.reading import read
from bot.operations.resolution import reopen
from bot.operations.status import move
from bot.operations.triage import reconsider
from bot.store.unit_of_work import UnitOfWork

WHY_LIMIT = 300
TEXT_LIMIT = 40_000


@dataclass(frozen=True)
class _Message:
    said: Said
    text: str
    actor: Actor
    place: TicketPlace


async def hear_in_thread(uow: UnitOfWork, said: Said, actor: Actor, place: TicketPlace) -> None:
    """A message in a ticket's thread; the same message twice is one entry."""
    known = await uow.entries.at(said.source)
    ticket = await uow.tickets.get(place.ticket)
    if known and known.ticket:
        return
    message = _Message(said, shorten(clean(said.text), TEXT_LIMIT), actor, place)
    if actor.standing.stranger is not None:
        if place.kind is PlaceKind.CLIENT:
            uow.record(ticket, StrangerWrote(actor.name))
    elif place.kind is not PlaceKind.CLIENT:
        await _note(uow, message, ticket)
    elif actor.is_staff:
        await _staff_answer(uow, message, ticket)
    elif actor.client == ticket.client:
        await _client_message(uow, message, ticket)


async def _keep(uow: UnitOfWork, message: _Message, ticket: Ticket, kind: EntryKind) -> Entry:
    said = message.said
    entry = await uow.entries.add(
        said.source,
        said.place,
        message.actor.person,
        kind,
        message.text,
        desk_time(uow, said),
        ticket=ticket.id,
        client=ticket.client,
    )
    await _want_files(uow, entry, said.files)
    return entry


def desk_time(uow: UnitOfWork, said: Said) -> datetime:
    """When a message was written, in desk time, and never after now."""
    return min(said.at + (uow.now - uow.wall), uow.now)


async def _want_files(uow: UnitOfWork, entry: Entry, files: tuple[RemoteFile, ...]) -> None:
    await uow.files.want(entry, entry.place.channel.platform, entry.place.channel.workspace, files)


async def _note(uow: UnitOfWork, message: _Message, ticket: Ticket) -> None:
    of_team = message.place.kind is PlaceKind.TEAM
    entry = await _keep(uow, message, ticket, EntryKind.TEAM if of_team else EntryKind.NOTE)
    ticket = await uow.tickets.save(replace(ticket, commented_at=uow.now))
    uow.record(ticket, NoteAdded(entry.id, message.place.escalation if of_team else None))


async def _staff_answer(uow: UnitOfWork, message: _Message, ticket: Ticket) -> None:
    entry = await _keep(uow, message, ticket, EntryKind.STAFF)
    if not is_pleasantry(message.text):
        ticket = await answered(uow, ticket)
        uow.record(ticket, ClientAnswered(entry.id, "hand"))
    else:
        uow.record(ticket, NoteAdded(entry.id))


async def _client_message(uow: UnitOfWork, message: _Message, ticket: Ticket) -> None:
    entry = await _keep(uow, message, ticket, EntryKind.CLIENT)
    thanks = is_pleasantry(message.text) and not message.said.files
    if ticket.is_ended:
        if not thanks:
            uow.record(ticket, LateMessage(entry.id))
        return
    first = ticket.unanswered_since is None and not thanks
    ticket = await uow.tickets.save(
        replace(ticket, commented_at=uow.now, unanswered_since=entry.at if first else ticket.unanswered_since)
    )
    if not thanks:
        reading = read(uow.rules, message.text, entry.at, message.place.zone, ticket.language)
        await keep_recognised(uow, ticket, reading.values, entry)
        ticket = await reconsider(uow, ticket, message.text)
    uow.record(ticket, ClientWrote(entry.id, first, None if thanks else entry.at))
    await mirror_files(uow, entry)
    if thanks:
        return
    if ticket.status is Status.RESOLVED:
        await reopen(uow, ticket, shorten(message.text, WHY_LIMIT))
    elif ticket.status is Status.WAITING_CLIENT:
        await move(uow, ticket, Status.IN_PROGRESS, "client_answered")


async def hear_edit(uow: UnitOfWork, edited: Edited) -> None:
    """A message was edited: its copies follow, and its evidence is read anew."""
    entry = await uow.entries.at(edited.source)
    text = shorten(clean(edited.text), TEXT_LIMIT)
    if entry is None or entry.deleted_at or entry.text == text:
        return
    before = entry.text
    entry = await uow.entries.rewrite(entry, text)
    await _want_files(uow, entry, edited.files)
    if entry.ticket is None:
        return
    ticket = await uow.tickets.get(entry.ticket)
    if entry.kind in (EntryKind.REPORT, EntryKind.CLIENT):
        reading = read(uow.rules, text, entry.at, uow.rules.clients[ticket.client].zone, ticket.language)
        await reread(uow, ticket, reading.values, entry)
        ticket = await reconsider(uow, ticket, text)
    uow.record(ticket, EntryEdited(entry.id, before))
    await copies_follow(uow, entry.id)


async def hear_deletion(uow: UnitOfWork, deleted: Deleted) -> None:
    """A message was deleted: its copies say so; the original stays until retention."""
    entry = await uow.entries.at(deleted.source)
    if entry is None or entry.deleted_at:
        return
    await uow.entries.change(entry.id, deleted_at=uow.now)
    if entry.ticket is None:
        return
    uow.record(await uow.tickets.get(entry.ticket), EntryDeleted(entry.id))
    await copies_follow(uow, entry.id)
