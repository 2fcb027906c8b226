"""Pushes: what Slack sends to apps, with its three seconds, its retries, and the faults that were asked for."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from sandbox.clock import now
from sandbox.faults import Rule
from sandbox.kinds import Json
from sandbox.slack.hooks import Hooks
from sandbox.slack.sockets import NotConnected
from sandbox.state import Sandbox
from sandbox.world import App

RETRY_SECONDS = (0.0, 60.0, 300.0)  # https://docs.slack.dev/apis/events-api/#retries
DELAYED_SECONDS = (3600.0,) * 24  # the option "Delayed Events"
EVENTS_AN_HOUR = 30_000  # https://docs.slack.dev/apis/events-api/#rate_limiting
ACCEPTING = frozenset({"slash_commands", "view_submission", "block_suggestion"})


@dataclass(frozen=True)
class Push:
    """One thing to deliver: `kind` is the envelope's type, `name` the event's or the interaction's."""

    kind: str
    name: str
    payload: Json
    names: frozenset[str]

    @property
    def content(self) -> Json:
        """Where a fault rule looks for channel and text."""
        event: Json = self.payload.get("event", self.payload)
        channel = event.get("channel")
        return event | {"channel": channel["id"]} if isinstance(channel, dict) else event


@dataclass(frozen=True)
class Answer:
    """How one delivery ended; `error` is a retry reason and empty when it was acknowledged."""

    status: int = 0
    payload: Any = None
    error: str = ""
    ms: float = 0.0
    no_retry: bool = False


@dataclass
class Pusher:
    """Delivers to sockets or addresses and writes down each attempt."""

    sandbox: Sandbox
    hooks: Hooks = field(default_factory=Hooks)
    undelivered: int = 0
    """How many events are neither acknowledged nor given up: under way, or to be tried again."""
    _held: list[asyncio.Event] = field(default_factory=list)
    _verified: set[tuple[str, str]] = field(default_factory=set)
    _hours: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def event(self, app: App, payload: Json) -> None:
        """Deliver an event in the background, again and again as Slack does."""
        inner = payload.get("event", {})
        name = inner.get("type", payload["type"])
        names = {"events_api", name, f"{name}.{inner.get('subtype', '')}"}
        if name != "app_rate_limited" and self._over_limit(app):
            return
        push = Push("events_api", name, payload, frozenset(names))
        self.sandbox.background(self._event_with_retries(app, push))

    def rate_limited(self, app: App) -> None:
        """Tell an app that it gets no more events for now."""
        minute = int(now() // 60) * 60
        payload = {"token": app.verification_token, "type": "app_rate_limited", "team_id": app.team}
        self.event(app, payload | {"minute_rate_limited": minute, "api_app_id": app.id})

    def verified(self, app: App, url: str) -> None:
        """Remember that this address answered its challenge."""
        self._verified.add((app.id, url))

    async def interaction(self, app: App, kind: str, payload: Json) -> Answer:
        """Deliver a command or an interaction once, and wait for the acknowledgement."""
        name = payload.get("type", kind)
        return await self._attempt(app, Push(kind, name, payload, frozenset({kind, name})), 0, "")

    async def _event_with_retries(self, app: App, push: Push) -> None:
        self.undelivered += 1
        try:
            await self._until_taken(app, push)
        finally:
            self.undelivered -= 1

    async def _until_taken(self, app: App, push: Push) -> None:
        world = self.sandbox.world
        answer = await self._attempt(app, push, 0, "")
        waits = RETRY_SECONDS + (DELAYED_SECONDS if app.delayed_events else ())
        for number, wait in enumerate(waits, start=1):
            if not answer.error or answer.no_retry or app.state == "uninstalled":
                return
            await asyncio.sleep(wait * self.sandbox.options.time_scale)
            if self.sandbox.world is not world:
                return  # seeded anew meanwhile
            answer = await self._attempt(app, push, number, answer.error)

    async def _attempt(self, app: App, push: Push, number: int, reason: str) -> Answer:
        rule = self.sandbox.faults.for_push(set(push.names), push.content)
        entry = self.sandbox.ledger.add(
            "push", type=push.kind, name=push.name, app=app.id, team=app.team, attempt=number, reason=reason,
            via=app.mode, acked_ms=None, payload=push.payload,
        )  # fmt: skip
        if rule is not None:
            entry["fault"] = rule.action
            early = await self._before(app, push, rule)
            if early is not None:
                return early
        answer = await self._deliver(app, push, number, reason, entry, rule is not None and rule.action == "cut")
        entry["status"], entry["error"] = answer.status, answer.error
        if not answer.error:
            entry["acked_ms"] = answer.ms
            entry["answer"] = answer.payload
        return answer

    async def _before(self, app: App, push: Push, rule: Rule) -> Answer | None:
        match rule.action:
            case "drop":
                return Answer(no_retry=True)
            case "delay":
                await asyncio.sleep(rule.seconds)
            case "double":
                self.sandbox.background(self._again(app, push))
            case "reorder":
                await self._hold(rule.seconds)
            case "refuse":
                return Answer(error="connection_failed")
            case "hang":
                await asyncio.sleep(rule.seconds)
                return Answer(error="timeout")
        return None

    async def _again(self, app: App, push: Push) -> None:
        entry = self.sandbox.ledger.add(
            "push", type=push.kind, name=push.name, app=app.id, team=app.team, attempt=0, reason="", via=app.mode,
            acked_ms=None, payload=push.payload, fault="copy",
        )  # fmt: skip
        answer = await self._deliver(app, push, 0, "", entry, False)
        entry["acked_ms"] = None if answer.error else answer.ms

    async def _hold(self, seconds: float) -> None:
        passed = asyncio.Event()
        self._held.append(passed)
        try:
            await asyncio.wait_for(passed.wait(), seconds)
        except TimeoutError:
            if passed in self._held:  # else it was about to be let pass
                self._held.remove(passed)

    def _let_pass(self) -> None:
        loop = asyncio.get_running_loop()
        for passed in self._held:
            loop.call_later(0.02, passed.set)
        self._held.clear()

    async def _deliver(self, app: App, push: Push, number: int, reason: str, entry: Json, cut: bool) -> Answer:
        started = now()
        try:
            if app.mode == "http":
                answer = await self._by_http(app, push, number, reason, cut)
            else:
                answer = await self._by_socket(app, push, number, reason, entry, cut)
        except TimeoutError:
            return Answer(error="http_timeout" if app.mode == "http" else "timeout")
        except (NotConnected, aiohttp.ClientError, OSError):
            return Answer(error="connection_failed")
        finally:
            self._let_pass()
        return Answer(answer.status, answer.payload, answer.error, round((now() - started) * 1000, 1), answer.no_retry)

    async def _by_socket(self, app: App, push: Push, number: int, reason: str, entry: Json, cut: bool) -> Answer:
        connection = self.sandbox.sockets.choose(app)
        entry["socket"] = connection.number
        envelope: Json = {
            "payload": push.payload,
            "type": push.kind,
            "accepts_response_payload": bool(ACCEPTING & {push.kind, push.name}),
        }
        if push.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        answer = await self.sandbox.sockets.send(connection, envelope, self.sandbox.options.ack_seconds, cut)
        return Answer(200, answer.get("payload"))

    async def _by_http(self, app: App, push: Push, number: int, reason: str, cut: bool) -> Answer:
        await self._verify_once(app)
        seconds = 0.05 if cut else self.sandbox.options.ack_seconds
        if push.kind == "events_api":
            extra = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
            reply = await self.hooks.post_json(app, _address(app, push), push.payload, extra, seconds)
        elif push.kind == "slash_commands":
            reply = await self.hooks.post_form(app, _address(app, push), push.payload, seconds)
        else:
            form = {"payload": json.dumps(push.payload)}
            reply = await self.hooks.post_form(app, _address(app, push), form, seconds)
        good = 200 <= reply.status < 300
        return Answer(reply.status, _read(reply.body), "" if good else "http_error", 0, reply.no_retry)

    async def _verify_once(self, app: App) -> None:
        """Nothing is sent to an address before it answered a challenge; raises NotConnected."""
        url = app.events_url or ""
        if not url or (app.id, url) in self._verified:
            return
        problem = await self.hooks.verify(app, url, self.sandbox.options.ack_seconds)
        self.sandbox.ledger.add("url_verification", app=app.id, url=url, error=problem)
        if problem:
            raise NotConnected
        self._verified.add((app.id, url))

    def _over_limit(self, app: App) -> bool:
        hour = int(now() // 3600)
        last, count = self._hours.get((app.id, app.team), (hour, 0))
        count = count + 1 if last == hour else 1
        self._hours[(app.id, app.team)] = (hour, count)
        over = self.sandbox.options.rate_limits and count > EVENTS_AN_HOUR
        if over and (count - EVENTS_AN_HOUR) % (EVENTS_AN_HOUR // 60) == 1:
            self.rate_limited(app)
        return over


def _address(app: App, push: Push) -> str:
    special = {"slash_commands": app.commands_url, "interactive": app.interactivity_url}.get(push.kind)
    if push.name == "block_suggestion":
        special = app.options_url or special
    address = special or app.events_url
    if not address:
        raise NotConnected
    return address


def _read(body: str) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body
