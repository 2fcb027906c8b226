"""The floor as a story tells it: who says what where, what passes in time, what each person then sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.stories.books import Books
from tests.stories.discord_floor import DiscordFloor
from tests.stories.processes import BotProcess
from tests.stories.seen import PATIENCE, Judged, Seen, Shown, eventually
from tests.stories.slack_floor import SlackFloor, Upload

TUESDAY = datetime(2026, 11, 10, 15, 45, tzinfo=UTC)
"""When stories begin: a working day in all places, 12:45 in São Paulo and 16:45 in Malta."""

SCREENSHOT: Upload = ("screen.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"screenshot" * 40)


class Floor:
    """People, channels and tickets around one running bot."""

    def __init__(self, platform: SlackFloor | DiscordFloor, bot: BotProcess, books: Books, folder: Path) -> None:
        self.platform = platform
        self.bot = bot
        self.books = books
        self.folder = folder
        self.expected: set[str] = set()
        self.told: set[str] = set()

    def person(self, name: str) -> "Person":
        """Somebody by name."""
        return Person(self, name)

    client = analyst = engineer = lead = coordinator = person

    def channel(self, name: str) -> "Room":
        """A channel by name."""
        return Room(self, self.platform.channel(name))

    # -- time

    async def passes(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Time goes by at the desk, from due date to due date."""
        await self.settles()
        goal = await self.books.now() + timedelta(days=days, hours=hours, minutes=minutes)
        await self.books.move_to(goal, self.settles)
        await self.settles()

    async def passes_until(self, clock: str, zone: str) -> None:
        """Time goes by until it is that time of day there for the next time."""
        await self.settles()
        now = (await self.books.now()).astimezone(ZoneInfo(zone))
        hour, minute = map(int, clock.split(":"))
        goal = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        await self.books.move_to(goal if goal > now else goal + timedelta(days=1), self.settles)
        await self.settles()

    async def away(self, *, minutes: float) -> None:
        """Time goes by while the bot is not there."""
        await self.books.begin_at(await self.books.now() + timedelta(minutes=minutes))

    async def settles(self) -> None:
        """Everything that was said and done has had its effect."""
        await eventually(self.platform.quiet, "what was pushed is answered", 20)
        await self.books.drained()

    # -- the process

    async def kill9(self) -> None:
        """The bot is killed as hard as one can."""
        self.bot.kill9()

    async def restarts(self) -> None:
        """The bot is started again; what it was about when it died is taken up within its leases of 20 seconds."""
        await self.bot.start()
        await self.settles()

    # -- the wider view

    async def nobody_is_called(self, *but: str) -> None:
        """The bot's messages have called nobody besides those named."""
        await self.settles()
        called = await self.platform.notified()
        assert called <= set(but), f"called: {called - set(but)}"

    async def tickets(self) -> int:
        """How many tickets there are."""
        await self.settles()
        return await self.books.count("SELECT count(*) FROM tickets")

    def mistakes(self) -> list[str]:
        """What the bot logged as an error, and nobody expected."""
        wrong = [line for line in self.bot.lines() if line.get("level") in ("error", "critical")]
        return [str(line) for line in wrong if line.get("event") not in self.expected]


@dataclass(frozen=True)
class Room:
    """A channel, as somebody in it sees it."""

    floor: Floor
    id: str

    async def messages(self) -> list[Seen]:
        """Everything in it, oldest first."""
        return await self.floor.platform.messages(self.floor.platform.watcher(self.id), self.id)

    async def shows(self, *words: str, seconds: float = PATIENCE) -> "Spot":
        """Sooner or later one message has all these words; the latest that does."""

        async def look() -> Seen | None:
            return next((seen for seen in reversed(await self.messages()) if seen.says(*words)), None)

        try:
            seen = await eventually(look, f"{words} in {self.id}", seconds)
        except AssertionError as error:
            texts = "\n--\n".join(seen.text for seen in (await self.messages())[-5:])
            raise AssertionError(f"{error}; the last ones are:\n{texts}") from None
        return Spot(self.floor, self.id, seen.id)

    async def lacks(self, *words: str) -> None:
        """When all is still, no message has these words."""
        await self.floor.settles()
        found = [seen.text for seen in await self.messages() if seen.says(*words)]
        assert not found, found

    async def card_of(self, number: int) -> "Spot":
        """The card of a ticket at the top of this channel: the last one that came."""

        async def look() -> Seen | None:
            cards = [seen for seen in await self.messages() if seen.by_bot and seen.thread is None]
            return next((seen for seen in reversed(cards) if seen.says(f"#{number} ")), None)

        seen = await eventually(look, f"a card of #{number} in {self.id}")
        return Spot(self.floor, self.id, seen.id)


@dataclass(frozen=True)
class Spot:
    """One message, wherever it stands: a card, a letter, or what somebody wrote."""

    floor: Floor
    channel: str
    id: str

    async def now(self) -> Seen:
        """How it looks now."""
        found = next((seen for seen in await Room(self.floor, self.channel).messages() if seen.id == self.id), None)
        assert found is not None, f"message {self.id} is gone"
        return found

    async def shows(self, *words: str) -> Seen:
        """Sooner or later it has all these words."""

        async def look() -> Seen | None:
            seen = await self.now()
            return seen if seen.says(*words) else None

        try:
            return await eventually(look, f"{words} on {self.id}")
        except AssertionError as error:
            raise AssertionError(f"{error}; it says:\n{(await self.now()).text}") from None

    async def hides(self, *words: str) -> None:
        """When all is still, it has none of these words."""
        await self.floor.settles()
        text = (await self.now()).text
        found = [word for word in words if word in text]
        assert not found, f"{found} in:\n{text}"

    async def offers(self, *labels: str) -> None:
        """Sooner or later it has exactly these buttons, in this order."""

        async def look() -> bool:
            return (await self.now()).buttons == labels

        try:
            await eventually(look, f"buttons {labels}")
        except AssertionError as error:
            raise AssertionError(f"{error}; it has {(await self.now()).buttons}") from None

    async def wears(self, emoji: str) -> None:
        """Sooner or later it has this reaction."""

        async def look() -> bool:
            return emoji in (await self.now()).reactions

        await eventually(look, f"reaction {emoji} on {self.id}")

    async def sheds(self, emoji: str) -> None:
        """Sooner or later it has this reaction no more."""

        async def look() -> bool:
            return emoji not in (await self.now()).reactions

        await eventually(look, f"no reaction {emoji} on {self.id}")

    async def thread(self) -> list[Seen]:
        """The thread that it is in, or has, without its root."""
        root = (await self.now()).thread or self.id
        return [seen for seen in await Room(self.floor, self.channel).messages() if seen.thread == root]

    async def thread_shows(self, *words: str, seconds: float = PATIENCE) -> "Spot":
        """Sooner or later a reply in its thread has all these words; the latest that does."""

        async def look() -> Seen | None:
            replies = [seen for seen in await self.thread() if not seen.private]
            return next((seen for seen in reversed(replies) if seen.says(*words)), None)

        try:
            seen = await eventually(look, f"{words} in the thread of {self.id}", seconds)
        except AssertionError as error:
            texts = "\n--\n".join(seen.text for seen in await self.thread())
            raise AssertionError(f"{error}; it has:\n{texts}") from None
        return Spot(self.floor, self.channel, seen.id)

    async def thread_lacks(self, *words: str) -> None:
        """When all is still, no reply in its thread has these words."""
        await self.floor.settles()
        found = [seen.text for seen in await self.thread() if seen.says(*words)]
        assert not found, found

    async def thread_carries(self, name: str) -> None:
        """Sooner or later a file of that name, sent by the bot, is in its thread."""

        async def look() -> bool:
            return any(name in seen.files and seen.by_bot for seen in await self.thread())

        await eventually(look, f"the file {name} in the thread of {self.id}")

    async def calls(self, *names: str) -> None:
        """It notifies exactly these people."""
        called = (await self.now()).notified
        assert called == set(names), f"it calls {set(called)}"


@dataclass(frozen=True)
class Ticket:
    """A ticket with its two cards; `report` is the message that it was made of."""

    floor: Floor
    number: int
    report: Spot | None
    client: Spot
    desk: Spot

    async def team(self, channel: str) -> Spot:
        """Its card in a team's channel."""
        return await self.floor.channel(channel).card_of(self.number)


class Person:
    """Somebody on the floor."""

    def __init__(self, floor: Floor, name: str) -> None:
        self.floor = floor
        self.name = name
        self.id = floor.platform.user(name)
        self.home = floor.platform.home_of(name)

    def _room(self, in_: str | None) -> str:
        return self.floor.platform.channel(in_) if in_ else self.home

    # -- writing

    async def says(
        self,
        text: str,
        *,
        in_: str | None = None,
        under: Spot | None = None,
        files: Sequence[Upload] = (),
        raw: bool = False,
    ) -> Spot:
        """Somebody writes, at the top of a channel or in a thread."""
        channel = under.channel if under else self._room(in_)
        thread = ((await under.now()).thread or under.id) if under else None
        message = await self.floor.platform.say(self.id, channel, text, thread, files, raw)
        return Spot(self.floor, channel, message)

    async def mentions_bot(self, words: str, *, in_: str | None = None, under: Spot | None = None) -> Spot:
        """Somebody calls the bot by its name."""
        return await self.says(f"@pitboss {words}", in_=in_, under=under)

    async def reports(self, text: str, *, files: Sequence[Upload] = (), in_: str | None = None) -> Ticket:
        """A report at the top of the client's channel, and the ticket that comes of it."""
        return await self.ticket_of(await self.says(text, files=files, in_=in_))

    async def ticket_of(self, said: Spot) -> Ticket:
        """The ticket whose card hangs under a message."""

        async def look() -> Seen | None:
            cards = [seen for seen in await said.thread() if seen.by_bot and seen.text.startswith("#")]
            return cards[0] if cards else None

        card = await eventually(look, f"a ticket for what {self.name} wrote")
        number = int(card.text[1:].split(" ")[0])
        desk = await self.floor.channel("desk").card_of(number)
        return Ticket(self.floor, number, said, Spot(self.floor, card.channel, card.id), desk)

    async def edits(self, said: Spot, text: str) -> None:
        """They find other words for what they wrote."""
        await self.floor.platform.edit(self.id, said.channel, said.id, text)

    async def deletes(self, said: Spot) -> None:
        """They take back what they wrote."""
        await self.floor.platform.delete(self.id, said.channel, said.id)

    async def reacts(self, to: Spot, emoji: str) -> None:
        """They put a reaction on a message."""
        await self.floor.platform.react(self.id, to.channel, to.id, emoji)

    # -- pressing and filling in

    async def clicks(self, on: Spot | Seen, label: str, **answers: object) -> None:
        """They press a button; with answers they fill in the form that opens, and it is taken."""
        if not answers:
            await self.floor.platform.click(self.id, await self._look(on), label, forms=False)
            return
        judged = await (await self.opens(on, label)).sends(**answers)
        assert judged.taken, f"the form was not taken: {judged}"

    async def opens(self, on: Spot | Seen, label: str) -> "OpenForm":
        """They press a button, and a form opens."""
        form = await self.floor.platform.click(self.id, await self._look(on), label, forms=True)
        assert form is not None, f"no form opened on {label!r}"
        return OpenForm(self, form)

    async def _look(self, on: Spot | Seen) -> Seen:
        return await on.now() if isinstance(on, Spot) else on

    async def types(self, words: str, *, in_: str | None = None) -> None:
        """They type `/pit` and these words."""
        await self.floor.platform.command(self.id, self._room(in_), words, forms=False)

    async def types_for_form(self, words: str, *, in_: str | None = None) -> "OpenForm":
        """They type `/pit` and these words, and a form opens."""
        form = await self.floor.platform.command(self.id, self._room(in_), words, forms=True)
        assert form is not None, f"no form opened on /pit {words}"
        return OpenForm(self, form)

    async def picks(self, shortcut: str, on: Spot) -> "OpenForm":
        """They choose an entry of a message's menu, and a form opens."""
        form = await self.floor.platform.pick(self.id, await on.now(), shortcut)
        assert form is not None, f"no form opened on {shortcut}"
        return OpenForm(self, form)

    # -- reading

    async def is_told(self, *words: str, in_: str | None = None) -> Seen:
        """Sooner or later a private answer to them has all these words; the latest that was not asked for before."""
        channel = self._room(in_)

        async def look() -> Seen | None:
            private = [seen for seen in await self.floor.platform.messages(self.id, channel) if seen.private]
            fresh = [seen for seen in reversed(private) if seen.id not in self.floor.told]
            return next((seen for seen in fresh if seen.says(*words)), None)

        try:
            seen = await eventually(look, f"{self.name} is told {words}")
            self.floor.told.add(seen.id)
            return seen
        except AssertionError as error:
            private = [seen.text for seen in await self.floor.platform.messages(self.id, channel) if seen.private]
            raise AssertionError(f"{error}; was told: {private}") from None

    async def is_told_nothing(self, *, in_: str | None = None) -> None:
        """When all is still, nothing was said to them in private."""
        await self.floor.settles()
        seen = await self.floor.platform.messages(self.id, self._room(in_))
        assert not [each.text for each in seen if each.private]

    async def home_shows(self, *words: str) -> None:
        """Sooner or later their own page of the bot has all these words."""

        async def look() -> bool:
            text = await self.floor.platform.home(self.id)
            return all(word in text for word in words)

        await eventually(look, f"{words} on the page of {self.name}")

    async def direct(self) -> Room:
        """Their direct conversation with the bot."""
        return Room(self.floor, await self.floor.platform.open_direct(self.id))


@dataclass(frozen=True)
class OpenForm:
    """A form that somebody has before them."""

    person: Person
    form: Shown

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys of its fields, in order."""
        return tuple(self.form.fields)

    async def sends(self, **answers: object) -> Judged:
        """They fill it in and send it."""
        return await self.person.floor.platform.submit(self.person.id, self.form, answers)
