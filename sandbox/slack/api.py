"""`/api/<method>`: token, scope, rate, faults, ledger, and then the method itself."""

import asyncio
import json
from typing import Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from sandbox.broken import canned, close, cut
from sandbox.faults import Rule
from sandbox.kinds import Json
from sandbox.slack.call import Call, Method
from sandbox.slack.errors import ApiError
from sandbox.slack.table import METHODS
from sandbox.state import Sandbox
from sandbox.world import App

JSON_ARGUMENTS = frozenset(
    {"blocks", "view", "metadata", "attachments", "files", "message", "unfurls", "state", "users"}
)
BROKEN = "(broken)"  # stands for a body that could not be read
SCOPES_HEADER = "X-OAuth-Scopes"


class Api:
    """The Web API of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, or do to it what a fault rule says."""
        name = request.match_info["method"]
        args = await read_arguments(request)
        token = _token(request, args)
        entry = self._sandbox.ledger.add(
            "call",
            method=name,
            token_app=self._owner(token),
            team=None,
            args=_decoded(args),
            status=None,
            response=None,
        )
        rule = self._sandbox.faults.for_call(name, entry["args"])
        if rule is not None:
            entry["fault"] = rule.action
            if (early := await _before(request, rule)) is not None:
                entry["status"] = early.status
                return early
        status, body, headers = await self._answer(name, token, args, request.host, entry)
        entry["status"], entry["response"] = status, body
        if rule is not None and rule.action in {"drop", "cut", "cut_after_bytes"}:
            return await cut(request, json.dumps(body).encode(), rule)
        return web.json_response(body, status=status, headers=headers)

    def _owner(self, token: str) -> str | None:
        return next((a.id for a in self._sandbox.world.apps.values() if token in {a.bot_token, a.app_token}), None)

    async def _answer(
        self, name: str, token: str, args: Json, host: str, entry: Json
    ) -> tuple[int, Json, dict[str, str]]:
        method = METHODS.get(name)
        headers: dict[str, str] = {}
        try:
            if method is None:
                raise ApiError("unknown_method", req_method=name)
            if BROKEN in args:
                raise ApiError(args[BROKEN])
            app = self._authorize(method, token)
            entry["team"] = app.team
            headers = {SCOPES_HEADER: ",".join(app.scopes or []), "X-Slack-Req-Id": str(entry["n"])}
            if wait := self._wait(method, app, args):
                headers["Retry-After"] = str(wait)
                return 429, {"ok": False, "error": "ratelimited"}, headers
            call = Call(self._sandbox, app, method, args, host)
            body = {"ok": True, **await method.run(call)}
            entry.update(call.notes)
        except ApiError as error:
            body = {"ok": False, "error": error.error, **error.extra}
        return 200, body, headers

    def _wait(self, method: Method, app: App, args: Json) -> int:
        if not self._sandbox.options.rate_limits:
            return 0
        return self._sandbox.rates.wait(method.tier, method.name, f"{app.team}/{app.id}", str(args.get("channel", "")))

    def _authorize(self, method: Method, token: str) -> App:
        if not token:
            raise ApiError("not_authed")
        for app in self._sandbox.world.apps.values():
            if token == app.bot_token:
                _check_installed(app)
                if method.token == "app":
                    raise ApiError("not_allowed_token_type")
                _check_scopes(method, app.scopes)
                return app
            if token == app.app_token:
                if method.token == "bot":
                    raise ApiError("not_allowed_token_type")
                _check_scopes(method, app.app_scopes)
                return app
        raise ApiError("invalid_auth")


def _check_installed(app: App) -> None:
    if app.state == "revoked":
        raise ApiError("token_revoked")
    if app.state == "uninstalled":
        raise ApiError("account_inactive")


def _check_scopes(method: Method, granted: list[str] | None) -> None:
    if granted is not None and method.scopes and not set(method.scopes) & set(granted):
        raise ApiError("missing_scope", needed=method.scopes[0], provided=",".join(granted))


async def read_arguments(request: web.Request) -> Json:
    """The arguments from the query, a form, a JSON body or a multipart body."""
    args: Json = dict(request.query)
    if request.method != "POST" or not request.can_read_body:
        return args
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text())
        except ValueError:
            return args | {BROKEN: "invalid_json"}
        return args | body if isinstance(body, dict) else args | {BROKEN: "json_not_object"}
    if request.content_type.startswith("multipart/"):
        return args | await _read_multipart(request)
    return args | dict(await request.post())


async def _read_multipart(request: web.Request) -> Json:
    fields: Json = {}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name:
            content = await part.read()
            fields[part.name] = bytes(content) if part.filename else content.decode()
    return fields


def _token(request: web.Request, args: Json) -> str:
    header = request.headers.get("Authorization", "")
    given = str(args.pop("token", "") or "")
    return header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else given


def _decoded(args: Json) -> Json:
    return {key: _decode(key, value) for key, value in args.items()}


def _decode(key: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if key in JSON_ARGUMENTS and isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


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
            return web.json_response({"ok": False, "error": rule.source.get("error", "internal_error")})
        case "status" | "body":
            return canned(rule)
    return None
