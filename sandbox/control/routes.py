"""The addresses under /control/ and how their JSON comes and goes."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import aiohttp
from aiohttp import web

from sandbox.control import breaking, changing, clicks, commands, forms, people, sees
from sandbox.control.discord import routes as discord
from sandbox.floor import describe
from sandbox.kinds import Json, Refusal
from sandbox.slack.transfers import content_response
from sandbox.state import Sandbox

Act = Callable[[Sandbox, Json], Awaitable[Json]]
KEEP_ALIVE_SECONDS = 15


async def _seed(sandbox: Sandbox, body: Json) -> Json:
    sandbox.seed(body.get("floor", body))
    sandbox.stream.tell({"type": "seed"})
    return describe(sandbox.world)


async def _reset(sandbox: Sandbox, body: Json) -> Json:
    return await _seed(sandbox, sandbox.floor)


async def _floor(sandbox: Sandbox, query: Json) -> Json:
    return describe(sandbox.world)


async def _ledger(sandbox: Sandbox, query: Json) -> Json:
    """The entries after `since`, of one kind or of one method or event when asked."""
    since, limit = int(query.get("since", 0)), int(query.get("limit", 100_000))
    kind, name = query.get("kind", ""), query.get("method") or query.get("name") or ""
    entries = sandbox.ledger.since(since, limit)
    last = entries[-1]["n"] if entries else sandbox.ledger.last
    chosen = [e for e in entries if kind in {"", e["kind"]} and name in {"", e.get("method"), e.get("name")}]
    return {"entries": chosen, "next": last}


async def _clock(sandbox: Sandbox, body: Json) -> Json:
    """Forward to the product's clock; the sandbox's own time stays the wall clock."""
    if not sandbox.options.clock_url:
        if not body:
            return {"clock": False}
        raise Refusal("no_clock")
    timeout = aiohttp.ClientTimeout(total=600)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        send = session.post(sandbox.options.clock_url, json=body) if body else session.get(sandbox.options.clock_url)
        try:
            async with send as response:
                answer: Json = await response.json(content_type=None)
        except (aiohttp.ClientError, ValueError) as error:
            raise Refusal(f"the clock does not answer: {error}") from error
    if body:
        sandbox.stream.tell({"type": "clock", **answer})
    return answer


async def _get_clock(sandbox: Sandbox, query: Json) -> Json:
    return await _clock(sandbox, {})


POSTS: dict[str, Act] = {
    "seed": _seed,
    "reset": _reset,
    "say": people.say,
    "edit": people.edit,
    "delete": people.delete,
    "react": people.react,
    "pin": people.pin,
    "open_dm": people.open_dm,
    "open_home": people.open_home,
    "click": clicks.click,
    "suggest": clicks.suggest,
    "submit": forms.submit,
    "close_view": forms.close_view,
    "command": commands.command,
    "shortcut": commands.shortcut,
    "faults": breaking.set_faults,
    "disconnect": breaking.disconnect,
    "cut_sockets": breaking.cut_sockets,
    "channel": changing.change_channel,
    "app": changing.change_app,
    "user": changing.change_user,
    "clock": _clock,
}
GETS: dict[str, Act] = {
    "floor": _floor,
    "sees": sees.sees,
    "home": sees.home,
    "ledger": _ledger,
    "faults": breaking.get_faults,
    "connections": breaking.connections,
    "clock": _get_clock,
}
DISCORD_POSTS: dict[str, Act] = {name: discord.answering(act) for name, act in discord.POSTS.items()}
DISCORD_GETS: dict[str, Act] = {name: discord.answering(act) for name, act in discord.GETS.items()}


def add_routes(app: web.Application, sandbox: Sandbox) -> None:
    """Add the control API to the server."""

    async def post(request: web.Request) -> web.Response:
        return await _answer(sandbox, POSTS, request, await _body(request))

    async def get(request: web.Request) -> web.Response:
        return await _answer(sandbox, GETS, request, dict(request.query))

    async def stream(request: web.Request) -> web.StreamResponse:
        return await _stream(sandbox, request)

    async def file(request: web.Request) -> web.StreamResponse:
        stored = sandbox.world.files.get(request.match_info["file"])
        if stored is None:
            raise web.HTTPNotFound
        return content_response(stored, "inline")

    async def discord_file(request: web.Request) -> web.StreamResponse:
        return await discord.file(request, sandbox)

    async def discord_post(request: web.Request) -> web.Response:
        return await _answer(sandbox, DISCORD_POSTS, request, await _body(request))

    async def discord_get(request: web.Request) -> web.Response:
        return await _answer(sandbox, DISCORD_GETS, request, dict(request.query))

    app.router.add_get("/control/discord/file/{file}", discord_file)
    app.router.add_post("/control/discord/{act}", discord_post)
    app.router.add_get("/control/discord/{act}", discord_get)
    app.router.add_get("/control/stream", stream)
    app.router.add_get("/control/file/{file}", file)
    app.router.add_post("/control/{act}", post)
    app.router.add_get("/control/{act}", get)


async def _body(request: web.Request) -> Json | None:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


async def _answer(sandbox: Sandbox, acts: dict[str, Act], request: web.Request, body: Json | None) -> web.Response:
    name = request.match_info["act"]
    try:
        if name not in acts:
            raise Refusal(f"unknown control {name}; known: {', '.join(acts)}")
        if body is None:
            raise Refusal("the body is not a JSON object")
        return web.json_response({"ok": True, **await acts[name](sandbox, body)})
    except Refusal as refusal:
        return web.json_response({"ok": False, "error": str(refusal)}, status=400)


async def _stream(sandbox: Sandbox, request: web.Request) -> web.StreamResponse:
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    queue = sandbox.stream.open(request.query.get("as", ""))
    try:
        await response.write(b": open\n\n")
        while True:
            try:
                notice = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
                await response.write(f"data: {notice}\n\n".encode())
            except TimeoutError:
                await response.write(b": still here\n\n")
    except ConnectionError:
        return response
    finally:
        sandbox.stream.close(queue)
