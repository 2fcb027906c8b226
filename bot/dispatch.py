"""From a kept envelope to a reply: who is it, may they, one unit of work; what goes wrong ends here."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from bot.chat.cards import Card
from bot.chat.platform import ChatPlatform, Envelope, Fault, GivenUp, Receipt
from bot.chat.replies import Done, FieldErrors, OpenForm, Options, Reply, card_of
from bot.chat.requests import PersonChanged, Request, Submitted, Suggested
from bot.domain.permissions import Actor, Sight, sight_of
from bot.errors import Rejected, Unavailable, UserError
from bot.hearing import Hearing, Vocabulary
from bot.identify import Platforms, identify
from bot.leasing import Leasing
from bot.masking import heard, tell_writer
from bot.occurrences import hear_occurrence, is_occurrence
from bot.operations.rooms import say_unheard
from bot.recalling import recall
from bot.refusing import Refusing
from bot.store.group_commit import GroupCommit
from bot.store.inbox import Kept
from bot.store.inbox_turns import DEAD, DONE, EXPIRED
from bot.store.slots import Slots
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork
from bot.submitting import Submission, submit
from bot.suggesting import suggest
from bot.telemetry import FAILPOINTS, REQUESTS, WORK_SECONDS, keeping, log, reference
from bot.unmasking import read_back
from bot.words import Words

_LOG = log(__name__)
AT_ONCE = 12
SEVERAL = 4
BACKOFF = 2.0
BACKOFF_LIMIT = 60.0


class Dispatch:
    """Implements the gateways' Desk, and works off the inbox in the background."""

    def __init__(self, store: Store, words: Words, vocabulary: Vocabulary, platforms: Platforms) -> None:
        self._store = store
        self._words = words
        self._vocabulary = vocabulary
        self._platforms = platforms
        self._refusing = Refusing(words, store.clock)
        self._leasing = Leasing(store)
        self._slots = Slots(AT_ONCE, SEVERAL, 1.0)
        self._keeping = GroupCommit(self._keep)

    async def receive(self, envelope: Envelope) -> Receipt:
        """Keep the envelope; returning means that it is on disk."""
        FAILPOINTS.reach("inbox.before_commit")
        with keeping(envelope.platform):
            new = await self._keeping.add(envelope)
        FAILPOINTS.reach("inbox.after_commit")
        self._slots.wake()
        return Receipt.NEW if new else Receipt.SEEN

    async def _keep(self, envelopes: Sequence[Envelope]) -> Sequence[bool]:
        async with self._store.change(EVERYTHING, one_statement=True) as uow:
            return await uow.inbox.add_all(envelopes)

    async def work(self, key: str) -> Reply:
        """Work off a kept click or command at once."""
        return await self._work_now(key)

    async def answered(self, key: str, told: bool) -> None:
        """The form that a click or command opens was shown, or nobody could be told of it."""
        try:
            async with self._store.look(EVERYTHING) as uow:
                kept = await uow.inbox.by_key(key)
            await self._close(kept, DONE if told else EXPIRED)
        except Unavailable as error:
            _LOG.warning("the form will be offered once more", why=error.why)

    async def ask(self, envelope: Envelope) -> Reply:
        """Judge a submit; a valid one is kept before it is worked off, and a refused one stays open."""
        platform = self._platform(envelope)
        request = platform.understand(envelope.payload)
        if isinstance(request, Suggested):
            return await self._suggest(request)
        if not isinstance(request, Submitted):
            return Done()
        actor: Actor | None = None
        try:
            actor = await self._identify(request)
            fields = platform.features.form_fields
            judged = await Submission(self._store, self._words, self._vocabulary, actor, request, fields).judge()
            if judged is not None:
                return judged
        except UserError as error:
            return self._refusing.at_field(error, actor, request)
        except Unavailable as error:
            return self._refusing.at_field(self._refusing.unavailable(error), actor, request)
        await self.receive(envelope)
        reply = await self._work_now(envelope.key)
        return self._refusing.as_field(reply, actor, request)

    async def _suggest(self, request: Suggested) -> Options:
        try:
            actor = await self._identify(request)
            async with self._store.look(self._sight(actor), actor) as uow:
                return await suggest(uow, self._vocabulary, actor, request)
        except Unavailable as error:
            _LOG.warning("nothing can be suggested now", why=error.why)
            return Options(())

    async def holds(self, name: str, handover: str | None = None) -> bool:
        """Take or renew the lease of that name; False while another replica has it, or the database does not answer."""
        return await self._leasing.holds(name, handover)

    async def handed_over(self, name: str) -> str:
        """What the last holder left with a lease, unless that is long ago; raises Unavailable."""
        return await self._leasing.handed_over(name)

    async def lets_go(self, name: str, handover: str | None = None) -> None:
        """Give a lease back; without a database its time runs out by itself."""
        await self._leasing.lets_go(name, handover)

    async def run(self) -> None:
        """Work off what was told, until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                room = await self._slots.room()
                kept = await self._claim(room) if room else ()
                for each in kept:
                    self._slots.begin()
                    group.create_task(self._in_background(each))
                if not room or len(kept) < room:
                    await self._slots.rest()

    async def _claim(self, limit: int) -> tuple[Kept, ...]:
        try:
            async with self._store.change(EVERYTHING) as uow:
                return await uow.inbox.claim(limit)
        except Unavailable as error:
            _LOG.warning("inbox unavailable", why=error.why)
            await asyncio.sleep(1.0)
            return ()

    async def _in_background(self, kept: Kept) -> None:
        try:
            reply = await self._work(kept)
            await self._reply_late(kept, reply)
        except Unavailable as error:
            _LOG.warning("could not finish an envelope", inbox=kept.id, why=error.why)
        except Exception as error:  # noqa: BLE001  # one late reply must not end the work on all others
            _LOG.error("a late reply failed", inbox=kept.id, reference=reference(), exc_info=error)
        finally:
            self._slots.end()

    async def _reply_late(self, kept: Kept, reply: Reply) -> None:
        """A message, reaction or click that was worked off later still gets its answer, privately."""
        if isinstance(reply, Done):
            return
        platform = self._platform(kept.envelope)
        request = platform.understand(kept.envelope.payload)
        if request is None or isinstance(reply, FieldErrors):
            return
        try:
            if kept.envelope.lane != "told":
                await platform.reply(kept.envelope.payload, reply)
            elif card := card_of(reply):
                await self._whisper(platform, request, card)
            if isinstance(reply, OpenForm):
                await self._close(kept, DONE)
        except (Unavailable, Rejected) as error:
            _LOG.info("a late reply found nobody", inbox=kept.id, why=str(error))
            await self._close(kept, EXPIRED)

    async def _whisper(self, platform: ChatPlatform, request: Request, card: Card) -> None:
        """Tell somebody alone; where they cannot be told so, they hear in the place itself that there is something."""
        outcome = await platform.whisper(request.place, request.actor, card)
        if isinstance(outcome, GivenUp) and outcome.fault is Fault.UNREACHABLE:
            actor = await self._identify(request)
            async with self._store.change(EVERYTHING) as uow:
                await say_unheard(uow, request.place, actor)

    async def _close(self, kept: Kept, state: str) -> None:
        if state == EXPIRED:
            REQUESTS.labels("Expired").inc()
        async with self._store.change(EVERYTHING) as uow:
            await uow.inbox.mark(kept, state)

    async def _work_now(self, key: str) -> Reply:
        """Work off a kept envelope whose sender waits for the answer."""
        try:
            async with self._store.look(EVERYTHING) as uow:
                kept = await uow.inbox.by_key(key)
            return await self._work(kept)
        except Unavailable as error:
            return self._refusing.refused(self._refusing.unavailable(error), None)

    async def _work(self, kept: Kept) -> Reply:
        """Work off one envelope; our bugs end here. Raises Unavailable once it is put back to be tried again."""
        FAILPOINTS.reach("work.before", kept.envelope.channel)
        actor: Actor | None = None
        try:
            request = self._platform(kept.envelope).understand(kept.envelope.payload)
            if request is None:
                await self._finish(kept, DONE)
                return Done()
            actor = await self._identify(request)
            await self._recall(request)
            reply = await read_back(self._platforms, await self._answer(kept, actor, request))
        except UserError as error:
            await self._finish(kept, DONE, error.code)
            reply = self._refusing.refused(error, actor)
        except Unavailable as error:
            await self._try_later(kept, error)
            raise
        except Exception as error:  # noqa: BLE001  # the one place that turns our bugs into a reference number
            reply = await self._bug(kept, error, actor)
        REQUESTS.labels(type(reply).__name__).inc()
        WORK_SECONDS.observe(max(0.0, (self._store.clock.wall() - kept.received_at).total_seconds()))
        return reply

    async def _answer(self, kept: Kept, actor: Actor, request: Request) -> Reply:
        for last_try in (False, True):
            try:
                return await self._transact(kept, actor, request)
            except IntegrityError:
                if last_try:
                    raise
        raise AssertionError("unreachable")

    async def _transact(self, kept: Kept, actor: Actor, request: Request) -> Reply:
        said = heard(request, actor, self._store.rulebook.rules, self._vocabulary.named)
        async with self._store.change(self._sight(actor), actor) as uow:
            if not await uow.inbox.finish(kept):
                return Done()
            uow.entries.covers = said.covers
            reply = await self._do(uow, kept, actor, said.request)
            return tell_writer(uow, self._words, said.request, reply)

    async def _do(self, uow: UnitOfWork, kept: Kept, actor: Actor, request: Request) -> Reply:
        if isinstance(request, Submitted):
            return await submit(uow, self._words, self._vocabulary, actor, request)
        if is_occurrence(request):
            uow.sight = EVERYTHING
            return await hear_occurrence(uow, actor, request)
        binding = uow.rules.binding(request.place.channel)
        reply = await Hearing(uow, self._words, self._vocabulary, actor, binding).hear(request)
        if isinstance(reply, OpenForm):
            await uow.inbox.owe(kept)
        return reply

    def _sight(self, actor: Actor) -> Sight:
        return sight_of(actor.standing, self._store.rulebook.rules.colleagues)

    async def _recall(self, request: Request) -> None:
        try:
            await recall(self._store, self._platforms, self._words, request)
        except Rejected as error:
            _LOG.info("a message could not be read back", why=error.why)

    async def _identify(self, request: Request) -> Actor:
        binding = self._store.rulebook.rules.binding(request.place.channel)
        anew = isinstance(request, PersonChanged)
        return await identify(self._store, self._platforms, request.workspace, request.actor, binding, anew=anew)

    def _platform(self, envelope: Envelope) -> ChatPlatform:
        return self._platforms[envelope.platform, envelope.workspace]

    async def _finish(self, kept: Kept, state: str, error: str = "") -> None:
        async with self._store.change(EVERYTHING) as uow:
            await uow.inbox.finish(kept, state, error)

    async def _try_later(self, kept: Kept, error: Unavailable) -> None:
        _LOG.warning("to be tried again", inbox=kept.id, why=error.why)
        wait = timedelta(seconds=error.after or min(BACKOFF**kept.attempts, BACKOFF_LIMIT))
        try:
            async with self._store.change(EVERYTHING) as uow:
                await uow.inbox.wait(kept, wait, error.why)
        except Unavailable:
            _LOG.warning("the lease will run out", inbox=kept.id)

    async def _bug(self, kept: Kept, error: Exception, actor: Actor | None) -> Reply:
        number = reference()
        _LOG.error("failed", inbox=kept.id, reference=number, attempt=kept.attempts, exc_info=error)
        try:
            async with self._store.change(EVERYTHING) as uow:
                if kept.envelope.lane == "told":
                    wait = timedelta(seconds=min(BACKOFF**kept.attempts, BACKOFF_LIMIT))
                    await uow.inbox.postpone(kept, wait, f"{number} {type(error).__name__}")
                else:
                    await uow.inbox.finish(kept, DEAD, f"{number} {type(error).__name__}")
        except Unavailable as unavailable:
            _LOG.warning("could not mark it", inbox=kept.id, why=unavailable.why)
        return self._refusing.refused(UserError("bug", reference=number), actor)
