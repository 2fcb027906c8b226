"""Our side of the fake chat: a ChatPlatform as `integrations/` would hold it, whole and without a network."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from bot.chat.buttons import Seal
from bot.chat.cards import Card, People
from bot.chat.forms import first_open
from bot.chat.platform import (
    Desk,
    Envelope,
    Fault,
    Gesture,
    GivenUp,
    KeepFile,
    Lane,
    Outcome,
    Profile,
    Receipt,
    Room,
    Sent,
    TryLater,
    Unreadable,
)
from bot.chat.replies import Done, FieldErrors, OpenForm, Options, Private, Refused, Reply
from bot.chat.requests import AccountRef, RemoteFile, Request
from bot.domain.words import Channel, Place, Source
from bot.errors import Rejected, Unavailable
from tests.fakes.chat import BOT, FakeChat, Opened, Post
from tests.fakes.payloads import request_of
from tests.fakes.reading import buttons_of, called, words_of


class FakePlatform:
    """Implements ChatPlatform on a FakeChat."""

    def __init__(self, chat: FakeChat, seal: Seal) -> None:
        self.name, self.workspace, self.features = chat.name, chat.workspace, chat.features
        self.chat = chat
        self._seal = seal
        self._desk: Desk | None = None

    # -- listening

    async def start(self, desk: Desk) -> None:
        """Listen."""
        self._desk = desk
        self.chat.app = self

    async def stop(self) -> None:
        """Hear nothing more."""
        self._desk = None
        if self.chat.app is self:
            self.chat.app = None

    def ready(self) -> str | None:
        """Why we are deaf."""
        return None if self._desk else "not started"

    def hears(self) -> str:
        """Through one thing, from its start on."""
        return "" if self.ready() else "fake"

    def understand(self, payload: Mapping[str, Any]) -> Request | None:
        """The request in a payload."""
        return request_of(payload)

    async def deliver(self, envelope: Envelope) -> Reply:
        """What the platform pushes: kept, then answered by whatever way its lane has."""
        assert self._desk is not None, "nobody listens"
        if envelope.lane is Lane.ASKED:
            reply = await self._desk.ask(envelope)
            self._acknowledge(envelope, reply)
            return reply
        receipt = await self._desk.receive(envelope)
        if envelope.lane is Lane.TOLD or receipt is Receipt.SEEN:
            return Done()
        reply = await self._desk.work(envelope.key)
        self._give(envelope.payload, reply, alive=not self.chat.triggers_die)
        if isinstance(reply, OpenForm):
            await self._desk.answered(envelope.key, True)
        return reply

    async def reply(self, payload: Mapping[str, Any], reply: Reply) -> None:
        """A late reply: a form has become a button by now; raises Unavailable when the handle is dead."""
        if self.chat.triggers_die:
            raise Unavailable("the handle of the click has expired")
        self._give(payload, reply, alive=False)

    def _give(self, payload: Mapping[str, Any], reply: Reply, *, alive: bool) -> None:
        request = request_of(payload)
        assert request is not None
        user = request.actor.user
        match reply:
            case Private(card) | Refused(card):
                self._tell(request.place, user, card)
            case OpenForm(form) if alive:
                self.chat.open_forms[user] = Opened(first_open(form, self.features.form_fields), request.place)
            case OpenForm(form):
                self._tell(request.place, user, reply.instead)
            case Done() | FieldErrors() | Options():
                return
            case _:
                assert_never(reply)

    def _acknowledge(self, envelope: Envelope, reply: Reply) -> None:
        """A submit's answer: errors keep the form open; where a form may not follow a form, a button comes between."""
        request = request_of(envelope.payload)
        assert request is not None
        user = request.actor.user
        opened = self.chat.open_forms.get(user)
        if isinstance(reply, FieldErrors):
            if opened:
                opened.errors = dict(reply.errors)
            return
        self.chat.open_forms.pop(user, None)
        place = opened.place if opened else request.place
        if isinstance(reply, OpenForm):
            if self.features.form_fields is None:
                self.chat.open_forms[user] = Opened(reply.form, place)
            else:
                self._tell(place, user, reply.instead)
        elif isinstance(reply, (Private, Refused)):
            self._tell(place, user, reply.card)

    def _tell(self, place: Place, user: str, card: Card) -> Post:
        channel = place.channel.id if self.features.private_in_channel else f"D{user}"
        post = self._drawn(Place(replace(place.channel, id=channel), place.thread), card, {})
        post.only_for = user
        return post

    # -- speaking

    async def post(
        self, place: Place, card: Card, people: People, ref: str, guests: tuple[AccountRef, ...] = ()
    ) -> Outcome:
        """A new message; there are no private threads."""
        trouble = self.chat.trouble("post", ref)
        if trouble and not trouble.accepted:
            return trouble.outcome
        if (gone := self._gone(place.channel)) is not None:
            return gone
        if place.thread and place.thread not in self.chat.posts:
            return GivenUp(Fault.MESSAGE_GONE, "unknown thread")
        post = self._drawn(place, card, people)
        post.ref = ref
        return trouble.outcome if trouble else Sent(post.id)

    def _drawn(self, place: Place, card: Card, people: People) -> Post:
        return self.chat.write(
            Post(
                id=self.chat.next_id(),
                channel=place.channel.id,
                thread=place.thread,
                author=BOT,
                at=self.chat.now(),
                text=words_of(card, people),
                card=card,
                people=people,
                buttons=buttons_of(card, self._seal),
                called=called(card, people),
            )
        )

    def _gone(self, channel: Channel) -> GivenUp | None:
        """Why nothing can be said there; None when it can."""
        inside = channel.id.startswith("D") or BOT in self.chat.members.get(channel.id, [])
        return None if inside and channel.id not in self.chat.archived else GivenUp(Fault.GONE, "not in channel")

    async def edit(self, source: Source, card: Card, people: People) -> Outcome:
        """The same message with a new face; nobody is notified."""
        trouble = self.chat.trouble("edit", source)
        post = self.chat.posts.get(source.id)
        if trouble and not trouble.accepted:
            return trouble.outcome
        if post is None or post.author != BOT:
            return GivenUp(Fault.MESSAGE_GONE, "unknown message")
        post.card, post.people, post.text = card, people, words_of(card, people)
        post.buttons = buttons_of(card, self._seal)
        post.edits += 1
        return trouble.outcome if trouble else Sent(source.id)

    async def delete(self, source: Source) -> Outcome:
        """A message that is gone already counts as deleted."""
        if trouble := self.chat.trouble("delete", source):
            return trouble.outcome
        self.chat.posts.pop(source.id, None)
        return Sent(source.id)

    async def upload(self, place: Place, name: str, mime: str, data: bytes, keep: KeepFile, begun: str) -> Outcome:
        """A file into a thread: its id is kept before the last step, and an earlier try's is looked up first."""
        shared = [each for each in self.chat.posts.values() if begun in {file.id for file in each.files}]
        if begun and shared:
            return Sent(shared[0].id, begun)
        trouble = self.chat.trouble("upload", name)
        if trouble and isinstance(trouble.outcome, TryLater):
            return trouble.outcome
        file = RemoteFile(begun or f"F{self.chat.next_id()}", name, mime, len(data))
        self.chat.uploads[file.id] = data
        await keep(file.id)
        if trouble and not trouble.accepted:
            return trouble.outcome
        post = Post(self.chat.next_id(), place.channel.id, place.thread, BOT, self.chat.now(), files=(file,))
        self.chat.write(post)
        return trouble.outcome if trouble else Sent(post.id, file.id)

    async def find(self, place: Place, ref: str, since: datetime) -> Sent | Unreadable | None:
        """The message with that outbox id."""
        if self.chat.unreadable:
            return Unreadable.UNREADABLE
        found = next((each for each in self.chat.posts.values() if each.ref == ref), None)
        return Sent(found.id) if found else None

    async def react(self, source: Source, gesture: Gesture, on: bool) -> Outcome:
        """Our reaction put or taken; twice is no error."""
        if trouble := self.chat.trouble("react", source):
            return trouble.outcome
        post = self.chat.posts.get(source.id)
        if post is None:
            return GivenUp(Fault.MESSAGE_GONE, "unknown message")
        (post.reactions.add if on else post.reactions.discard)((BOT, gesture.value))
        return Sent(source.id)

    async def whisper(self, place: Place, account: AccountRef, card: Card) -> Outcome:
        """A private answer."""
        trouble = self.chat.trouble("whisper", account)
        if trouble:
            return trouble.outcome
        return Sent(self._tell(place, account.user, card).id)

    async def show_home(self, account: AccountRef, card: Card) -> Outcome:
        """Somebody's own page."""
        self.chat.homes[account.user] = card
        return Sent("")

    async def pin(self, source: Source) -> Outcome:
        """A message of ours kept in sight."""
        post = self.chat.posts.get(source.id)
        if post is None:
            return GivenUp(Fault.MESSAGE_GONE, "unknown message")
        post.pinned = True
        return Sent(source.id)

    # -- asking

    async def download(self, file: RemoteFile) -> tuple[RemoteFile, bytes]:
        """The bytes of a file; raises Rejected when it is gone."""
        if file.id not in self.chat.uploads:
            raise Rejected("the file is not there any more")
        data = self.chat.uploads[file.id]
        return replace(file, size=len(data)), data

    async def profile(self, account: AccountRef) -> Profile:
        """Who an account is; raises Rejected for nobody."""
        person = self.chat.people.get(account.user)
        if person is None:
            raise Rejected("unknown user")
        ref = AccountRef(self.name, person.team, person.id)
        return Profile(ref, person.name, person.locale, person.zone, active=person.active)

    async def group(self, group: str) -> tuple[AccountRef, ...]:
        """Who is in a group; raises Rejected for one that is not there."""
        if group not in self.chat.groups:
            raise Rejected("unknown group")
        return tuple(AccountRef(self.name, self.chat.team, user) for user in self.chat.groups[group])

    async def room(self, channel: Channel) -> Room:
        """What a channel is; raises Rejected for one that is not there."""
        if channel.id not in self.chat.members:
            raise Rejected("unknown channel")
        member, archived = BOT in self.chat.members[channel.id], channel.id in self.chat.archived
        teams = self.chat.foreign.get(channel.id, ())
        return Room(channel, self.chat.names[channel.id], member, archived, teams)

    async def link(self, source: Source, thread: str | None = None) -> str:
        """The address of a message."""
        return f"https://chat.example/{source.channel.id}/{source.id}"

    async def message(self, source: Source) -> Envelope | None:
        """One message read back as it is now, under the key of its posting."""
        if trouble := self.chat.trouble("message", source):
            raise Unavailable(str(trouble.outcome))
        post = self.chat.posts.get(source.id)
        return self.envelope({**post.payloads[0], "text": post.text}) if post and post.payloads else None

    async def history(self, place: Place, since: datetime) -> tuple[Envelope, ...]:
        """What was said or edited after that instant, oldest first."""
        posts = [each for each in self.chat.posts.values() if each.channel == place.channel.id]
        kept = [each for each in posts if place.thread in (each.thread, each.id)] if place.thread else posts
        found = [self.envelope(payload) for each in kept for payload in each.payloads]
        return tuple(sorted((each for each in found if each.at > since), key=lambda each: each.at))

    async def check(self) -> tuple[str, ...]:
        """What is wrong."""
        return ()

    def envelope(self, payload: Mapping[str, Any], lane: Lane = Lane.TOLD) -> Envelope:
        """A payload as it is delivered, ordered within its thread."""
        request = request_of(payload)
        assert request is not None
        source = getattr(request, "source", None)
        thread = request.place.thread or (source.id if source else request.id)
        where = request.place.channel.id
        return Envelope(request.id, self.name, self.workspace, lane, where, f"{where}:{thread}", payload, request.at)
