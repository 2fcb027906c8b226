"""A floor with a bot at work in it, told as people live it: who says, types, presses, and what they then see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from bot.chat.buttons import Press
from bot.domain.tickets import Ticket
from bot.domain.words import TicketId
from bot.store.tables import drafts
from bot.store.unit_of_work import EVERYTHING
from tests.builders import REPORT
from tests.fakes.floor import FakeFloor, Upload
from tests.fakes.house import SEAL, House
from tests.stories.seen import Judged, Seen, Shown


@dataclass(frozen=True)
class Case:
    """A ticket as a test names it: its number, and the message that it was made of."""

    number: int
    report: str
    channel: str


class Stage:
    """Everybody, every channel, and the bot."""

    def __init__(self, floor: FakeFloor, house: House) -> None:
        self.floor = floor
        self.house = house

    def person(self, name: str) -> "Hand":
        """Somebody by name."""
        return Hand(self, name)

    async def reported(self, text: str = REPORT, by: str = "rita", channel: str = "acme-support") -> Case:
        """A client's report, and its ticket with both cards."""
        return await self.case_of(await self.person(by).says(text, in_=channel), channel)

    async def case_of(self, message: str, channel: str = "acme-support") -> Case:
        """The ticket of a message."""
        like = f"%/{message}"
        rows = await self.house.rows("SELECT ticket FROM entries WHERE source LIKE :like", like=like)
        assert rows and rows[0][0], f"no ticket for {message}: {rows}"
        return Case(int(str(rows[0][0])), message, channel)

    async def ticket(self, case: Case | int) -> Ticket:
        """How a ticket stands."""
        number = case if isinstance(case, int) else case.number
        async with self.house.store.look(EVERYTHING) as uow:
            return await uow.tickets.look(TicketId(number))

    async def name(self, person: int | None) -> str:
        """What somebody is called."""
        rows = await self.house.rows("SELECT name FROM people WHERE id = :id", id=person)
        return str(rows[0][0]) if rows else ""

    async def tickets(self) -> int:
        """How many tickets there are."""
        return await self.house.count("SELECT count(*) FROM tickets")

    async def happened(self, case: Case, event: str) -> int:
        """How often something happened to a ticket."""
        query = "SELECT count(*) FROM audit WHERE ticket = :ticket AND event = :event"
        return await self.house.count(query, ticket=case.number, event=event)

    async def all_of(self, channel: str) -> list[Seen]:
        """Everything in a channel but private answers."""
        return await self.floor.messages("nobody", channel)

    async def thread(self, channel: str, root: str) -> str:
        """The words of a thread, its root left out."""
        return "\n--\n".join(seen.text for seen in await self.all_of(channel) if seen.thread == root)

    async def card(self, case: Case, channel: str) -> Seen:
        """The last card of a ticket in a channel: at the top, or under the report."""
        posts = [each for each in self.floor.chat.posts.values() if each.channel == self.floor.channel(channel)]
        ids = {post.id for post in posts if post.card and post.card.title.startswith(f"#{case.number} ")}
        found = [seen for seen in await self.all_of(channel) if seen.id in ids]
        assert found, f"no card of #{case.number} in {channel}: {[post.text[:40] for post in posts]}"
        return found[0]

    async def desk_card(self, case: Case) -> Seen:
        """The desk's card."""
        return await self.card(case, "desk")

    async def client_card(self, case: Case) -> Seen:
        """The client's card."""
        return await self.card(case, case.channel)

    async def letter(self, channel: str, *words: str) -> Seen:
        """The last message of a channel that has all these words."""
        found = [seen for seen in await self.all_of(channel) if seen.says(*words)]
        assert found, f"{words} not in: {[seen.text for seen in await self.all_of(channel)]}"
        return found[-1]

    async def last(self, name: str) -> Seen:
        """The last private answer that somebody got."""
        return await Hand(self, name).last_told()

    @staticmethod
    def token(command: str, *words: object) -> str:
        """A button of ours, as any card could carry it."""
        return SEAL.sign(Press(command, tuple(str(word) for word in words)))

    async def old_drafts(self, age: timedelta) -> None:
        """Every shown form is that old."""
        async with self.house.store.change(EVERYTHING) as uow:
            await uow.execute(update(drafts).values(at=uow.wall - age))

    async def passes(self, *, minutes: float = 0, hours: float = 0) -> None:
        """Time goes by at the desk."""
        await self.house.passes(timedelta(minutes=minutes, hours=hours))


class Hand:
    """Somebody on the floor; each act waits until it has had its whole effect."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.stage, self.floor = stage, stage.floor
        self.name, self.id = name, stage.floor.user(name)
        self._heard = self._private()

    def _private(self) -> set[str]:
        return {number for number, post in self.floor.chat.posts.items() if post.only_for == self.id}

    def listens(self) -> None:
        """What they are told from now on is new."""
        self._heard = self._private()

    def told(self) -> str:
        """What was said to them in private by their last act; empty for nothing."""
        fresh = [self.floor.chat.posts[number].text for number in sorted(self._private() - self._heard)]
        return "\n--\n".join(fresh)

    async def last_told(self) -> Seen:
        """The last private answer, with its buttons."""
        number = max(self._private())
        channel = self.floor.chat.posts[number].channel
        return next(seen for seen in await self.floor.messages(self.id, channel) if seen.id == number)

    async def _after(self) -> str:
        await self.stage.house.drain()
        return self.told()

    async def says(self, text: str, *, in_: str = "", under: str | None = None, files: Sequence[Upload] = ()) -> str:
        """They write; the message's id."""
        self._heard = self._private()
        message = await self.floor.say(self.id, in_ or "acme-support", text, under, files)
        await self._after()
        return message

    async def mentions(self, words: str, case: Case, *, at_desk: bool = False) -> str:
        """They call the bot in a ticket's thread; what they are told."""
        root = (await self.stage.desk_card(case)).id if at_desk else case.report
        await self.says(f"@pitboss {words}", in_="desk" if at_desk else case.channel, under=root)
        return self.told()

    async def types(self, words: str, *, in_: str = "desk", thread: str = "") -> str:
        """They type the slash command; what they are told."""
        self._heard = self._private()
        self.floor.chat.open_forms.pop(self.id, None)
        form = await self.floor.command(self.id, in_, words, thread=thread)
        told = await self._after()
        return told or (f"[{form.title}]" if form else "")

    async def types_for_form(self, words: str, *, in_: str = "desk") -> Shown:
        """They type a command that lacks something, and its form opens."""
        self._heard = self._private()
        form = await self.floor.command(self.id, in_, words)
        assert form is not None, f"no form; told: {self.told()}"
        return form

    async def clicks(self, seen: Seen, label: str, **values: object) -> str:
        """They press a button, and fill in the form that opens when there are values; what they are told."""
        self._heard = self._private()
        self.floor.chat.open_forms.pop(self.id, None)
        form = await self.floor.click(self.id, seen, label)
        if values:
            assert form is not None, f"no form; told: {self.told()}"
            judged = await self.floor.submit(self.id, form, values)
            assert judged.taken, judged
        return await self._after()

    async def opens(self, seen: Seen, label: str) -> Shown:
        """They press a button, and a form opens."""
        self._heard = self._private()
        form = await self.floor.click(self.id, seen, label)
        assert form is not None, f"no form; told: {self.told()}"
        return form

    async def sends(self, form: Shown, **values: object) -> Judged:
        """They send a form."""
        self._heard = self._private()
        judged = await self.floor.submit(self.id, form, values)
        await self._after()
        return judged

    async def reacts(self, message: str, gesture: str) -> str:
        """They put a reaction on a message; what they are told."""
        self._heard = self._private()
        channel = self.floor.chat.posts[message].channel
        await self.floor.react(self.id, channel, message, gesture)
        return await self._after()

    async def picks(self, message: str, name: str) -> Shown | None:
        """They choose from a message's menu; the form that opens."""
        self._heard = self._private()
        channel = self.floor.chat.posts[message].channel
        seen = next(each for each in await self.floor.messages(self.id, channel) if each.id == message)
        form = await self.floor.pick(self.id, seen, name)
        await self._after()
        return form
