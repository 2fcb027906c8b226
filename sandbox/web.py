"""The server: all addresses of the sandbox and who answers them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from sandbox.broken import canned
from sandbox.control import routes as control
from sandbox.discord import downloads, gateway_client
from sandbox.discord.gateway import Gateway
from sandbox.discord.notices import teller
from sandbox.discord.rest.server import PREFIX as DISCORD
from sandbox.discord.rest.server import Rest
from sandbox.slack import responses, transfers
from sandbox.slack.api import Api
from sandbox.slack.push import Pusher
from sandbox.slack.sockets import Sockets
from sandbox.state import Sandbox

PAGE = Path(__file__).parent / "page"
CDN = "/discord/cdn/attachments/{channel}/{attachment}/{name}"
BODY_BYTES_MAX = 64 * 1024 * 1024

Serve = Callable[[web.Request, Sandbox], Awaitable[web.StreamResponse]]
SANDBOX = web.AppKey("sandbox", Sandbox)


def make_app(sandbox: Sandbox) -> web.Application:
    """The aiohttp application of one sandbox."""
    sandbox.sockets = Sockets(sandbox.options.time_scale)
    sandbox.pusher = Pusher(sandbox)
    sandbox.gateway = Gateway(sandbox)
    sandbox.discord.listeners += [sandbox.gateway.hear, teller(sandbox)]
    app = web.Application(client_max_size=BODY_BYTES_MAX)
    app[SANDBOX] = sandbox
    app.router.add_route("*", "/api/{method}", Api(sandbox).serve)
    app.router.add_post("/upload/{key}", _with_faults(transfers.upload))
    app.router.add_get("/files-pri/{file}/{tail:.*}", _with_faults(transfers.download))
    app.router.add_post("/response/{token}", _with_faults(responses.serve))
    app.router.add_get("/link/", _with_faults(_socket))
    app.router.add_get("/archives/{channel}/{stamp}", _permalink)
    app.router.add_get("/channels/{guild}/{channel}", _jump)
    app.router.add_get("/channels/{guild}/{channel}/{message}", _jump)
    app.router.add_route("*", DISCORD + "/{path:.*}", Rest(sandbox).serve)
    app.router.add_get(CDN, _with_faults(downloads.serve))
    app.router.add_get("/discord/gateway", _with_faults(_gateway))
    app.router.add_get("/discord/gateway/", _with_faults(_gateway))
    control.add_routes(app, sandbox)
    app.router.add_get("/", _index)
    app.router.add_static("/", PAGE)
    app.on_shutdown.append(_shutdown)
    return app


def _with_faults(serve: Serve) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler that path rules of the control API can disturb."""

    async def handler(request: web.Request) -> web.StreamResponse:
        sandbox = request.app[SANDBOX]
        rule = sandbox.faults.for_path(request.path)
        if rule is None:
            return await serve(request, sandbox)
        if rule.action in {"status", "body"}:
            return canned(rule)
        if rule.action in {"delay", "hang"}:
            await asyncio.sleep(rule.seconds)
        if rule.action == "delay":
            return await serve(request, sandbox)
        if rule.action in {"drop", "cut"}:
            await serve(request, sandbox)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=499)

    return handler


async def _socket(request: web.Request, sandbox: Sandbox) -> web.StreamResponse:
    app = sandbox.tickets.take_socket(request.query.get("ticket", ""))
    if app is None:
        return web.Response(status=403, text="invalid or used ticket")
    return await sandbox.sockets.serve(request, app)


async def _gateway(request: web.Request, sandbox: Sandbox) -> web.StreamResponse:
    return await gateway_client.serve(request, sandbox.gateway)


async def _permalink(request: web.Request) -> web.StreamResponse:
    digits = request.match_info["stamp"].removeprefix("p")
    ts = f"{digits[:-6]}.{digits[-6:]}"
    raise web.HTTPFound(f"/?channel={request.match_info['channel']}&ts={ts}")


async def _jump(request: web.Request) -> web.StreamResponse:
    channel, message = request.match_info["channel"], request.match_info.get("message", "")
    raise web.HTTPFound(f"/discord.html?channel={channel}&ts={message}")


async def _index(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})


async def _shutdown(app: web.Application) -> None:
    sandbox = app[SANDBOX]
    for connection in sandbox.sockets.all():
        connection.cut()
    for open_one in sandbox.gateway.connections:
        open_one.cut()
    await sandbox.stop()
    await sandbox.pusher.hooks.close()
