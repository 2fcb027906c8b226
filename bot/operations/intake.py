"""A message at the top of a client's channel: a report, a part of one, a question whether it is one, or nothing."""

from bot.chat.platform import Gesture
from bot.chat.requests import Said
from bot.domain.clients import ChannelBinding, ChannelKind, IntakeMode
from bot.domain.permissions import Actor
from bot.domain.plain_text import clean, shorten
from bot.domain.pleasantries import is_pleasantry, looks_new
from bot.domain.statuses import Status
from bot.domain.tickets import Entry, EntryKind, Ticket
from bot.domain.words import ClientKey, PersonId, Place, TicketId
from bot.errors import UserError
from bot.operations.conversation import TEXT_LIMIT, desk_time
from bot.operations.evidence import keep_recognised
from bot.operations.files import mirror_files
from bot.operations.joining import join
from bot.operations.opening import Report, open_ticket
from bot.operations.reading import read
from bot.operations.triage import reconsider
from bot.store.entries import source_key
from bot.store.outbox import Kind
from bot.store.unit_of_work import UnitOfWork


async def hear_at_top(uow: UnitOfWork, said: Said, actor: Actor, binding: ChannelBinding) -> None:
    """A message by a client's person in their channel; the channel's mode says what it may become."""
    last = await uow.entries.before(said.source, actor.person, desk_time(uow, said) - uow.rules.intake.join_window)
    if last and last.source == said.source:
        return
    text = shorten(clean(said.text), TEXT_LIMIT)
    if is_pleasantry(text) and not said.files:
        await _heard(uow, said, text, actor, "pleasantry")
        return
    if last and last.ticket and await _joins(uow, said, text, actor, binding, last.ticket):
        return
    if binding.mode is IntakeMode.AUTO:
        await open_ticket(uow, report_of(uow, said, text, actor.person, binding, "message"))
        return
    entry = await _heard(uow, said, text, actor, str(binding.mode))
    if binding.mode is IntakeMode.ASK and await uow.desk.not_within(
        f"ask:{binding.channel.key}:{actor.person}", uow.rules.intake.ask_cooldown
    ):
        facts = {"entry": entry.id, "calls": [actor.person], "language": binding.language, "zone": binding.zone}
        await uow.outbox.send(Place(binding.channel, said.source.id), "intake/ask", facts)


async def keep_heard(uow: UnitOfWork, said: Said, actor: Actor) -> None:
    """Keep a message that somebody points at, so that it can become a ticket."""
    if await uow.entries.at(said.source) is None:
        await _heard(uow, said, shorten(clean(said.text), TEXT_LIMIT), actor, "pointed_at")


async def _heard(uow: UnitOfWork, said: Said, text: str, actor: Actor, why: str) -> Entry:
    entry = await uow.entries.add(
        said.source,
        said.place,
        actor.person,
        EntryKind.HEARD,
        text,
        desk_time(uow, said),
        client=actor.client,
        why=why,
    )
    await uow.files.want(entry, said.place.channel.platform, said.place.channel.workspace, said.files)
    return entry


async def _joins(uow: UnitOfWork, said: Said, text: str, actor: Actor, binding: ChannelBinding, last: TicketId) -> bool:
    """Messages of one person within the window are one report, unless the later one names something of its own."""
    at = desk_time(uow, said)
    ticket = await uow.tickets.get(last)
    reading = read(uow.rules, text, at, binding.zone, binding.language)
    if ticket.status is not Status.NEW or looks_new(text, reading):
        return False
    entry = await uow.entries.add(
        said.source,
        said.place,
        actor.person,
        EntryKind.REPORT,
        text,
        at,
        ticket=ticket.id,
        client=ticket.client,
    )
    await uow.files.want(entry, said.place.channel.platform, said.place.channel.workspace, said.files)
    await keep_recognised(uow, ticket, reading.values, entry)
    await join(uow, await reconsider(uow, ticket, text), entry)
    facts = {"source": source_key(said.source), "gesture": Gesture.JOINED, "on": True}
    await uow.outbox.send(Place(said.place.channel), "react", facts, kind=Kind.REACT)
    await mirror_files(uow, entry)
    return True


def report_of(uow: UnitOfWork, said: Said, text: str, person: PersonId, binding: ChannelBinding, how: str) -> Report:
    """A message as a report of the client whose channel it stands in."""
    return Report(
        uow.rules.clients[ClientKey(binding.owner)],
        person,
        text,
        said.place,
        binding.language,
        binding.zone,
        desk_time(uow, said),
        how,
        source=said.source,
        files=said.files,
        unheard=True,
    )


async def adopt(uow: UnitOfWork, entry: Entry, how: str) -> Ticket:
    """A message that became nothing is a report after all."""
    binding = uow.rules.binding(entry.place.channel)
    if binding is None or binding.kind is not ChannelKind.CLIENT:
        raise UserError("unbound")
    report = Report(
        uow.rules.clients[ClientKey(binding.owner)],
        entry.person,
        entry.text,
        entry.place,
        binding.language,
        binding.zone,
        entry.at,
        how,
        source=entry.source,
        entry=entry,
    )
    return await open_ticket(uow, report)
