"""One Discord server as a ChatPlatform: the parts of this folder behind one port."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.chat.buttons import Seal
from bot.chat.cards import Card, People
from bot.chat.offers import Menu
from bot.chat.platform import Desk, Envelope, Features, Gesture, KeepFile, Outcome, Profile, Room, Sent, Unreadable
from bot.chat.replies import Reply
from bot.chat.requests import AccountRef, RemoteFile, Request
from bot.clock import Clock
from bot.domain.words import Channel, Place, Source
from bot.errors import Rejected, Unavailable
from bot.settings import DiscordServer
from bot.telemetry import log
from integrations.discord.answers import Answers
from integrations.discord.connection import DEAF_SECONDS, Connection
from integrations.discord.examination import examine
from integrations.discord.files import Files
from integrations.discord.gateway import Gateway
from integrations.discord.handles import Handles
from integrations.discord.limits import MODAL_PARTS
from integrations.discord.manifest import intent_bits
from integrations.discord.payloads import PLATFORM, within
from integrations.discord.reader import Reader
from integrations.discord.requests import understand
from integrations.discord.rooms import Rooms
from integrations.discord.sender import Sender
from integrations.discord.sessions import Lease, Session
from integrations.discord.sockets import point_at
from integrations.discord.syncing import put_commands
from integrations.discord.threads import Threads
from integrations.discord.web import Web
from integrations.wire.crew import Crew
from integrations.wire.hosts import Hosts
from integrations.wire.shapes import dict_at, text_at

PATIENCE_SECONDS = 15.0  # less than the outbox's lease of 20 s
_HANDLE_LIVES = timedelta(minutes=15)  # https://docs.discord.com/developers/interactions/receiving-and-responding
_FINISH_SECONDS = 5.0
_PAUSE, _LONGEST_PAUSE = 2.0, 60.0
_CDN = ("cdn.discordapp.com", "media.discordapp.net")

_log = log(__name__)


class DiscordPlatform:
    """A named server with its own application."""

    name = PLATFORM
    features = Features(form_fields=MODAL_PARTS, slash_in_threads=True, private_in_channel=True)

    def __init__(
        self,
        workspace: str,
        settings: DiscordServer,
        api_url: str,
        gateway_url: str,
        seal: Seal,
        clock: Clock,
        *,
        patience: float = PATIENCE_SECONDS,
        deaf: float = DEAF_SECONDS,
        menu: Menu | None = None,
    ) -> None:
        point_at(api_url, gateway_url)
        self.workspace = workspace
        self._server, self._clock, self._deaf, self._menu = settings.server, clock, deaf, menu
        self._token = settings.bot_token.get_secret_value()
        self._web = Web(self._token, api_url, patience)
        self._rooms = Rooms(settings.server)
        self._handles = Handles()
        threads = Threads(self._web, self._rooms)
        self._sender = Sender(self._web, self._rooms, threads, self._handles, workspace, seal)
        self._files = Files(self._web, threads, workspace, Hosts(_CDN, api_url), clock)
        self._reader = Reader(self._web, self._rooms, workspace, clock)
        self._answers = Answers(self._web, self._sender, self._handles, workspace, seal)
        self._crew = Crew()
        self._terms = f"{intent_bits()} {gateway_url}"
        self._lease: Lease | None = None
        self._gateway: Gateway | None = None
        self._connection: Connection | None = None

    # -- listening

    async def start(self, desk: Desk) -> None:
        """Listen while the lease is ours; a Discord that does not answer yet is tried again, and `ready` says so."""
        gateway = Gateway(desk, self._rooms, self._reader, self._answers, self._clock, self._crew)
        gateway.start()
        self._gateway = gateway
        self._lease = lease = Lease(desk, f"{PLATFORM}:{self.workspace}", self._terms)
        hears = self._hear, gateway.unkept, gateway.cut_off
        self._connection = Connection(self._token, *hears, lease, self._acquaint, self._deaf)
        self._connection.start()
        self._crew.start(self._prepare(), "discord commands")

    async def stop(self) -> None:
        """Take nothing more, finish what is under way, and let another replica listen."""
        if self._connection is not None:
            await self._connection.stop()
        if self._gateway is not None:
            await self._gateway.stop(_FINISH_SECONDS)
        await self._crew.finish(_FINISH_SECONDS)
        if self._lease is not None and self._connection is not None:
            await self._lease.lets_go(self._connection.session())
        self._gateway = self._connection = self._lease = None
        await self._web.close()

    async def _hear(self, event: str, data: Mapping[str, Any], mark: str) -> None:
        if event in ("READY", "RESUMED"):
            self._web.breaker.mend()  # the token is taken again
        if self._gateway is not None:
            await self._gateway.hear(event, data, mark)

    async def _acquaint(self, session: Session) -> None:
        """Learn the server anew before another process's session goes on: it tells only what changes."""
        self._web.breaker.mend()  # we have just logged in
        try:
            guild = await self._reader.look_around()
        except Rejected as error:
            _log.warning("the server cannot be looked at", why=error.why)
            return
        if self._gateway is not None:
            await self._gateway.hear("GUILD_CREATE", guild, f"{session.id}:{session.sequence}")

    async def _prepare(self) -> None:
        """Learn the server, and put the commands where Discord has another version's."""
        pause, told = _PAUSE, False
        while True:
            try:
                if not self._rooms.known:
                    await self._reader.survey()
                if self._menu is not None:
                    application = text_at((await self._web.ask("/applications/@me")).data, "id")
                    await put_commands(self._web, application, self._menu)
                return
            except Unavailable as error:
                _log.warning("discord is not prepared yet", why=error.why)
            except Rejected as error:  # somebody may let us in later
                (_log.info if told else _log.error)("discord cannot be prepared", why=error.why)
                pause, told = _LONGEST_PAUSE, True
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def ready(self) -> str | None:
        """Why we are deaf or dumb there; None when we hear and may speak, or another replica does."""
        if self._web.breaker.why:
            return f"Discord refuses the token: {self._web.breaker.why}"
        return self._connection.ready() if self._connection else "not started"

    def hears(self) -> str:
        """Discord tells everything to the one replica that has the lease; a session that is resumed has no gap."""
        connection = self._connection
        if connection is None or connection.standby or self.ready() is not None:
            return ""
        session = connection.session()
        return session.id if session else ""

    def understand(self, payload: Mapping[str, Any]) -> Request | None:
        """The request in a kept payload; None for what does not concern us."""
        return understand(payload, self.workspace)

    async def reply(self, payload: Mapping[str, Any], reply: Reply) -> None:
        """Give a reply within 15 minutes of the click; raises Unavailable later, or when nobody could be told."""
        at = datetime.fromisoformat(text_at(payload, "at"))
        if self._clock.wall() - at > _HANDLE_LIVES:
            raise Unavailable("the handle of the click has expired")
        await self._answers.give_late(dict_at(payload, "data"), reply)

    # -- speaking

    async def post(
        self, place: Place, card: Card, people: People, ref: str, guests: tuple[AccountRef, ...] = ()
    ) -> Outcome:
        """A new message that `find` knows again by `ref`; with guests in a private thread of theirs."""
        return await self._sender.post(within(place), card, people, ref, tuple(each.user for each in guests))

    async def edit(self, source: Source, card: Card, people: People) -> Outcome:
        """The same message with a new face."""
        return await self._sender.edit(source, card, people)

    async def delete(self, source: Source) -> Outcome:
        """Take a message of ours away."""
        return await self._sender.delete(source)

    async def upload(self, place: Place, name: str, mime: str, data: bytes, keep: KeepFile, begun: str) -> Outcome:
        """A file into a channel or thread."""
        return await self._files.upload(within(place), name, mime, data, keep, begun)

    async def find(self, place: Place, ref: str, since: datetime) -> Sent | Unreadable | None:
        """The message with that outbox id."""
        return await self._sender.find(within(place), ref, since)

    async def react(self, source: Source, gesture: Gesture, on: bool) -> Outcome:
        """Our reaction put or taken away."""
        return await self._sender.react(source, gesture, on)

    async def whisper(self, place: Place, account: AccountRef, card: Card) -> Outcome:
        """A private answer."""
        return await self._sender.whisper(within(place), account, card)

    async def show_home(self, account: AccountRef, card: Card) -> Outcome:
        """Somebody's own page: a message in their direct conversation with us."""
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
        """The accounts that have a role."""
        return await self._reader.group(group)

    async def room(self, channel: Channel) -> Room:
        """What a channel is."""
        return await self._reader.room(channel)

    async def link(self, source: Source, thread: str | None = None) -> str:
        """The address that jumps to a message."""
        return self._reader.link(source)

    async def message(self, source: Source) -> Envelope | None:
        """One message read back."""
        return await self._reader.message(source)

    async def history(self, place: Place, since: datetime) -> tuple[Envelope, ...]:
        """What was said after that instant, as envelopes."""
        return await self._reader.history(within(place), since)

    async def check(self) -> tuple[str, ...]:
        """What is wrong here, and how to mend it."""
        try:
            return await examine(self._web, self.workspace, self._server, self._menu)
        except (Unavailable, Rejected) as error:
            return (f"Discord server {self.workspace}: not all could be asked ({error}); try again.",)
