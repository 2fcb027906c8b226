"""What comes from Discord: kept in its order, however long that takes; what people do is answered within 3 s."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.chat.platform import Desk, Envelope, Lane, Receipt
from bot.chat.replies import OpenForm, Options, Reply
from bot.clock import Clock, monotonic
from bot.errors import Rejected, Unavailable
from bot.telemetry import ENVELOPES, FAILPOINTS, log, reference
from integrations.discord.answers import Answers
from integrations.discord.intake import CUT_OFF, SIGHT, Heard, concerns, deletions, envelope_of
from integrations.discord.interactions import user_of
from integrations.discord.payloads import PLATFORM, parent_of
from integrations.discord.reader import Reader
from integrations.discord.rooms import Rooms
from integrations.wire.crew import Crew
from integrations.wire.shapes import dict_at, flag_at, number_at, text_at

_log = log(__name__)
_LANES = 8  # side by side; one channel's events stay in one
_WAITING = 5_000  # events in a lane; beyond them the socket is not read, and Discord keeps what comes
_PAUSE, _LONGEST_PAUSE = 0.25, 5.0
_PROMPT_SECONDS = 1.8  # then the answer is deferred: Discord waits for 3 s
_TYPING_SECONDS = 2.5
_TYPING = 4
_MEMBERS = frozenset({"GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"})
_KEPT = _MEMBERS | {
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE",
}


class Gateway:
    """One server's events on their way to the desk."""

    def __init__(self, desk: Desk, rooms: Rooms, reader: Reader, answers: Answers, clock: Clock, crew: Crew) -> None:
        self._desk = desk
        self._rooms = rooms
        self._reader = reader
        self._answers = answers
        self._clock = clock
        self._crew = crew
        self._lanes: list[asyncio.Queue[Heard]] = [asyncio.Queue(_WAITING) for _ in range(_LANES)]
        self._workers: list[asyncio.Task[None]] = []
        self._open: dict[str, int] = {}
        self._first = ""

    def start(self) -> None:
        """Keep what is heard from now on."""
        self._workers = [asyncio.create_task(self._work_off(lane), name="discord lane") for lane in self._lanes]

    async def stop(self, patience: float) -> None:
        """Keep what was heard already, for so many seconds at most."""
        waiting = [asyncio.create_task(lane.join()) for lane in self._lanes]
        if waiting:
            await asyncio.wait(waiting, timeout=patience)
        for task in (*waiting, *self._workers):
            task.cancel()
        await asyncio.gather(*waiting, *self._workers, return_exceptions=True)

    async def hear(self, event: str, data: Mapping[str, Any], mark: str) -> None:
        """An event of the socket, in its order; returns once it is in its lane."""
        if event == "READY":
            self._rooms.me = text_at(data, "user", "id")
            return
        if text_at(data, "id" if event.startswith("GUILD_") and "id" in data else "guild_id") not in (
            "",
            self._rooms.server,
        ):
            return
        if event == "GUILD_DELETE" and not flag_at(data, "unavailable"):
            await self.cut_off("removed", mark)
        for sight in self._rooms.learn(event, data):
            await self._queue(Heard(SIGHT, sight, "", mark))
        if event == "MESSAGE_DELETE_BULK":
            for each in deletions(data):
                await self._queue(Heard("MESSAGE_DELETE", each, "", mark))
        elif event in _KEPT and self._is_worth_it(event, data):
            await self._queue(Heard(event, data, "", mark))
        elif event == "INTERACTION_CREATE" and concerns(data, self._rooms.server):
            self._crew.start(self._interact(data, mark), "discord interaction")

    def unkept(self, session: str) -> int | None:
        """The number of that session's first event that is not kept yet; None when all are. Safe for other threads."""
        begun, _, number = self._first.rpartition(":")
        return int(number) if begun == session and number.isdigit() else None

    def _begin(self, mark: str) -> None:
        self._open[mark] = self._open.get(mark, 0) + 1
        self._first = next(iter(self._open))

    def _end(self, mark: str) -> None:
        self._open[mark] -= 1
        if not self._open[mark]:
            del self._open[mark]
        self._first = next(iter(self._open), "")

    async def cut_off(self, why: str, mark: str = "") -> None:
        """The server is lost to us; without a number of its own the event has its minute's."""
        await self._queue(Heard(CUT_OFF, {"why": why}, "", mark or f"{self._clock.wall():%Y-%m-%dT%H:%M}"))

    def _is_worth_it(self, event: str, data: Mapping[str, Any]) -> bool:
        """Our own words and those of other machines are dropped at once; whatever is doubtful is looked at later."""
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            author = dict_at(data, "author")
            return not flag_at(author, "bot") and text_at(author, "id") != self._rooms.me
        if event in _MEMBERS:
            return self._reader.changes(data)
        return text_at(data, "user_id") != self._rooms.me

    async def _queue(self, heard: Heard) -> None:
        room = text_at(heard.data, "channel_id")
        channel = self._rooms.parent(room) or room
        lane = int(channel or "0") >> 22 if channel.isdigit() else 0
        self._begin(heard.mark)
        await self._lanes[lane % _LANES].put(heard)

    async def _work_off(self, lane: "asyncio.Queue[Heard]") -> None:
        while True:
            heard = await lane.get()
            (error,) = await asyncio.gather(self._keep(heard), return_exceptions=True)
            if isinstance(error, Exception):
                _log.error("event not kept", kind=type(error).__name__, told=heard.event, reference=reference())
            self._end(heard.mark)
            lane.task_done()

    async def _keep(self, heard: Heard) -> None:
        """Keep an event; while nothing can be kept, those behind it wait as well."""
        pause = _PAUSE
        while True:
            try:
                envelope = await self._envelope(heard)
                if envelope is not None:
                    await self._receive(envelope)
                return
            except Unavailable as error:
                _log.warning("event kept later", why=error.why, told=heard.event)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    async def _envelope(self, heard: Heard) -> Envelope | None:
        room = text_at(heard.data, "channel_id")
        own = dict_at(heard.data, "channel")
        parent = parent_of(own) if own else ""
        if not parent and room and not own and heard.event != SIGHT and text_at(heard.data, "guild_id"):
            parent = await self._reader.parent(room)
        found = Heard(heard.event, heard.data, parent, heard.mark)
        lost = heard.event == CUT_OFF  # then nobody answers
        ears = self._reader.known_ears() if lost else await self._reader.ears()
        return envelope_of(found, ears, self._clock.wall())

    async def _receive(self, envelope: Envelope) -> Receipt:
        receipt = await self._desk.receive(envelope)
        ENVELOPES.labels(PLATFORM, receipt.value).inc()
        return receipt

    async def _interact(self, data: Mapping[str, Any], mark: str) -> None:
        """Somebody typed a command, pressed a button, sent a form or is choosing."""
        begun = monotonic()
        self._reader.speaks(user_of(data), text_at(data, "locale"))
        try:
            envelope = await self._envelope(Heard("INTERACTION_CREATE", data, "", mark))
        except (Unavailable, Rejected) as error:
            _log.warning("interaction not understood now", why=error.why)
            return
        if envelope is None:
            return
        if number_at(data, "type") == _TYPING:
            await self._suggest(envelope, data)
        elif envelope.lane is Lane.ASKED:
            await self._judge(envelope, data, begun)
        else:
            await self._do(envelope, data, begun)

    async def _judge(self, envelope: Envelope, data: Mapping[str, Any], begun: float) -> None:
        """A sent form: when it cannot be kept there is no answer, and Discord leaves it open, to be sent again."""
        try:
            await self._answer(data, asyncio.create_task(self._desk.ask(envelope)), begun)
        except Unavailable as error:
            _log.error("interaction not kept", why=error.why, reference=reference())

    async def _suggest(self, envelope: Envelope, data: Mapping[str, Any]) -> None:
        """What to choose from; nothing when it takes too long."""
        try:
            async with asyncio.timeout(_TYPING_SECONDS):
                reply = await self._desk.ask(envelope)
        except TimeoutError:
            reply = Options(())
        await self._answers.choices(data, reply.choices if isinstance(reply, Options) else ())

    async def _do(self, envelope: Envelope, data: Mapping[str, Any], begun: float) -> None:
        """Kept first, then worked off at once; without an answer Discord tells the person that it failed."""
        try:
            receipt = await self._receive(envelope)
        except Unavailable as error:
            _log.error("interaction not kept", why=error.why, reference=reference())
            return
        if receipt is not Receipt.NEW:
            return
        FAILPOINTS.reach("work.before")
        reply, told = await self._answer(data, asyncio.create_task(self._desk.work(envelope.key)), begun)
        if isinstance(reply, OpenForm):
            await self._desk.answered(envelope.key, told)

    async def _answer(self, data: Mapping[str, Any], work: "asyncio.Task[Reply]", begun: float) -> tuple[Reply, bool]:
        """Answer with what comes of the work; when it takes long, say that it does, so that the answer is not lost."""
        left = max(_PROMPT_SECONDS - (monotonic() - begun), 0.0)
        done, _ = await asyncio.wait({work}, timeout=left)
        if done:
            reply = work.result()
            FAILPOINTS.reach("ack.before")
            return reply, await self._answers.at_once(data, reply)
        deferred = await self._answers.defer(data)
        reply = await work
        give = self._answers.after if deferred else self._answers.at_once
        return reply, await give(data, reply)
