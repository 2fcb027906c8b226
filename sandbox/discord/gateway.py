"""The gateway: sessions of all apps, and which of them hears what (https://docs.discord.com/developers/events/gateway)."""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.clock import now
from sandbox.discord import frames, intents
from sandbox.discord.gateway_connection import Connection, Cut, Freeze
from sandbox.discord.gateway_session import Session
from sandbox.discord.objects import thread_member_object
from sandbox.discord.permissions import sees
from sandbox.discord.world import Application, Discord, Event
from sandbox.faults import Rule
from sandbox.kinds import Json

if TYPE_CHECKING:
    from sandbox.state import Sandbox

HEARTBEAT_MS = 41_250
RECONNECT_SECONDS = 3.0
MESSAGES = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE"})
# a guild's channels are known to all its bots, whether they may look into them or not
ABOUT_CHANNELS = frozenset({"CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"})
SIGHT_CHANGES = frozenset({"CHANNEL_UPDATE", "GUILD_ROLE_UPDATE", "GUILD_MEMBER_UPDATE"})
LAST_CODES = frozenset({4004, 4010, 4011, 4012, 4013, 4014})


@dataclass
class Gateway:
    """All sessions; it listens to the Discord of the moment."""

    sandbox: "Sandbox"
    sessions: dict[str, Session] = field(default_factory=dict)
    heartbeat_ms: int = HEARTBEAT_MS
    connections: list[Connection] = field(default_factory=list)
    started: dict[tuple[str, int], float] = field(default_factory=dict)
    _listed: dict[tuple[str, str], float] = field(default_factory=dict)
    _held: list[Callable[[], None]] = field(default_factory=list)

    @property
    def world(self) -> Discord:
        """The Discord of the moment."""
        return self.sandbox.discord

    @property
    def url(self) -> str:
        """The address that clients come back to."""
        return f"{self.sandbox.base_url.replace('http', 'ws', 1)}/discord/gateway"

    def reseeded(self) -> None:
        """Everything was built anew: tell those who stay connected what there is now, and forget limits."""
        self.started.clear()
        self._listed.clear()
        self.heartbeat_ms = HEARTBEAT_MS
        for session in list(self.sessions.values()):
            app = self.world.apps.get(session.app)
            if app is None or app.bot_user != session.bot:
                self.end(session, 4004, "Authentication failed.")
                continue
            now_there = [g.id for g in self.world.guilds_of(app.bot_user) if frames.in_shard(g.id, session.shard)]
            for gone in set(session.sight) - set(now_there):
                del session.sight[gone]
                self.push(session, "GUILD_DELETE", {"id": gone})
            for guild_id in now_there:
                self.welcome(session, guild_id)

    def hear(self, event: Event) -> None:
        """Tell every session that should hear of an event."""
        for session in list(self.sessions.values()):
            if session.is_over:
                del self.sessions[session.id]
            elif (data := self._as_heard(session, event)) is not None:
                self.push(session, event.name, data)
                if event.name in SIGHT_CHANGES:
                    self._look_again(session, event.guild_id)

    def _look_again(self, session: Session, guild_id: str) -> None:
        """Tell a bot that gained sight of channels which threads are active there."""
        before = session.sight.get(guild_id, set())
        after = session.sight[guild_id] = self._sight(session, guild_id)
        if gained := after - before:
            data = frames.thread_list_sync(self.world, guild_id, gained, session.bot)
            if session.intents & intents.GUILDS:
                self.push(session, "THREAD_LIST_SYNC", data)

    def _sight(self, session: Session, guild_id: str) -> set[str]:
        return {c.id for c in self.world.channels_of(guild_id) if sees(self.world, session.bot, c)}

    def _as_heard(self, session: Session, event: Event) -> Json | None:
        """What one session gets of an event; None when it hears nothing of it."""
        if event.user_id and event.user_id != session.bot:
            return None
        if not self._is_in_reach(session, event):
            return None
        if not intents.asks_for(session.intents, event.name, event.data, bool(event.guild_id), session.bot):
            return None
        if event.name == "GUILD_CREATE":
            return self._guild(session, event.guild_id)
        if event.name in MESSAGES and not session.intents & intents.MESSAGE_CONTENT:
            return intents.without_content(event.data, session.bot, bool(event.guild_id))
        if event.name in {"THREAD_CREATE", "THREAD_UPDATE"}:
            return self._thread(session, event.data)
        return event.data

    def _is_in_reach(self, session: Session, event: Event) -> bool:
        """Whether the shard, the guild and the channel are this session's."""
        if not frames.in_shard(event.guild_id, session.shard):
            return False
        guild = self.world.guilds.get(event.guild_id)
        if guild is not None and not event.user_id and session.bot not in guild.members:
            return False
        place = event.data.get("id") if event.name.startswith("THREAD_") else event.channel_id
        channel = self.world.channels.get(str(place)) or self.world.channels.get(event.channel_id)
        if channel is None or event.user_id or event.name in ABOUT_CHANNELS:
            return True
        removed = event.name == "THREAD_MEMBERS_UPDATE" and session.bot in (event.data.get("removed_member_ids") or [])
        return removed or sees(self.world, session.bot, channel)

    def _guild(self, session: Session, guild_id: str) -> Json:
        guild = self.world.guilds[guild_id]
        session.sight[guild_id] = self._sight(session, guild_id)
        return frames.guild_create(self.world, guild, session.bot, session.intents, session.large_threshold)

    def _thread(self, session: Session, data: Json) -> Json:
        thread = self.world.channels.get(data["id"])
        shown = {key: value for key, value in data.items() if key != "member"}
        if thread is not None and session.bot in thread.members:
            shown["member"] = thread_member_object(thread, session.bot)
        return shown

    def welcome(self, session: Session, guild_id: str) -> None:
        """Send a guild to a session that may have it."""
        if session.intents & intents.GUILDS:
            self.push(session, "GUILD_CREATE", self._guild(session, guild_id))

    def interact(self, app: Application, payload: Json) -> list[Json]:
        """Send an interaction to the app's sessions, whatever their intents; the ledger's entries of it."""
        guild_id = payload.get("guild_id", "")
        mine = [s for s in self.of_app(app.id) if frames.in_shard(guild_id, s.shard)]
        return [self.push(session, "INTERACTION_CREATE", payload) for session in mine]

    def push(self, session: Session, name: str, data: Json) -> Json:
        """Send an event as the fault rules let it, and write it down; the ledger's entry."""
        ledger = self.sandbox.ledger
        entry = ledger.add(
            "push", type="gateway", name=name, app=session.app, session=session.id, shard=list(session.shard),
            attempt=0, reason="", via="gateway", acked_ms=None, error="", payload=data,
        )  # fmt: skip
        faults = self.sandbox.faults
        rule = faults.for_push({"gateway", name}, _content(data)) if faults.rules else None
        if rule is None:
            session.dispatch(name, data, entry)
            self._let_pass()
        else:
            entry["fault"] = rule.action
            self._disturbed(session, name, data, entry, rule)
        return entry

    def _disturbed(self, session: Session, name: str, data: Json, entry: Json, rule: Rule) -> None:
        connection = session.connection
        if rule.action == "drop":
            return
        if rule.action in {"delay", "reorder"}:
            self._hold(lambda: session.dispatch(name, data, entry), rule)
            return
        if rule.action == "hang" and connection is not None:
            connection.put(Freeze(rule.seconds))
        if rule.action == "refuse" and connection is not None:
            session.leave()
            connection.put(Cut())
        session.dispatch(name, data, entry)
        if rule.action == "double":
            session.dispatch(name, data, entry)
        if rule.action == "cut" and connection is not None:
            connection.put(Cut())
            session.leave()
        self._let_pass()

    def _hold(self, send: Callable[[], None], rule: Rule) -> None:
        """Send later: after so long, or, to reorder, as soon as another one went."""
        done = False

        def once() -> None:
            nonlocal done
            if not done:
                done = True
                send()

        if rule.action == "reorder":
            self._held.append(once)
        asyncio.get_running_loop().call_later(rule.seconds, once)

    def _let_pass(self) -> None:
        waiting, self._held = self._held, []
        for send in waiting:
            send()

    def of_app(self, app_id: str = "") -> list[Session]:
        """The sessions of an app, or all, that are connected or can be resumed."""
        return [s for s in self.sessions.values() if app_id in {"", s.app} and not s.is_over]

    def begin(
        self, app: Application, wanted: int, shard: tuple[int, int], large: int, connection: Connection
    ) -> Session:
        """A new session."""
        session = Session(secrets.token_hex(16), app.id, app.bot_user, wanted, shard, large, connection)
        self.sessions[session.id] = session
        return session

    def note(self, act: str, session: Session | None = None, **facts: object) -> None:
        """Write down how a connection comes and goes."""
        mine = {"app": session.app, "session": session.id, "shard": list(session.shard)} if session else {}
        self.sandbox.ledger.add("gateway", act=act, **mine, **facts)

    def end(self, session: Session, code: int, reason: str = "") -> None:
        """Close a session's connection with a code; some codes end the session as well."""
        if session.connection is not None:
            session.connection.close(code, reason)
        if code in LAST_CODES:
            self.sessions.pop(session.id, None)

    def reconnect(self, session: Session) -> None:
        """Ask the client to come back (op 7), and close if it does not go by itself."""
        if (connection := session.connection) is not None:
            connection.say(7)
            asyncio.get_running_loop().call_later(RECONNECT_SECONDS, connection.close, 4000)

    def invalidate(self, session: Session, resumable: bool) -> None:
        """Tell the client that its session is invalid (op 9)."""
        if session.connection is not None:
            session.connection.say(9, resumable)
        if not resumable:
            self.sessions.pop(session.id, None)

    def forget(self, session: Session) -> None:
        """The app closed the session itself."""
        self.sessions.pop(session.id, None)

    def reset_token(self, app: Application) -> None:
        """Give the app another token; every session that used the old one ends."""
        app.token = f"reset-{secrets.token_hex(8)}"
        for session in self.of_app(app.id):
            self.end(session, 4004, "Authentication failed.")

    def waits_for_members(self, app: str, guild: str, seconds: float) -> float:
        """How many seconds a request for everybody must wait; 0 when it may be answered, which is then counted."""
        options = self.sandbox.options
        rest = self._listed.get((app, guild), 0.0) + seconds * options.time_scale - now()
        if options.rate_limits and rest > 0:
            return rest
        self._listed[(app, guild)] = now()
        return 0.0


def _content(data: Json) -> Json:
    """Where a fault rule looks for channel and text."""
    text = (
        f"{data.get('content', '')}{json.dumps(data.get('components') or data.get('data') or '', ensure_ascii=False)}"
    )
    return {"channel_id": data.get("channel_id") or data.get("id"), "text": text}
