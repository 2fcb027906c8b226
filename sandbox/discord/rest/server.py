"""`/discord/api/v10/…`: ban, route, ledger, faults, token, rates, and then the route itself."""

import asyncio
import json
import math
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.broken import canned, close, cut
from sandbox.discord.errors import MESSAGES, DiscordError
from sandbox.discord.mentions import texts
from sandbox.discord.rest.body import read_body
from sandbox.discord.rest.call import Answer, Call, Route, Upload
from sandbox.discord.rest.rates import Rates, Verdict
from sandbox.discord.rest.table import ROUTES
from sandbox.discord.world import Application
from sandbox.faults import Rule
from sandbox.kinds import Json
from sandbox.state import Sandbox

PREFIX = "/discord/api/v10"
VIA = {"Via": "1.1 google"}  # discord.py takes a 429 without it for a ban
JSON_TYPE = {"Content-Type": "application/json"}
RATE_LIMITED = "You are being rate limited."
CUTS = frozenset({"drop", "cut", "cut_after_bytes"})


@dataclass
class Node:
    """One segment of the routes' paths."""

    children: "dict[str, Node]" = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)


def _tree(routes: tuple[Route, ...]) -> Node:
    root = Node()
    for route in routes:
        node = root
        for segment in route.path.strip("/").split("/"):
            node = node.children.setdefault("{}" if segment.startswith("{") else segment, Node())
        node.routes[route.method] = route
    return root


def _walk(node: Node, segments: list[str]) -> Node | None:
    """The node of a path; a literal segment is preferred to a parameter, and either must lead on."""
    if not segments:
        return node if node.routes else None
    for key in (segments[0], "{}"):
        below = node.children.get(key)
        found = _walk(below, segments[1:]) if below is not None else None
        if found is not None:
            return found
    return None


class Rest:
    """The REST API of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._tree = _tree(ROUTES)

    @property
    def _rates(self) -> Rates:
        return self._sandbox.discord_rates

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, or do to it what a fault rule says."""
        limits = self._sandbox.options.rate_limits
        if limits and (wait := self._rates.banned_for()):
            return _banned(wait)
        segments = request.match_info["path"].strip("/").split("/")
        node = _walk(self._tree, segments)
        route = node.routes.get(request.method) if node is not None else None
        app = self._sandbox.discord.app_of_token(_token(request))
        if route is None:
            return self._unrouted(request, node, app)
        response = await self._routed(request, route, _parameters(route, segments), app)
        if limits and response.headers.get("X-RateLimit-Scope") != "shared":
            self._rates.count_invalid(response.status)
        return response

    def _unrouted(self, request: web.Request, node: Node | None, app: Application | None) -> web.Response:
        status, words = (404, "404: Not Found") if node is None else (405, "405: Method Not Allowed")
        body = {"message": words, "code": 0}
        self._write(f"{request.method} /{request.match_info['path']}", app, {}, status=status, response=body)
        return _reply(status, body, VIA)

    def _write(self, name: str, app: Application | None, args: Json, **more: Any) -> Json:
        row: Json = {"status": None, "response": None, **more}
        owner = app.id if app is not None else None
        return self._sandbox.ledger.add("call", platform="discord", method=name, token_app=owner, args=args, **row)

    async def _routed(
        self, request: web.Request, route: Route, path: dict[str, str], app: Application | None
    ) -> web.StreamResponse:
        body, uploads, problem = await _read(request)
        entry = self._write(route.name, app, _arguments(request, path, body, uploads))
        rule = self._rule(route, path, body)
        if rule is not None:
            entry["fault"] = rule.action
            if (early := await _before(request, rule)) is not None:
                entry["status"] = early.status
                return early
        call = Call(self._sandbox, route, path, request.query, body, uploads, app)
        status, answer, headers = await self._answer(call, problem)
        entry.update(status=status, response=answer, **call.notes)
        if rule is not None and rule.action in CUTS:
            return await cut(request, json.dumps(answer).encode(), rule)
        return _reply(status, answer, VIA | headers)

    def _rule(self, route: Route, path: dict[str, str], body: Any) -> Rule | None:
        if not self._sandbox.faults.rules:
            return None
        about = body if isinstance(body, dict) else {}
        message = about.get("message") or about.get("data") or about
        shown = [str(message.get("content") or ""), *texts(message.get("components") or [])]
        wanted = {"channel": path.get("channel", path.get("webhook", "")), "text": "\n".join(shown),
                  "blocks": [message.get("embeds"), message.get("components")]}  # fmt: skip
        return self._sandbox.faults.for_call(route.name, wanted)

    async def _answer(self, call: Call, problem: DiscordError | None) -> tuple[int, Any, dict[str, str]]:
        headers: dict[str, str] = {}
        try:
            if call.app is None and not call.route.open_to_all:
                raise DiscordError(0, status=401, message="401: Unauthorized")
            verdict = self._judge(call)
            headers = verdict.headers
            if not verdict.allowed:
                return 429, _limited(verdict), headers
            if problem is not None:
                raise problem
            result = await call.route.run(call)
        except DiscordError as error:
            return error.status, error.body, headers
        answer = result if isinstance(result, Answer) else Answer(204 if result is None else 200, result)
        return answer.status, answer.body, headers

    def _judge(self, call: Call) -> Verdict:
        if not self._sandbox.options.rate_limits:
            return Verdict(0.0, {})
        owner = call.app.id if call.app is not None else "address"
        everywhere = not call.route.open_to_all
        return self._rates.judge(owner, call.route.name, call.route.pace, call.path, everywhere)


def _reply(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    """JSON with no charset in its type, as Discord sends it and discord.py wants it; nothing with 204."""
    if status == 204:
        return web.Response(status=status, headers=headers)
    return web.Response(status=status, body=json.dumps(body).encode(), headers={**headers, **JSON_TYPE})


async def _read(request: web.Request) -> tuple[Any, list[Upload], DiscordError | None]:
    try:
        return *(await read_body(request)), None
    except DiscordError as error:
        return None, [], error


def _token(request: web.Request) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bot ").strip() if header.startswith("Bot ") else ""


def _parameters(route: Route, segments: list[str]) -> dict[str, str]:
    names = route.path.strip("/").split("/")
    return {name[1:-1]: value for name, value in zip(names, segments, strict=True) if name.startswith("{")}


def _arguments(request: web.Request, path: dict[str, str], body: Any, uploads: list[Upload]) -> Json:
    """What the ledger keeps of a request; a reason for the audit log too."""
    args: Json = {"path": path, "body": body}
    if request.query:
        args["query"] = dict(request.query)
    if uploads:
        args["files"] = [{"name": each.filename, "bytes": len(each.content)} for each in uploads]
    if reason := request.headers.get("X-Audit-Log-Reason"):
        args["reason"] = reason
    return args


def _limited(verdict: Verdict) -> Json:
    wait = math.ceil(verdict.retry_after * 1000) / 1000
    return {"message": RATE_LIMITED, "retry_after": wait, "global": verdict.is_global}


def _banned(wait: float) -> web.Response:
    """Cloudflare's answer: no JSON and no Via."""
    return web.Response(
        status=429, text="error code: 1015", content_type="text/html", headers={"Retry-After": str(math.ceil(wait))}
    )


async def _before(request: web.Request, rule: Rule) -> web.Response | None:
    match rule.action:
        case "refuse":
            return close(request)
        case "hang":
            await asyncio.sleep(rule.seconds)
            return close(request)
        case "delay":
            await asyncio.sleep(rule.seconds)
        case "error":
            return _error(rule)
        case "status" | "body":
            return _canned(rule)
    return None


def _error(rule: Rule) -> web.Response:
    """The documented answer of a code: `{action: error, error: 50013}`."""
    code = str(rule.source.get("error", ""))
    if not code.isdecimal() or int(code) not in MESSAGES:
        return _reply(500, {"message": "500: Internal Server Error", "code": 0}, VIA)
    error = DiscordError(int(code), status=int(rule.source.get("status", 0)))
    return _reply(error.status, error.body, VIA)


def _canned(rule: Rule) -> web.Response:
    """A prescribed status or body; a 429 without a body is Discord's own, with `global` and `via: false` if said."""
    status = int(rule.source.get("status", 429 if "retry_after" in rule.source else 0))
    if "body" in rule.source or status != 429:
        return canned(rule)
    wait, whole = float(rule.source.get("retry_after", 1)), bool(rule.source.get("global", False))
    headers = {"Retry-After": str(math.ceil(wait)), "X-RateLimit-Scope": "global" if whole else "user"}
    if whole:
        headers["X-RateLimit-Global"] = "true"
    if rule.source.get("via", True):
        headers |= VIA
    return _reply(429, {"message": RATE_LIMITED, "retry_after": wait, "global": whole}, headers)
