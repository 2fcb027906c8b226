"""`demo`: the whole floor on this machine: a sandboxed Slack and Discord, the bot, and a first report."""

import asyncio
import base64
import http.client
import json
import secrets
import shutil
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import click
from pydantic import SecretStr

from bot.app import make_store
from bot.cli.demo_server import TOKEN, desk_on_both, discord_desk, server_id, server_of, snowflake
from bot.cli.migrate import upgrade
from bot.cli.moving import wait_until_drained
from bot.cli.run import serve
from bot.cli.screenshot import screenshot
from bot.cli.shared import run_async
from bot.cli.time_door import CLOCK_PATH, TimeDoor
from bot.clock import monotonic
from bot.errors import Unavailable
from bot.settings import DiscordServer, Settings, SlackWorkspace
from bot.store.unit_of_work import Store
from bot.telemetry import set_up_logs

ROOT = Path(__file__).parent.parent.parent
FLOOR = Path(__file__).with_name("floor.json")
EXAMPLE = ROOT / "desk.example.yaml"
PLACES = ("both", "slack", "discord")
FOLDER = Path(".demo")
HOST = "127.0.0.1"
START_SECONDS = 30.0
REPORT = {
    "as": "U0RITA",
    "channel": "C0ACME",
    "text": "Player 83921: round 99812-77 on Book of Suns is stuck since 12:31, bet 50 EUR, nothing paid",
}


@click.command()
@click.option("--on", type=click.Choice(PLACES), default="both", show_default=True, help="where the floor is")
@click.option("--port", default=8900, show_default=True, help="where the page is")
@click.option("--no-open", is_flag=True, help="do not open a browser")
@click.option("--keep", is_flag=True, help=f"leave the folder {FOLDER}/ when it ends, to look into it")
def demo(on: str, port: int, no_open: bool, keep: bool) -> None:
    """Play every role on a floor of your own; no account needed."""
    set_up_logs("WARNING", as_json=False)
    try:
        run_async(_demo(on, port, not no_open))
    finally:
        if not keep:
            shutil.rmtree(FOLDER, ignore_errors=True)
    click.echo("\nThe floor is closed.")


async def _demo(on: str, port: int, browser: bool) -> None:
    click.echo("Setting up the floor …")
    bot_port = _free_port()
    floor = _write_floor(on, FOLDER)
    async with _sandbox(port, f"http://{HOST}:{bot_port}{CLOCK_PATH}", floor) as address:
        given = demo_settings(address, bot_port, FOLDER, on)
        await upgrade(given)
        store = make_store(given)
        try:
            await _play(given, store, address, browser)
        finally:
            await store.database.close()


async def _play(given: Settings, store: Store, address: str, browser: bool) -> None:
    """The bot until Ctrl-C; the first report as soon as it is ready."""
    bot = asyncio.create_task(serve(given, (TimeDoor(store).route,)))
    opening = asyncio.create_task(_open_floor(given, store, address, browser))
    try:
        await asyncio.wait({bot, opening}, return_when=asyncio.FIRST_COMPLETED)
        if not bot.done():
            opening.result()
        await bot
    finally:
        bot.cancel()
        opening.cancel()
        await asyncio.gather(bot, opening, return_exceptions=True)


async def _open_floor(given: Settings, store: Store, address: str, browser: bool) -> None:
    await _until_ready(given.port)
    port = int(address.rpartition(":")[2])
    picture = {"name": "stuck-round.png", "mimetype": "image/png"}
    picture["content_base64"] = base64.b64encode(screenshot()).decode()
    told = await asyncio.to_thread(_ask, port, "POST", *_first_report(given, picture))
    if not told.get("ok"):
        raise Unavailable(f"the sandbox refused the first report: {told.get('error')}")
    await wait_until_drained(store, patience=10.0)
    click.echo(f"\n  The floor is open: {address}/\n\n  Choose who you are at the top left. Ctrl-C closes it.\n")
    if browser:
        _show(f"{address}/")


def _first_report(given: Settings, picture: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """The report that stands there already, with its picture: where it is said, and what."""
    if given.slack:
        return "/control/say", {**REPORT, "files": [picture]}
    moved = {key: snowflake(value) if key != "text" else value for key, value in REPORT.items()}
    return "/control/discord/say", {**moved, "files": [picture]}


def _write_floor(on: str, folder: Path) -> Path:
    """The floor and the desk of the demo, in its folder, made anew; the floor's file."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    world = json.loads(FLOOR.read_text(encoding="utf-8"))
    desk = EXAMPLE.read_text(encoding="utf-8")
    if on == "discord":
        desk, floor = discord_desk(desk), {"discord": server_of(world)}
    elif on == "both":
        desk, floor = desk_on_both(desk, world), {**world, "discord": server_of(world, whole=False)}
    else:
        floor = world
    (folder / "desk.yaml").write_text(desk, encoding="utf-8")
    path = folder / "floor.json"
    path.write_text(json.dumps(floor), encoding="utf-8")
    return path.resolve()


def demo_settings(address: str, port: int, folder: Path, on: str = "slack") -> Settings:
    """Settings for the sandbox at that address; nothing comes from the environment or a `.env` file."""
    world = json.loads(FLOOR.read_text(encoding="utf-8"))
    app = world["apps"][0]
    workspace = SlackWorkspace(bot_token=SecretStr(app["bot_token"]), app_token=SecretStr(app["app_token"]))
    server = DiscordServer(bot_token=SecretStr(TOKEN), server=server_id(world))
    return Settings.model_construct(
        database_url=SecretStr(f"sqlite:///{folder / 'pitboss.db'}"),
        desk=folder / "desk.yaml",
        files=folder / "files",
        secret=SecretStr(secrets.token_hex()),
        host=HOST,
        port=port,
        slack={"pit": workspace} if on != "discord" else {},
        slack_api_url=f"{address}/api/",
        discord={"pit": server} if on != "slack" else {},
        discord_api_url=f"{address}/discord/api/v10",
        discord_gateway_url=f"{address.replace('http', 'ws', 1)}/discord/gateway",
    )


@asynccontextmanager
async def _sandbox(port: int, clock_url: str, floor: Path) -> AsyncIterator[str]:
    """`python -m sandbox` as a process; its address. Raises Unavailable when it does not start."""
    if not _is_free(port):
        raise Unavailable(f"port {port} is taken; try another one: make demo PORT={port + 1}")
    options = ("--host", HOST, "--port", str(port), "--floor", str(floor), "--clock-url", clock_url)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *options, cwd=ROOT, stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode()
        if not line.startswith("sandbox ready "):
            raise Unavailable("the sandbox did not start")
        yield line.split()[-1]
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def _until_ready(port: int) -> None:
    end = monotonic() + START_SECONDS
    last: dict[str, Any] = {}
    while monotonic() < end:
        try:
            last = await asyncio.to_thread(_ask, port, "GET", "/readyz", None)
            if last.get("ready"):
                return
        except OSError as error:
            last = {"not_ready": str(error)}
        await asyncio.sleep(0.1)
    raise Unavailable(f"the bot is not ready: {last.get('not_ready')}")


def _ask(port: int, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
    """One request to a server on this machine; raises OSError when it does not answer."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        content = json.dumps(body) if body is not None else None
        connection.request(method, path, content, {"Content-Type": "application/json"})
        told: dict[str, Any] = json.loads(connection.getresponse().read())
        return told
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _show(address: str) -> None:
    """Open a window where there is one; a browser inside the terminal would hide what we print."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if not isinstance(browser, webbrowser.GenericBrowser) or isinstance(browser, webbrowser.BackgroundBrowser):
        browser.open(address)
