"""The gateway is listened to by one replica, watched, and resumed rather than begun anew."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import discord
from discord.gateway import ReconnectWebSocket

from bot.chat.leases import LEASE_SECONDS
from bot.clock import monotonic
from bot.errors import Unavailable
from bot.telemetry import log, reference
from integrations.discord.sessions import Lease, Session
from integrations.discord.sockets import Hear, Socket, Unkept, intents

DEAF_SECONDS = 30.0
RENEW_SECONDS = 5.0
_GRACE_SECONDS = 5.0  # a resumed socket was away for a moment and lost nothing
_REFUSED = frozenset({4004, 4010, 4011, 4012, 4013, 4014})
"""Close codes that time does not mend: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway"""
_TOKEN_REFUSED = 4004

_log = log(__name__)


class Connection:
    """Keeps one socket open while the lease is ours, whatever happens to it."""

    def __init__(
        self,
        token: str,
        hear: Hear,
        unkept: Unkept,
        lost: Callable[[str], Awaitable[None]],
        lease: Lease,
        acquaint: Callable[[Session], Awaitable[None]],
        deaf: float = DEAF_SECONDS,
    ) -> None:
        self._token = token
        self._hear_event = hear
        self._unkept = unkept
        self._lost = lost
        self._lease = lease
        self._acquaint = acquaint
        self._deaf = deaf
        self._renewal = min(RENEW_SECONDS, deaf / 6)
        self._lasts = min(LEASE_SECONDS, deaf * 2 / 3)
        self._client: discord.Client | None = None
        self._socket: Socket | None = None
        self._session: Session | None = None
        self._inherited = False
        self._begun = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._why = "not connected yet"
        self.standby = False
        """Whether another replica listens for us."""
        self._connected = False
        self._resumed = False
        self._heard = float("-inf")
        self._refused = ""
        self._rest = 0.0

    def start(self) -> None:
        """Connect as soon as the lease is ours, and stay connected until `stop`."""
        self._keeper = asyncio.create_task(self._keep(), name="discord gateway")

    async def stop(self) -> None:
        """Close the socket."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        await self._forget_client()

    def ready(self) -> str | None:
        """Why nothing is heard; None while connected, for a moment after, or while another replica listens."""
        if self._keeper is None or self._keeper.done():
            return "the gateway's keeper has ended"
        if self.standby:
            return None
        if self._refused:
            return self._refused
        if self._connected or monotonic() - self._heard < _GRACE_SECONDS:
            return None
        return self._why

    def session(self) -> Session | None:
        """Where it goes on if we are lost now."""
        return (_of(self._socket) if self._socket and self._connected else None) or self._session

    # -- the lease

    async def _keep(self) -> None:
        pause = first = self._deaf / 30
        while True:
            await self._until_held()
            begun = monotonic()
            await self._while_held()
            self._connected = False
            _log.warning("discord socket lost", why=self._why)
            if self._resumed or monotonic() - begun > 2 * self._deaf:  # Discord counts what begins, not what resumes
                pause = first
            self._resumed = False
            await asyncio.sleep(self._rest or pause)
            pause = min(pause * 2, 4 * self._deaf)

    async def _until_held(self) -> None:
        """Wait for the lease; who still has it when a dead replica's had run out is alive and listens for us."""
        begun = monotonic()
        while not await self._takes():
            self._why = "another replica has the lease, or had it when it died"
            self.standby = monotonic() - begun > self._lasts
            await asyncio.sleep(self._renewal)
        self.standby = False

    async def _takes(self) -> bool:
        """Take the lease, and the session that another process left with it."""
        if not await self._lease.holds():
            return False
        try:
            left = await self._lease.inherited()
        except Unavailable:
            return False
        if left is not None:
            self._session, self._inherited = left, True
        return True

    async def _while_held(self) -> None:
        """Listen until the lease is lost or the socket is; both are ended before this returns."""
        listening = asyncio.create_task(self._listen(), name="discord socket")
        holding = asyncio.create_task(self._renew(), name="discord lease")
        try:
            await asyncio.wait({listening, holding}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (listening, holding):
                task.cancel()
            ended = await asyncio.gather(listening, holding, return_exceptions=True)
        if isinstance(ended[0], Exception):  # a frame that the library stumbles over must not end the listening
            self._why = f"the socket broke: {type(ended[0]).__name__}"
            _log.error("discord socket broke", kind=type(ended[0]).__name__, reference=reference())

    async def _renew(self) -> None:
        """Until nobody can be sure any more that the lease is ours; while nobody can ask, nobody else can take it."""
        renewed = monotonic()
        while monotonic() - renewed < self._lasts - self._renewal:
            self._begun.clear()
            if await self._lease.holds(self.session()):
                renewed = monotonic()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._renewal):  # `wait_for` of Python 3.11 may swallow a cancellation
                    await self._begun.wait()
        self._why = "the lease was lost"

    # -- the socket

    async def _listen(self) -> None:
        """One socket from its opening to its end; `_why` says why it ended."""
        socket: Socket | None = None
        try:
            self._socket = socket = await self._open()
            async with asyncio.timeout(self._deaf):
                while not self._connected:
                    await socket.poll_event()
            while True:
                await socket.poll_event()
        except ReconnectWebSocket:
            self._why = "Discord asked to connect anew"
        except discord.LoginFailure:
            await self._refuse("the token is refused (401)", token=True)
        except discord.ConnectionClosed as error:
            await self._closed(error.code)
        except Unavailable as error:
            self._why = f"the server cannot be looked at: {error.why}"
        except (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            self._why = f"no gateway: {type(error).__name__}"
        finally:
            if socket is not None:
                await self._leave(socket)

    async def _closed(self, code: int) -> None:
        if code in _REFUSED:
            reason = {4013: "intents", 4014: "a privileged intent is not switched on"}.get(code, "refused")
            await self._refuse(f"the gateway is closed to us ({code}: {reason})", token=code == _TOKEN_REFUSED)
        else:
            self._why = f"the gateway closed ({code})"

    async def _refuse(self, why: str, *, token: bool) -> None:
        """Only an operator can mend it: told once, tried seldom."""
        self._why = why
        await self._forget_client()
        first, self._refused = not self._refused, why
        # a refused token costs a question, a refused IDENTIFY one of a thousand a day
        self._rest = self._deaf / 2 if token else 4 * self._deaf
        if first:
            _log.error("discord does not let us in", why=why)
        if first and token:
            await self._lost(why)

    async def _open(self) -> Socket:
        """A socket that has said hello and asked to resume, or to begin."""
        client = await self._logged_in()
        known = self._session
        if known is not None and self._inherited:
            await self._acquaint(known)
        async with asyncio.timeout(self._deaf):
            socket = await Socket.from_client(
                client,
                initial=known is None,
                gateway=known.gateway if known else None,
                session=known.id if known else None,
                sequence=known.sequence if known else None,
                resume=known is not None,
            )
        socket._discord_parsers = {}  # nothing is cached before it is kept, nor after
        socket.hear, socket.unkept = self._hear, self._unkept
        return socket

    async def _hear(self, event: str, data: Mapping[str, Any], mark: str) -> None:
        if event in ("READY", "RESUMED"):
            _log.info("discord connected", told=event)
            self._connected, self._refused, self._rest, self._inherited = True, "", 0.0, False
            self._resumed = event == "RESUMED"
            self._begun.set()
        self._heard = monotonic()
        await self._hear_event(event, data, mark)

    async def _leave(self, socket: Socket) -> None:
        """Remember where to go on, and close so that the session lives."""
        self._heard = monotonic() if self._connected else self._heard
        self._connected, self._socket = False, None
        self._session = None if self._refused else _of(socket)
        with contextlib.suppress(aiohttp.ClientError, OSError, RuntimeError):
            await socket.close(4000)

    async def _logged_in(self) -> discord.Client:
        if self._client is None:
            client = discord.Client(
                intents=intents(),
                max_messages=None,
                member_cache_flags=discord.MemberCacheFlags.none(),
                chunk_guilds_at_startup=False,
                allowed_mentions=discord.AllowedMentions.none(),
            )
            try:
                await client.login(self._token)
            except BaseException:
                await client.close()
                raise
            self._client = client
        return self._client

    async def _forget_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()


def _of(socket: Socket) -> Session | None:
    """Where a socket's session goes on: behind the last event that is kept."""
    if not socket.session_id or socket.sequence is None:
        return None
    return Session(socket.session_id, socket.sequence, socket.gateway)
