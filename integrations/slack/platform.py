"""One Slack workspace as a ChatPlatform: the parts of this folder behind one port."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from starlette.routing import Route

from bot.chat.buttons import Seal
from bot.chat.cards import Card, People
from bot.chat.platform import Desk, Envelope, Features, Gesture, KeepFile, Outcome, Profile, Room, Sent, Unreadable
from bot.chat.replies import Reply
from bot.chat.requests import AccountRef, RemoteFile, Request
from bot.clock import Clock
from bot.domain.words import Channel, Place, Source
from bot.errors import Unavailable
from bot.settings import SlackMode, SlackWorkspace
from integrations.slack.answers import Answers
from integrations.slack.doorway import Answering, Doorway
from integrations.slack.examination import examine
from integrations.slack.files import Files
from integrations.slack.gateway import Gateway
from integrations.slack.intake import PLATFORM
from integrations.slack.reader import Reader
from integrations.slack.requests import understand
from integrations.slack.sender import Sender
from integrations.slack.sockets import DEAF_SECONDS, Sockets
from integrations.slack.web import Web
from integrations.wire.crew import Crew
from integrations.wire.hosts import Hosts
from integrations.wire.shapes import dict_at, text_at

PATIENCE_SECONDS = 15.0  # less than the outbox's lease of 20 s
_HANDLE_LIVES = timedelta(minutes=30)  # https://docs.slack.dev/interactivity/handling-user-interaction
_FINISH_SECONDS = 5.0
_PROBE_SECONDS = 5.0


class SlackPlatform:
    """A named workspace with its own internal app."""

    name = PLATFORM
    features = Features(form_fields=None, slash_in_threads=False, private_in_channel=True)

    def __init__(
        self,
        workspace: str,
        settings: SlackWorkspace,
        api_url: str,
        seal: Seal,
        clock: Clock,
        *,
        patience: float = PATIENCE_SECONDS,
        deaf: float = DEAF_SECONDS,
    ) -> None:
        self.workspace = workspace
        self._settings = settings
        self._clock = clock
        self._deaf = deaf
        token = settings.bot_token.get_secret_value()
        hosts = Hosts(("slack.com", "slack-files.com"), api_url)
        self._web = Web(token, api_url, patience)
        self._sender = Sender(self._web, workspace, seal)
        self._files = Files(self._web, token, hosts)
        self._reader = Reader(self._web, workspace, clock)
        self._answers = Answers(self._web, self._sender, workspace, seal, hosts)
        self._crew = Crew()
        self._gateway: Gateway | None = None
        self._sockets: Sockets | None = None
        self._probing: asyncio.Task[None] | None = None

    # -- listening

    async def start(self, desk: Desk) -> None:
        """Listen; a Slack that does not answer yet is tried again, and `ready` says so meanwhile."""
        self._probing = asyncio.create_task(self._probe(), name="slack probe")
        client = self._web.client(None)
        self._gateway = Gateway(self.workspace, desk, self._answers, client, self._clock, self._crew)
        if self._settings.transport is SlackMode.SOCKET:
            secret = self._settings.app_token
            token = secret.get_secret_value() if secret else ""
            self._sockets = Sockets(token, client, self._gateway.answer, self._deaf)
            self._sockets.start()

    async def stop(self) -> None:
        """Take nothing more, finish what is under way, and close."""
        self._gateway = None
        if self._probing is not None:
            self._probing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._probing
        if self._sockets is not None:
            await self._sockets.stop()
        await self._crew.finish(_FINISH_SECONDS)
        await self._web.close()

    async def _probe(self) -> None:
        """While the token is refused nobody else may call, so that only this finds out that it is mended."""
        while True:
            await asyncio.sleep(_PROBE_SECONDS)
            if self._web.breaker.why:
                await self._web.call("auth.test")

    def ready(self) -> str | None:
        """Why we are deaf or dumb there; None when we hear and may speak."""
        if self._web.breaker.why:
            return f"Slack refuses the token: {self._web.breaker.why}"
        if self._gateway is None:
            return "not started"
        return self._sockets.ready() if self._sockets else None

    def hears(self) -> str:
        """Slack spreads what it tells over all replicas; each has its own socket."""
        if self.ready() is not None:
            return ""
        return self._sockets.greeting if self._sockets else "http"

    def routes(self) -> list[Route]:
        """The routes of HTTP mode, for the web server; none in Socket Mode."""
        if self._settings.transport is not SlackMode.HTTP:
            return []
        secret = self._settings.signing_secret
        doorway = Doorway(secret.get_secret_value() if secret else "", self._clock, self._answering)
        return [Route(f"/slack/{self.workspace}", doorway.serve, methods=["POST"])]

    def _answering(self) -> Answering | None:
        return self._gateway.answer if self._gateway else None

    def understand(self, payload: Mapping[str, Any]) -> Request | None:
        """The request in a kept payload; None for what does not concern us."""
        return understand(payload, self.workspace)

    async def reply(self, payload: Mapping[str, Any], reply: Reply) -> None:
        """Give a reply within half an hour of the click; raises Unavailable later, or when nobody could be told."""
        at = datetime.fromisoformat(text_at(payload, "at"))
        if self._clock.wall() - at > _HANDLE_LIVES:
            raise Unavailable("the handle of the click has expired")
        await self._answers.give_late(dict_at(payload, "body"), reply)

    # -- speaking

    async def post(
        self, place: Place, card: Card, people: People, ref: str, guests: tuple[AccountRef, ...] = ()
    ) -> Outcome:
        """A new message that `find` knows again by `ref`; Slack has no private threads."""
        return await self._sender.post(place, card, people, ref)

    async def edit(self, source: Source, card: Card, people: People) -> Outcome:
        """The same message with a new face."""
        return await self._sender.edit(source, card, people)

    async def delete(self, source: Source) -> Outcome:
        """Take a message of ours away."""
        return await self._sender.delete(source)

    async def upload(self, place: Place, name: str, mime: str, data: bytes, keep: KeepFile, begun: str) -> Outcome:
        """A file into a channel or thread."""
        return await self._files.upload(place, name, mime, data, keep, begun)

    async def find(self, place: Place, ref: str, since: datetime) -> Sent | Unreadable | None:
        """The message with that outbox id."""
        return await self._sender.find(place, ref, since)

    async def react(self, source: Source, gesture: Gesture, on: bool) -> Outcome:
        """Our reaction put or taken away."""
        return await self._sender.react(source, gesture, on)

    async def whisper(self, place: Place, account: AccountRef, card: Card) -> Outcome:
        """A private answer."""
        return await self._sender.whisper(place, account, card)

    async def show_home(self, account: AccountRef, card: Card) -> Outcome:
        """Somebody's own page."""
        return await self._sender.show_home(account, card)

    async def pin(self, source: Source) -> Outcome:
        """A message of ours kept in sight."""
        return await self._sender.pin(source)

    # -- asking

    async def download(self, file: RemoteFile) -> tuple[RemoteFile, bytes]:
        """The bytes of a file, at most 50 MB."""
        return await self._files.download(file)

    async def profile(self, account: AccountRef) -> Profile:
        """Who an account is."""
        return await self._reader.profile(account)

    async def group(self, group: str) -> tuple[AccountRef, ...]:
        """The accounts in a user group."""
        return await self._reader.group(group)

    async def room(self, channel: Channel) -> Room:
        """What a channel is."""
        return await self._reader.room(channel)

    async def link(self, source: Source, thread: str | None = None) -> str:
        """The permalink of a message, or nothing."""
        return await self._reader.link(source, thread)

    async def message(self, source: Source) -> Envelope | None:
        """One message read back."""
        return await self._reader.message(source)

    async def history(self, place: Place, since: datetime) -> tuple[Envelope, ...]:
        """What was said after that instant, as envelopes."""
        return await self._reader.history(place, since)

    async def check(self) -> tuple[str, ...]:
        """What is wrong here, and how to mend it."""
        return await examine(self._web, self.workspace, self._settings)
