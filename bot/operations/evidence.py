"""Evidence: what was recognised, what was asked for, and what a person confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.chat.requests import RemoteFile
from bot.domain.events import ClientAnswered, ClientAsked, EvidenceGiven
from bot.domain.placing import field_for
from bot.domain.recognised import PROVIDER, Found
from bot.domain.statuses import Status
from bot.domain.tickets import Entry, EntryKind, Evidence, PlaceKind, Ticket
from bot.domain.words import PersonId, Place, ProviderKey
from bot.errors import UserError
from bot.operations.answers import answered
from bot.operations.duplicates import note_keys
from bot.operations.status import move, must_be_open
from bot.operations.triage import reconsider
from bot.store.unit_of_work import UnitOfWork

FORM = "form"


async def keep_recognised(
    uow: UnitOfWork, ticket: Ticket, values: Iterable[Found], entry: Entry, *, fresh: bool = False
) -> tuple[Evidence, ...]:
    """Keep what an entry seems to say; a value that differs from a standing one is a conflict, never a replacement.

    Returns what is new; a `fresh` ticket has none yet.
    """
    standing = set() if fresh else {(each.field, each.value) for each in await uow.evidence.of(ticket.id)}
    category = uow.rules.categories.get(ticket.category) if ticket.category else None
    new: list[Evidence] = []
    for found in values:
        field = field_for(found, category)
        provider = uow.rules.providers.get(ProviderKey(found.value)) if found.field == PROVIDER else None
        value = provider.name if provider else found.value
        if field and (field, value) not in standing:
            standing.add((field, value))
            kept = Evidence(ticket.id, field, value, found.original, found.how, entry.person, entry.at, False, entry.id)
            new.append(kept)
    await uow.evidence.add(*new)
    if new and not fresh:
        await note_keys(uow, ticket)
    return tuple(new)


async def reread(uow: UnitOfWork, ticket: Ticket, values: Iterable[Found], entry: Entry) -> None:
    """An entry was edited: its unconfirmed values are read anew, confirmed ones stay."""
    for field in {each.field for each in await uow.evidence.of(ticket.id) if each.entry == entry.id}:
        await uow.evidence.retire(ticket.id, field, confirmed_too=False, entry=entry.id)
    if not await keep_recognised(uow, ticket, values, entry):
        await note_keys(uow, ticket)


async def keep_given(
    uow: UnitOfWork, ticket: Ticket, values: Mapping[str, str], person: PersonId, entry: Entry | None = None
) -> tuple[str, ...]:
    """Keep values that a person filled in: they are confirmed and stand alone; returns the fields that they fill."""
    given = {field: value for field, value in values.items() if value}
    for field, value in given.items():
        await uow.evidence.retire(ticket.id, field, confirmed_too=True)
        number = entry.id if entry else None
        await uow.evidence.add(Evidence(ticket.id, field, value, value, FORM, person, uow.now, True, number))
    return tuple(given)


async def ask_client(uow: UnitOfWork, ticket: Ticket, fields: tuple[str, ...], text: str) -> Ticket:
    """Ask the client for evidence: the ticket waits for them, and they have had a first response."""
    must_be_open(ticket)
    if not fields and not text:
        raise UserError("nothing_to_ask", ticket=ticket.id)
    uow.record(ticket, ClientAsked(fields, text))
    uow.record(ticket, ClientAnswered(None, "question"))
    return await move(uow, await answered(uow, ticket), Status.WAITING_CLIENT)


async def give_evidence(
    uow: UnitOfWork,
    ticket: Ticket,
    values: Mapping[str, str],
    person: PersonId,
    files: tuple[RemoteFile, ...] = (),
) -> Ticket:
    """Somebody filled in the form; an answer of the client brings the ticket back to us."""
    if ticket.is_ended:
        raise UserError("already_ended", ticket=ticket.id)
    by_client = bool(uow.actor and not uow.actor.is_staff)
    entry = await _attached(uow, ticket, person, files) if files else None
    fields = await keep_given(uow, ticket, values, person, entry)
    await note_keys(uow, ticket)
    ticket = await uow.tickets.save(replace(ticket, commented_at=uow.now))
    uow.record(ticket, EvidenceGiven(fields, by_client))
    ticket = await reconsider(uow, ticket)
    if by_client and ticket.status is Status.WAITING_CLIENT:
        ticket = await move(uow, ticket, Status.IN_PROGRESS, "client_answered")
    return ticket


async def _attached(uow: UnitOfWork, ticket: Ticket, person: PersonId, files: tuple[RemoteFile, ...]) -> Entry:
    """The files of a form, kept as an entry of their own."""
    place = next(each for each in await uow.places.of(ticket.id) if each.kind is PlaceKind.CLIENT)
    where = Place(place.channel, place.thread)
    entry = await uow.entries.add(
        None, where, person, EntryKind.CLIENT, "", uow.now, ticket=ticket.id, client=ticket.client
    )
    await uow.files.want(entry, place.channel.platform, place.channel.workspace, files)
    return entry
