"""What a letter looks like now: read again at the moment of sending, so that ten changes cost one edit."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from bot.chat.cards import Card, People, texts_of
from bot.chat.platform import ChatPlatform, Gesture, Outcome
from bot.chat.requests import AccountRef
from bot.chat.text import called
from bot.domain.announcements import Letter
from bot.domain.clients import Threads
from bot.domain.sheets import LetterSheet, Setting, TicketSheet
from bot.domain.statuses import Status
from bot.domain.tickets import Entry, EscalationState, PlaceKind, TicketPlace
from bot.domain.words import EntryId, FileId, Language, PersonId, PlaceId, Source
from bot.errors import PitbossError, Unavailable
from bot.identify import Platforms
from bot.notices import Moot, notice
from bot.ports import FileStore
from bot.store.entries import source_of
from bot.store.letters import Kind, Outgoing
from bot.store.lists import my_tickets
from bot.store.sheets import CardSheet, card_sheets_of, sheet_of
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork
from bot.telemetry import log
from bot.views.home import home_card
from bot.views.letters import draw_letter
from bot.views.ticket import client_card, desk_card, team_card
from bot.words import Words, named

_LOG = log(__name__)


class Overheard(PitbossError):
    """The channel is ours, and another company shares it: it gets nothing until that ends."""


@dataclass(frozen=True)
class Drawing:
    """What drawing needs."""

    store: Store
    words: Words
    platforms: Platforms
    files: FileStore


@dataclass(frozen=True)
class Picture:
    """A letter ready to be sent; `at` is the message to edit, None for a new one, and `guests` whom it is only for."""

    card: Card
    people: People
    at: Source | None = None
    guests: tuple[AccountRef, ...] = ()


class Together:
    """Letters that were claimed together: their cards are drawn from one look at all their tickets, after the claim.

    Whatever changes later brings a card of its own. Where one of the tickets cannot be read each is looked at alone.
    """

    def __init__(self, letters: Iterable[Outgoing]) -> None:
        self._wanted = {letter.place for letter in letters if letter.kind is Kind.CARD and letter.place}
        self._looking = asyncio.Lock()
        self._seen: dict[PlaceId, CardSheet] = {}

    async def look(self, store: Store, place: PlaceId) -> CardSheet:
        """What the cards of the ticket that lives at a place show."""
        async with self._looking:
            if place in self._wanted:
                wanted, self._wanted = self._wanted, set()
                try:
                    self._seen = await _look(store, wanted)
                except Unavailable:
                    raise
                except Exception as error:  # noqa: BLE001  # one of them must not keep the others from being drawn
                    _LOG.warning("tickets are looked at one by one", why=type(error).__name__)
            if place not in self._seen:
                self._seen |= await _look(store, {place})
            return self._seen[place]


async def _look(store: Store, places: set[PlaceId]) -> dict[PlaceId, CardSheet]:
    async with store.look(EVERYTHING) as uow:
        return await card_sheets_of(uow, places)


async def draw(drawing: Drawing, letter: Outgoing, together: Together) -> Picture | None:
    """The letter as it should look now; None where there is nothing to draw. Raises Moot, Overheard."""
    if letter.kind is Kind.CARD:
        return await _draw_card(drawing, letter, together)
    async with drawing.store.look(EVERYTHING) as uow:
        stopped = await uow.desk.once_value(f"stopped:{letter.where.channel.key}") is not None
        if stopped and not letter.facts.get("last"):
            raise Overheard
        match letter.kind:
            case Kind.POST:
                card, at = await _letter(drawing, uow, letter, letter.message), None
            case Kind.COPY_EDIT:
                card = await _letter(drawing, uow, letter, letter.facts["letter"])
                at = source_of(letter.facts["source"])
            case Kind.HOME:
                card, at = await _home(drawing, uow, letter), None
            case _:
                return None
        people = await uow.people.known(_called_in(card), letter.where.channel)
    return Picture(card, people, at)


def _called_in(card: Card) -> set[PersonId]:
    return {person for text in texts_of(card) for person in called(text)}


async def _draw_card(drawing: Drawing, letter: Outgoing, together: Together) -> Picture:
    """A card; no connection is held while its platform is asked for the report's address."""
    assert letter.place is not None
    seen = await together.look(drawing.store, letter.place)
    place = seen.places[letter.place]
    if {letter.where.channel.key, place.channel.key} & seen.stopped and not letter.facts.get("last"):
        raise Overheard
    jump = "" if place.kind is PlaceKind.CLIENT else await _jump(drawing, seen.sheet.report)
    setting = replace(seen.sheet.setting, language=place.language, zone=place.zone)
    names = named(seen.sheet.names, setting, drawing.words)
    card = _face(replace(seen.sheet, setting=setting, names=names, jump=jump), place, drawing.words)
    at = Source(place.channel, place.card) if place.card else None
    wanted, apart = _called_in(card), at is None and _opens_apart(drawing, letter)
    if not wanted and not apart:
        return Picture(card, {}, at)
    async with drawing.store.look(EVERYTHING) as uow:
        people = await uow.people.known(wanted, letter.where.channel)
        guests = await _guests(uow, letter, seen.sheet.ticket.reporter) if apart else ()
    return Picture(card, people, at, guests)


def _opens_apart(drawing: Drawing, letter: Outgoing) -> bool:
    """Whether a client's card opens its own thread."""
    binding = drawing.store.rulebook.rules.binding(letter.where.channel)
    return not letter.where.thread and binding is not None and binding.threads is Threads.PRIVATE


async def _guests(uow: UnitOfWork, letter: Outgoing, reporter: PersonId) -> tuple[AccountRef, ...]:
    """Whom such a card is only for: its reporter, as they are known there."""
    known = await uow.people.accounts_of(reporter)
    platform = letter.where.channel.platform
    return tuple(each.account for each in known if each.active and each.account.platform == platform)


async def send(drawing: Drawing, platform: ChatPlatform, letter: Outgoing, picture: Picture | None) -> Outcome:
    """Hand a drawn letter to its platform."""
    facts = letter.facts
    match letter.kind:
        case Kind.CARD | Kind.POST | Kind.COPY_EDIT:
            assert picture is not None
            if picture.at:
                return await platform.edit(picture.at, picture.card, picture.people)
            return await platform.post(letter.where, picture.card, picture.people, letter.ref, picture.guests)
        case Kind.REACT:
            return await platform.react(source_of(facts["source"]), Gesture(facts["gesture"]), facts["on"])
        case Kind.PIN:
            return await platform.pin(Source(letter.where.channel, facts["source"]))
        case Kind.HOME:
            assert picture is not None
            account = AccountRef(letter.where.channel.platform, facts["team"], facts["user"])
            return await platform.show_home(account, picture.card)
        case Kind.FILE:
            return await _upload(drawing, platform, letter)


async def _upload(drawing: Drawing, platform: ChatPlatform, letter: Outgoing) -> Outcome:
    async with drawing.store.look(EVERYTHING) as uow:
        file = await uow.files.get(FileId(letter.facts["file"]))
    if file.sha256 is None:
        raise Moot(why="not kept")
    data = await drawing.files.get(file.sha256)
    keep = partial(_begun, drawing.store, letter)
    return await platform.upload(letter.where, file.name, file.mime, data, keep, letter.file)


async def _begun(store: Store, letter: Outgoing, file: str) -> None:
    async with store.change(EVERYTHING) as uow:
        await uow.outbox.begin_file(letter, file)


def _face(sheet: TicketSheet, place: TicketPlace, words: Words) -> Card:
    if place.kind is PlaceKind.CLIENT:
        return client_card(sheet, words)
    if place.kind is PlaceKind.DESK:
        return desk_card(sheet, words)
    escalation = next(each for each in sheet.escalations if each.id == place.escalation)
    return team_card(sheet, escalation, words)


async def _sheet(drawing: Drawing, uow: UnitOfWork, place: TicketPlace) -> TicketSheet:
    ticket = await uow.tickets.look(place.ticket)
    setting = Setting(place.language, place.zone, uow.now)
    sheet = await sheet_of(uow, ticket, setting)
    return replace(sheet, names=named(sheet.names, setting, drawing.words))


async def _jump(drawing: Drawing, entries: tuple[Entry, ...]) -> str:
    """The address of the report for a card of ours; a card without it will do."""
    report = next((entry for entry in entries if entry.source and not entry.deleted_at), None)
    source = report.source if report else None
    platform = drawing.platforms.get((source.channel.platform, source.channel.workspace)) if source else None
    try:
        return await platform.link(source, report.place.thread) if platform and source and report else ""
    except PitbossError:
        return ""


async def _letter(drawing: Drawing, uow: UnitOfWork, letter: Outgoing, message: str) -> Card:
    facts = letter.facts
    if letter.place is None or message not in set(Letter):
        return await notice(uow, letter, message, drawing.words)
    place = await uow.places.get(letter.place)
    number = facts.get("entry")
    entry = await uow.entries.get(EntryId(number)) if number else None
    sheet = await _sheet(drawing, uow, place)
    people = [PersonId(each) for each in facts.get("calls", [])]
    skipped = [PersonId(each["person"]) for each in facts.get("skipped") or ()]
    others = await uow.people.names([*people, *skipped, *([entry.person] if entry else [])])
    names = {**sheet.names, **named(others, sheet.setting, drawing.words)}
    sheet = replace(sheet, names=names)
    calls = {person: names.get(person, "") for person in people}
    if (
        message == Letter.TEAM_CALL
        and letter.kind is Kind.POST
        and not _still_calls(sheet, place, silent=bool(facts.get("silent")))
    ):
        raise Moot(why="answered meanwhile")
    card = draw_letter(Letter(message), LetterSheet(sheet, place, facts, entry, calls, letter.doubtful), drawing.words)
    return card if _can_press(Letter(message), sheet) else replace(card, buttons=())


def _can_press(letter: Letter, sheet: TicketSheet) -> bool:
    """Whether a letter's buttons still have something to do."""
    match letter:
        case Letter.CLIENT_RESOLVED:
            return sheet.ticket.status is Status.RESOLVED
        case Letter.CLIENT_LATE:
            return True
        case Letter.TEAM_CALL | Letter.TEAM_WARNING | Letter.TEAM_BREACH:
            calling = [each for each in sheet.escalations if each.state is EscalationState.CALLING]
            return bool(calling)
        case _:
            return not sheet.ticket.is_ended


def _still_calls(sheet: TicketSheet, place: TicketPlace, *, silent: bool) -> bool:
    """Whether what a call asks for was not answered meanwhile: an acknowledgement, or after one (`silent`) a word."""
    wanted = EscalationState.ACKNOWLEDGED if silent else EscalationState.CALLING
    return any(each.id == place.escalation and each.state is wanted for each in sheet.escalations)


async def _home(drawing: Drawing, uow: UnitOfWork, letter: Outgoing) -> Card:
    facts = letter.facts
    listing = await my_tickets(uow, PersonId(facts["person"]))
    setting = Setting(Language(facts["language"]), facts["zone"], uow.now)
    return home_card(listing, setting, drawing.words, for_client=not facts["staff"])
