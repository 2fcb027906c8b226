"""`python -m sandbox.load --floor FILE --bot HOST:PORT`: serve the API and send loads until SIGTERM."""

import argparse
import asyncio
import gc
import json
import signal
import sys
from pathlib import Path
from typing import Any

from sandbox.load import api, commands
from sandbox.load.driver import Driver, Plan
from sandbox.load.floor import Floor
from sandbox.load.http import Answering, Caller, Message, Respond, response
from sandbox.load.ledger import Ledger
from sandbox.load.signing import Signer

HOST = "127.0.0.1"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.load", description=__doc__)
    parser.add_argument("--floor", type=Path, required=True, help="channels, users and the app as JSON")
    parser.add_argument("--bot", required=True, help="where the bot listens: host:port")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port; the ready line says which")
    return parser.parse_args()


class Site:
    """The addresses: `/api/…` the chat API, `/response/…` private answers, `/control/…` what is to be sent."""

    def __init__(self, floor: Floor, bot: str, address: str) -> None:
        host, _, port = bot.rpartition(":")
        caller, signer = Caller(host, int(port)), Signer(floor, bot)
        self._ledger = Ledger(floor)
        self._api = api.Api(floor, self._ledger)
        self._driver = Driver(floor, self._ledger, caller, signer)
        self._typist = commands.Typist(caller, signer, address)
        self._under_way: set[asyncio.Task[None]] = set()

    def answer(self, message: Message, respond: Respond) -> None:
        """Hand a request to whom it is for."""
        path = message.path
        if path.startswith(api.PREFIX):
            self._api.answer(message, respond)
        elif path.startswith(commands.PREFIX):
            self._typist.answered(path, message.body)
            respond(response(b"ok"))
        elif path == "/control/progress":
            told = {"progress": self._driver.progress, "calls": self._ledger.calls.total()}
            respond(response(json.dumps(told).encode()))
        else:
            task = asyncio.create_task(self._control(path, message.body, respond))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _control(self, path: str, body: bytes, respond: Respond) -> None:
        try:
            told = await self._do(path, json.loads(body or b"{}"))
        except (OSError, TimeoutError, LookupError, TypeError, ValueError) as error:
            told = {"error": f"{type(error).__name__}: {error}"}
        respond(response(json.dumps(told).encode()))

    async def _do(self, path: str, given: dict[str, Any]) -> dict[str, Any]:
        match path:
            case "/control/api":
                self._api.delay, self._api.paced = given["delay_ms"] / 1000, given.get("paced", False)
                return {}
            case "/control/run":
                return await self._driver.run(Plan(**given))
            case "/control/command":
                return await self._typist.run(given["words"], given["count"])
        raise LookupError(f"nothing at {path}")


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    sites: list[Site] = []
    server = await loop.create_server(lambda: Answering(sites[0].answer), HOST, arguments.port)
    address = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
    sites.append(Site(Floor.read(arguments.floor), arguments.bot, address))
    gc.freeze()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    sys.stdout.write(f"load ready {address}\n")
    sys.stdout.flush()
    await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(_arguments()))
