"""`run`: the bot."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Iterator

import click
import uvicorn
from starlette.routing import BaseRoute

from bot.app import App, opened
from bot.cli.readiness import Readiness
from bot.cli.shared import run_async, settings
from bot.cli.version import code_version, wrong_version
from bot.errors import Unavailable
from bot.settings import Settings
from bot.telemetry import set_up_logs
from bot.web.calendar import calendar_route
from bot.web.site import site

OFTEN, SELDOM = 5_000, 20
"""So many new objects are looked through at once, and only every so often the older ones too."""


@click.command()
def run() -> None:
    """Run the bot until it is told to stop."""
    given = settings()
    set_up_logs(given.log_level, given.log_json)
    run_async(serve(given))


async def serve(given: Settings, routes: tuple[BaseRoute, ...] = ()) -> None:
    """Run the bot and its web side until SIGTERM or SIGINT; raises Unavailable when it cannot start."""
    if not given.secret.get_secret_value():
        raise Unavailable(
            "PITBOSS_SECRET is not set; make one with: python -c 'import secrets; print(secrets.token_hex())'"
        )
    if wrong := await wrong_version(given):
        raise Unavailable(f"the database does not fit this code: {wrong}")
    async with opened(given) as app:
        app.store.database.version = code_version()
        _keep_what_is_loaded()
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stopping.set)
        working = asyncio.create_task(app.run())
        web = _web(given, app, routes)
        serving = asyncio.create_task(web.serve())
        ended = asyncio.create_task(stopping.wait())
        await asyncio.wait([working, serving, ended], return_when=asyncio.FIRST_COMPLETED)
        web.should_exit = True
        working.cancel()
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await working
        finally:
            await serving


def _keep_what_is_loaded() -> None:
    """Code and rules are never garbage: looking through them again and again took a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OFTEN, SELDOM, SELDOM)


class _Web(uvicorn.Server):
    """A server that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Catch none."""
        yield


def _web(given: Settings, app: App, routes: tuple[BaseRoute, ...]) -> uvicorn.Server:
    handed, readiness = app.routes, Readiness(app)
    shifts = calendar_route(app.store, given.secret.get_secret_value())
    served = site([shifts, *handed, *routes], readiness.missing)
    config = uvicorn.Config(served, host=given.host, port=given.port, log_config=None, access_log=False)
    return _Web(config)
