"""From the outbox to the platform: claim, read again, draw, send, and write down what came of it."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from bot.chat.platform import Ambiguous, ChatPlatform, Fault, GivenUp, Outcome, Sent, TryLater, Unreadable
from bot.domain.announcements import Letter
from bot.domain.tickets import PlaceKind
from bot.domain.words import PlaceId, Source
from bot.drawing import Drawing, Overheard, Together, draw, send
from bot.errors import Unavailable
from bot.identify import Platforms
from bot.notices import Moot
from bot.operations.rooms import lost_workspace
from bot.ports import FileStore
from bot.store.arrivals import Arrival, cards_stand, settle_sent
from bot.store.group_commit import GroupCommit
from bot.store.letters import Kind, Outgoing
from bot.store.measures import PAGE, ROUTINE
from bot.store.outbox import AMBIGUOUS, DEAD, GONE, HELD, MOOT, READY
from bot.store.slots import Slots
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork
from bot.telemetry import FAILPOINTS, PLATFORM_ERRORS, SENDS, SENT_SECONDS, log, reference
from bot.words import Words

_LOG = log(__name__)
AT_ONCE = 64
"""How many letters are under way; no connection is held while a platform is spoken to."""
SEVERAL = 16
HANDS = 16
"""How many of them are drawn at once, so that the database has time for what comes in."""
TRIES = 8
READ_TRIES = 6  # for half a minute: a short outage of the platform asks nobody anything
SEND_SECONDS = 18.0  # within the lease, so that nobody else begins meanwhile
REVOKED_PAUSE = timedelta(seconds=15)
OVERHEARD = "shared with another company"
BACKOFF = 2.0
BACKOFF_LIMIT = 300.0


class Held(Exception):
    """Only a person can tell whether a letter arrived."""


class Delivery:
    """Sends what the outbox holds, lane by lane, until it is stopped."""

    def __init__(self, store: Store, words: Words, platforms: Platforms, files: FileStore) -> None:
        self._store = store
        self._platforms = platforms
        self._drawing = Drawing(store, words, platforms, files)
        self._slots = Slots(AT_ONCE, SEVERAL, 0.5)
        self._stopping = False
        self._settling = GroupCommit(self._settle_sent)
        self._hands = asyncio.Semaphore(HANDS)

    def wake(self) -> None:
        """There may be something to send."""
        self._slots.wake()

    async def run(self) -> None:
        """Send until stopped; what is under way is finished."""
        async with asyncio.TaskGroup() as group:
            while not self._stopping:
                room = await self._slots.room()
                letters = await self._claim(room) if room and not self._stopping else ()
                together = Together(letters)
                for letter in letters:
                    self._slots.begin()
                    group.create_task(self._deliver(letter, together))
                if not self._stopping and (not room or len(letters) < room):
                    await self._slots.rest()

    def stop(self) -> None:
        """Claim nothing more."""
        self._stopping = True
        self._slots.wake()

    async def _claim(self, room: int) -> tuple[Outgoing, ...]:
        try:
            async with self._store.change(EVERYTHING) as uow:
                return await uow.outbox.claim(room)
        except Unavailable as error:
            _LOG.warning("outbox unavailable", why=error.why)
            await asyncio.sleep(1.0)
            return ()

    async def _deliver(self, letter: Outgoing, together: Together) -> None:
        try:
            await self._attempt(letter, together)
        except Unavailable as error:
            _LOG.warning("outcome not written, the lease will run out", outbox=letter.id, why=error.why)
        except Exception as error:  # noqa: BLE001  # one letter must not end the sending of all others
            _LOG.error("an outcome was not written", outbox=letter.id, reference=reference(), exc_info=error)
        finally:
            self._slots.end()

    async def _attempt(self, letter: Outgoing, together: Together) -> None:
        platform = self._platforms.get((letter.where.channel.platform, letter.where.channel.workspace))
        if platform is None:
            await self._write(letter, GivenUp(Fault.GONE, "no such workspace"))
            return
        try:
            outcome = await self._try(letter, platform, together)
        except Moot as moot:
            await self._settle(letter, MOOT, error=str(moot))
            return
        except Overheard:
            await self._keep_back(letter)
            return
        except Held:
            await self._hold(letter)
            return
        except Unavailable as error:
            outcome = TryLater(error.after or 1.0, error.why)
        except Exception as error:  # noqa: BLE001  # a letter that cannot be drawn must not stop the others
            number = reference()
            _LOG.error("a letter failed", outbox=letter.id, reference=number, exc_info=error)
            await self._write(letter, TryLater(self._backoff(letter), f"{number} {type(error).__name__}"))
            return
        _count(platform.name, outcome)
        await self._write(letter, outcome)

    async def _try(self, letter: Outgoing, platform: ChatPlatform, together: Together) -> Outcome:
        if letter.doubtful and letter.kind in (Kind.POST, Kind.CARD):
            found = await _found(letter, platform)
            if isinstance(found, Sent):
                return found
            if found is Unreadable.UNREADABLE:
                if not letter.urgent and letter.attempts >= READ_TRIES:
                    raise Held
                if not letter.urgent:
                    return TryLater(self._backoff(letter), "could not read the channel back")
                letter = replace(letter, again=True)
        async with self._hands:
            picture = await draw(self._drawing, letter, Together([letter]) if letter.doubtful else together)
        try:
            async with asyncio.timeout(SEND_SECONDS):
                outcome = await send(self._drawing, platform, letter, picture)
        except TimeoutError:
            return Ambiguous(f"no answer within {SEND_SECONDS:.0f} seconds")
        FAILPOINTS.reach("send.after_accept")
        return outcome

    async def _hold(self, letter: Outgoing) -> None:
        """Nobody but a person can tell whether it arrived: the lane goes on, and the desk is asked."""
        _LOG.error("a letter is held: the channel cannot be read back", outbox=letter.id)
        async with self._store.change(EVERYTHING) as uow:
            places = await uow.places.of(letter.ticket) if letter.ticket else ()
            desk = next((place for place in places if place.kind is PlaceKind.DESK and not place.dead), None)
            state = HELD if desk else DEAD  # where nobody can be asked, as about a digest, an operator decides
            if await uow.outbox.settle(letter, state, error="unreadable") and desk:
                calls = await uow.answerable(await uow.tickets.look(desk.ticket))
                facts = {"held": letter.id, "calls": list(calls)}
                await uow.outbox.post(desk, Letter.DESK_DOUBTFUL, facts, urgent=True)

    async def _write(self, letter: Outgoing, outcome: Outcome) -> None:
        match outcome:
            case Sent():
                await self._sent(letter, outcome)
            case TryLater(after, why, counts):
                await self._later(letter, after, why, counts)
            case Ambiguous(why):
                _LOG.warning("an ambiguous send", outbox=letter.id, why=why)
                await self._settle(letter, AMBIGUOUS, error=why, due_in=self._backoff(letter))
            case GivenUp(fault, why):
                await self._given_up(letter, fault, why)
            case _:
                assert_never(outcome)

    async def _sent(self, letter: Outgoing, sent: Sent) -> None:
        if await self._settling.add((letter, sent)):
            waited = (self._store.clock.wall() - letter.created_at).total_seconds()
            SENT_SECONDS.labels(PAGE if letter.urgent else ROUTINE).observe(max(0.0, waited))

    async def _settle_sent(self, many: Sequence[tuple[Outgoing, Sent]]) -> Sequence[bool]:
        """What was sent at one moment; whether each was still ours."""
        async with self._store.change(EVERYTHING) as uow:
            ours = await settle_sent(uow, [Arrival(letter, sent.id) for letter, sent in many])
            settled = [(letter, sent) for letter, sent in many if letter.seq in ours]
            await cards_stand(uow, dict(_cards(settled)))
            for letter, sent in settled:
                await _follow(uow, letter, sent)
            return [letter.seq in ours for letter, _ in many]

    async def _later(self, letter: Outgoing, after: float, why: str, counts: bool) -> None:
        if counts and letter.attempts >= TRIES:
            await self._given_up(letter, Fault.REFUSED, f"gave up after {TRIES} tries: {why}")
            return
        wait = max(after, self._backoff(letter)) if counts else after
        async with self._store.change(EVERYTHING) as uow:
            until = uow.wall + timedelta(seconds=wait)
            tries = letter.attempts if counts else letter.attempts - 1
            state = AMBIGUOUS if letter.doubtful else READY
            await uow.outbox.settle_card(letter, state, due_at=until, attempts=tries, error=why)
            if not counts:
                await uow.outbox.slow_down(letter.where.channel, until)

    async def _given_up(self, letter: Outgoing, fault: Fault, why: str) -> None:
        if fault is Fault.REVOKED:
            channel = letter.where.channel
            _LOG.error("the token is refused; the queue is kept", why=why, channel=channel.key)
            await self._later(letter, REVOKED_PAUSE.total_seconds(), why, counts=False)
            async with self._store.change(EVERYTHING) as uow:
                await lost_workspace(uow, channel.platform, channel.workspace, why)
            return
        async with self._store.change(EVERYTHING) as uow:
            if fault is Fault.MESSAGE_GONE and letter.place and letter.kind is Kind.CARD:
                await uow.places.lost_card(letter.place)
                await uow.outbox.settle_card(letter, READY, due_at=uow.wall, error=why)
                return
            state = MOOT if letter.kind is Kind.REACT else DEAD
            await uow.outbox.settle(letter, state, error=f"{GONE}{why}" if fault is Fault.GONE else why)
            if fault is Fault.GONE and letter.place:
                await self._fall_back(uow, letter, why)
        _LOG.error("a letter was given up", outbox=letter.id, kind=letter.kind, fault=fault, why=why)

    async def _keep_back(self, letter: Outgoing) -> None:
        """Other companies' people would read it: it waits until they are gone."""
        async with self._store.change(EVERYTHING) as uow:
            state = MOOT if letter.kind is Kind.REACT else DEAD
            await uow.outbox.settle(letter, state, error=f"{GONE}{OVERHEARD}")
            if letter.place:
                await self._fall_back(uow, letter, OVERHEARD)

    async def _fall_back(self, uow: UnitOfWork, letter: Outgoing, why: str) -> None:
        """The channel is gone: the place is dead, and the desk hears of it where it can."""
        assert letter.place is not None
        if (await uow.places.get(letter.place)).dead:
            return
        await uow.places.mark_dead(letter.place, why)
        desk = uow.rules.desk
        if letter.ticket:
            facts = {"clients": [], "why": why, "language": desk.language, "zone": desk.zone, "ticket": letter.ticket}
            for place in await uow.places.of(letter.ticket):
                if place.kind is PlaceKind.DESK and place.channel != letter.where.channel and not place.dead:
                    await uow.outbox.post(place, "intake/cut_off", facts)

    async def _settle(self, letter: Outgoing, state: str, error: str, due_in: float = 0.0) -> None:
        async with self._store.change(EVERYTHING) as uow:
            due = uow.wall + timedelta(seconds=due_in)
            await uow.outbox.settle(letter, state, error=error, due_at=due)

    @staticmethod
    def _backoff(letter: Outgoing) -> float:
        spread = 0.75 + (letter.seq * 7 % 50) / 100
        return min(BACKOFF ** (letter.attempts - 1), BACKOFF_LIMIT) * spread


async def _found(letter: Outgoing, platform: ChatPlatform) -> Sent | Unreadable | None:
    """What an earlier attempt came to; a page does not wait until its channel may be read again."""
    try:
        return await platform.find(letter.where, letter.id, letter.attempted_at or letter.created_at)
    except Unavailable:
        if letter.urgent or letter.attempts >= READ_TRIES:
            return Unreadable.UNREADABLE
        raise


def _cards(settled: Iterable[tuple[Outgoing, Sent]]) -> Iterator[tuple[PlaceId, tuple[str, str]]]:
    for letter, sent in settled:
        if letter.kind is Kind.CARD and letter.place:
            yield letter.place, (sent.id, sent.thread or sent.id)


async def _follow(uow: UnitOfWork, letter: Outgoing, sent: Sent) -> None:
    if letter.kind is Kind.POST and letter.place and letter.facts.get("entry"):
        source = Source(letter.where.channel, sent.id)
        await uow.entries.copied(letter.facts["entry"], source, letter.place, letter.message)
    elif letter.kind is Kind.POST and letter.message == "panel":
        await uow.outbox.send(letter.where, "pin", {"source": sent.id}, kind=Kind.PIN)


def _count(platform: str, outcome: Outcome) -> None:
    word = _word(outcome)
    SENDS.labels(platform, word).inc()
    if word != "sent":
        PLATFORM_ERRORS.labels(platform, "send", word).inc()


def _word(outcome: Outcome) -> str:
    """How the figures call an outcome."""
    match outcome:
        case Sent():
            return "sent"
        case TryLater(counts=counts):
            return "try_later" if counts else "rate_limited"
        case Ambiguous():
            return "ambiguous"
        case GivenUp(fault):
            return fault.value
        case _:
            assert_never(outcome)
