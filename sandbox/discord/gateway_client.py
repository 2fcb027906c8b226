"""What a client of the gateway says, and how it is answered (https://docs.discord.com/developers/events/gateway-events#send-events)."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.clock import now
from sandbox.discord import frames, intents
from sandbox.discord.apps import Application
from sandbox.discord.gateway import Gateway
from sandbox.discord.gateway_connection import Connection
from sandbox.discord.gateway_session import Session
from sandbox.kinds import Json

PAYLOAD_BYTES_MAX = 4096
VERSIONS = frozenset({"9", "10"})
LARGE_THRESHOLD = 50
IDENTIFY_SECONDS = 5.0
EVERYBODY_SECONDS = 30.0
STARTS_A_DAY = 1000
HEARTBEATS_MISSED = 1.5
BEFORE_IDENTIFY = frozenset({1, 2, 6})
KNOWN_OPS = frozenset({1, 2, 3, 4, 6, 8, 31, 43})


class Refused(Exception):
    """The connection must be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)


async def serve(request: web.Request, gateway: Gateway) -> web.WebSocketResponse:
    """Keep one connection from HELLO to its end."""
    socket = web.WebSocketResponse(max_msg_size=1 << 22, compress=False)
    await socket.prepare(request)
    compress = request.query.get("compress", "")
    connection = Connection(len(gateway.connections) + 1, socket, request, transport=compress == "zlib-stream")
    gateway.connections.append(connection)
    talk = Talk(gateway, connection)
    writer = asyncio.create_task(connection.write())
    pulse = asyncio.create_task(talk.watch())
    try:
        await talk.listen(request.query.get("v", "10"), request.query.get("encoding", "json"), compress)
    finally:
        pulse.cancel()
        talk.leave()
        gateway.connections.remove(connection)
        writer.cancel()
        await asyncio.gather(writer, pulse, return_exceptions=True)
    return socket


@dataclass
class Talk:
    """One connection's conversation."""

    gateway: Gateway
    connection: Connection
    session: Session | None = None

    async def listen(self, version: str, encoding: str, compress: str) -> None:
        """Greet, then answer what comes until the socket closes."""
        if version not in VERSIONS:
            self._close(Refused(4012, "Invalid API version."))
        elif encoding != "json" or compress not in {"", "zlib-stream"}:
            self._close(Refused(4002, "This sandbox speaks JSON, plain or as a zlib-stream."))
        else:
            self.connection.say(10, {"heartbeat_interval": self.gateway.heartbeat_ms, "_trace": ["sandbox"]})
        async for frame in self.connection.socket:
            if frame.type in {WSMsgType.TEXT, WSMsgType.BINARY}:
                try:
                    self._hear(frame.data)
                except Refused as refused:
                    self._close(refused)

    def _close(self, refused: Refused) -> None:
        self.gateway.note("close", self.session, code=refused.code, reason=refused.reason)
        self.connection.close(refused.code, refused.reason)

    def leave(self) -> None:
        """The socket closed: by 1000 and 1001 of the client the session ends, else it may be resumed."""
        code = self.connection.socket.close_code
        if self.session is None or self.session.connection is not self.connection:
            return
        self.session.leave()
        self.gateway.note("left", self.session, code=code)
        if code in {1000, 1001} and not self.connection.closed_by_us:
            self.gateway.forget(self.session)

    async def watch(self) -> None:
        """Close when the client's heart stops."""
        interval = self.gateway.heartbeat_ms / 1000
        while True:
            await asyncio.sleep(interval / 4)
            if now() - self.connection.heard_at > interval * HEARTBEATS_MISSED:
                self._close(Refused(4009, "Session timed out."))
                return

    def _hear(self, raw: str | bytes) -> None:
        if self.gateway.sandbox.options.rate_limits and self.connection.is_over_limit():
            raise Refused(4008, "You are sending payloads too quickly.")
        payload = _read(raw)
        op, data = payload.get("op"), payload.get("d")
        if op not in KNOWN_OPS:
            raise Refused(4001, "Unknown opcode.")
        if self.session is None and op not in BEFORE_IDENTIFY:
            raise Refused(4003, "Not authenticated.")
        if op == 1:
            self.connection.heard_at = now()
            if self.session is not None and isinstance(data, int):
                self.session.heard = data
            self.connection.say(11)
            return
        if not isinstance(data, dict):
            raise Refused(4002, "Error while decoding payload.")
        match op:
            case 2:
                self._identify(data)
            case 6:
                self._resume(data)
            case 3:
                self._presence(data)
            case 8:
                self._members(data)
            case 31:
                self._sounds(data)

    def _identify(self, data: Json) -> None:
        if self.session is not None:
            raise Refused(4005, "Already authenticated.")
        app = self._app(data)
        wanted, shard = self._wanted(app, data), _shard(data)
        if self._starts_too_fast(app, shard):
            self.gateway.note("invalid_session", reason="max_concurrency", app=app.id)
            self.connection.say(9, False)
            return
        self._count_start(app)
        self.connection.payload = bool(data.get("compress"))
        large = min(max(int(data.get("large_threshold") or LARGE_THRESHOLD), 50), 250)
        session = self.session = self.gateway.begin(app, wanted, shard, large, self.connection)
        session.presence = data.get("presence") or {}
        self.gateway.note("identify", session, intents=wanted)
        world = self.gateway.world
        session.dispatch("READY", frames.ready(world, app, session.id, shard, self.gateway.url))
        for guild in list(world.guilds_of(app.bot_user)):
            if frames.in_shard(guild.id, shard):
                self.gateway.welcome(session, guild.id)

    def _app(self, data: Json) -> Application:
        token = str(data.get("token") or "").removeprefix("Bot ")
        app = self.gateway.world.app_of_token(token)
        if app is None:
            raise Refused(4004, "Authentication failed.")
        return app

    def _wanted(self, app: Application, data: Json) -> int:
        wanted = data.get("intents")
        if isinstance(wanted, bool) or not isinstance(wanted, int) or not intents.are_known(wanted):
            raise Refused(4013, "Invalid intent(s).")
        if not intents.are_allowed(wanted, app):
            raise Refused(4014, "Disallowed intent(s).")
        return wanted

    def _starts_too_fast(self, app: Application, shard: tuple[int, int]) -> bool:
        """Whether another shard of the same bucket began less than five seconds ago."""
        options = self.gateway.sandbox.options
        key = (app.id, shard[0] % max(app.max_concurrency, 1))
        last = self.gateway.started.get(key, 0.0)
        if options.rate_limits and now() - last < IDENTIFY_SECONDS * options.time_scale:
            return True
        self.gateway.started[key] = now()
        return False

    def _count_start(self, app: Application) -> None:
        app.identifies += 1
        if app.identifies > STARTS_A_DAY:
            self.gateway.reset_token(app)
            raise Refused(4004, "Authentication failed.")

    def _resume(self, data: Json) -> None:
        if self.session is not None:
            raise Refused(4005, "Already authenticated.")
        app = self._app(data)
        session, seq = self.gateway.sessions.get(str(data.get("session_id"))), data.get("seq")
        if session is not None and isinstance(seq, int) and seq > session.seq:
            raise Refused(4007, "Invalid seq.")
        missed = session.missed(seq) if session is not None and isinstance(seq, int) else None
        if session is None or missed is None or session.is_over or session.app != app.id:
            self.gateway.note("invalid_session", reason="not resumable", app=app.id)
            self.connection.say(9, False)
            return
        if session.connection is not None:
            session.connection.close(4000, "Resumed elsewhere.")
        session.connection, self.session = self.connection, session
        for text in missed:
            self.connection.put(text)
        self.gateway.note("resume", session, since=seq, replayed=len(missed))
        session.dispatch("RESUMED", {"_trace": ["sandbox"]})

    def _presence(self, data: Json) -> None:
        if data.get("status") not in {"online", "dnd", "idle", "invisible", "offline"}:
            raise Refused(4002, "Error while decoding payload.")
        if self.session is not None:
            self.session.presence = data

    def _members(self, data: Json) -> None:
        """Members in chunks; the whole list needs GUILD_MEMBERS and comes once in thirty seconds for each guild."""
        session, gateway = self.session, self.gateway
        guild = gateway.world.guilds.get(str(data.get("guild_id")))
        if session is None or guild is None or session.bot not in guild.members:
            return
        if "query" not in data and "user_ids" not in data:
            raise Refused(4002, "Error while decoding payload.")
        if frames.asks_for_everybody(data):
            if not session.intents & intents.GUILD_MEMBERS:
                return
            if (wait := gateway.waits_for_members(session.app, guild.id, EVERYBODY_SECONDS)) > 0:
                meta = {"guild_id": guild.id, "nonce": data.get("nonce")}
                gateway.push(session, "RATE_LIMITED", {"opcode": 8, "retry_after": wait, "meta": meta})
                return
        for chunk in frames.member_chunks(gateway.world, guild, data):
            gateway.push(session, "GUILD_MEMBERS_CHUNK", chunk)

    def _sounds(self, data: Json) -> None:
        if self.session is not None:
            for guild_id in data.get("guild_ids") or []:
                sounds: Json = {"guild_id": guild_id, "soundboard_sounds": []}
                self.gateway.push(self.session, "SOUNDBOARD_SOUNDS", sounds)


def _read(raw: str | bytes) -> Json:
    size = len(raw.encode()) if isinstance(raw, str) else len(raw)
    try:
        payload: Any = json.loads(raw) if size <= PAYLOAD_BYTES_MAX else None
    except ValueError:
        payload = None
    if not isinstance(payload, dict):
        raise Refused(4002, "Error while decoding payload.")
    return payload


def _shard(data: Json) -> tuple[int, int]:
    shard = data.get("shard") or [0, 1]
    good = isinstance(shard, list) and len(shard) == 2 and all(isinstance(one, int) for one in shard)
    if not good or not 0 <= shard[0] < shard[1]:
        raise Refused(4010, "Invalid shard.")
    return shard[0], shard[1]
