"""`python -m sandbox`: serve a Slack and a Discord on this machine until SIGTERM."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from aiohttp import web

from sandbox.floor import read_floor
from sandbox.state import Options, Sandbox
from sandbox.web import make_app


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8900, help="0 takes any free port; the ready line says which")
    parser.add_argument("--floor", type=Path, help="the floor as JSON; without it a small one is built in")
    parser.add_argument("--public-url", default="", help="where programs find it, when a proxy stands before it")
    parser.add_argument("--clock-url", default="", help="where /control/clock is forwarded")
    parser.add_argument(
        "--time-scale", type=float, default=1.0, help="multiplies retries and lifetimes: 0.01 = 100 x faster"
    )
    parser.add_argument("--ack-seconds", type=float, default=3.0, help="Slack's three seconds, never scaled")
    parser.add_argument("--rate-limits", choices=("on", "off"), default="on")
    parser.add_argument(
        "--discord-invalid-max", type=int, default=10_000, help="answers of 401, 403 and 429 in ten minutes that ban"
    )
    return parser.parse_args()


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    options = Options(
        time_scale=arguments.time_scale,
        ack_seconds=arguments.ack_seconds,
        rate_limits=arguments.rate_limits == "on",
        clock_url=arguments.clock_url,
        discord_invalid_max=arguments.discord_invalid_max,
    )
    sandbox = Sandbox(options, read_floor(arguments.floor))
    runner = web.AppRunner(make_app(sandbox), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, arguments.host, arguments.port)
    await site.start()
    port = runner.addresses[0][1]
    host = "127.0.0.1" if arguments.host in {"", "0.0.0.0"} else arguments.host
    own = f"http://{host}:{port}"
    sandbox.base_url = arguments.public_url or own
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sys.stdout.write(f"sandbox ready {own}\n")
    sys.stdout.flush()
    await stopped.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(_arguments()))
