"""What people do becomes an operation or a command: one place that knows which request means what, where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.calls import Command, How, Message
from bot.chat.buttons import ForgedButton, Press, Seal
from bot.chat.platform import Gesture
from bot.chat.replies import Done, Refused, Reply
from bot.chat.requests import Clicked, Deleted, Edited, Picked, Reacted, Request, Said, Typed
from bot.domain.clients import ChannelBinding, ChannelKind
from bot.domain.permissions import Actor
from bot.domain.plain_text import clean, fold
from bot.domain.sheets import Setting
from bot.domain.tickets import TicketPlace
from bot.domain.words import Place, Source, TeamKey, TicketId
from bot.errors import NotAllowed, UserError
from bot.invoking import Invocation, invoke, may, must_be_allowed
from bot.operations.conversation import hear_deletion, hear_edit, hear_in_thread
from bot.operations.intake import hear_at_top
from bot.operations.rooms import unbound_answer
from bot.parsing import parse_words, suggestion
from bot.phrasing import Spoken, called_team, raw_words
from bot.pointing import around, place_of, team_in, ticket_at
from bot.store.unit_of_work import EVERYTHING, UnitOfWork
from bot.views.refusals import refusal
from bot.words import Words

MISTYPED = 3
"""A call of us in a ticket's thread of so many words at most may be a mistyped command; a longer one is prose."""


@dataclass(frozen=True)
class Vocabulary:
    """Every command, by each of its names and by its gesture; and the key that opens button values."""

    commands: Mapping[str, Command]
    gestures: Mapping[Gesture, Command]
    seal: Seal
    all: tuple[Command, ...]

    @classmethod
    def of(cls, commands: tuple[Command, ...], seal: Seal) -> "Vocabulary":
        """The vocabulary of COMMANDS."""
        names = {name: each for each in commands for name in (each.name, *each.aliases)}
        return cls(names, {each.gesture: each for each in commands if each.gesture}, seal, commands)

    def named(self, word: str) -> Command | None:
        """The command of that name, whatever its case and the comma behind it."""
        return self.commands.get(fold(word).rstrip(",.;:!?"))

    def find(self, word: str, likely: Iterable[str] = ()) -> Command:
        """The command of that name; raises UserError with the nearest of the likely ones."""
        found = self.named(word)
        if found is None:
            raise UserError("unknown_command", word=word, suggestion=suggestion(word, likely))
        return found


@dataclass(frozen=True)
class Hearing:
    """One request being heard: by whom, where, in which unit of work."""

    uow: UnitOfWork
    words: Words
    vocabulary: Vocabulary
    actor: Actor
    binding: ChannelBinding | None

    async def hear(self, request: Request) -> Reply:
        """Do what the request asks."""
        match request:
            case Said():
                return await self._said(request)
            case Edited():
                self.uow.sight = EVERYTHING  # what is edited or deleted is the author's own, whatever else they may see
                await hear_edit(self.uow, request)
            case Deleted():
                self.uow.sight = EVERYTHING
                await hear_deletion(self.uow, request)
            case Reacted():
                return await self._reacted(request)
            case Typed():
                return await self._typed(request)
            case Clicked():
                return await self._clicked(request)
            case Picked():
                return await self._picked(request)
            case _:
                pass
        return Done()

    async def _typed(self, typed: Typed) -> Reply:
        """In a thread, as where a platform takes slash commands there, the ticket is the thread's."""
        place = await place_of(self.uow, typed.place)
        if not typed.command:
            return await self._words(typed.words, typed.place, How.SLASH, None, place)
        command = self.vocabulary.find(typed.command)
        ticket = place.ticket if place else None
        values = {**await self._stood_for(command, place), **typed.values}
        return await self._invoke(command, typed.place, How.SLASH, values, ticket)

    async def _said(self, said: Said) -> Reply:
        if said.direct:
            return await self._direct(said)
        place = await place_of(self.uow, said.place)
        if said.call is not None:
            return await self._mentioned(said, place)
        if place:
            await self._in_thread(said, place)
        elif self.binding and self.binding.kind is ChannelKind.CLIENT:
            if said.place.thread is None and self._reports:
                await hear_at_top(self.uow, said, self.actor, self.binding)
        elif self.binding is None and said.place.thread is None:
            await unbound_answer(self.uow, said.place.channel)
        return Done()

    async def _in_thread(self, said: Said, place: TicketPlace) -> None:
        """Strangers and colleagues see nothing of the ticket, and yet it has to be known that they wrote there."""
        self.uow.sight = EVERYTHING
        await hear_in_thread(self.uow, said, self.actor, place)

    @property
    def _reports(self) -> bool:
        standing = self.actor.standing
        return standing.client is not None and standing.stranger is None

    async def _direct(self, said: Said) -> Reply:
        if self.actor.is_staff:
            return await self._words(said.call or said.text, said.place, How.SLASH, None)
        if self.actor.client:
            raise UserError("client_leads")
        raise UserError("colleague")

    async def _mentioned(self, said: Said, place: TicketPlace | None) -> Reply:
        words = clean(said.call or "").strip()
        first, rest = (*words.split(maxsplit=1), "", "")[:2]
        called = called_team(self.uow.rules, words) if place or self.actor.is_staff else None
        if called:
            return await self._pinged(said, place, *called)
        command = self.vocabulary.named(first)
        opens = command is not None and command.gesture is Gesture.OPEN
        if opens and not (place and rest and self._reports):
            return await self._opened(said, rest)
        if command is None or opens:
            return await self._prose(said, words, place)
        short = len(words.split()) <= MISTYPED
        if self.actor.is_staff and (short or self._may(command)):
            return await self._called(said, words, place)
        if short or command.takes_reason:
            return await self._perhaps(said, words, place, command)
        return await self._prose(said, words, place)

    async def _pinged(self, said: Said, place: TicketPlace | None, team: TeamKey, why: str) -> Reply:
        """Staff call whoever is on duty; of anybody else it is a message, and they are told so politely."""
        command, ticket = self.vocabulary.commands["ping"], place.ticket if place else None
        if self._may(command):
            return await self._invoke(command, said.place, How.MENTION, {"team": team, "why": why}, ticket)
        if place:
            await self._in_thread(said, place)
        return self._refused(UserError("only_staff_ping"), place)

    async def _called(self, said: Said, words: str, place: TicketPlace | None) -> Reply:
        root = Source(said.place.channel, said.place.thread or said.source.id)
        return await self._words(words, said.place, How.MENTION, await self._message(root, said), place)

    async def _perhaps(self, said: Said, words: str, place: TicketPlace | None, command: Command) -> Reply:
        """A command of somebody whose words are a message as well, be it that they may not use it or say more."""
        short, more = len(words.split()) <= MISTYPED, len(words.split()) > 1
        try:
            async with self.uow.savepoint():
                reply = await self._called(said, words, place)
        except UserError as error:
            meant = not more or not isinstance(error, NotAllowed)
            if place is None and short and meant:
                raise
            reply = await self._prose(said, words, place)
            return self._refused(error, place) if short else reply
        if place and (said.files or (more and command.takes_reason)):
            await self._in_thread(said, place)
        return reply

    def _refused(self, error: UserError, place: TicketPlace | None) -> Refused:
        setting = Setting(self.actor.language, self.actor.zone, self.uow.now)
        kept = ("kept_message" if place else "kept_report") if self._reports else ""
        return Refused(refusal(error, self.words, setting, self.actor.standing, kept))

    async def _prose(self, said: Said, words: str, place: TicketPlace | None) -> Reply:
        """What somebody tells us rather than asks us to do."""
        first = fold(words.split(maxsplit=1)[0]) if words else ""
        if place:
            near = suggestion(first, self._names)
            if self.actor.is_staff and near and near != first and len(words.split()) <= MISTYPED:
                raise UserError("unknown_command", word=first, suggestion=near)
            await self._in_thread(said, place)
            return Done()
        if self.binding and self.binding.kind is ChannelKind.CLIENT:
            return await self._opened(said, words)
        if self.binding is None:
            raise UserError("unbound")
        return await self._words(words or "help", said.place, How.MENTION, None, place)

    async def _opened(self, said: Said, text: str) -> Reply:
        """The thread's first message becomes a ticket, and what a client says beside it is part of it."""
        root = Source(said.place.channel, said.place.thread or said.source.id)
        message = await self._message(root, said)
        report = replace(message, text=text) if message.author else message
        command = self.vocabulary.gestures[Gesture.OPEN]
        reply = await self._invoke(command, said.place, How.MENTION, message=report)
        if text and said.place.thread and self._reports and (place := await place_of(self.uow, said.place)):
            await self._in_thread(said, place)
        return reply

    def _may(self, command: Command) -> bool:
        return may(command, self.actor.standing, self.uow.rules.colleagues)

    @property
    def _names(self) -> list[str]:
        """The words for what this person may do."""
        allowed = [each for each in self.vocabulary.all if not each.hidden and self._may(each)]
        return [name for each in allowed for name in (each.name, *each.aliases)]

    async def _message(self, source: Source, said: Said | None = None) -> Message:
        entry = await self.uow.entries.at(source)
        own = said is not None and said.source == source
        text = (said.call if own and said and said.call is not None else "") or ""
        files = said.files if own and said else ()
        return Message(Place(source.channel), entry, self.actor if own else None, text, source, files)

    async def _reacted(self, reacted: Reacted) -> Reply:
        gesture = next((each for each in Gesture if each == reacted.gesture), None)
        command = self.vocabulary.gestures.get(gesture) if gesture else None
        if not reacted.added or command is None:
            return Done()
        message = await self._message(reacted.source)
        ticket = await ticket_at(self.uow, reacted.source, message.entry)
        if ticket is None and gesture not in (Gesture.OPEN, Gesture.NOT_A_REPORT):
            return Done()
        raw = await self._stood_for(command, await around(self.uow, reacted.source, message.entry))
        return await self._invoke(command, reacted.place, How.REACTION, raw, ticket, message)

    async def _stood_for(self, command: Command, place: TicketPlace | None) -> dict[str, str]:
        """What a place says by itself: in a team's thread, the team."""
        here = next((each.name for each in command.arguments if each.here), None)
        team = await team_in(self.uow, place) if here else None
        return {here: str(team)} if here and team else {}

    async def _clicked(self, clicked: Clicked) -> Reply:
        try:
            press: Press = self.vocabulary.seal.open(clicked.token)
        except ForgedButton:
            raise UserError("forged_button") from None
        command = self.vocabulary.commands.get(press.command)
        if command is None:
            raise UserError("old_button")
        raw = parse_words(command.arguments, (*press.words, *([clicked.chosen] if clicked.chosen else [])))
        return await self._invoke(command, clicked.place, How.BUTTON, raw)

    async def _picked(self, picked: Picked) -> Reply:
        command = self.vocabulary.find(picked.command)
        entry = await self.uow.entries.at(picked.source)
        message = Message(Place(picked.source.channel), entry, None, picked.text, picked.source, picked.files)
        ticket = await ticket_at(self.uow, picked.source, entry)
        return await self._invoke(command, picked.place, How.SHORTCUT, ticket=ticket, message=message)

    async def _words(
        self, words: str, place: Place, how: How, message: Message | None, at: TicketPlace | None = None
    ) -> Reply:
        first, *rest = clean(words).split(maxsplit=1) or ["help"]
        command = self.vocabulary.find(first, self._names)
        must_be_allowed(self.uow, command, self.actor)
        kept = at is not None and how is How.MENTION and self._reports
        spoken = Spoken(self.actor.standing, at is not None, await team_in(self.uow, at), kept)
        raw = raw_words(self.uow.rules, command, rest[0] if rest else "", spoken)
        return await self._invoke(command, place, how, raw, at.ticket if at else None, message)

    async def _invoke(
        self,
        command: Command,
        place: Place,
        how: How,
        raw: Mapping[str, str] | None = None,
        ticket: TicketId | None = None,
        message: Message | None = None,
    ) -> Reply:
        invocation = Invocation(
            command,
            self.actor,
            place,
            self.binding,
            how,
            raw or {},
            ticket,
            message,
            known=self.vocabulary.all,
        )
        return await invoke(self.uow, self.words, invocation)
